"""Two writers who meet on one account. PostgreSQL lets both in; the locks make them queue."""

import pytest

from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.models import Voucher
from grodd.ledger.queries import balance
from grodd.ledger.refusals import AccountTooLow
from grodd.ledger.usecases.reserve import reserve
from tests.ledger.shelf import Shelf, sek, stamp
from tests.threads import at_once, kinds

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_last_money_is_paid_once_of_two() -> None:
    shelf = Shelf()
    answers = at_once(*(lambda n=n: shelf.post(f"award:{n}", 60_000) for n in range(2)))
    assert kinds(answers) == ["AccountTooLow", "Voucher"]
    assert balance(shelf.account(Purpose.BANK)) == sek(40_000)
    assert list(check_book(shelf.book)) == []


def test_the_same_event_from_two_sides_is_booked_once() -> None:
    shelf = Shelf()
    first, second = at_once(*(lambda: shelf.post("award:1", 60_000) for _ in range(2)))
    assert first == second
    assert Voucher.objects.count() == 2
    assert list(check_book(shelf.book)) == []


def test_numbers_have_no_gap_however_many_write() -> None:
    shelf = Shelf()
    at_once(*(lambda n=n: shelf.post(f"award:{n}", 10_000) for n in range(6)))
    assert sorted(Voucher.objects.values_list("number", flat=True)) == list(range(1, 8))
    assert list(check_book(shelf.book)) == []


def test_money_is_promised_once_of_two() -> None:
    shelf = Shelf()

    def promise(key: str) -> object:
        move = shelf.move(60_000, Purpose.AWARDS, Purpose.BANK)
        return reserve(book_id=shelf.book.pk, key=key, move=move, at=stamp().at)

    answers = at_once(lambda: promise("a"), lambda: promise("b"))
    assert sum(isinstance(each, AccountTooLow) for each in answers) == 1
    assert list(check_book(shelf.book)) == []
