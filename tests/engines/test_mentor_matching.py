"""Mentors and those who look for one: against every matching there is, and published cases."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from grodd.engines.election import Ints
from grodd.engines.matching import (
    Aim,
    Bar,
    Mentee,
    Mentor,
    MentorTask,
    MentorWish,
    Proof,
    Side,
    Weights,
    Why,
    capacities,
    match_mentors,
    rematch_mentors,
    why_not,
)
from grodd.engines.matching.assignment import best_assignment, price_bound
from grodd.engines.matching.capacities import reliefs
from grodd.engines.matching.fit import fit_of
from grodd.engines.matching.stable import blocking_pairs, deferred_acceptance
from tests.engines.meetings import (
    every_matching,
    fairness,
    fits,
    mentor_tasks,
    preferring,
)

pytestmark = pytest.mark.once

TAX, LAW, WEB = frozenset({"tax"}), frozenset({"law"}), frozenset({"web"})


def numbers(rows: list[list[int]]) -> Ints:
    return np.array(rows, np.int64)


def stable(men: list[list[int]], women: list[list[int]]) -> list[int]:
    """Whom each man marries (numbered from 1) when the men ask."""
    n = len(men)
    asking, asked = numbers(preferring(men)), numbers(preferring(women))
    possible, one = np.ones((n, n), np.bool_), np.ones(n, np.int64)
    pairs = deferred_acceptance(asking, asked, possible, one, one)
    assert blocking_pairs(pairs, asking, asked, possible, (one, one)) == ()
    return [j + 1 for _, j in pairs]


@pytest.mark.parametrize("shape", [(1, 1), (5, 5), (4, 6), (6, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_no_assignment_is_worth_more_and_the_prices_prove_it(
    shape: tuple[int, int], seed: int
) -> None:
    worth = np.random.default_rng(seed).integers(-5, 10, shape)
    wide = worth if shape[0] <= shape[1] else worth.T
    best = max(
        sum(max(0, int(wide[i, j])) for i, j in enumerate(columns))
        for columns in permutations(range(wide.shape[1]), wide.shape[0])
    )
    found = best_assignment(worth)
    assert (found.total, found.bound) == (best, best)


@pytest.mark.parametrize("seed", range(4))
def test_the_prices_find_out_an_assignment_that_is_not_the_best(seed: int) -> None:
    """The solver is not believed: beside a worse assignment the bound stays above the best."""
    draw = np.random.default_rng(seed)
    worth = draw.integers(1, 30, (5, 6))
    best = best_assignment(worth).total
    rows = np.arange(5)
    for _ in range(20):
        columns = draw.permutation(6)[:5]
        total, bound = int(worth[rows, columns].sum()), price_bound(worth, rows, columns)
        assert bound >= best
        assert (bound == total) is (total == best)


@given(mentor_tasks())
def test_the_total_fit_is_the_greatest_and_is_proved(task: MentorTask) -> None:
    result = match_mentors(task, seed=1, aim=Aim.TOTAL)
    best = max(sum(fits(task, pairs)) for pairs in every_matching(task))
    assert result.pairs in set(every_matching(task))
    assert result.total_fit == sum(fits(task, result.pairs)) == best == result.fit_bound
    assert (result.gap, result.proof) == (0, Proof.OPTIMAL)


@given(mentor_tasks())
def test_no_matching_is_fairer(task: MentorTask) -> None:
    result = match_mentors(task, seed=2)
    best = min(fairness(task, pairs) for pairs in every_matching(task))
    assert fairness(task, result.pairs) == best
    assert (result.aim, result.proof) == (Aim.FAIR, Proof.OPTIMAL)
    assert result.total_fit <= result.fit_bound


@given(mentor_tasks())
def test_a_stable_matching_leaves_no_pair_that_would_rather_have_each_other(
    task: MentorTask,
) -> None:
    """Checked word by word, beside the check that the engine makes itself."""
    result, fit = match_mentors(task, seed=3, aim=Aim.STABLE), fit_of(task)
    assert result.pairs in set(every_matching(task))
    for mentor in task.mentors:
        for mentee in task.mentees:
            i, j = fit.mentors[mentor.key], fit.mentees[mentee.key]
            if not fit.possible[i, j] or (mentor.key, mentee.key) in result.pairs:
                continue
            ours = [fit.mentor_view[i, fit.mentees[e]] for m, e in result.pairs if m == mentor.key]
            theirs = [
                fit.mentee_view[fit.mentors[m], j] for m, e in result.pairs if e == mentee.key
            ]
            gains_mentor = len(ours) < mentor.mentees_max or (
                ours != [] and min(ours) < fit.mentor_view[i, j]
            )
            gains_mentee = len(theirs) < mentee.mentors_max or (
                theirs != [] and min(theirs) < fit.mentee_view[i, j]
            )
            assert not (gains_mentor and gains_mentee)


def test_the_marriages_of_gale_and_shapley_come_out_as_published() -> None:
    """Their example 1 (1962): three men and three women; each side may get all first choices."""
    men = [[1, 2, 3], [2, 3, 1], [3, 1, 2]]
    women = [[2, 3, 1], [3, 1, 2], [1, 2, 3]]
    assert stable(men, women) == [1, 2, 3]
    assert stable(women, men) == [2, 3, 1]


def test_where_only_one_matching_is_stable_both_sides_arrive_at_it() -> None:
    """Their example 2 (1962): alpha with C, beta with D, gamma with A, delta with B."""
    men = [[1, 2, 3, 4], [1, 4, 3, 2], [2, 1, 3, 4], [4, 2, 3, 1]]
    women = [[4, 3, 1, 2], [2, 4, 1, 3], [4, 1, 2, 3], [3, 2, 1, 4]]
    assert stable(men, women) == [3, 4, 1, 2]
    assert stable(women, men) == [3, 4, 1, 2]


@pytest.mark.parametrize("seed", range(6))
def test_nobody_who_asks_does_better_in_any_stable_matching(seed: int) -> None:
    draw, n = np.random.default_rng(seed), 5
    men = [(draw.permutation(n) + 1).tolist() for _ in range(n)]
    women = [(draw.permutation(n) + 1).tolist() for _ in range(n)]
    asking, asked = numbers(preferring(men)), numbers(preferring(women))
    possible, one = np.ones((n, n), np.bool_), np.ones(n, np.int64)
    found = stable(men, women)
    for wives in permutations(range(n)):
        pairs = tuple(enumerate(wives))
        if not blocking_pairs(pairs, asking, asked, possible, (one, one)):
            assert all(asking[i, found[i] - 1] >= asking[i, j] for i, j in pairs)


def test_a_hospital_takes_as_many_as_it_has_places() -> None:
    """Four residents and two hospitals with two places and one, worked out by hand.

    r1 and r2 ask A; r3 asks A, which likes r1 less and lets it go; r1 asks B, which has taken r4
    and likes r4 more; r1 is left.
    """
    residents = [[1, 2], [1, 2], [1, 2], [2, 1]]
    hospitals = [[3, 2, 1, 4], [4, 1, 2, 3]]
    pairs = deferred_acceptance(
        numbers(preferring(residents)),
        numbers(preferring(hospitals)),
        np.ones((4, 2), np.bool_),
        np.ones(4, np.int64),
        np.array([2, 1]),
    )
    assert pairs == ((1, 0), (2, 0), (3, 1))


def test_a_bad_match_is_mended_where_a_swap_helps() -> None:
    """The greatest total leaves one with 10; the fair matching gives both 40 at a price of 10."""
    weights = Weights(expertise=0, mentee_wish=100, mentor_wish=0, good=50)
    strengths = {("m", "x"): 80, ("m", "y"): 40, ("n", "x"): 40, ("n", "y"): 10}
    task = MentorTask(
        (Mentor("m"), Mentor("n")),
        (Mentee("x"), Mentee("y")),
        tuple(MentorWish(Side.MENTEE, *pair, points) for pair, points in strengths.items()),
        weights=weights,
    )
    total = match_mentors(task, seed=1, aim=Aim.TOTAL)
    assert sorted(match.fit for match in total.matches) == [10, 80]
    fair = match_mentors(task, seed=1)
    assert sorted(match.fit for match in fair.matches) == [40, 40]
    assert (fair.total_fit, fair.fit_bound) == (80, 90)
    assert fair.gap == pytest.approx(1 / 9)


def test_a_first_mentor_comes_before_a_second_one() -> None:
    task = MentorTask(
        (Mentor("m", 1, expertise=TAX), Mentor("n", 1, expertise=TAX)),
        (Mentee("rich", 2, needs={"tax": 1}), Mentee("poor", 1, needs={"tax": 1, "law": 5})),
    )
    greedy = match_mentors(task, seed=1, aim=Aim.TOTAL)
    assert {match.mentee for match in greedy.matches} == {"rich"}
    assert {match.mentee for match in match_mentors(task, seed=1).matches} == {"rich", "poor"}


def test_nobody_has_the_same_mentor_twice() -> None:
    """The best pair has two places on both sides."""
    task = MentorTask(
        (Mentor("m", 2, expertise=TAX | LAW), Mentor("n", 2, expertise=TAX)),
        (Mentee("x", 2, needs={"law": 1}), Mentee("y", 2, needs={"tax": 1})),
    )
    for aim in Aim:
        result = match_mentors(task, seed=1, aim=aim)
        assert result.pairs == {("m", "x"), ("m", "y"), ("n", "y")}


def test_a_match_says_why() -> None:
    task = MentorTask(
        (
            Mentor("eva", 1, frozenset({"sv", "fi"}), TAX | LAW),
            Mentor("ben", 1, frozenset({"sv"}), WEB),
        ),
        (Mentee("shop", 1, frozenset({"sv"}), {"tax": 2, "web": 1}),),
        (
            MentorWish(Side.MENTEE, "eva", "shop", 60),
            MentorWish(Side.MENTOR, "eva", "shop"),
        ),
    )
    result = match_mentors(task, seed=1)
    (match,) = result.matches
    assert (match.mentor, match.mentee) == ("eva", "shop")
    assert match.fit == 40 + 15 + 15  # two thirds of 60; 60 % of 25; all of 15
    assert (match.met, match.unmet, match.languages) == (("tax",), ("web",), ("sv",))
    assert (match.mentee_wish, match.mentor_wish) == (60, 100)
    assert (match.mentee_better, match.mentor_better) == (0, 0)
    (alone,) = result.unmatched
    assert (alone.side, alone.key, alone.why) == (Side.MENTOR, "ben", Why.ALL_TAKEN)
    assert [(near.other, near.fit, near.holders) for near in alone.nearest] == [
        ("shop", 20, (("eva", 70),))
    ]
    reason = why_not(task, result, "ben", "shop")
    assert (reason.bar, reason.fit, reason.mentee_has) == (None, 20, (("eva", 70),))
    with pytest.raises(ValueError, match="are matched"):
        why_not(task, result, "eva", "shop")


def test_someone_for_whom_nobody_suits_is_told_what_bars_them() -> None:
    finnish, swedish = frozenset({"fi"}), frozenset({"sv"})
    task = MentorTask(
        (
            Mentor("eva", 1, finnish, TAX),
            Mentor("ben", 1, swedish, LAW),
            Mentor("shop", 1, swedish, TAX),
            Mentor("cid", 1, swedish, TAX),
            Mentor("dan", 0, swedish, TAX),
        ),
        (Mentee("shop", 1, swedish, {"tax": 1}),),
        conflicts=frozenset({("cid", "shop"), ("dan", "shop")}),
    )
    result = match_mentors(task, seed=1)
    assert result.matches == ()
    left = {(one.side, one.key): one for one in result.unmatched}
    shop = left[Side.MENTEE, "shop"]
    assert shop.why is Why.NONE_SUITS
    assert dict(shop.barred) == {Bar.SELF: 1, Bar.CONFLICT: 2, Bar.LANGUAGE: 1, Bar.FIT: 1}
    assert left[Side.MENTOR, "dan"].why is Why.NO_PLACES
    assert why_not(task, result, "eva", "shop").bar is Bar.LANGUAGE


@given(mentor_tasks())
@settings(max_examples=25)
def test_everyone_is_matched_or_told_why_not(task: MentorTask) -> None:
    result, fit = match_mentors(task, seed=1), fit_of(task)
    matched = {mentor for mentor, _ in result.pairs}
    left = {one.key: one for one in result.unmatched if one.side is Side.MENTOR}
    assert matched | left.keys() == fit.mentors.keys()
    assert not matched & left.keys()
    for key, one in left.items():
        possible = fit.possible[fit.mentors[key]]
        assert sum(count for _, count in one.barred) == len(possible) - possible.sum()
        assert (one.why is Why.NONE_SUITS) <= (not possible.any())
        for near in one.nearest:
            places = next(e.mentors_max for e in task.mentees if e.key == near.other)
            assert len(near.holders) == places


@given(mentor_tasks())
@settings(max_examples=25)
def test_when_a_mentor_leaves_all_other_matches_stay(task: MentorTask) -> None:
    before = match_mentors(task, seed=1)
    if not task.mentors:
        return
    gone = task.mentors[0].key
    now = replace(
        task,
        mentors=task.mentors[1:],
        wishes=tuple(wish for wish in task.wishes if wish.mentor != gone),
        conflicts=frozenset(pair for pair in task.conflicts if pair[0] != gone),
    )
    after = rematch_mentors(before, now, seed=1)
    assert {match.mentor for match in after.ended} <= {gone}
    staying = {pair for pair in before.pairs if pair[0] != gone}
    assert staying <= after.matching.pairs
    assert after.matching.pairs in set(every_matching(now))
    begun = {(match.mentor, match.mentee) for match in after.begun}
    assert after.matching.pairs == staying | begun
    best = min(fairness(now, pairs) for pairs in every_matching(now) if staying <= pairs)
    assert fairness(now, after.matching.pairs) == best


def test_who_has_fewer_places_keeps_the_best_fits() -> None:
    task = MentorTask(
        (Mentor("m", 2, expertise=TAX), Mentor("n", 0, expertise=TAX)),
        (Mentee("x", needs={"tax": 1}), Mentee("y", needs={"tax": 1, "law": 1})),
    )
    before = match_mentors(task, seed=1)
    now = replace(
        task,
        mentors=(replace(task.mentors[0], mentees_max=1), replace(task.mentors[1], mentees_max=1)),
    )
    after = rematch_mentors(before, now, seed=1)
    assert after.matching.pairs == {("m", "x"), ("n", "y")}
    assert [match.mentee for match in after.ended] == ["y"]
    assert [match.mentor for match in after.begun] == ["n"]


@given(mentor_tasks())
@settings(max_examples=10)
def test_the_same_seed_gives_the_same_matches(task: MentorTask) -> None:
    for aim in Aim:
        assert match_mentors(task, seed=5, aim=aim) == match_mentors(task, seed=5, aim=aim)


def test_the_order_of_the_list_favours_nobody() -> None:
    people = tuple(Mentee(f"e{j}", needs={"tax": 1}) for j in range(4))
    task = MentorTask((Mentor("m", expertise=TAX),), people)
    for aim in Aim:
        won = {match_mentors(task, seed=seed, aim=aim).matches[0].mentee for seed in range(30)}
        assert won == {"e0", "e1", "e2", "e3"}


def test_more_people_than_can_be_compared_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="match them in parts"):
        reliefs(np.full((1, 100_000), 1_000), good=50)
    monkeypatch.setattr(capacities, "CELLS_MAX", 3)
    everyone = tuple(Mentor(f"m{i}", expertise=TAX) for i in range(2))
    task = MentorTask(everyone, tuple(Mentee(f"e{j}", needs={"tax": 1}) for j in range(2)))
    with pytest.raises(ValueError, match="2 places of mentors and 2 of mentees are too many"):
        match_mentors(task, seed=1)


def test_what_is_wrong_with_a_task_is_said() -> None:
    with pytest.raises(ValueError, match="capacity below 0"):
        Mentor("m", -1)
    with pytest.raises(ValueError, match="capacity below 0"):
        Mentee("e", -1)
    with pytest.raises(ValueError, match="the need tax counts 0"):
        Mentee("e", needs={"tax": 0})
    with pytest.raises(ValueError, match="strength 101"):
        MentorWish(Side.MENTEE, "m", "e", 101)
    with pytest.raises(ValueError, match="share a key"):
        MentorTask((Mentor("m"), Mentor("m")), ())
    with pytest.raises(ValueError, match="no such pair: mentor m, mentee e"):
        MentorTask((Mentor("m"),), (), conflicts=frozenset({("m", "e")}))
    wish = MentorWish(Side.MENTEE, "m", "e")
    with pytest.raises(ValueError, match="two wishes for the same pair"):
        MentorTask((Mentor("m"),), (Mentee("e"),), (wish, wish))
    with pytest.raises(ValueError, match="below 0"):
        Weights(expertise=-1)
    with pytest.raises(ValueError, match="at least 1"):
        Weights(fit_min=0)
    with pytest.raises(ValueError, match="at most 1000"):
        Weights(expertise=2000)
