from contextlib import suppress
from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.calendar import month_days
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.checking import check_book, check_triggers
from grodd.ledger.entry import Entry, Move
from grodd.ledger.models import Account, FinancialYear, Period, Reservation, Voucher
from grodd.ledger.queries import (
    Entries,
    accounts_of,
    balance,
    balance_on,
    journal,
    periods_of,
    turnover,
    voucher_with,
)
from grodd.ledger.refusals import (
    AccountIsClosed,
    AccountNumberTaken,
    AccountTooLow,
    AlreadyReversed,
    EarlierPeriodIsOpen,
    PeriodIsClosed,
    ReservationHasEnded,
    YearIsMissing,
    YearIsThere,
)
from grodd.ledger.usecases.close_period import close_period
from grodd.ledger.usecases.end_reservation import end_reservation
from grodd.ledger.usecases.open_account import open_account
from grodd.ledger.usecases.open_book import open_book
from grodd.ledger.usecases.open_year import open_year
from grodd.ledger.usecases.reserve import reserve
from grodd.ledger.usecases.reverse_voucher import reverse_voucher
from tests.ledger.shelf import TODAY, YEAR, Shelf, sek, stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def right(shelf: Shelf) -> bool:
    return list(check_book(shelf.book)) == []


@pytest.mark.parametrize("chart", Chart)
def test_a_new_book_has_its_accounts_and_a_year_of_twelve_periods(chart: Chart) -> None:
    book = open_book(name="Norrverk AB", chart=chart, starts_on=YEAR)
    assert {p.value for p in Purpose} <= {line.account.purpose for line in accounts_of(book.pk)}
    periods = list(periods_of(book.pk))
    assert len(periods) == 12
    assert (periods[0].ends_on, periods[-1].starts_on) == (date(2026, 12, 31), YEAR)
    assert all(p.ends_on.day == month_days(2026, p.starts_on.month) for p in periods)
    assert list(check_book(book)) == []


def test_money_moves_from_one_account_to_another(shelf: Shelf) -> None:
    voucher = shelf.post("award:1", 30_000)
    assert balance(shelf.account(Purpose.BANK)) == sek(70_000)
    assert balance(shelf.account(Purpose.AWARDS)) == sek(30_000)
    assert balance(shelf.account(Purpose.CAPITAL)) == sek(100_000)
    assert (voucher.number, voucher.chain_number) == (2, 2)
    assert turnover(journal(shelf.book.pk)[0]) == sek(30_000)
    assert right(shelf)


def test_the_same_event_told_twice_is_booked_once(shelf: Shelf) -> None:
    first = shelf.post("award:1", 30_000)
    assert shelf.post("award:1", 30_000) == first
    assert voucher_with("award:1", book_id=shelf.book.pk) == first
    assert balance(shelf.account(Purpose.BANK)) == sek(70_000)


def test_the_last_money_told_of_twice_is_not_refused(shelf: Shelf) -> None:
    first = shelf.post("award:1", 100_000)
    assert shelf.post("award:1", 100_000) == first


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("day", {"day": date(2026, 3, 3)}),
        ("text", {"text": "Something else"}),
        ("amount or account", {"minor": 30_001}),
        ("amount or account", {"debit": Purpose.LOANS}),
    ],
)
def test_the_same_key_with_other_content_names_what_differs(
    shelf: Shelf, field: str, changed: dict[str, object]
) -> None:
    shelf.post("award:1", 30_000)
    told: dict[str, object] = {"key": "award:1", "minor": 30_000, **changed}
    with pytest.raises(KeyUsedForOtherContent) as refused:
        shelf.post(**told)  # type: ignore[arg-type] # the changed one of four
    assert str(refused.value.facts["field"]) == field
    assert balance(shelf.account(Purpose.BANK)) == sek(70_000)


def test_the_bank_account_never_falls_below_zero(shelf: Shelf) -> None:
    with pytest.raises(AccountTooLow) as refused:
        shelf.post("award:1", 100_001)
    assert refused.value.facts["available"] == sek(100_000)
    assert refused.value.facts["needed"] == sek(100_001)
    assert Voucher.objects.count() == 1
    assert right(shelf)


def test_an_account_that_must_keep_its_credit_side_does(shelf: Shelf) -> None:
    promised = open_account(
        book_id=shelf.book.pk,
        number="2390-1",
        name="Funder",
        kind=Account.Kind.LIABILITY,
        currency="SEK",
        floor=Account.Floor.CREDIT_BALANCE,
    )
    bank = shelf.account(Purpose.BANK)
    with pytest.raises(AccountTooLow):
        reserve(book_id=shelf.book.pk, key="r", move=Move(promised, bank, sek(1)), at=stamp().at)


def test_a_day_in_no_year_is_refused(shelf: Shelf) -> None:
    with pytest.raises(YearIsMissing):
        shelf.post("late", 1, day=date(2027, 1, 1))
    open_year(book_id=shelf.book.pk, starts_on=date(2027, 1, 1))
    assert shelf.post("late", 1, day=date(2027, 1, 1)).number == 1
    assert right(shelf)


def test_years_do_not_lie_over_each_other(shelf: Shelf) -> None:
    assert open_year(book_id=shelf.book.pk, starts_on=YEAR) == FinancialYear.objects.get()
    with pytest.raises(YearIsThere):
        open_year(book_id=shelf.book.pk, starts_on=date(2026, 7, 1))


def test_a_closed_period_takes_nothing_more(shelf: Shelf) -> None:
    january, february = Period.objects.order_by("starts_on")[:2]
    with pytest.raises(EarlierPeriodIsOpen):
        close_period(period_id=february.pk, stamp=stamp())
    closed = close_period(period_id=january.pk, stamp=stamp())
    assert close_period(period_id=january.pk, stamp=stamp()).closed_at == closed.closed_at
    with pytest.raises(PeriodIsClosed):
        shelf.post("old", 1, day=date(2026, 1, 31))
    assert shelf.post("new", 1, day=date(2026, 2, 1)).number == 2


def test_what_was_booked_before_the_period_closed_is_still_the_first_answer(shelf: Shelf) -> None:
    first = shelf.post("old", 1, day=date(2026, 1, 31))
    close_period(period_id=Period.objects.earliest("starts_on").pk, stamp=stamp())
    assert shelf.post("old", 1, day=date(2026, 1, 31)) == first


def test_a_closed_account_takes_nothing_more(shelf: Shelf) -> None:
    Account.objects.filter(purpose=Purpose.AWARDS).update(closed_on=TODAY)
    with pytest.raises(AccountIsClosed):
        shelf.post("award:1", 1)


def test_an_account_number_means_one_thing(shelf: Shelf) -> None:
    def opened(name: str) -> Account:
        kind = Account.Kind.ASSET
        return open_account(
            book_id=shelf.book.pk, number="1682-1", name=name, kind=kind, currency="SEK"
        )

    assert opened("Loan 1") == opened("Loan 1")
    with pytest.raises(AccountNumberTaken):
        opened("Loan 2")


def test_a_mistake_is_undone_by_its_opposite_once(shelf: Shelf) -> None:
    wrong = shelf.post("award:1", 30_000)

    def reversed_as(key: str) -> Voucher:
        return reverse_voucher(
            voucher_id=wrong.pk, key=key, booked_on=TODAY, text="Undone", stamp=stamp()
        )

    undone = reversed_as("undo:1")
    assert reversed_as("undo:1") == undone
    assert balance(shelf.account(Purpose.BANK)) == sek(100_000)
    with pytest.raises(AlreadyReversed):
        reversed_as("undo:2")
    assert undone.reverses == wrong
    assert right(shelf)


def test_money_held_for_one_payment_is_not_there_for_another(shelf: Shelf) -> None:
    move = shelf.move(80_000, Purpose.AWARDS, Purpose.BANK)
    held = reserve(book_id=shelf.book.pk, key="order:1", move=move, at=stamp().at)
    assert reserve(book_id=shelf.book.pk, key="order:1", move=move, at=stamp().at) == held
    with pytest.raises(AccountTooLow) as refused:
        shelf.post("award:2", 20_001)
    assert refused.value.facts["available"] == sek(20_000)
    with pytest.raises(AccountTooLow):
        reserve(
            book_id=shelf.book.pk,
            key="order:2",
            move=shelf.move(20_001, Purpose.AWARDS, Purpose.BANK),
            at=stamp().at,
        )
    other = shelf.move(1, Purpose.AWARDS, Purpose.BANK)
    with pytest.raises(KeyUsedForOtherContent):
        reserve(book_id=shelf.book.pk, key="order:1", move=other, at=stamp().at)
    assert right(shelf)


def test_what_is_held_is_posted_once(shelf: Shelf) -> None:
    move = shelf.move(100_000, Purpose.AWARDS, Purpose.BANK)
    reserve(book_id=shelf.book.pk, key="order:1", move=move, at=stamp().at)

    def ended(paid_on: date | None) -> Voucher | None:
        return end_reservation(
            book_id=shelf.book.pk, key="order:1", stamp=stamp(), paid_on=paid_on, text="Paid"
        )

    voucher = ended(TODAY)
    assert voucher is not None
    assert ended(TODAY) == voucher
    with pytest.raises(ReservationHasEnded):
        ended(None)
    bank = shelf.account(Purpose.BANK)
    assert (balance(bank), bank.credits_reserved_minor) == (sek(0), 0)
    assert right(shelf)


def test_what_is_let_go_is_free_again(shelf: Shelf) -> None:
    move = shelf.move(100_000, Purpose.AWARDS, Purpose.BANK)
    reserve(book_id=shelf.book.pk, key="order:1", move=move, at=stamp().at)
    assert end_reservation(book_id=shelf.book.pk, key="order:1", stamp=stamp()) is None
    assert shelf.post("award:1", 100_000).number == 2
    assert right(shelf)


def test_a_balance_can_be_read_for_any_day(shelf: Shelf) -> None:
    shelf.post("award:1", 30_000, day=date(2026, 3, 10))
    bank = shelf.account(Purpose.BANK)
    assert balance_on(bank, date(2026, 3, 9)) == sek(100_000)
    assert balance_on(bank, date(2026, 3, 10)) == sek(70_000)
    assert balance_on(shelf.account(Purpose.CAPITAL), date(2026, 3, 10)) == sek(100_000)


def test_the_journal_finds_by_account_and_by_text(shelf: Shelf) -> None:
    shelf.post("award:1", 30_000, text="Till Amina")
    awards = shelf.account(Purpose.AWARDS)
    assert [v.key for v in journal(shelf.book.pk, Entries(account_id=awards.pk))] == ["award:1"]
    assert [v.key for v in journal(shelf.book.pk, Entries(text="amina"))] == ["award:1"]


def test_an_entry_that_joins_two_books_cannot_be_made(shelf: Shelf) -> None:
    other = open_book(name="Other", chart=Chart.FUND, starts_on=YEAR)
    there = Account.objects.get(book=other, purpose=Purpose.BANK)
    with pytest.raises(AssertionError):
        Entry(shelf.book.pk, "k", TODAY, "t", (Move(there, shelf.account(Purpose.BANK), sek(1)),))


def test_every_trigger_stands() -> None:
    assert list(check_triggers()) == []


numbers = count()
"""The rows of one example stay for the next, so no key may come twice."""

steps = st.lists(
    st.tuples(
        st.sampled_from(["pay", "take", "hold", "use", "drop", "undo"]), st.integers(1, 60_000)
    ),
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_the_books_are_right(shelf: Shelf, run: list[tuple[str, int]]) -> None:
    for what, minor in run:
        with suppress(AccountTooLow, AlreadyReversed, ReservationHasEnded):
            happen(shelf, what, minor, next(numbers))
    assert list(check_book(shelf.book)) == []
    assert balance(shelf.account(Purpose.BANK)) >= sek(0)


def happen(shelf: Shelf, what: str, minor: int, number: int) -> None:
    key = f"{what}:{number}:{minor}"
    if what == "pay":
        shelf.post(key, minor)
    elif what == "take":
        shelf.post(key, minor, debit=Purpose.BANK, credit=Purpose.CAPITAL)
    elif what == "hold":
        move = shelf.move(minor, Purpose.AWARDS, Purpose.BANK)
        reserve(book_id=shelf.book.pk, key=key, move=move, at=stamp().at)
    elif what == "undo":
        last = Voucher.objects.latest("chain_number")
        reverse_voucher(voucher_id=last.pk, key=key, booked_on=TODAY, text="Undone", stamp=stamp())
    elif held := Reservation.objects.order_by("-pk").first():
        day = TODAY if what == "use" else None
        end_reservation(book_id=shelf.book.pk, key=held.key, stamp=stamp(), paid_on=day)
