"""Weighted criteria, the ranking and the budget line."""

from collections.abc import Mapping
from fractions import Fraction
from statistics import pstdev

from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.money import Money
from grodd.engines.ranking import (
    Ask,
    BudgetLine,
    CaseScore,
    Criterion,
    LineReason,
    LineRule,
    Place,
    Review,
    draw_line,
    rank,
    rank_cases,
    review_total,
    score_case,
    spread,
)

NEED = Criterion("need", weight=3, low=1, high=5)
CARE = Criterion("care", weight=1, low=0, high=10)
CRITERIA = (NEED, CARE)

shares = st.fractions(0, 1, max_denominator=60)


@st.composite
def reviews(draw: st.DrawFn) -> list[Review]:
    case = st.sampled_from(["a", "b", "c", "d"])
    scores = st.fixed_dictionaries(
        {}, optional={"need": st.integers(1, 5), "care": st.integers(0, 10)}
    )
    return draw(st.lists(st.builds(Review, case, scores), max_size=12))


@st.composite
def rankings(draw: st.DrawFn) -> tuple[tuple[Place, ...], Mapping[str, Ask]]:
    means = draw(st.lists(st.none() | shares, min_size=1, max_size=12))
    scores = [scored(str(i), mean) for i, mean in enumerate(means)]
    asks = {
        score.case: Ask(Money(draw(st.integers(0, 60)), "SEK"), draw(st.integers(0, 20)))
        for score in scores
    }
    return rank(scores), asks


def scored(case: str, mean: Fraction | None) -> CaseScore:
    spread_ = None if mean is None else Fraction(0)
    return CaseScore(case, 0 if mean is None else 1, mean, spread_, ())


def test_a_weight_of_three_counts_three_times() -> None:
    total = review_total(CRITERIA, {"need": 5, "care": 2})
    assert total == (3 * Fraction(1) + 1 * Fraction(2, 10)) / 4


def test_a_criterion_without_a_score_leaves_its_weight_to_the_others() -> None:
    assert review_total(CRITERIA, {"care": 5}) == Fraction(1, 2)
    assert review_total(CRITERIA, {}) is None


def test_reviewers_who_disagree_show_as_spread() -> None:
    score = score_case("a", (NEED,), [Review("a", {"need": 1}), Review("a", {"need": 5})])
    assert (score.n, score.mean, score.spread) == (2, Fraction(1, 2), Fraction(1, 2))


def test_another_cases_review_does_not_count() -> None:
    score = score_case("a", (NEED,), [Review("a", {"need": 1}), Review("b", {"need": 5})])
    assert (score.n, score.mean) == (1, Fraction(0))


def test_each_criterion_tells_its_own_mean_and_number() -> None:
    found = score_case("a", CRITERIA, [Review("a", {"need": 3}), Review("a", {"need": 5})])
    need, care = found.criteria
    assert (need.mean, need.n) == (Fraction(3, 4), 2)
    assert (care.mean, care.n) == (None, 0)


def test_tied_cases_share_a_place_and_the_next_number_is_skipped() -> None:
    half = Fraction(1, 2)
    places = rank(
        [scored("x", half), scored("y", Fraction(1)), scored("z", half), scored("w", Fraction(0))]
    )
    assert [(p.case, p.number, p.tied) for p in places] == [
        ("y", 1, False), ("x", 2, True), ("z", 2, True), ("w", 4, False),
    ]  # fmt: skip


def test_a_case_that_nobody_reviewed_comes_last_without_a_number() -> None:
    places = rank_cases(["new", "old"], (NEED,), [Review("old", {"need": 1})])
    assert [(place.case, place.number) for place in places] == [("old", 1), ("new", None)]


def line(rule: LineRule, *, hours: int | None = None) -> BudgetLine:
    places = rank(
        [scored("a", Fraction(1)), scored("b", Fraction(1, 2)), scored("c", Fraction(1, 3))]
    )
    asks = {
        "a": Ask(Money(60, "SEK"), 8),
        "b": Ask(Money(50, "SEK"), 1),
        "c": Ask(Money(40, "SEK"), 3),
    }
    return draw_line(places, asks, budget=Money(100, "SEK"), hours=hours, rule=rule)


def test_stopping_draws_the_line_at_the_first_that_does_not_fit() -> None:
    found = line(LineRule.STOP)
    assert found.through == ("a",)
    assert [row.reason for row in found.rows] == [
        LineReason.FITS, LineReason.MONEY, LineReason.BELOW_LINE,
    ]  # fmt: skip


def test_skipping_lets_a_smaller_case_below_through() -> None:
    found = line(LineRule.SKIP)
    assert found.through == ("a", "c")
    assert found.rows[-1].money_left == Money(0, "SEK")


def test_hours_may_run_out_before_the_money() -> None:
    found = line(LineRule.SKIP, hours=10)
    assert [row.reason for row in found.rows] == [
        LineReason.FITS, LineReason.MONEY, LineReason.HOURS,
    ]  # fmt: skip
    assert found.rows[-1].hours_left == 2


def test_a_tie_across_the_line_is_left_to_people() -> None:
    half = Fraction(1, 2)
    places = rank([scored("a", half), scored("b", half), scored("c", Fraction(1, 3))])
    asks = {case: Ask(Money(60, "SEK")) for case in "abc"}
    found = draw_line(places, asks, budget=Money(100, "SEK"), rule=LineRule.STOP)
    assert found.splits_tie == ("a", "b")


@given(st.lists(shares, min_size=1, max_size=9))
def test_the_spread_is_the_standard_deviation_to_a_millionth(values: list[Fraction]) -> None:
    assert abs(float(spread(values)) - pstdev([float(value) for value in values])) < 1.1e-6


@given(reviews())
def test_a_ranking_never_puts_a_lower_mean_first(given_reviews: list[Review]) -> None:
    places = rank_cases(["a", "b", "c", "d"], CRITERIA, given_reviews)
    assert sorted(place.case for place in places) == ["a", "b", "c", "d"]
    reviewed = [place.score.mean for place in places if place.score.mean is not None]
    assert reviewed == sorted(reviewed, reverse=True)
    assert all(0 <= mean <= 1 for mean in reviewed)
    assert all(place.number is None for place in places[len(reviewed) :])
    for place in places[: len(reviewed)]:
        same = [other for other in places if other.number == place.number]
        assert place.tied is (len(same) > 1)
        assert {other.score.mean for other in same} == {place.score.mean}


@given(reviews(), st.integers(2, 9))
def test_weights_scaled_together_change_nothing(given_reviews: list[Review], factor: int) -> None:
    scaled = [Criterion(c.key, c.weight * factor, c.low, c.high) for c in CRITERIA]
    cases = ["a", "b", "c", "d"]
    assert rank_cases(cases, CRITERIA, given_reviews) == rank_cases(cases, scaled, given_reviews)


@given(rankings(), st.integers(0, 200), st.none() | st.integers(0, 60))
def test_nothing_above_the_line_costs_more_than_there_is(
    ranking: tuple[tuple[Place, ...], Mapping[str, Ask]], budget_minor: int, hours: int | None
) -> None:
    places, asks = ranking
    budget = Money(budget_minor, "SEK")
    stop = draw_line(places, asks, budget=budget, hours=hours, rule=LineRule.STOP)
    skip = draw_line(places, asks, budget=budget, hours=hours, rule=LineRule.SKIP)
    for found in (stop, skip):
        assert sum(asks[case].money.minor for case in found.through) <= budget_minor
        assert hours is None or sum(asks[case].hours for case in found.through) <= hours
    assert skip.through[: len(stop.through)] == stop.through
