from typing import Any

import pytest
from django.db import IntegrityError, transaction

from grodd.base import clock
from grodd.base.errors import KeyUsedForOtherContent
from grodd.programmes.models import Round
from grodd.programmes.queries import money_left
from grodd.programmes.refusals import BudgetExceeded, HoursExceeded
from grodd.programmes.usecases.commit_budget import commit_budget
from grodd.programmes.usecases.release_budget import release_budget
from tests.programmes.making import make_programme, make_round, sek
from tests.threads import at_once
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world, make_programme(world), budget=sek(100_000), budget_hours=100)


def test_a_promise_takes_from_what_is_left_and_gives_it_back(round_: Round) -> None:
    commit_budget(round_id=round_.pk, key="a", amount=sek(60_000), hours=40, at=clock.now())
    round_.refresh_from_db()
    assert money_left(round_) == sek(40_000)
    release_budget(key="a", at=clock.now())
    release_budget(key="a", at=clock.now())
    release_budget(key="never heard of", at=clock.now())
    round_.refresh_from_db()
    assert (round_.committed_minor, round_.committed_hours) == (0, 0)
    commit_budget(round_id=round_.pk, key="a", amount=sek(70_000), hours=1, at=clock.now())
    round_.refresh_from_db()
    assert money_left(round_) == sek(30_000)


def test_more_than_is_left_is_refused(round_: Round) -> None:
    with pytest.raises(BudgetExceeded):
        commit_budget(round_id=round_.pk, key="a", amount=sek(100_001), hours=0, at=clock.now())
    with pytest.raises(HoursExceeded):
        commit_budget(round_id=round_.pk, key="a", amount=sek(1), hours=101, at=clock.now())
    round_.refresh_from_db()
    assert round_.committed_minor == 0


def test_the_same_promise_twice_is_one_and_another_under_its_key_is_named(
    world: World, round_: Round
) -> None:
    other = make_round(world, round_.programme)
    same: dict[str, Any] = {"round_id": round_.pk, "key": "a", "amount": sek(60_000), "hours": 5}
    assert commit_budget(**same, at=clock.now()) == commit_budget(**same, at=clock.now())
    changes: tuple[dict[str, Any], ...] = (
        {"amount": sek(61_000)}, {"hours": 6}, {"round_id": other.pk},
    )  # fmt: skip
    for changed in changes:
        with pytest.raises(KeyUsedForOtherContent):
            commit_budget(**{**same, **changed}, at=clock.now())


def test_the_database_itself_refuses_to_promise_too_much(round_: Round) -> None:
    for field in ("committed_minor", "committed_hours"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(**{field: 10_000_001})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_promises_at_once_do_not_both_get_the_last_of_the_money() -> None:
    world = World()
    round_ = make_round(world, make_programme(world), budget=sek(100_000))

    def promise(key: str) -> object:
        return commit_budget(
            round_id=round_.pk, key=key, amount=sek(60_000), hours=0, at=clock.now()
        )

    answers = at_once(lambda: promise("a"), lambda: promise("b"))
    assert sum(isinstance(each, BudgetExceeded) for each in answers) == 1
    round_.refresh_from_db()
    assert round_.committed_minor == sek(60_000).minor
