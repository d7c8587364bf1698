"""Two levels that are said at the same moment are posted one after the other."""

import pytest

from grodd.base import clock
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.queries import account_for, balance
from grodd.servicing.models import BookedProvision
from grodd.servicing.provisions import Level
from grodd.servicing.usecases.book_provision import book_provision
from tests.agreements.signing import TODAY, Desk, sek
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def said(desk: Desk, minor: int, key: str) -> object:
    level = Level(sek(minor), TODAY, "Sena betalningar")
    scope_id = desk.round.programme.scope_id
    return book_provision(by=desk.bo, scope_id=scope_id, level=level, key=key, at=clock.now())


def test_the_books_hold_the_later_level_and_not_both() -> None:
    desk = Desk(World())
    desk.loan()
    answers = at_once(lambda: said(desk, 100_000, "a"), lambda: said(desk, 300_000, "b"))
    assert kinds(answers) == ["BookedProvision", "BookedProvision"]
    first, last = BookedProvision.objects.order_by("pk")
    assert (first.before_minor, last.before_minor) == (0, first.level_minor)
    held = balance(account_for(desk.treasury.book_id, Purpose.SET_ASIDE))
    assert held == sek(-last.level_minor)
    assert list(check_book(desk.treasury.book)) == []


def test_one_form_sent_twice_at_once_books_once() -> None:
    desk = Desk(World())
    desk.loan()
    answers = at_once(*[lambda: said(desk, 100_000, "a")] * 2)
    assert kinds(answers) == ["BookedProvision", "BookedProvision"]
    assert BookedProvision.objects.count() == 1
