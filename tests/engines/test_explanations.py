"""Why a project won or lost."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from grodd.engines.completion import Completion, EqualSharesRule, equal_shares
from grodd.engines.election import Ballot, Election, tally
from grodd.engines.equal_shares import Utility, equal_shares_run
from grodd.engines.explanations import Bought, Missed, accounts, lacking, least, richest_first
from grodd.engines.greedy import greedy
from tests.engines.elections import election, elections

ADD_ONE = EqualSharesRule(completion=Completion(step_minor=1))


def by_votes(vote: Election) -> Sequence[str]:
    return greedy(tally(vote)).winners


def by_shares(vote: Election) -> Sequence[str]:
    return equal_shares(tally(vote), ADD_ONE).winners


def test_a_purchase_tells_who_paid_what() -> None:
    vote = tally(election(40, [8, 21], ["a", "ab", "b", "b"]))
    run = equal_shares_run(vote, share=Fraction(10), utility=Utility.COST)
    found = accounts(vote, run)
    first, second = found.bought
    assert first.project == "b"
    assert first.effective_votes == pytest.approx(3)
    assert first.payments_minor == (7, 7, 7, 7, 7)
    assert second.effective_votes == pytest.approx(8 / 5)
    assert replace(second, effective_votes=0.0) == Bought("a", 0.0, 2, 1, (3, 3, 3, 5, 5))
    assert found.missed == ()


def test_a_miss_tells_what_its_supporters_had_left() -> None:
    vote = tally(election(40, [20, 30], ["a", "a", "b", ""]))
    run = equal_shares_run(vote, share=Fraction(10), utility=Utility.COST)
    assert accounts(vote, run).missed == (Missed("b", 30, 1, 10),)


def test_votes_and_cost_that_were_missing_under_greedy() -> None:
    vote = election(50, [50, 40], ["a", "a", "a", "b"])
    found = lacking(vote, "b", choose=by_votes, joiners=[0, 1, 2])
    assert (found.votes, found.cost_minor) == (2, 0)


def test_a_cost_that_fits_beside_the_winner_is_found_to_the_unit() -> None:
    vote = election(60, [50, 40], ["a", "a", "a", "b"])
    assert lacking(vote, "b", choose=by_votes, joiners=[]).cost_minor == 10


def test_votes_are_those_of_voters_who_have_something_left() -> None:
    vote = election(50, [20, 30], ["a", "a", "b", "", ""])
    tallied = tally(vote)
    found = accounts(tallied, equal_shares(tallied, EqualSharesRule()).run)
    joiners = richest_first(vote, tallied, found, "b")
    assert joiners[:2] == [3, 4]


def test_a_project_that_nothing_helps_is_told_so() -> None:
    assert least(lambda _: False, most=9) is None
    assert least(lambda _: True, most=0) is None
    assert least(lambda n: n >= 4, most=9) == 4


@settings(max_examples=15)
@given(elections(voters_max=6))
def test_what_was_lacking_makes_it_win_and_a_bit_less_does_not(vote: Election) -> None:
    won = by_shares(vote)
    tallied = tally(vote)
    books = accounts(tallied, equal_shares(tallied, ADD_ONE).run)
    for project in vote.projects:
        if project.key in won:
            continue
        joiners = richest_first(vote, tallied, books, project.key)
        found = lacking(vote, project.key, choose=by_shares, joiners=joiners)
        if found.votes is not None:
            assert project.key in by_shares(with_votes(vote, project.key, joiners[: found.votes]))
            fewer = with_votes(vote, project.key, joiners[: found.votes - 1])
            assert project.key not in by_shares(fewer)
        if found.cost_minor is not None:
            assert project.key in by_shares(with_cost(vote, project.key, found.cost_minor))
            assert project.key not in by_shares(with_cost(vote, project.key, found.cost_minor + 1))


@given(elections())
def test_payments_add_up_to_what_voters_no_longer_have(vote: Election) -> None:
    tallied = tally(vote)
    run = equal_shares(tallied, EqualSharesRule()).run
    spent = sum(tallied.costs[p] for p in run.winners)
    left = float(accounts(tallied, run).left @ tallied.weights)
    assert left + spent == pytest.approx(vote.budget_minor)


def with_votes(vote: Election, key: str, joining: Sequence[int]) -> Election:
    ballots = [
        Ballot((*ballot.choices, key)) if i in joining else ballot
        for i, ballot in enumerate(vote.ballots)
    ]
    return replace(vote, ballots=tuple(ballots))


def with_cost(vote: Election, key: str, cost: int) -> Election:
    return replace(
        vote,
        projects=tuple(replace(p, cost_minor=cost) if p.key == key else p for p in vote.projects),
    )
