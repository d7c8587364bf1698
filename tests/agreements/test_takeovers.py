"""A loan that somebody else takes over: who is asked, when it happens, and what each then sees."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from grodd.agreements.models import Loan, Security, Takeover, TakeoverConsent
from grodd.agreements.queries import borrower_on, loan_seen_by, reads_until, takeover_seen_by
from grodd.agreements.refusals import (
    BorrowerCannotChange,
    BorrowerUnknown,
    ReasonForChange,
    SameBorrower,
    SamePersonOnBothSides,
    TakeoverAwaited,
    TakeoverSettled,
)
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.agreements.usecases.agree_to_takeover import agree_to_takeover
from grodd.agreements.usecases.cancel_takeover import cancel_takeover
from grodd.agreements.usecases.propose_takeover import propose_takeover
from grodd.base import clock, files
from grodd.base.errors import ChangedMeanwhile, NotAllowed, NotFound
from grodd.base.models import AuditEvent, OutboxMessage, StoredFile
from grodd.people.asker import Asker
from grodd.processes.record_repayment import record_repayment
from grodd.reports.loan_page import loan_page
from tests.agreements.signing import LOAN, TODAY, Desk, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
Party = TakeoverConsent.Party


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def surety(desk: Desk, loan: Loan, name: str) -> Security:
    promise = Promise(key=name, kind=Security.Kind.OWN_DEBT, given_by=name, from_on=TODAY)
    return add_security(by=desk.petra, loan_id=loan.pk, promise=promise, at=clock.now())


def propose(
    desk: Desk, loan: Loan, email: str = "otto@example.org", keeps: Sequence[int] = (),
    by: Asker | None = None, reason: str = "Amina flyttar",
) -> Takeover:  # fmt: skip
    return propose_takeover(
        by=by or desk.petra, loan_id=loan.pk, email=email, keeps=keeps, reason=reason,
        at=clock.now(),
    )  # fmt: skip


def paper(name: str = "ja.pdf") -> StoredFile:
    return files.store(
        [b"%PDF-1.7"], name=name, content_type="application/pdf", stored_by="x", at=clock.now()
    )


def agree(
    takeover: Takeover, by: Asker, party: Party, *, security: Security | None = None,
    paper: StoredFile | None = None,
) -> Takeover:  # fmt: skip
    return agree_to_takeover(
        by=by, takeover_id=takeover.pk, party=party, content_sha256=takeover.content_sha256,
        at=clock.now(), security_id=security.pk if security else None, paper=paper,
    )  # fmt: skip


def taken_over(desk: Desk, loan: Loan) -> Takeover:
    takeover = propose(desk, loan)
    agree(takeover, desk.amina, Party.OLD)
    return agree(takeover, desk.asker(desk.world.otto), Party.NEW)


def test_it_happens_with_the_last_yes(desk: Desk) -> None:
    loan = desk.loan()
    takeover = propose(desk, loan)
    assert agree(takeover, desk.amina, Party.OLD).state == Takeover.State.PROPOSED
    agree(takeover, desk.amina, Party.OLD)
    assert takeover.consents.count() == 1
    done = agree(takeover, desk.asker(desk.world.otto), Party.NEW)
    loan.agreement.refresh_from_db()
    assert (done.state, loan.agreement.recipient) == (Takeover.State.DONE, desk.world.otto)
    told = OutboxMessage.objects.filter(template="takeover_done").values_list(
        "recipient", flat=True
    )
    assert set(told) == {desk.world.amina.audit_key, desk.world.otto.audit_key}
    assert AuditEvent.objects.filter(action="takeover.done", subject=f"loan:{loan.pk}").exists()


def test_the_document_says_the_same_in_three_languages(desk: Desk) -> None:
    content = propose(desk, desk.loan()).content
    assert set(content) == {"sv", "fi", "en"}
    assert "Otto takes over the loan from Amina" in content["en"]["paragraphs"][0]
    assert ["Still lent on 2 Mar 2026", "SEK12,000"] in content["en"]["facts"]
    assert len({one["title"] for one in content.values()}) == 3


def test_a_guarantor_who_stays_agrees_on_paper_and_the_others_are_released(
    desk: Desk, clock: Clock
) -> None:
    loan = desk.loan()
    stays, goes = surety(desk, loan, "Bo Berg"), surety(desk, loan, "Dana Dahl")
    takeover = propose(desk, loan, keeps=[stays.pk])
    assert "Dana Dahl" in takeover.content["en"]["paragraphs"][3]
    otto = desk.asker(desk.world.otto)
    agree(takeover, desk.amina, Party.OLD)
    with pytest.raises(NotAllowed):
        agree(takeover, otto, Party.SECURITY, security=stays)
    with pytest.raises(NotFound):
        agree(takeover, desk.petra, Party.SECURITY, security=goes, paper=paper())
    assert agree(takeover, otto, Party.NEW).state == Takeover.State.PROPOSED
    clock.set("2026-03-02 15:00")
    later = surety(desk, loan, "Otto senior")
    done = agree(takeover, desk.bo, Party.SECURITY, security=stays, paper=paper())
    assert done.state == Takeover.State.DONE
    assert set(loan.securities.filter(released_on__isnull=True)) == {stays, later}
    goes.refresh_from_db()
    assert (goes.released_on, goes.release_reason) == (TODAY, "Otto tog över lånet")


def test_a_paper_signed_by_hand_is_handed_in_by_who_is_not_concerned(desk: Desk) -> None:
    takeover = propose(desk, desk.loan())
    otto = desk.asker(desk.world.otto)
    with pytest.raises(NotAllowed):
        agree(takeover, otto, Party.OLD, paper=paper())
    with pytest.raises(NotAllowed):
        agree(takeover, otto, Party.OLD)
    agree(takeover, desk.bo, Party.OLD, paper=paper())
    assert agree(takeover, desk.bo, Party.NEW, paper=paper()).state == Takeover.State.DONE


def test_nobody_agrees_with_themselves(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(SamePersonOnBothSides):
        propose(desk, loan, email="petra@example.org")
    takeover = propose(desk, loan, email="bo@example.org")
    with pytest.raises(SamePersonOnBothSides):
        agree(takeover, desk.bo, Party.NEW, paper=paper())


def test_what_does_not_fit_is_refused(desk: Desk) -> None:
    loan = desk.loan()
    with pytest.raises(NotAllowed):
        propose(desk, loan, by=desk.bo)
    with pytest.raises(ReasonForChange):
        propose(desk, loan, reason=" ")
    with pytest.raises(SameBorrower):
        propose(desk, loan, email="AMINA@example.org")
    with pytest.raises(BorrowerUnknown):
        propose(desk, loan, email="nobody@example.org")
    first = propose(desk, loan)
    assert propose(desk, loan, email="Otto@example.org ") == first
    with pytest.raises(TakeoverAwaited):
        propose(desk, loan, email="dana@example.org")


def test_another_document_is_not_agreed_to(desk: Desk) -> None:
    takeover = propose(desk, desk.loan())
    takeover.content_sha256 = "0" * 64
    with pytest.raises(ChangedMeanwhile):
        agree(takeover, desk.amina, Party.OLD)


def test_it_can_be_turned_down_until_it_happens(desk: Desk) -> None:
    loan = desk.loan()
    takeover = propose(desk, loan)
    given: dict[str, Any] = {"takeover_id": takeover.pk, "at": clock.now()}
    with pytest.raises(NotAllowed):
        cancel_takeover(by=desk.bo, reason="x", **given)
    with pytest.raises(ReasonForChange):
        cancel_takeover(by=desk.amina, reason="", **given)
    cancel_takeover(by=desk.asker(desk.world.otto), reason="Jag orkar inte", **given)
    assert (
        cancel_takeover(by=desk.petra, reason="Igen", **given).cancelled_reason == "Jag orkar inte"
    )
    with pytest.raises(TakeoverSettled):
        agree(takeover, desk.amina, Party.OLD)
    taken_over(desk, loan)
    done = loan.takeovers.get(state="done")
    with pytest.raises(TakeoverSettled):
        cancel_takeover(by=desk.petra, takeover_id=done.pk, reason="x", at=clock.now())


def test_a_loan_that_is_paid_meanwhile_is_not_taken_over(desk: Desk) -> None:
    loan = desk.loan()
    takeover = propose(desk, loan)
    agree(takeover, desk.amina, Party.OLD)
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(1_204_000), value_date=date(2026, 4, 2),
        bank_reference="B1", at=clock.now(),
    )  # fmt: skip
    with pytest.raises(BorrowerCannotChange):
        agree(takeover, desk.asker(desk.world.otto), Party.NEW)
    with pytest.raises(BorrowerCannotChange):
        propose(desk, desk.signed(LOAN).loan)


def test_the_old_borrower_keeps_what_was_theirs_and_sees_nothing_after(
    desk: Desk, clock: Clock
) -> None:
    loan = desk.loan()
    otto = desk.asker(desk.world.otto)
    with pytest.raises(NotFound):
        loan_seen_by(otto, loan_id=loan.pk)
    pay(desk, loan, date(2026, 3, 2), "B1")
    taken_over(desk, loan)
    clock.set("2026-03-10 09:00")
    pay(desk, loan, date(2026, 3, 9), "B2")
    today = date(2026, 3, 10)
    loan = loan_seen_by(otto, loan_id=loan.pk)
    assert (reads_until(otto, loan), reads_until(desk.bo, loan)) == (None, None)
    assert len(loan_page(otto, loan_id=loan.pk, on=today).payments) == 2
    old = loan_page(desk.amina, loan_id=loan.pk, on=today)
    assert [each.key for each in old.payments] == ["payment:B1"]
    assert old.standing is not None
    assert old.standing.day == TODAY
    assert (borrower_on(loan, today), borrower_on(loan, date(2026, 3, 1))) == (
        desk.world.otto, desk.world.amina,
    )  # fmt: skip


def pay(desk: Desk, loan: Loan, day: date, name: str) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(10_000), value_date=day, bank_reference=name,
        at=clock.now(),
    )  # fmt: skip


def test_a_takeover_is_seen_by_whom_it_concerns(desk: Desk) -> None:
    takeover = propose(desk, desk.loan())
    for person in (desk.world.amina, desk.world.otto, desk.world.petra, desk.world.agda):
        assert takeover_seen_by(desk.asker(person), takeover_id=takeover.pk) == takeover
    for person in (desk.world.dana, desk.world.rolf):
        with pytest.raises(NotFound):
            takeover_seen_by(desk.asker(person), takeover_id=takeover.pk)
