"""Weighted criteria, the ranking they give, and the line that a budget draws through it.

Everything is exact: scores are integers on each criterion's own scale, weights are integers, and
what comes out are fractions between 0 (worst) and 1 (best). Two cases are tied when they are
exactly equal, not when they look equal on a screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt

from grodd.engines.money import Money

SPREAD_STEPS = 1_000_000
"""The spread is given in whole millionths, rounded down: a square root is seldom a fraction."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What reviewers give a score for.

    Attributes:
        key: Short name, unique in its set.
        weight: How much it counts beside the others (unit: parts, a positive integer).
        low: The worst score on its scale.
        high: The best score on its scale, above ``low``.
    """

    key: str
    weight: int
    low: int
    high: int

    def __post_init__(self) -> None:
        """Refuse a scale without room and a weight without effect."""
        assert self.weight > 0, self.weight
        assert self.low < self.high, (self.low, self.high)

    def normalised(self, score: int) -> Fraction:
        """Where ``score`` stands on the scale: 0 at the low end, 1 at the high end, exact."""
        assert self.low <= score <= self.high, (self.key, score)
        return Fraction(score - self.low, self.high - self.low)


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's scores for one case.

    Attributes:
        case: Key of the case.
        scores: Score by criterion key. A criterion that is left out was not scored.
    """

    case: str
    scores: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """The mean of one criterion over a case's reviews.

    Attributes:
        key: The criterion's key.
        mean: Mean of the normalised scores (0-1), None where nobody scored it.
        n: How many reviews scored it.
    """

    key: str
    mean: Fraction | None
    n: int


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What the reviews of one case come to.

    Attributes:
        case: Key of the case.
        n: How many reviews count.
        mean: Mean of the reviews' totals (0-1); None when there is no review.
        spread: Population standard deviation of the reviews' totals (0-0.5), rounded down to a
            whole millionth; None when there is no review. Large means that the reviewers disagree.
        criteria: The mean of each criterion, in the set's order.
    """

    case: str
    n: int
    mean: Fraction | None
    spread: Fraction | None
    criteria: tuple[CriterionMean, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A case's place in the ranking.

    Attributes:
        number: 1 for the best; tied cases share a number and the next one is skipped (1, 2, 2, 4).
            None for a case with no review.
        tied: True when another case has the same number.
        score: What the place rests on.
    """

    number: int | None
    tied: bool
    score: CaseScore

    @property
    def case(self) -> str:
        """Key of the case."""
        return self.score.case


def review_total(criteria: Sequence[Criterion], scores: Mapping[str, int]) -> Fraction | None:
    """The weighted mean of one review's normalised scores.

    A criterion without a score is left out, and the weights of the others carry the total.

    Args:
        criteria: The set that the review was made with.
        scores: Score by criterion key; every key belongs to the set.

    Returns:
        A fraction of the best possible (0-1, exact); None when nothing was scored.
    """
    assert set(scores) <= {criterion.key for criterion in criteria}, sorted(scores)
    scored = [criterion for criterion in criteria if criterion.key in scores]
    if not scored:
        return None
    weighted = sum(c.weight * c.normalised(scores[c.key]) for c in scored)
    return Fraction(weighted) / sum(c.weight for c in scored)


def spread(values: Sequence[Fraction]) -> Fraction:
    """Population standard deviation, rounded down to a whole millionth.

    The variance is exact; only the square root is rounded, with integers, so that every machine
    gives the same digits.

    Args:
        values: At least one.
    """
    assert values
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)
    scaled = variance * SPREAD_STEPS**2
    return Fraction(isqrt(scaled.numerator // scaled.denominator), SPREAD_STEPS)


def score_case(case: str, criteria: Sequence[Criterion], reviews: Sequence[Review]) -> CaseScore:
    """Bring the reviews of one case together; each review counts the same.

    Args:
        case: Key of the case.
        criteria: The set that the reviews were made with, keys unique.
        reviews: Reviews of any cases; only those of ``case`` with at least one score count.
    """
    own = [review for review in reviews if review.case == case]
    totals = [t for t in (review_total(criteria, r.scores) for r in own) if t is not None]
    return CaseScore(
        case=case,
        n=len(totals),
        mean=sum(totals, Fraction(0)) / len(totals) if totals else None,
        spread=spread(totals) if totals else None,
        criteria=tuple(_criterion_mean(criterion, own) for criterion in criteria),
    )


def rank(scores: Sequence[CaseScore]) -> tuple[Place, ...]:
    """Order cases by mean, best first; cases with no review come last, without a number.

    Tied cases keep the order in which they were given, which says nothing about them: show the
    shared number.
    """
    reviewed = [score for score in scores if score.mean is not None]
    means = [score.mean for score in reviewed if score.mean is not None]
    places: list[Place] = []
    for score, mean in zip(reviewed, means, strict=True):
        number = 1 + sum(other > mean for other in means)
        places.append(Place(number, means.count(mean) > 1, score))
    places.sort(key=lambda place: place.number or 0)
    unreviewed = [Place(None, tied=False, score=score) for score in scores if score.mean is None]
    return (*places, *unreviewed)


def rank_cases(
    cases: Sequence[str], criteria: Sequence[Criterion], reviews: Sequence[Review]
) -> tuple[Place, ...]:
    """Score and rank ``cases`` in one go. See ``score_case`` and ``rank``."""
    assert len(set(cases)) == len(cases), "a case is ranked once"
    by_case: dict[str, list[Review]] = {case: [] for case in cases}
    for review in reviews:
        by_case[review.case].append(review)
    return rank([score_case(case, criteria, by_case[case]) for case in cases])


class LineRule(StrEnum):
    """How the budget line is drawn.

    STOP: the line is drawn at the first case that does not fit; nothing below it gets through.
    SKIP: a case that does not fit is passed over, and smaller ones below it may still fit.
    """

    STOP = "stop"
    SKIP = "skip"


class LineReason(StrEnum):
    """Why a case stands where it stands beside the line."""

    FITS = "fits"
    MONEY = "money"
    HOURS = "hours"
    BELOW_LINE = "below_line"
    NO_REVIEW = "no_review"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a case asks for.

    Attributes:
        money: In the budget's currency, not negative.
        hours: Working time (unit: hours), not negative.
    """

    money: Money
    hours: int = 0


@dataclass(frozen=True, slots=True)
class LineRow:
    """One case beside the budget line.

    Attributes:
        case: Key of the case.
        fits: Whether it gets through.
        reason: Why.
        money_left: What is left of the budget after this row.
        hours_left: The same in hours; None when hours have no limit.
    """

    case: str
    fits: bool
    reason: LineReason
    money_left: Money
    hours_left: int | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The ranking with the budget laid beside it.

    Attributes:
        rule: The rule that drew it.
        rows: In ranking order.
        splits_tie: Keys of cases that share a place across the line, some through and some not:
            the ranking does not decide between them, people must.
    """

    rule: LineRule
    rows: tuple[LineRow, ...]
    splits_tie: tuple[str, ...]

    @property
    def through(self) -> tuple[str, ...]:
        """Keys of the cases that fit, in ranking order."""
        return tuple(row.case for row in self.rows if row.fits)


def draw_line(
    places: Sequence[Place],
    asks: Mapping[str, Ask],
    *,
    budget: Money,
    hours: int | None = None,
    rule: LineRule,
) -> BudgetLine:
    """Take cases in order while money and hours last.

    Args:
        places: A ranking, from ``rank``. A case with no review never gets through.
        asks: What each case asks for, by its key.
        budget: Money to give, not negative.
        hours: Working time to give (unit: hours); None for no limit.
        rule: What happens after the first case that does not fit.
    """
    assert budget.minor >= 0, budget
    money_left, hours_left, stopped = budget, hours, False
    rows: list[LineRow] = []
    for place in places:
        ask = asks[place.case]
        assert ask.money.minor >= 0, ask
        assert ask.hours >= 0, ask
        reason = _reason(place, ask, money_left, hours_left, stopped=stopped)
        if reason is LineReason.FITS:
            money_left -= ask.money
            hours_left = None if hours_left is None else hours_left - ask.hours
        elif reason in {LineReason.MONEY, LineReason.HOURS}:
            stopped = rule is LineRule.STOP
        fits = reason is LineReason.FITS
        rows.append(LineRow(place.case, fits, reason, money_left, hours_left))
    return BudgetLine(rule, tuple(rows), _split_ties(places, rows))


def _criterion_mean(criterion: Criterion, reviews: Sequence[Review]) -> CriterionMean:
    scores = [
        criterion.normalised(review.scores[criterion.key])
        for review in reviews
        if criterion.key in review.scores
    ]
    mean = sum(scores, Fraction(0)) / len(scores) if scores else None
    return CriterionMean(criterion.key, mean, len(scores))


def _reason(
    place: Place, ask: Ask, money_left: Money, hours_left: int | None, *, stopped: bool
) -> LineReason:
    if place.number is None:
        return LineReason.NO_REVIEW
    if stopped:
        return LineReason.BELOW_LINE
    if ask.money > money_left:
        return LineReason.MONEY
    if hours_left is not None and ask.hours > hours_left:
        return LineReason.HOURS
    return LineReason.FITS


def _split_ties(places: Sequence[Place], rows: Sequence[LineRow]) -> tuple[str, ...]:
    fate_by_number: dict[int, set[bool]] = {}
    for place, row in zip(places, rows, strict=True):
        if place.number is not None:
            fate_by_number.setdefault(place.number, set()).add(row.fits)
    return tuple(
        place.case
        for place in places
        if place.number is not None and len(fate_by_number[place.number]) > 1
    )
