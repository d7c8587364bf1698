"""Notes, promises to pay, and who looks after which loan."""

from datetime import date

import pytest

from grodd.agreements.models import LoanEvent
from grodd.base import clock
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, NotFound
from grodd.people.roles import Role
from grodd.processes.record_repayment import record_repayment
from grodd.processes.reverse_repayment import reverse_repayment
from grodd.servicing.models import LoanNote, Promise
from grodd.servicing.queries import card_of, care_of, last_promises
from grodd.servicing.refusals import (
    AdviserElsewhere,
    LoanNotRunning,
    NoteEmpty,
    PromiseDaysOutOfOrder,
    PromiseUnclear,
    ReviewInThePast,
)
from grodd.servicing.usecases.keep_card import CardFacts, keep_card
from grodd.servicing.usecases.record_promise import Word, record_promise
from grodd.servicing.usecases.set_review import set_review
from grodd.servicing.usecases.withdraw_promise import withdraw_promise
from grodd.servicing.usecases.write_note import write_note
from tests.agreements.signing import LOAN, TODAY, Desk, noon, sek
from tests.conftest import Clock
from tests.world import World

PAY_ON = date(2026, 3, 20)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def said(key: str = "p1", minor: int = 50_000, pay_on: date = PAY_ON) -> Word:
    return Word(key, sek(minor), TODAY, pay_on)


def promised(desk: Desk, loan_id: int, word: Word) -> Promise:
    adde = desk.asker(desk.world.adde)
    return record_promise(by=adde, loan_id=loan_id, word=word, at=clock.now())


def paid(desk: Desk, loan_id: int, minor: int, day: date, name: str) -> LoanEvent:
    found = record_repayment(
        by=desk.bo, loan_id=loan_id, received=sek(minor), value_date=day, bank_reference=name,
        at=noon(day),
    )  # fmt: skip
    assert isinstance(found, LoanEvent)
    return found


def test_a_note_is_written_once_and_only_the_staff_reads_it(desk: Desk) -> None:
    loan = desk.loan()
    adde = desk.asker(desk.world.adde)
    note = write_note(by=adde, loan_id=loan.pk, text=" Ringde. ", key="n1", at=clock.now())
    assert write_note(by=adde, loan_id=loan.pk, text="Ringde.", key="n1", at=clock.now()) == note
    with pytest.raises(KeyUsedForOtherContent):
        write_note(by=adde, loan_id=loan.pk, text="Skrev.", key="n1", at=clock.now())
    with pytest.raises(NoteEmpty):
        write_note(by=adde, loan_id=loan.pk, text="  ", key="n2", at=clock.now())
    for person, refused in (
        (desk.world.amina, NotAllowed), (desk.world.agda, NotAllowed), (desk.world.dana, NotFound),
    ):  # fmt: skip
        with pytest.raises(refused):
            write_note(by=desk.asker(person), loan_id=loan.pk, text="Hej", key="n3", at=clock.now())
    assert LoanNote.objects.count() == 1
    assert [one.text for one in care_of(loan, on=TODAY).notes] == ["Ringde."]


def test_an_adviser_of_another_programme_sees_no_loan_here(desk: Desk) -> None:
    loan = desk.loan()
    world = desk.world
    elsewhere = world.person("Elsa")
    world.grant(elsewhere, Role.ADVISER, world.fund, world.fund_scope)
    assert loan.agreement.scope_id != world.fund_scope.pk
    with pytest.raises(NotFound):
        write_note(by=desk.asker(elsewhere), loan_id=loan.pk, text="Hej", key="n1", at=clock.now())


def test_a_promise_is_kept_when_what_came_in_from_day_to_day_is_enough(
    desk: Desk, clock: Clock
) -> None:
    loan = desk.loan()
    promised(desk, loan.pk, said())
    paid(desk, loan.pk, 30_000, date(2026, 3, 10), "B1")
    clock.set("2026-03-21 09:00")
    (one,) = care_of(loan, on=date(2026, 3, 20)).promises
    assert (one.is_kept, one.is_open, one.is_broken) == (False, True, False)
    (one,) = care_of(loan, on=date(2026, 3, 21)).promises
    assert (one.is_kept, one.is_broken, one.paid) == (False, True, sek(30_000))
    late = paid(desk, loan.pk, 20_000, date(2026, 3, 21), "B2")
    assert care_of(loan, on=date(2026, 3, 22)).promises[0].is_broken
    in_time = paid(desk, loan.pk, 20_000, PAY_ON, "B3")
    assert care_of(loan, on=date(2026, 3, 22)).promises[0].is_kept
    assert in_time.day < late.day
    reverse_repayment(
        by=desk.bo, repayment_id=in_time.pk, bounced_on=date(2026, 3, 22), reason="Studsade",
        at=noon(date(2026, 3, 22)),
    )  # fmt: skip
    assert care_of(loan, on=date(2026, 3, 22)).promises[0].is_broken


def test_a_promise_is_told_once_and_in_order(desk: Desk) -> None:
    loan = desk.loan()
    first = promised(desk, loan.pk, said())
    assert promised(desk, loan.pk, said()) == first
    with pytest.raises(KeyUsedForOtherContent):
        promised(desk, loan.pk, said(minor=60_000))
    with pytest.raises(PromiseUnclear):
        promised(desk, loan.pk, said("p2", minor=0))
    for pay_on in (date(2026, 3, 1), date(2028, 1, 1)):
        with pytest.raises(PromiseDaysOutOfOrder):
            promised(desk, loan.pk, said("p2", pay_on=pay_on))
    tomorrow = Word("p2", sek(100), date(2026, 3, 3), PAY_ON)
    with pytest.raises(PromiseDaysOutOfOrder):
        promised(desk, loan.pk, tomorrow)
    signed = desk.signed(LOAN).loan
    with pytest.raises(LoanNotRunning):
        promised(desk, signed.pk, said())


def test_a_later_promise_takes_the_place_of_an_earlier_one_unless_taken_back(desk: Desk) -> None:
    loan = desk.loan()
    first, second = promised(desk, loan.pk, said()), promised(desk, loan.pk, said("p2"))
    assert list(last_promises()) == [second]
    adde = desk.asker(desk.world.adde)
    gone = withdraw_promise(by=adde, promise_id=second.pk, at=clock.now())
    assert withdraw_promise(by=adde, promise_id=second.pk, at=clock.now()) == gone
    assert list(last_promises()) == [first]
    assert [one.is_withdrawn for one in care_of(loan, on=TODAY).promises] == [True, False]
    with pytest.raises(NotAllowed):
        withdraw_promise(by=desk.asker(desk.world.agda), promise_id=first.pk, at=clock.now())
    with pytest.raises(NotFound):
        withdraw_promise(by=adde, promise_id=0, at=clock.now())


def test_a_card_says_who_looks_after_a_loan_and_when(desk: Desk) -> None:
    loan, adde = desk.loan(), desk.asker(desk.world.adde)
    facts = CardFacts(adde.person_id, "  Norra   Åland ", date(2026, 4, 1))
    card = keep_card(by=desk.petra, loan_id=loan.pk, facts=facts, at=clock.now())
    assert card.region == "Norra Åland"
    moved = set_review(by=adde, loan_id=loan.pk, review_on=date(2026, 5, 1), at=clock.now())
    assert (moved.adviser_id, moved.review_on) == (adde.person_id, date(2026, 5, 1))
    with pytest.raises(ReviewInThePast):
        set_review(by=adde, loan_id=loan.pk, review_on=date(2026, 3, 1), at=clock.now())
    with pytest.raises(AdviserElsewhere, match="Dana"):
        keep_card(
            by=adde, loan_id=loan.pk, facts=CardFacts(desk.world.dana.pk, "", None), at=clock.now()
        )
    assert card_of(loan).review_on == date(2026, 5, 1)
    assert care_of(loan, on=TODAY).adviser == "Adde"
