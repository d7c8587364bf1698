"""What stands behind a loan, and when it is let go."""

from datetime import date

import pytest

from grodd.agreements.models import Loan, Security
from grodd.agreements.refusals import (
    AgreementIsNotOpen,
    ReasonForChange,
    SecurityIsReleased,
    SecurityNeedsAThing,
)
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.agreements.usecases.release_security import release_security
from grodd.base import clock
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed
from grodd.engines.money import Money
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from tests.agreements.signing import TODAY, Desk, sek
from tests.world import World

pytestmark = pytest.mark.django_db
FIRST_DUE = date(2026, 4, 2)
OWN = Security.Kind.OWN_DEBT


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def add(
    desk: Desk, loan: Loan, name: str, limit: Money | None = None, *, replaces: int | None = None
) -> Security:
    promise = Promise(key=name, kind=OWN, given_by=name, from_on=TODAY, limit=limit)
    return add_security(
        by=desk.petra, loan_id=loan.pk, promise=promise, at=clock.now(), replaces_id=replaces
    )


def test_a_surety_is_recorded_once(desk: Desk) -> None:
    loan = desk.loan()
    assert add(desk, loan, "Bo", sek(72_000)) == add(desk, loan, "Bo", sek(72_000))
    with pytest.raises(KeyUsedForOtherContent):
        add(desk, loan, "Bo")
    with pytest.raises(NotAllowed):
        add_security(
            by=desk.amina, loan_id=loan.pk, at=clock.now(),
            promise=Promise("k", OWN, "Amina", TODAY),
        )  # fmt: skip


def test_a_pledge_says_what_is_pledged(desk: Desk) -> None:
    loan = desk.loan()
    bare = Promise("p", Security.Kind.PLEDGE, "Amina", TODAY)
    with pytest.raises(SecurityNeedsAThing):
        add_security(by=desk.bo, loan_id=loan.pk, promise=bare, at=clock.now())


def test_one_guarantor_takes_the_place_of_another(desk: Desk) -> None:
    loan = desk.loan()
    old = add(desk, loan, "Bo")
    new = add(desk, loan, "Dana", replaces=old.pk)
    old.refresh_from_db()
    assert (old.released_on, old.replaced_by) == (TODAY, new)
    with pytest.raises(SecurityIsReleased):
        add(desk, loan, "Finn", replaces=old.pk)


def test_a_release_has_a_reason(desk: Desk) -> None:
    surety = add(desk, desk.loan(), "Bo")

    def release(reason: str) -> Security:
        return release_security(by=desk.bo, security_id=surety.pk, reason=reason, at=clock.now())

    with pytest.raises(ReasonForChange):
        release(" ")
    assert release("Halva lånet är betalt").released_on == TODAY
    assert release("Igen").release_reason == "Halva lånet är betalt"


def test_what_is_paid_needs_no_guarantor_until_the_payment_bounces(desk: Desk) -> None:
    loan = desk.loan()
    surety, gone = add(desk, loan, "Bo"), add(desk, loan, "Dana")
    release_security(by=desk.bo, security_id=gone.pk, reason="Flyttar", at=clock.now())
    payment = record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(1_204_000), value_date=FIRST_DUE,
        bank_reference="B1", at=clock.now(),
    )  # fmt: skip
    surety.refresh_from_db()
    assert (surety.released_on, surety.released_with_loan) == (FIRST_DUE, True)
    with pytest.raises(AgreementIsNotOpen):
        add(desk, loan, "Finn")
    reverse_repayment(by=desk.bo, repayment_id=payment.pk, reason="Saknas", at=clock.now())
    standing = loan.securities.filter(released_on__isnull=True)
    assert list(standing) == [surety]
