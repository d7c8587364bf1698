"""A fund's book with money in the bank, and short ways to post in it."""

from datetime import date

from grodd.base import clock
from grodd.base.audit import SYSTEM, Stamp
from grodd.engines.money import Money
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.entry import Move
from grodd.ledger.models import Account, Book, Voucher
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.open_book import open_book
from grodd.ledger.usecases.post_voucher import post_voucher

TODAY = date(2026, 3, 2)
YEAR = date(2026, 1, 1)


def stamp() -> Stamp:
    return Stamp(clock.now(), SYSTEM)


def sek(minor: int) -> Money:
    return Money(minor, "SEK")


class Shelf:
    """One book, and its accounts by purpose."""

    def __init__(self, minor: int = 100_000) -> None:
        self.book: Book = open_book(name="Mikrofond Öst", chart=Chart.FUND, starts_on=YEAR)
        if minor:
            self.post("opening", minor, debit=Purpose.BANK, credit=Purpose.CAPITAL)

    def account(self, purpose: Purpose) -> Account:
        return account_for(self.book.pk, purpose)

    def move(self, minor: int, debit: Purpose, credit: Purpose) -> Move:
        return Move(self.account(debit), self.account(credit), sek(minor))

    def post(
        self,
        key: str,
        minor: int,
        *,
        debit: Purpose = Purpose.AWARDS,
        credit: Purpose = Purpose.BANK,
        day: date = TODAY,
        text: str = "Something happened",
    ) -> Voucher:
        return post_voucher(
            book_id=self.book.pk,
            key=key,
            booked_on=day,
            text=text,
            moves=[self.move(minor, debit, credit)],
            stamp=stamp(),
        )
