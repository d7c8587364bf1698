"""Many vouchers at once are the same vouchers as one by one, down to the last seal."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grodd.base import bulk
from grodd.base.errors import KeyUsedForOtherContent, Refusal
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Book, Chain, Series, Transfer, Voucher
from grodd.ledger.posting_many import Draft, Posted, post_many
from grodd.ledger.queries import periods_of
from grodd.ledger.refusals import AccountIsClosed, AccountTooLow, PeriodIsClosed, YearIsMissing
from grodd.ledger.usecases.close_period import close_period
from grodd.ledger.usecases.post_voucher import post_voucher
from tests.ledger.shelf import TODAY, Shelf, sek, stamp
from tests.threads import at_once

pytestmark = pytest.mark.django_db
PURPOSES = (Purpose.BANK, Purpose.CAPITAL, Purpose.INTEREST, Purpose.FEES, Purpose.LOANS)
moves = st.tuples(
    st.sampled_from(PURPOSES), st.sampled_from(PURPOSES), st.integers(1, 40_000)
).filter(lambda move: move[0] != move[1])
told = st.tuples(
    st.sampled_from(["a", "b", 'c"', "d\\", "e\t", "é"]),
    st.sampled_from(["Ränta", 'a "word"', "back\\slash", "two\nlines"]),
    st.lists(moves, min_size=1, max_size=3),
)


def drafts_of(shelf: Shelf, several: list[Any]) -> list[Draft]:
    return [
        Draft(
            key,
            text,
            tuple((shelf.account(a).pk, shelf.account(b).pk, minor) for a, b, minor in lines),
        )
        for key, text, lines in several
    ]


def one_by_one(shelf: Shelf, drafts: list[Draft]) -> None:
    accounts = {each.pk: each for each in Account.objects.filter(book=shelf.book)}
    for draft in drafts:
        post_voucher(
            book_id=shelf.book.pk,
            key=draft.key,
            booked_on=TODAY,
            text=draft.text,
            moves=[Move(accounts[a], accounts[b], sek(minor)) for a, b, minor in draft.moves],
            stamp=stamp(),
        )


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def all_at_once(shelf: Shelf, drafts: list[Draft], day: date = TODAY) -> Posted:
    with transaction.atomic():
        return post_many(book_id=shelf.book.pk, booked_on=day, drafts=drafts, stamp=stamp())


def rows_of(book: Book) -> list[Any]:
    """Everything but the keys that the database gives."""
    mine = {"book": book}
    vouchers = Voucher.objects.filter(**mine).order_by("chain_number")
    return [
        [(v.number, v.chain_number, v.booked_on, v.recorded_at, v.recorded_by, v.text,
          v.key, v.reverses_id, v.previous_hash, v.hash, v.series.key) for v in vouchers],
        [(t.voucher.chain_number, t.line, t.debit.number, t.credit.number, t.amount_minor,
          t.dimensions) for t in Transfer.objects.filter(voucher__book=book)
          .select_related("voucher", "debit", "credit").order_by("voucher", "line")],
        list(Account.objects.filter(**mine).values_list(
            "number", "debits_posted_minor", "credits_posted_minor")),
        list(Series.objects.filter(year__book=book).values_list("last_number")),
        list(Chain.objects.filter(**mine).values_list("number", "hash")),
    ]  # fmt: skip


def outcome(shelf: Shelf, write: Any, drafts: list[Draft]) -> Any:
    """What the book looks like afterwards, or the refusal; then it never happened."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            write(shelf, drafts)
            found = rows_of(shelf.book)
            assert list(check_book(shelf.book)) == []
            transaction.set_rollback(True)
    except Refusal as no:
        return no.code
    return found


@given(several=st.lists(told, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_at_once_are_exactly_as_many_one_by_one(shelf: Shelf, several: list[Any]) -> None:
    drafts = drafts_of(shelf, several)
    assert outcome(shelf, all_at_once, drafts) == outcome(shelf, one_by_one, drafts)


def draft(shelf: Shelf, key: str = "a", minor: int = 100, text: str = "Ränta") -> Draft:
    loans, interest = shelf.account(Purpose.LOANS).pk, shelf.account(Purpose.INTEREST).pk
    return Draft(key, text, ((loans, interest, minor),))


def test_what_was_told_before_keeps_its_voucher(shelf: Shelf) -> None:
    first = all_at_once(shelf, [draft(shelf), draft(shelf, "b")])
    again = all_at_once(shelf, [draft(shelf, "c"), draft(shelf)])
    assert again.ids[1] == first.ids[0]
    assert (first.known, again.known) == (frozenset(), frozenset({"a"}))
    assert all_at_once(shelf, []) == Posted([], frozenset())
    assert list(check_book(shelf.book)) == []


def test_who_is_sure_that_nothing_was_told_before_is_refused_all_of_it_if_wrong(
    shelf: Shelf,
) -> None:
    all_at_once(shelf, [draft(shelf)])
    before = rows_of(shelf.book)
    again = [draft(shelf, "c"), draft(shelf)]
    with pytest.raises(IntegrityError), transaction.atomic():
        post_many(
            book_id=shelf.book.pk, booked_on=TODAY, drafts=again, stamp=stamp(),
            ids=bulk.ids_for(Voucher, 2),
        )  # fmt: skip
    assert rows_of(shelf.book) == before


@pytest.mark.parametrize("other", [{"minor": 200}, {"text": "Avgift"}])
def test_a_key_is_not_used_for_two_things(shelf: Shelf, other: dict[str, Any]) -> None:
    with pytest.raises(KeyUsedForOtherContent):
        all_at_once(shelf, [draft(shelf), draft(shelf, **other)])
    all_at_once(shelf, [draft(shelf)])
    with pytest.raises(KeyUsedForOtherContent):
        all_at_once(shelf, [draft(shelf, **other)])


def test_days_and_accounts_that_refuse_one_voucher_refuse_many(shelf: Shelf) -> None:
    with pytest.raises(YearIsMissing):
        all_at_once(shelf, [draft(shelf)], date(2027, 1, 1))
    january = periods_of(shelf.book.pk).get(starts_on=date(2026, 1, 1))
    close_period(period_id=january.pk, stamp=stamp())
    with pytest.raises(PeriodIsClosed):
        all_at_once(shelf, [draft(shelf)], date(2026, 1, 5))
    Account.objects.filter(book=shelf.book, purpose=Purpose.INTEREST).update(closed_on=TODAY)
    with pytest.raises(AccountIsClosed):
        all_at_once(shelf, [draft(shelf)])
    bank, awards = shelf.account(Purpose.BANK).pk, shelf.account(Purpose.AWARDS).pk
    with pytest.raises(AccountTooLow):
        all_at_once(shelf, [Draft("x", "För mycket", ((awards, bank, 100_001),))])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_and_one_at_the_same_moment_stand_one_after_the_other() -> None:
    shelf = Shelf()
    several = [draft(shelf, f"m{number}") for number in range(20)]
    answers = at_once(
        lambda: all_at_once(shelf, several),
        lambda: shelf.post("one", 5, debit=Purpose.LOANS, credit=Purpose.INTEREST),
        lambda: all_at_once(shelf, several),
    )
    assert isinstance(answers[1], Voucher)
    assert Voucher.objects.filter(book=shelf.book).count() == 22
    assert list(check_book(shelf.book)) == []
