"""Where judges are sent: laws that hold in any event, and cases by hand."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    Why,
    fit,
    next_visit,
    next_visits,
    straight_walks,
)
from tests.engines.judges import judges, judgings, ordered, panel, played, projects, strength_of

pytestmark = pytest.mark.once

ONCE = Plan(views_min=1)
NOBODY: dict[str, str] = {}


def seen_by(judging: Judging, judge: str) -> set[str]:
    visited = {visit.project for visit in judging.visits if visit.judge == judge}
    pairs = [one for one in judging.comparisons if one.judge == judge]
    return visited | {key for one in pairs for key in (one.better, one.worse)}


@given(judgings(), st.data())
def test_nobody_is_sent_where_they_have_been_may_not_go_or_find_no_room(
    judging: Judging, data: st.DataObject
) -> None:
    keys = [judge.key for judge in judging.judges]
    places = st.sampled_from([project.key for project in judging.projects])
    free = data.draw(st.lists(st.sampled_from(keys), unique=True, min_size=1))
    here = {key: data.draw(places) for key in keys if key not in free}
    plan = Plan(data.draw(st.sampled_from(Aim)))
    sent = next_visits(judging, fit(judging), plan, judges=free, here=here, seed=1)
    there = Counter(here.values())
    assert [one.judge for one in sent] == free
    for one in sent:
        judge = judging.judges[keys.index(one.judge)]
        open_to = {project.key for project in judging.projects} - seen_by(judging, one.judge)
        open_to -= judge.conflicts
        open_to -= {
            skip.project
            for skip in judging.skips
            if skip.judge == one.judge and skip.reason is not SkipReason.ABSENT
        }
        assert not one.project or one.project in open_to
        assert (one.why in {Why.TAKEN, Why.ALL_SEEN}) == (not one.project)
        assert one.why is not Why.TAKEN or open_to
        there[one.project] += 1
    del there[""]
    assert all(count <= 1 or key in here.values() for key, count in there.items())
    assert not any(one.project and one.project in here.values() for one in sent)


@pytest.mark.parametrize("aim", Aim)
def test_an_event_in_which_everyone_is_sent_on_shows_each_project_to_a_few(aim: Aim) -> None:
    _, found = panel(9, 6, 2)
    judging = played(found, 5, Plan(aim, views_min=2))
    views = Counter(visit.project for visit in judging.visits)
    assert sum(views.values()) == 6 * 5
    assert min(views[project.key] for project in judging.projects) >= 2
    assert aim is Aim.TOP or max(views.values()) - min(views.values()) <= 1


def test_to_find_the_top_judges_see_those_more_of_whom_it_is_not_known_whether_they_win() -> None:
    more, fewer = [], []
    for seed in range(6):
        quality, found = panel(16, 10, seed)
        judging = played(found, 7, Plan(Aim.TOP, views_min=2))
        views = Counter(visit.project for visit in judging.visits)
        order = np.argsort(-quality).tolist()
        more += [views[f"p{i}"] for i in order[:5]]
        fewer += [views[f"p{i}"] for i in order[-5:]]
    assert np.mean(more) > 1.4 * np.mean(fewer)


def test_judges_who_start_together_go_to_different_projects() -> None:
    judging = Judging(projects(8), judges(10))
    keys = [f"j{k}" for k in range(10)]
    sent = next_visits(judging, fit(judging), Plan(), judges=keys, here=NOBODY)
    places = [one.project for one in sent if one.project]
    assert sorted(places) == [f"p{i}" for i in range(8)]
    assert [one.why for one in sent if not one.project] == [Why.TAKEN, Why.TAKEN]


def test_where_there_is_room_for_two_two_may_go() -> None:
    judging = Judging(projects(1, room=2), judges(3))
    sent = next_visits(judging, fit(judging), Plan(), judges=("j0", "j1", "j2"), here=NOBODY)
    assert sorted(one.project for one in sent) == ["", "p0", "p0"]


def test_together_they_are_sent_better_than_one_by_one() -> None:
    # j0 may go anywhere, j1 only to p0: whoever comes first must not take it.
    judging = Judging(projects(2), (Judge("j0"), Judge("j1", frozenset({"p1"}))))
    for order in (("j0", "j1"), ("j1", "j0")):
        sent = next_visits(judging, fit(judging), Plan(), judges=order, here=NOBODY)
        assert {one.judge: one.project for one in sent} == {"j0": "p1", "j1": "p0"}


def test_a_late_project_is_shown_before_a_second_look_at_the_others() -> None:
    visits = tuple(visit for k in range(3) for visit in ordered(f"j{k}", "p0", "p1"))
    before = Judging(projects(3), judges(3), visits)
    late = replace(before, projects=(*before.projects[:2], Project("new"), before.projects[2]))
    sent = next_visit(late, fit(before), Plan(), judge="j0", here={"j1": "p2"})
    assert (sent.project, sent.why, sent.views) == ("new", Why.FEW_VIEWS, 0)


def test_a_late_judge_is_sent_like_everyone_else() -> None:
    visits = tuple(visit for k in range(3) for visit in ordered(f"j{k}", "p0", "p1", "p2"))
    before = Judging(projects(3), judges(3), visits)
    sent = next_visit(replace(before, judges=judges(4)), fit(before), Plan(), judge="j3", here={})
    assert sent.project
    assert sent.why is Why.CONTENDER


def test_a_judge_who_has_seen_everything_is_done() -> None:
    judging = Judging(projects(2), judges(1), ordered("j0", "p0", "p1"))
    sent = next_visit(judging, fit(judging), Plan(), judge="j0", here=NOBODY)
    assert (sent.project, sent.why) == ("", Why.ALL_SEEN)


def test_a_project_that_has_left_is_not_visited_but_what_was_said_counts() -> None:
    judging = Judging(
        (Project("p0", present=False), Project("p1")), judges(2), ordered("j0", "p0", "p1")
    )
    fitted = fit(judging)
    assert next_visit(judging, fitted, Plan(), judge="j1", here=NOBODY).project == "p1"
    assert strength_of(fitted, "p0") > strength_of(fitted, "p1")


def test_where_nobody_was_the_judge_comes_again_after_two_other_visits() -> None:
    skip = Skip("j0", "p0", SkipReason.ABSENT, visits_before=0)
    places = []
    for count in range(3):
        seen = tuple(Visit("j0", f"p{i}") for i in range(1, 1 + count))
        others = tuple(Visit(f"j{k}", f"p{i}") for k in (1, 2) for i in range(1, 4))
        judging = Judging(projects(4), judges(3), (*seen, *others), skips=(skip,))
        places.append(next_visit(judging, fit(judging), ONCE, judge="j0", here={}).project)
    assert "p0" not in places[:2]
    assert places[2] == "p0"


@pytest.mark.parametrize("reason", [SkipReason.CONFLICT, SkipReason.DECLINED])
def test_a_conflict_or_a_no_holds_for_good(reason: SkipReason) -> None:
    judging = Judging(
        projects(3), judges(1), ordered("j0", "p1", "p2"), skips=(Skip("j0", "p0", reason),)
    )
    sent = next_visit(judging, fit(judging), Plan(), judge="j0", here=NOBODY)
    assert sent.why is Why.ALL_SEEN


def test_whoever_has_compared_a_project_has_seen_it() -> None:
    judging = Judging(projects(3), judges(1), (), (Comparison("j0", "p0", "p1"),))
    sent = next_visit(judging, fit(judging), Plan(), judge="j0", here=NOBODY)
    assert (sent.project, sent.views) == ("p2", 0)
    assert next_visit(judging, fit(judging), ONCE, judge="j0", here=NOBODY).project == "p2"


def test_of_equally_useful_projects_the_nearest_is_next() -> None:
    spots = tuple((10.0 * i, 0.0) for i in range(6))
    judging = Judging(projects(6), judges(1), ordered("j0", "p3"), walks_m=straight_walks(spots))
    sent = next_visit(judging, fit(judging), ONCE, judge="j0", here={"j9": "p2"})
    assert (sent.project, sent.walk_m) == ("p4", 10.0)


def test_short_ways_save_walking_and_nobody_sees_less() -> None:
    _, found = panel(12, 6, 1)
    spots = tuple((10.0 * (i % 4), 10.0 * (i // 4)) for i in range(12))
    walks = straight_walks(spots)
    walked = []
    for weight in (0.0, 0.3):
        plan = Plan(Aim.ALL, walk_weight=weight)
        judging = played(found, 6, plan, walks_m=walks)
        route = [
            [int(v.project[1:]) for v in judging.visits if v.judge == f"j{k}"] for k in range(6)
        ]
        walked.append(sum(walks[a][b] for own in route for a, b in pairwise(own)))
        assert min(Counter(visit.project for visit in judging.visits).values()) == 3
    assert walked[1] < 0.75 * walked[0]


def test_the_same_seed_sends_the_same_way_and_another_seed_another() -> None:
    judging = Judging(projects(30), judges(1))
    places = [
        next_visit(judging, fit(judging), Plan(), judge="j0", here={}, seed=seed).project
        for seed in (1, 1, 2, 3)
    ]
    assert places[0] == places[1]
    assert len(set(places)) > 1


def test_the_reasons_are_given() -> None:
    visits = tuple(visit for k in range(2) for visit in ordered(f"j{k}", "p0", "p1", "p2"))
    judging = Judging(projects(3), judges(3), visits)
    fitted = fit(judging)
    reasons = [
        next_visit(judging, fitted, plan, judge="j2", here=here).why
        for plan, here in (
            (Plan(views_min=3), NOBODY),
            (Plan(Aim.TOP), NOBODY),
            (Plan(Aim.ALL), NOBODY),
            (Plan(), {"j0": "p0", "j1": "p1", "j9": "p2"}),
        )
    ]
    assert reasons == [Why.FEW_VIEWS, Why.CONTENDER, Why.EVEN, Why.TAKEN]
