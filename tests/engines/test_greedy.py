"""Greedy by votes, and the figures that every rule is shown with."""

from fractions import Fraction

from hypothesis import given

from grodd.engines.election import (
    Ballot,
    Election,
    Project,
    Tie,
    TieBreak,
    TieRule,
    summarise,
    tally,
)
from grodd.engines.greedy import greedy
from grodd.engines.ranking import LineRule
from tests.engines.elections import election, elections


def test_the_most_supported_goes_first_and_what_does_not_fit_is_passed_over() -> None:
    vote = tally(election(100, [70, 50, 30], ["ab", "ab", "a", "c"]))
    assert greedy(vote).winners == ("a", "c")
    assert greedy(vote, rule=LineRule.STOP).winners == ("a",)


def test_a_project_that_nobody_supports_is_not_funded() -> None:
    assert greedy(tally(election(100, [10, 10], ["a"]))).winners == ("a",)
    assert greedy(tally(election(100, [10, 10], []))).winners == ()


def test_points_weigh_where_ballots_have_them() -> None:
    ballots = (Ballot(("a",), (1,)), Ballot(("a",), (1,)), Ballot(("b",), (3,)))
    vote = Election(10, (Project("a", 10), Project("b", 10)), ballots)
    assert greedy(tally(vote)).winners == ("b",)


def test_a_tie_goes_to_the_cheaper_one_and_is_written_down() -> None:
    found = greedy(tally(election(60, [50, 40, 10], ["ab", "ab"])))
    assert found.winners == ("b",)
    assert found.ties == (Tie(("a", "b"), chosen="b", by=TieBreak.LOWER_COST),)


def test_a_lot_can_be_drawn_again_by_anyone() -> None:
    vote = tally(election(10, [10] * 6, ["abcdef"]))
    drawn = {
        seed: greedy(vote, ties=TieRule((TieBreak.LOT,), seed)) for seed in ("one", "two", "six")
    }
    assert drawn["one"] == greedy(vote, ties=TieRule((TieBreak.LOT,), "one"))
    assert len({found.winners for found in drawn.values()}) > 1
    assert drawn["one"].ties[0].by is TieBreak.LOT


def test_the_figures_tell_how_many_voters_got_something() -> None:
    projects = (Project("a", 30, "care"), Project("b", 20, "craft"), Project("c", 10, "care"))
    ballots = tuple(Ballot(tuple(choices)) for choices in ("ab", "b", "c", ""))
    figures = summarise(tally(Election(60, projects, ballots)), ["a", "b"])
    assert (figures.spent_minor, figures.voters, figures.voters_with_a_winner) == (50, 4, 2)
    assert figures.winners_per_voter == Fraction(3, 4)
    assert [(t.theme, t.projects, t.won, t.spent_minor) for t in figures.themes] == [
        ("care", 2, 1, 30), ("craft", 1, 1, 20),
    ]  # fmt: skip


@given(elections())
def test_greedy_stays_within_the_budget_and_leaves_nothing_that_fits(vote: Election) -> None:
    tallied = tally(vote)
    won = set(greedy(tallied).winners)
    costs = {project.key: project.cost_minor for project in vote.projects}
    left = vote.budget_minor - sum(costs[key] for key in won)
    assert left >= 0
    supported = {key for ballot in vote.ballots for key in ballot.choices}
    assert all(costs[key] > left for key in supported - won)


@given(elections())
def test_the_order_of_ballots_changes_nothing(vote: Election) -> None:
    turned = Election(vote.budget_minor, vote.projects, vote.ballots[::-1])
    assert greedy(tally(vote)) == greedy(tally(turned))
