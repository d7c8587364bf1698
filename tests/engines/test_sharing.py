"""Sharing cases: nobody has two more than someone who could take one of theirs."""

from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.sharing import share

FREE = st.lists(st.sets(st.integers(1, 6)).map(sorted), min_size=1, max_size=12)


@given(FREE, st.integers(1, 3), st.integers(0, 99))
def test_nobody_gets_two_more_than_someone_who_could_take_one_of_them(
    lists: list[list[int]], needed: int, seed: int
) -> None:
    free = dict(enumerate(lists))
    shares = share(dict.fromkeys(free, needed), free, {}, seed=seed)
    load = {one: sum(one in taken for taken in shares.values()) for one in range(1, 7)}
    for case, taken in shares.items():
        assert len(taken) == min(needed, len(free[case]))
        assert set(taken) <= set(free[case])
        for busy in taken:
            idle = [one for one in free[case] if one not in taken]
            assert all(load[busy] <= load[one] + 1 for one in idle), (case, busy)


@given(FREE, st.integers(0, 99))
def test_the_same_seed_gives_the_same_answer_in_any_order(
    lists: list[list[int]], seed: int
) -> None:
    free = dict(enumerate(lists))
    turned = {case: list(reversed(free[case])) for case in reversed(free)}
    one = share(dict.fromkeys(free, 2), free, {}, seed=seed)
    other = share(dict.fromkeys(turned, 2), turned, {}, seed=seed)
    assert {case: set(taken) for case, taken in one.items()} == {
        case: set(taken) for case, taken in other.items()
    }


def test_what_is_given_already_counts() -> None:
    assert share({1: 2}, {1: [1, 2]}, {1: [1]}, seed=7) == {1: [2]}
    assert share({1: 1}, {1: [1, 2]}, {1: [1]}, seed=7) == {1: []}
