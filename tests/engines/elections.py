"""Elections for the tests of the choosing engines, small enough to check by hand or by force."""

from collections.abc import Sequence

from hypothesis import strategies as st

from grodd.engines.election import Ballot, Election, Project


def election(budget: int, costs: Sequence[int], ballots: Sequence[str]) -> Election:
    """Projects a, b, c ... with ``costs``; each ballot is the letters that it supports."""
    keys = "abcdefghijklmnopqrstuvwxyz"[: len(costs)]
    return Election(
        budget_minor=budget,
        projects=tuple(Project(key, cost) for key, cost in zip(keys, costs, strict=True)),
        ballots=tuple(Ballot(tuple(ballot)) for ballot in ballots),
    )


COSTS = (1, 2, 3, 5, 7, 10, 10, 12, 19, 20, 30, 40)


@st.composite
def elections(draw: st.DrawFn, *, voters_max: int = 12, points: bool = False) -> Election:
    """Elections with many ties: few costs, few voters. A ballot is drawn as one number."""
    costs = draw(st.lists(st.sampled_from(COSTS), min_size=1, max_size=6))
    drawn = draw(st.lists(st.integers(0, 2 ** len(costs) - 1), min_size=1, max_size=voters_max))
    budget = draw(st.integers(0, sum(costs) + 5))
    keys = [f"p{i}" for i in range(len(costs))]
    ballots: list[Ballot] = []
    for number in drawn:
        chosen = tuple(key for i, key in enumerate(keys) if number >> i & 1)
        given = tuple(1 + (number * (i + 3)) % 4 for i in range(len(chosen)))
        ballots.append(Ballot(chosen, given if points else ()))
    projects = tuple(Project(*pair) for pair in zip(keys, costs, strict=True))
    return Election(budget, projects, tuple(ballots))
