"""Who answers for how much of 300 000 kr."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.money import Money
from grodd.engines.sureties import Surety, claimable, due_of_each

pytestmark = pytest.mark.once


def sek(kronor: int) -> Money:
    return Money(kronor * 100, "SEK")


def test_joint_sureties_each_answer_for_all_up_to_their_limit() -> None:
    given = [Surety(1, None, is_joint=True), Surety(2, sek(72_000), is_joint=True)]
    assert claimable(sek(300_000), given) == {1: sek(300_000), 2: sek(72_000)}
    assert claimable(sek(50_000), given) == {1: sek(50_000), 2: sek(50_000)}


def test_what_is_due_is_shared_as_all_of_it_is() -> None:
    given = [
        Surety(1, sek(20_000), is_joint=True),
        Surety(2, sek(10_000), is_joint=False),
        Surety(3, sek(20_000), is_joint=False),
    ]
    answers = claimable(sek(45_000), given)
    assert due_of_each(sek(9_000), answers, given) == {
        1: sek(9_000), 2: sek(3_000), 3: sek(6_000),
    }  # fmt: skip
    assert due_of_each(sek(45_000), answers, given) == answers
    assert due_of_each(sek(0), claimable(sek(0), given), given) == dict.fromkeys((1, 2, 3), sek(0))


def test_those_that_share_split_what_is_owed() -> None:
    given = [Surety(n, None, is_joint=False) for n in (1, 2, 3)]
    assert claimable(sek(300_000), given) == {n: sek(100_000) for n in (1, 2, 3)}
    limited = [Surety(1, sek(60_000), is_joint=False), Surety(2, sek(20_000), is_joint=False)]
    assert claimable(sek(40_000), limited) == {
        1: Money(2_666_667, "SEK"),
        2: Money(1_333_333, "SEK"),
    }
    assert claimable(sek(300_000), limited) == {1: sek(60_000), 2: sek(20_000)}


sureties = st.lists(st.tuples(st.none() | st.integers(1, 10**7), st.booleans()), max_size=5).map(
    lambda rows: [
        Surety(n, None if limit is None else Money(limit, "SEK"), is_joint=joint)
        for n, (limit, joint) in enumerate(rows)
    ]
)


@given(st.integers(0, 10**8), sureties)
def test_nobody_pays_more_than_they_said_or_than_is_owed(owed: int, given: list[Surety]) -> None:
    found = claimable(Money(owed, "SEK"), given)
    assert set(found) == {each.key for each in given}
    for each in given:
        assert 0 <= found[each.key].minor <= owed
        assert each.limit is None or found[each.key] <= each.limit
    shared = sum(found[each.key].minor for each in given if not each.is_joint)
    assert shared <= owed
