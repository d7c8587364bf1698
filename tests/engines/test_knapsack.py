"""The committee's choice: the best that the budget and the rules allow, and the proof of it."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines import knapsack
from grodd.engines.knapsack import (
    Candidate,
    CommitteeChoice,
    CommitteeRule,
    Impossible,
    Proof,
    ThemeLimit,
    choose_best,
)

CANDIDATES = (
    Candidate("a", Fraction(9, 10), 60, theme="care", owner="amina"),
    Candidate("b", Fraction(6, 10), 40, theme="craft", owner="bo"),
    Candidate("c", Fraction(5, 10), 40, theme="craft", owner="amina"),
    Candidate("d", Fraction(3, 10), 20, hours=9, theme="care", owner="dana"),
)


def won(rule: CommitteeRule) -> tuple[str, ...]:
    choice = choose_best(CANDIDATES, rule)
    assert isinstance(choice, CommitteeChoice)
    return choice.winners


def allowed(chosen: tuple[Candidate, ...], rule: CommitteeRule) -> bool:
    """The rule, word by word."""
    owners = [c.owner for c in chosen if c.owner]
    keys = {c.key for c in chosen}
    for limit in rule.themes:
        inside = [c.cost_minor for c in chosen if c.theme == limit.theme]
        awards_max = len(inside) if limit.awards_max is None else limit.awards_max
        money_max = sum(inside) if limit.money_max is None else limit.money_max
        if not limit.awards_min <= len(inside) <= awards_max:
            return False
        if not limit.money_min <= sum(inside) <= money_max:
            return False
    return (
        sum(c.cost_minor for c in chosen) <= rule.budget_minor
        and (rule.hours is None or sum(c.hours for c in chosen) <= rule.hours)
        and all(len(keys.intersection(group)) <= 1 for group in rule.exclusive)
        and (not rule.one_per_owner or len(set(owners)) == len(owners))
    )


def every_choice(candidates: list[Candidate]) -> list[tuple[Candidate, ...]]:
    sizes = range(len(candidates) + 1)
    return [chosen for size in sizes for chosen in combinations(candidates, size)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Candidate], CommitteeRule]:
    count = draw(st.integers(1, 7))
    numbers = draw(st.lists(st.integers(0, 10**6), min_size=count, max_size=count))
    candidates = [
        Candidate(
            key=f"k{i}",
            value=Fraction(n % 7, 1 + n % 5),
            cost_minor=1 + n // 7 % 30,
            hours=n // 11 % 6,
            theme=("", "care", "craft")[n // 13 % 3],
            owner=("", "amina", "bo")[n // 17 % 3],
        )
        for i, n in enumerate(numbers)
    ]
    limits = [
        ThemeLimit(
            theme,
            draw(st.integers(0, 1)),
            draw(st.none() | st.integers(1, 2)),
            draw(st.sampled_from([0, 0, 12])),
            draw(st.none() | st.integers(20, 60)),
        )
        for theme in draw(st.sampled_from([(), ("care",), ("care", "craft")]))
    ]
    rule = CommitteeRule(
        budget_minor=draw(st.integers(0, 120)),
        hours=draw(st.none() | st.integers(0, 15)),
        themes=tuple(limits),
        exclusive=draw(st.sampled_from([(), (("k0", "k1"),), (("k0", "k1", "k2"), ("k2", "k3"))])),
        one_per_owner=draw(st.booleans()),
    )
    return candidates, rule


def test_the_best_total_beats_taking_the_best_first() -> None:
    assert won(CommitteeRule(80)) == ("a", "d")
    assert won(CommitteeRule(100)) == ("a", "b")


def test_hours_run_out_too() -> None:
    assert won(CommitteeRule(80, hours=8)) == ("b", "c")


def test_a_theme_gets_its_least_and_no_more_than_its_most() -> None:
    assert won(CommitteeRule(60, themes=(ThemeLimit("craft", awards_min=1),))) == ("b", "d")
    assert won(CommitteeRule(200, themes=(ThemeLimit("craft", money_max=40),))) == ("a", "b", "d")
    assert won(CommitteeRule(80, themes=(ThemeLimit("care", money_min=61),))) == ("a", "d")


def test_ideas_that_exclude_each_other_do_not_both_win() -> None:
    assert won(CommitteeRule(100, exclusive=(("a", "b"),))) == ("a", "c")


def test_an_owner_gets_one_award() -> None:
    assert won(CommitteeRule(200, one_per_owner=True)) == ("a", "b", "d")


def test_minimums_that_cannot_be_kept_together_are_named() -> None:
    limits = (
        ThemeLimit("care", money_min=70),
        ThemeLimit("craft", money_min=40),
        ThemeLimit("none", awards_max=3),
    )
    assert choose_best(CANDIDATES, CommitteeRule(100, themes=limits)) == Impossible(
        ("care", "craft")
    )


def test_of_equally_good_choices_the_cheapest_wins_then_the_earliest() -> None:
    same = [
        Candidate(key, Fraction(1), cost) for key, cost in zip("abcd", (9, 5, 5, 5), strict=True)
    ]
    choice = choose_best(same, CommitteeRule(10))
    assert isinstance(choice, CommitteeChoice)
    assert (choice.winners, choice.cost_minor) == (("b", "c"), 10)


def test_nothing_to_choose_from_is_an_empty_choice() -> None:
    assert choose_best([], CommitteeRule(100)) == CommitteeChoice(
        (), Fraction(0), 0, Proof.INTEGERS
    )


def test_a_search_that_takes_too_long_says_who_vouches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "NODES_MAX", 0)
    awkward = [Candidate(f"k{i}", Fraction(7 + i % 2), 9 + i % 4) for i in range(12)]
    choice = choose_best(awkward, CommitteeRule(50))
    assert isinstance(choice, CommitteeChoice)
    assert choice.proof is Proof.SOLVER


@settings(max_examples=40)
@given(problems())
def test_nothing_allowed_is_better(problem: tuple[list[Candidate], CommitteeRule]) -> None:
    candidates, rule = problem
    choices = [chosen for chosen in every_choice(candidates) if allowed(chosen, rule)]
    found = choose_best(candidates, rule)
    if isinstance(found, Impossible):
        assert choices == []
        return
    best = max(
        (sum(c.value for c in chosen), -sum(c.cost_minor for c in chosen)) for chosen in choices
    )
    assert (found.value, -found.cost_minor) == best
    assert allowed(tuple(c for c in candidates if c.key in found.winners), rule)
    assert found.proof is Proof.INTEGERS
