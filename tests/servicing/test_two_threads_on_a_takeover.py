"""Two who take over one file at the same moment: the second finds it done."""

import pytest

from grodd.agreements.models import Loan
from grodd.ledger.checking import check_book
from grodd.servicing.models import PortfolioTakeover
from tests.servicing.taking import FILE, Desk
from tests.threads import at_once, kinds
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_file_is_taken_over_once_of_two() -> None:
    desk = Desk(World())
    takeover = desk.agree(desk.begin(FILE))

    def take() -> object:
        return desk.take(PortfolioTakeover.objects.get(pk=takeover.pk))

    assert kinds(at_once(take, take)) == ["PortfolioTakeover", "TakeoverOver"]
    assert Loan.objects.count() == 4
    assert list(check_book(desk.treasury.book)) == []


def test_two_files_with_the_same_loans_are_not_both_taken() -> None:
    desk = Desk(World())
    first, second = desk.agree(desk.begin(FILE)), desk.agree(desk.begin(FILE))
    answers = at_once(lambda: desk.take(first), lambda: desk.take(second))
    assert kinds(answers) == ["PortfolioTakeover", "TakeoverStale"]
    assert Loan.objects.count() == 4
