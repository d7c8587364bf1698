"""The ranking of a round with its budget line drawn in it."""

from dataclasses import dataclass, replace

from grodd.applications.models import Application
from grodd.assessment.queries import cases_in_conflict, scores_of
from grodd.base.models import PhaseKind
from grodd.engines import ranking
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import money_left
from grodd.reports.assessment_board import assessed_round

RANKED = (PhaseKind.ASSESSMENT, PhaseKind.DECISION)


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One application in the ranking.

    Attributes:
        application: With its phase.
        number: Its place, None without a review; ``tied`` when it shares it.
        mean: Weighted mean of the reviews (1 = best possible), None without a review.
        spread: How far apart the reviewers are (unit: share of the scale).
        reviews: How many reviews count, of ``needed``.
        ask: Money asked for.
        fits: Whether it stands above the budget line, and ``reason`` why.
        is_first_below: Whether the line is drawn just above it.
    """

    application: Application
    number: int | None
    tied: bool
    mean: float | None
    spread: float | None
    reviews: int
    needed: int
    ask: Money
    fits: bool
    reason: str
    is_first_below: bool


@dataclass(frozen=True, slots=True)
class RankingTable:
    """A round's ranking.

    Attributes:
        round: The round.
        rows: Best first.
        money_left, hours_left: What the round can still give before any of them.
        splits_tie: Whether the line runs between applications that share a place.
    """

    round: Round
    rows: tuple[RankedRow, ...]
    money_left: Money
    hours_left: int
    splits_tie: bool


def ranking_table(
    asker: Asker, *, round_id: int, rule: ranking.LineRule = ranking.LineRule.STOP
) -> RankingTable:
    """Rank what is in assessment or up for decision (eight queries, however many rows).

    Applications in which the asker has a conflict of interest are left out of what they see.
    """
    held = assessed_round(asker, round_id=round_id)
    applications = {str(one.case_id): one for one in _ranked(asker, held)}
    cases = [one.case for one in applications.values() if one.case is not None]
    scores = scores_of(cases)
    places = ranking.rank([scores[case.pk] for case in cases])
    hours_left = held.budget_hours - held.committed_hours
    line = ranking.draw_line(
        places,
        {key: _ask(one) for key, one in applications.items()},
        budget=money_left(held),
        hours=hours_left or None,
        rule=rule,
    )
    rows = [
        _row(applications[place.case], place, drawn)
        for place, drawn in zip(places, line.rows, strict=True)
    ]
    return RankingTable(held, _with_line(rows), money_left(held), hours_left, bool(line.splits_tie))


def _ranked(asker: Asker, held: Round) -> list[Application]:
    rows = Application.objects.filter(round=held, phase__kind__in=RANKED, case__isnull=False)
    rows = rows.exclude(case__in=cases_in_conflict(asker.person_id))
    return list(rows.select_related("phase", "round", "case", "matter").order_by("number"))


def _ask(application: Application) -> ranking.Ask:
    money = Money(application.amount_minor or 0, application.currency)
    return ranking.Ask(money, application.hours or 0)


def _row(application: Application, place: ranking.Place, drawn: ranking.LineRow) -> RankedRow:
    assert application.case is not None, application
    score = place.score
    return RankedRow(
        application=application,
        number=place.number,
        tied=place.tied,
        mean=None if score.mean is None else float(score.mean),
        spread=None if score.spread is None else float(score.spread),
        reviews=score.n,
        needed=application.case.reviews_needed,
        ask=_ask(application).money,
        fits=drawn.fits,
        reason=drawn.reason.value,
        is_first_below=False,
    )


def _with_line(rows: list[RankedRow]) -> tuple[RankedRow, ...]:
    """Mark the first ranked row that does not fit."""
    below = next((i for i, row in enumerate(rows) if not row.fits), None)
    return tuple(replace(row, is_first_below=i == below) for i, row in enumerate(rows))
