"""A loss is decided by a body that knows what it decides about."""

from datetime import date

import pytest

from grodd.agreements.models import Loan, Security
from grodd.agreements.refusals import LossNeedsTheBody
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.base import clock as base_clock
from grodd.decisions.models import Matter
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.delegate import delegate
from grodd.processes.apply_decision import apply_decision
from grodd.processes.decide_fast_track import decide_fast_track
from grodd.processes.propose_write_off import propose_write_off
from grodd.processes.record_repayment import record_repayment
from grodd.reports.waiting_parts import matters_to_decide_alone
from tests.agreements.signing import TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.web.stage import browser
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


def asked(desk: Desk, loan: Loan) -> Matter:
    return propose_write_off(
        by=desk.petra, loan_id=loan.pk, amount=sek(5_000), reason="Konkurs", at=base_clock.now()
    ).matter


def test_nobody_writes_off_alone_what_they_may_grant_alone(desk: Desk) -> None:
    loan = desk.loan()
    matter = asked(desk, loan)
    delegate(
        by=desk.petra, body_id=matter.body_id, person_id=desk.world.petra.pk, limit=sek(1_000_000),
        hours_max=40, valid_from=TODAY, at=base_clock.now(),
    )  # fmt: skip
    assert not matters_to_decide_alone(desk.petra, TODAY)
    with pytest.raises(LossNeedsTheBody):
        decide_fast_track(
            by=desk.petra, matter_id=matter.pk, approve=True, terms=Terms(reasons="Konkurs"),
            at=base_clock.now(),
        )  # fmt: skip
    assert loan.events.count() == 1
    petra = browser(desk.world.petra, desk.space)
    shown = petra.get(f"/decisions/matters/{matter.pk}/").content.decode()
    assert "Konkurs" in shown
    assert "Decide alone" not in shown


def decided(desk: Desk, matter: Matter) -> None:
    matter.outcome, matter.decided_at = "approved", base_clock.now()
    matter.amount_decided_minor = matter.amount_minor
    matter.save()
    apply_decision(by=desk.petra, matter=matter, at=base_clock.now())


@pytest.mark.parametrize(("paid", "lost"), [(1_199_001, [4_999]), (1_200_000, [])])
def test_what_was_repaid_before_the_body_said_yes_is_no_loss(
    desk: Desk, paid: int, lost: list[int]
) -> None:
    loan = desk.loan()
    matter = asked(desk, loan)
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(paid), value_date=TODAY, bank_reference="B1",
        at=base_clock.now(),
    )  # fmt: skip
    decided(desk, matter)
    told = loan.events.filter(kind="write_off").values_list("amount_minor", flat=True)
    assert list(told) == lost


def test_who_decides_a_loss_reads_how_the_loan_stands(desk: Desk, clock: Clock) -> None:
    loan = desk.loan()
    assert "Ingen har gått i borgen" in asked(desk, loan).proposal
    secured = desk.loan()
    promise = Promise("k", Security.Kind.OWN_DEBT, "Bo Berg", date(2026, 3, 2))
    add_security(by=desk.bo, loan_id=secured.pk, promise=promise, at=base_clock.now())
    clock.set("2026-04-10 09:00")
    said = asked(desk, secured).proposal.replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("Konkurs\n\n")
    assert "Kvar att återbetala: 12 000 kr" in said
    assert "8 dagar sent" in said
    assert "Bo Berg" in said
