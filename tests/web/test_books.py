"""The books as pages and as files: accounts, the journal and what lies behind a figure."""

import csv
import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from grodd.base import clock as time
from grodd.base.display import money
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account
from grodd.ledger.queries import account_for, accounts_of, balance
from grodd.ledger.usecases.open_account import open_account
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


@pytest.fixture
def earning(desk: Desk) -> Desk:
    """A fund that earned, and that lost, paid its bank, paid its rent and gave, all in May."""
    book_id, bank = desk.treasury.book_id, desk.treasury.bank_id
    rent, loan_interest = (
        open_account(
            book_id=book_id, number=number, name=name, kind=Account.Kind.EXPENSE, currency="SEK"
        )
        for number, name in (("5010", "Hyra"), ("8410", "Räntor"))
    )
    for number, (debit, credit, minor) in enumerate(
        (
            (bank, account_for(book_id, Purpose.INTEREST).pk, 100_000),
            (account_for(book_id, Purpose.LOSSES).pk, bank, 30_000),
            (rent.pk, bank, 20_000),
            (loan_interest.pk, bank, 5_000),
            (account_for(book_id, Purpose.AWARDS).pk, bank, 7_000),
        )
    ):
        book_by_hand(
            by=desk.finn, key=f"e{number}", booked_on=date(2026, 5, 10), text="Maj",
            amount=sek(minor), sides=(debit, credit), at=time.now(),
        )  # fmt: skip
    return desk


MAY = "first=2026-05-01&last=2026-05-31"


def test_the_result_of_a_period_leads_from_each_account_to_its_vouchers(
    earning: Desk, finn: Client
) -> None:
    assert earning.space
    lines = lines_of(finn, f"/books/result/?{MAY}")
    costs = {line[1]: line[4] for line in lines if line[0] == "Cost"}
    assert costs == {"5010": "200.00", "6991": "70.00", "8272": "300.00", "8410": "50.00"}
    income = sum(Decimal(line[4]) for line in lines if line[0] == "Income")
    shown = page(finn, f"/books/result/?{MAY}")
    assert f">{money(sek(int(income * 100) - 62_000))}<" in shown
    ways = re.findall(r'href="(/books/journal/[^"]*)"', shown)
    behind = [lines_of(finn, unescape(way)) for way in ways]
    sums = [sum(Decimal(row[-1]) for row in rows) for rows in behind]
    assert sums == [Decimal(line[4]) for line in lines]


def test_a_ratio_leads_to_the_accounts_that_it_counts(
    earning: Desk, finn: Client, signed_in: SignedIn, clock: Clock
) -> None:
    clock.set("2026-06-10 09:00")
    ratios = page(finn, "/loans/ratios/")
    found = re.findall(r'href="(/books/result/[^"]*part=(\w+))"[^>]*>([^<]+)<', ratios)
    assert {part for _way, part, _amount in found} == {
        "earned", "revenue", "financial", "loan_loss", "operating",
    }  # fmt: skip
    for way, _part, amount in found:
        sums = [Decimal(line[4]) for line in lines_of(finn, unescape(way))]
        assert money(sek(int(sum(sums) * 100))) == unescape(amount), way
        assert amount in page(finn, unescape(way))
    petra = signed_in(earning.world.petra, earning.space)
    assert "/books/result/" not in page(petra, "/loans/ratios/"), "she does not read the books"


def test_the_result_is_at_first_of_the_year_so_far(earning: Desk, finn: Client) -> None:
    assert earning.space
    shown = page(finn, "/books/result/")
    assert 'value="2026-01-01"' in shown
    assert 'value="2026-05-20"' in shown
    assert "Nothing was booked" in page(finn, "/books/result/?first=2026-01-01&last=2026-01-02")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("first=2026-05-31&last=2026-05-01", "The last day is before the first"),
        ("first=soon", "Write a day"),
        ("first=2026-05-31&last=2026-05-01&as=csv", "The last day is before the first"),
        ("part=gifts", "gifts"),
    ],
)
def test_days_and_figures_that_cannot_be_are_said(finn: Client, asked: str, answer: str) -> None:
    found = finn.get(f"/books/result/?{asked}", headers=ENGLISH)
    assert found.status_code == 422
    assert answer in found.content.decode()


def test_the_result_asks_little(
    earning: Desk, finn: Client, django_assert_max_num_queries: Any
) -> None:
    assert earning.space
    with django_assert_max_num_queries(12):
        page(finn, f"/books/result/?{MAY}")
