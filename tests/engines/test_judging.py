"""What judges said becomes strengths: published figures, laws, simulation, cases by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import kendalltau

from grodd.engines.judging import (
    Aim,
    Comparison,
    Judge,
    Judging,
    Plan,
    Project,
    Skip,
    SkipReason,
    Visit,
    better_chance,
    bradley_terry,
    explain,
    fit,
    progress,
    standings,
    straight_walks,
)
from grodd.engines.judging.standings import INTERVAL, SURE, _Futures
from tests.engines.judges import (
    ESTIMATES,
    TEAMS,
    balanced,
    games,
    judges,
    judgings,
    order_of,
    ordered,
    panel,
    projects,
    scored,
    strength_of,
)

pytestmark = pytest.mark.once

EVENTS = 40
A_B = (Project("a"), Project("b"))
A_B_C = (*A_B, Project("c"))


def test_bradley_terry_gives_the_published_estimates() -> None:
    better, worse = games()
    strength = bradley_terry(better, worse, count=len(TEAMS), prior_precision=0.0)
    assert [round(s, 2) for s in (strength - strength[-1]).tolist()] == list(ESTIMATES)


def test_where_only_pairs_exist_it_is_bradley_terry() -> None:
    better, worse = games()
    pairs = tuple(
        Comparison("j0", f"p{i}", f"p{j}")
        for i, j in zip(better.tolist(), worse.tolist(), strict=True)
    )
    fitted = fit(Judging(projects(7), judges(1), (), pairs))
    alone = bradley_terry(better, worse, count=7, prior_precision=fitted.slope**-2)
    ratio = fitted.strength / alone
    assert ratio == pytest.approx(np.full(7, ratio.mean()), rel=0.02)
    assert ratio.mean() > 0


def test_before_anything_is_said_everyone_is_equal_and_nothing_is_sure() -> None:
    fitted = fit(Judging(projects(5), judges(2)))
    lines = standings(fitted)
    assert fitted.strength.tolist() == [0.0] * 5
    assert fitted.spread == pytest.approx(np.ones(5))
    assert {(line.tied, line.best_place, line.worst_place) for line in lines} == {(1, 1, 5)}


def test_it_works_with_one_project_and_no_judge() -> None:
    fitted = fit(Judging(projects(1), ()))
    (line,) = standings(fitted)
    assert (line.place, line.first_chance, line.strength) == (1, 1.0, 0.0)


def test_two_visits_are_enough_to_put_one_before_the_other_but_not_to_be_sure() -> None:
    for visits in (scored("j0", a=9, b=3), ordered("j0", "a", "b")):
        lines = standings(fit(Judging(A_B, judges(1), visits)))
        assert [line.project for line in lines] == ["a", "b"]
        assert {line.tied for line in lines} == {1}


def test_first_scores_of_different_judges_can_be_compared() -> None:
    visits = (*scored("j0", a=9), *scored("j1", b=4), *scored("j2", c=5))
    assert order_of(fit(Judging(A_B_C, judges(3), visits))) == ["a", "c", "b"]


def test_a_harsh_judge_does_not_harm_those_the_judge_happens_to_see() -> None:
    mild = [scored(f"j{k}", a=8, b=9, d=6) for k in range(4)]
    harsh = [scored(f"j{k}", c=5, a=3, d=1) for k in range(4, 8)]
    visits = tuple(visit for own in (*mild, *harsh) for visit in own)
    judging = Judging((*A_B_C, Project("d")), judges(8), visits)
    means = {
        key: np.mean([v.score for v in visits if v.project == key and v.score]) for key in "abc"
    }
    assert means["c"] < means["a"], "c has the lower mean only because the harsh judges saw it"
    assert strength_of(fit(judging), "c") > strength_of(fit(judging), "a")


def test_a_judge_who_answers_at_random_counts_for_little() -> None:
    draw = np.random.default_rng(4)
    best_first = [f"p{i}" for i in range(14)]
    honest = [ordered(f"j{k}", *best_first) for k in range(5)]
    visits = (*(v for own in honest for v in own), *ordered("j5", *draw.permutation(best_first)))
    fitted = fit(Judging(projects(14), judges(6), visits))
    weight = fitted.scale**2 / fitted.noise
    assert order_of(fitted) == best_first
    assert weight[5] < 0.1 * weight[:5].min()


@given(judgings())
def test_the_order_in_which_things_are_listed_changes_nothing(judging: Judging) -> None:
    turned = replace(
        judging,
        projects=judging.projects[::-1],
        judges=judging.judges[::-1],
        visits=judging.visits[::-1],
    )
    one, two = fit(judging), fit(turned)
    assert one.strength == pytest.approx(two.strength[::-1], abs=1e-9)
    assert one.spread == pytest.approx(two.spread[::-1], abs=1e-9)


@given(judgings())
def test_only_the_order_of_places_counts_and_no_unit_of_scores(judging: Judging) -> None:
    stretched = tuple(
        replace(
            visit,
            score=None if visit.score is None else 10 * visit.score - 3,
            place=None if visit.place is None else visit.place**3 - 7,
        )
        for visit in judging.visits
    )
    other = fit(replace(judging, visits=stretched)).strength
    assert fit(judging).strength == pytest.approx(other, abs=1e-6)


@given(judgings())
def test_standings_are_in_order_and_their_bounds_hold_the_place(judging: Judging) -> None:
    fitted = fit(judging)
    lines = standings(fitted, prizes=2)
    surely = better_chance(fitted) > SURE
    assert [line.place for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.best_place <= line.place <= line.worst_place for line in lines)
    assert all(line.low <= line.strength <= line.high for line in lines)
    assert [line.tied for line in lines] == sorted(line.tied for line in lines)
    assert sum(line.first_chance for line in lines) == pytest.approx(1.0)
    assert sum(line.prize_chance for line in lines) == pytest.approx(min(2, len(lines)))
    heads = [
        line for line, before in zip(lines[1:], lines, strict=False) if line.tied > before.tied
    ]
    at = fitted.readings.projects.index
    for head in heads:
        above = next(line for line in lines if line.tied == head.tied - 1)
        assert surely[at(above.project), at(head.project)]


@given(judgings())
def test_what_is_said_in_spite_of_a_conflict_of_interest_does_not_count(judging: Judging) -> None:
    barred = {(judge.key, key) for judge in judging.judges for key in judge.conflicts}
    barred |= {(s.judge, s.project) for s in judging.skips if s.reason is SkipReason.CONFLICT}
    clean = replace(
        judging,
        visits=tuple(v for v in judging.visits if (v.judge, v.project) not in barred),
        comparisons=tuple(
            one
            for one in judging.comparisons
            if not {(one.judge, one.better), (one.judge, one.worse)} & barred
        ),
    )
    assert fit(judging).strength.tolist() == fit(clean).strength.tolist()
    assert fit(judging).readings.views.tolist() == fit(clean).readings.views.tolist()


def test_a_prize_in_a_category_is_won_among_those_who_compete_for_it() -> None:
    best_first = [f"p{i}" for i in range(6)]
    visits = tuple(v for k in range(9) for v in ordered(f"j{k}", *best_first))
    fitted = fit(Judging(projects(6), judges(9), visits))
    lines = standings(fitted, prizes=1, among={"p3", "p5"})
    assert [(line.project, line.place, line.worst_place) for line in lines] == [
        ("p3", 1, 1),
        ("p5", 2, 2),
    ]
    assert lines[0].first_chance > SURE
    assert lines[0].strength == strength_of(fitted, "p3")
    assert standings(fitted, among=()) == ()


def test_equal_places_are_equal() -> None:
    visits = tuple(Visit("j0", key, place=place) for key, place in (("a", 1), ("b", 1), ("c", 2)))
    fitted = fit(Judging(A_B_C, judges(1), visits))
    assert strength_of(fitted, "a") == pytest.approx(strength_of(fitted, "b"))
    assert strength_of(fitted, "b") > strength_of(fitted, "c")


def test_a_pair_adds_nothing_to_what_the_same_judge_has_placed() -> None:
    judging = Judging(A_B_C, judges(2), ordered("j0", "a", "b"))
    again = replace(judging, comparisons=(Comparison("j0", "a", "b"),))
    other = replace(judging, comparisons=(Comparison("j1", "a", "b"),))
    assert fit(again).strength.tolist() == fit(judging).strength.tolist()
    assert strength_of(fit(other), "a") > strength_of(fit(judging), "a")


def test_someone_who_only_looked_has_seen_it() -> None:
    fitted = fit(Judging(A_B, judges(1), (Visit("j0", "a"),)))
    assert fitted.readings.views.tolist() == [1, 0]
    assert fitted.strength.tolist() == [0.0, 0.0]


def test_judges_who_agree_make_it_surer() -> None:
    best_first = [f"p{i}" for i in range(6)]
    one, three, nine = (
        fit(Judging(projects(6), judges(count), tuple(v for own in orders for v in own)))
        for count in (1, 3, 9)
        for orders in [[ordered(f"j{k}", *best_first) for k in range(count)]]
    )
    assert one.spread.mean() > three.spread.mean() > nine.spread.mean()
    assert standings(nine)[-1].tied > 1
    assert standings(nine)[0].worst_place < 6


@pytest.mark.parametrize(("count", "people"), [(18, 10), (30, 12)])
def test_a_90_percent_interval_holds_the_truth_about_90_times_in_a_hundred(
    count: int, people: int
) -> None:
    inside, ours, means = [], [], []
    for seed in range(EVENTS):
        quality, found = panel(count, people, seed)
        judging = balanced(found, 8, seed)
        fitted = fit(judging)
        truth = (quality - quality.mean()) / quality.std()
        inside.append(np.mean(np.abs(fitted.strength - truth) < INTERVAL * fitted.spread))
        ours.append(kendalltau(quality, fitted.strength).statistic)
        total, views = np.zeros(count), np.zeros(count)
        for visit in judging.visits:
            assert visit.score is not None
            total[int(visit.project[1:])] += visit.score
            views[int(visit.project[1:])] += 1
        means.append(kendalltau(quality, total / views).statistic)
    assert 0.88 <= np.mean(inside) <= 0.94
    assert np.mean(ours) > np.mean(means)


def test_neighbours_that_are_called_surely_better_mostly_are() -> None:
    right, claims = 0, 0
    for seed in range(EVENTS):
        quality, found = panel(12, 8, seed)
        surely = better_chance(fit(balanced(found, 6, seed))) > SURE
        claims += int(surely.sum())
        right += int((surely & (quality[:, None] > quality[None, :])).sum())
    assert claims > 10 * EVENTS
    assert right / claims > SURE


def test_there_is_enough_when_the_best_are_known_and_everyone_was_seen() -> None:
    _, found = panel(8, 12, 3)
    few = balanced(found, 2, 3)
    many = balanced(found, 8, 3)
    plan = Plan(Aim.TOP, prizes=2, enough=0.75)
    start = progress(few, fit(few), plan)
    end = progress(many, fit(many), plan)
    assert start.sure < end.sure
    assert not start.enough
    assert start.visits_more is None or start.visits_more > 0
    assert end.enough
    assert end.visits_more == 0
    assert end.views_least == 12


@pytest.mark.parametrize("aim", Aim)
def test_what_is_said_to_be_right_is_about_what_is_right_now_and_later(aim: Aim) -> None:
    plan = Plan(aim, enough=0.7)
    said, foreseen, right, missing = [], [], [], []
    for seed in range(EVENTS // 2):
        quality, found = panel(10, 12, seed)
        early, late = balanced(found[:4], 5, seed), balanced(found, 5, seed)
        few = replace(early, judges=judges(12))
        said.append(progress(late, fit(late), plan).sure)
        foreseen.append(_Futures(fit(early), seed).sure(plan, views=4.0))
        missing.append([progress(one, fit(one), plan).visits_more for one in (few, late)])
        strength = fit(late).strength
        top = {*np.argsort(-quality)[:3].tolist()} & {*np.argsort(-strength)[:3].tolist()}
        right.append(
            len(top) / 3 if aim is Aim.TOP else float(kendalltau(quality, strength).statistic)
        )
    assert np.mean(said) == pytest.approx(np.mean(right), abs=0.06)
    assert np.mean(foreseen) == pytest.approx(np.mean(right), abs=0.09)
    assert np.median([few or 0 for few, _ in missing]) > np.median(
        [late or 0 for _, late in missing]
    )


def test_when_every_judge_has_seen_everything_no_more_visits_are_asked_for() -> None:
    judging = Judging(A_B_C, judges(1), ordered("j0", "a", "b", "c"))
    state = progress(judging, fit(judging), Plan(prizes=1, views_min=1, enough=0.99))
    assert not state.enough
    assert state.visits_more is None


def test_a_project_that_too_few_have_seen_is_not_enough_however_sure_the_rest() -> None:
    visits = tuple(v for k in range(30) for v in ordered(f"j{k}", "a", "b"))
    judging = Judging(A_B_C, judges(30), visits)
    state = progress(judging, fit(judging), Plan(prizes=2, enough=0.5))
    assert state.sure >= 0.5
    assert not state.enough
    assert (state.views_least, state.visits_more) == (0, 2)
    gone = replace(judging, projects=(*A_B, Project("c", present=False)))
    assert progress(gone, fit(gone), Plan(prizes=2, enough=0.5)).enough


def test_a_participant_is_told_what_was_said_and_what_it_meant() -> None:
    visits = (
        *(Visit("j0", key, score, place) for key, score, place in (("a", 9, 0), ("b", 5, 1))),
        *ordered("j1", "b", "a", "c"),
        *scored("j2", a=2),
        *scored("j3", b=7),
    )
    pairs = (Comparison("j3", "a", "c"), Comparison("j3", "b", "a"))
    judging = Judging(A_B_C, (*judges(2), Judge("j2", frozenset("a")), Judge("j3")), visits, pairs)
    told = explain(judging, project="a")
    one, two, three = told.heard
    assert told.left_out == ("j2",)
    assert (one.judge, one.score, one.mean_score, one.place, one.placed) == ("j0", 9, 7.0, 1.0, 2)
    assert (two.judge, two.score, two.place, two.placed) == ("j1", None, 2.0, 3)
    assert (three.judge, three.won, three.lost, three.weight) == ("j3", 1, 1, 0.0)
    assert one.weight + two.weight == pytest.approx(1.0)
    assert set(told.tied_with) == {"b", "c"}
    for heard in told.heard:
        rest = replace(
            judging,
            visits=tuple(v for v in visits if v.judge != heard.judge),
            comparisons=tuple(one for one in pairs if one.judge != heard.judge),
        )
        assert heard.place_without == 1 + order_of(fit(rest)).index("a")


def test_ways_are_straight_lines_on_the_plan() -> None:
    assert straight_walks(((0, 0), (3, 4))) == ((0.0, 5.0), (5.0, 0.0))


def test_what_cannot_be_is_refused() -> None:
    for wrong in (
        lambda: Judging((), ()),
        lambda: Judging((*A_B, Project("a")), ()),
        lambda: Judging(A_B, (*judges(1), *judges(1))),
        lambda: Judging(A_B, judges(1), (Visit("j0", "a"), Visit("j0", "a"))),
        lambda: Judging(A_B, judges(1), (Visit("j0", "z"),)),
        lambda: Judging(A_B, judges(1), (Visit("j9", "a"),)),
        lambda: Judging(A_B, judges(1), (), (), (Skip("j0", "z", SkipReason.ABSENT),)),
        lambda: Judging(A_B, judges(1), walks_m=((0.0,),)),
        lambda: Visit("j0", "a", score=float("nan")),
        lambda: Visit("j0", "a", place=float("inf")),
        lambda: Comparison("j0", "a", "a"),
        lambda: Project("a", room=0),
        lambda: Plan(prizes=0),
        lambda: Plan(views_min=0),
        lambda: Plan(walk_weight=-1),
        lambda: Plan(enough=1.0),
    ):
        with pytest.raises(AssertionError):
            wrong()
