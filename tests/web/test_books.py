"""The books as pages and as files: accounts, the journal and what lies behind a figure."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from grodd.base import clock as time
from grodd.ledger.charts import Purpose
from grodd.ledger.queries import account_for, accounts_of, balance
from grodd.payments.usecases.book_by_hand import book_by_hand
from grodd.payments.usecases.reverse_by_hand import reverse_by_hand
from grodd.processes.record_repayment import record_repayment
from grodd.processes.run_nightly import run_nightly
from grodd.reports.later import makers
from tests.agreements.signing import Desk, reference_rates, sek
from tests.conftest import Clock
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
LONG = ("/books/", "/books/journal/?q=lån", "/organisation/nights/", "/agreements/claims/")
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(world: World, clock: Clock) -> Desk:
    """A fund with a loan of which an instalment was paid."""
    reference_rates()
    desk = Desk(world)
    loan = desk.loan()
    clock.set("2026-05-20 09:00")
    record_repayment(
        by=desk.finn, loan_id=loan.pk, received=sek(40_000), value_date=time.today(),
        bank_reference="bg-1", at=time.now(),
    )  # fmt: skip
    return desk


@pytest.fixture
def finn(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.finn, desk.space)


def lines_of(client: Client, address: str) -> list[list[str]]:
    """The lines of a CSV, without their head."""
    joint = "&" if "?" in address else "?"
    answer: Any = client.get(f"{address}{joint}as=csv", headers=ENGLISH)
    assert answer.status_code == 200, address
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]


def page(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_account_is_in_the_file_with_what_is_on_it(desk: Desk, finn: Client) -> None:
    lines = {line[0]: line for line in lines_of(finn, "/books/")}
    bank = balance(desk.treasury.bank)
    number = desk.treasury.bank.number
    assert lines[number][2:4] == ["Asset", "SEK"]
    assert Decimal(lines[number][4]) == Decimal(bank.minor) / 100
    assert len(lines) == len(accounts_of(desk.treasury.book_id))
    assert 'href="?as=xlsx"' in page(finn, "/books/")


def test_the_lines_of_an_account_add_up_to_what_is_on_it(desk: Desk, finn: Client) -> None:
    bank = desk.treasury.bank
    lines = lines_of(finn, f"/books/journal/?account={bank.pk}")
    assert sum(Decimal(line[-1]) for line in lines) * 100 == balance(bank).minor
    shown = page(finn, f"/books/journal/?account={bank.pk}")
    assert "On the account" in shown
    assert any(line[-1].startswith("-") for line in lines), "money left it"


def test_the_journal_is_of_the_days_that_are_asked_for(finn: Client) -> None:
    every = lines_of(finn, "/books/journal/")
    may = lines_of(finn, "/books/journal/?first=2026-05-01&last=2026-05-31")
    assert {line[1][:7] for line in may} == {"2026-05"}
    assert 0 < len(may) < len(every)
    shown = page(finn, "/books/journal/?first=2026-05-01&last=2026-05-31")
    assert "From 1 May 2026 to 31 May 2026." in shown
    assert "Until 31 May 2026." in page(finn, "/books/journal/?last=2026-05-31")
    assert "From 1 May 2026." in page(finn, "/books/journal/?first=2026-05-01&last=never")
    assert page(finn, "/books/journal/?first=0001-01-01&last=9999-12-31")


def test_a_reversal_says_in_the_file_what_it_reverses(desk: Desk, finn: Client) -> None:
    by, at = desk.finn, time.now()
    made = book_by_hand(
        by=by, key="hand", booked_on=time.today(), text="Porto", amount=sek(9_900),
        sides=_sides(desk), at=at,
    )  # fmt: skip
    reverse_by_hand(by=by, voucher_id=made.pk, booked_on=time.today(), reason="Fel", at=at)
    last, first = lines_of(finn, "/books/journal/")[:2]
    assert last[5] == first[0] == str(made)
    assert (first[5], first[6], first[7]) == ("", "SEK", "99.00")


def _sides(desk: Desk) -> tuple[int, int]:
    book_id = desk.treasury.book_id
    return account_for(book_id, Purpose.LOSSES).pk, desk.treasury.bank_id


def test_a_long_journal_is_made_later(finn: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "ROWS_AT_ONCE", -1)
    for address in LONG:
        answer: Any = finn.get(address, {"as": "xlsx"})
        assert answer.url.startswith("/progress/make/"), address
        assert "Make the file" in page(finn, answer.url)


def test_the_nights_are_in_a_file_with_the_hours_of_the_reader(
    finn: Client, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for day in ("2026-05-21", "2026-05-22"):
        run_nightly(on=date.fromisoformat(day), at=clock.set(f"{day} 05:30"))
    with django_assert_max_num_queries(8):
        lines = lines_of(finn, "/organisation/nights/")
    assert [line[:2] for line in lines] == [
        ["2026-05-22", "2026-05-22T05:30:00"], ["2026-05-21", "2026-05-21T05:30:00"],
    ]  # fmt: skip
    answer: Any = finn.get("/organisation/nights/?as=xlsx")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.worksheets[0]["C3"].value.date() == date(2026, 5, 21)


def test_an_account_of_other_books_is_not_found(finn: Client) -> None:
    for address in ("/books/journal/?account=999999", "/books/journal/?account=999999&as=csv"):
        assert finn.get(address).status_code == 404


def test_the_books_ask_as_little_of_many_vouchers_as_of_few(
    desk: Desk, finn: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        book_by_hand(
            by=desk.finn, key=f"k{number}", booked_on=time.today(), text="Porto",
            amount=sek(100), sides=_sides(desk), at=time.now(),
        )  # fmt: skip
    bank = desk.treasury.bank_id
    for address in (f"/books/journal/?account={bank}", "/books/journal/?first=2026-05-01"):
        with django_assert_max_num_queries(12):
            page(finn, address)
        with django_assert_max_num_queries(8):
            assert len(lines_of(finn, address)) > 12
