"""The portfolio: what was asked for, decided, paid, repaid and lost, per programme and round.

A constant number of questions: applications are counted by the database in small groups (round,
currency, theme, kind of applicant), and loans come with what was paid on each instalment.
Groups of persons with fewer than five in them are gathered, so that nobody is recognised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import Any

from django.db.models import Q

from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.engines.ageing import Arrears, at_risk
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import READERS
from grodd.reports import portfolio_parts as parts

PERSONS_MIN = 5
PAR_DAYS = (1, 30, 90)
STEPS = ("applied", "screened", "assessed", "approved", "active", "completed")
KIND = "applicant__legal_form"
MONEY = ("asked", "approved", "paid", "repaid", "outstanding")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the portfolio is wanted; None means all."""

    programme_id: int | None = None
    round_id: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A round, a theme or a kind of applicant in one currency.

    Attributes:
        label: Its name, or its key where the page has the words; empty for what has none.
        steps: How many applications came at least so far, by ``STEPS``.
        money: Sums by ``MONEY``; a theme and a kind have only what was asked and approved.
    """

    label: str
    currency: str
    steps: Mapping[str, int]
    money: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Waits:
    """Days from application to decision: how many were decided, the middle and the slow end."""

    decided: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Unpaid principal in one currency, and the share of it in loans later than so many days."""

    outstanding: Money
    loans: int
    shares: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page and the files show.

    Attributes:
        programmes, rounds: To choose between: id and name (rounds with their programme's id).
        years: In which something was applied for.
        by_round, by_theme, by_kind: The same applications, cut in three ways.
        totals: All of them, one line per currency.
        waits: How long applicants waited.
        at_risk: The loans, one per currency; empty where nothing is lent.
        hidden: How many applications are left out of ``by_kind`` to protect persons.
        flows: Money by month and currency.
    """

    programmes: tuple[tuple[int, str], ...]
    rounds: tuple[tuple[int, int, str], ...]
    years: tuple[int, ...]
    by_round: tuple[Line, ...]
    by_theme: tuple[Line, ...]
    by_kind: tuple[Line, ...]
    totals: tuple[Line, ...]
    waits: Waits
    at_risk: tuple[AtRisk, ...]
    hidden: int
    flows: tuple[parts.Flow, ...]


@dataclass(slots=True)
class _Sum:
    """A line that is being added up."""

    steps: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    minor: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MONEY, 0))


def portfolio(asker: Asker, wanted: Wanted, *, at: datetime) -> Portfolio:
    """The portfolio of the programmes that the asker sees in the space they work in.

    Raises:
        NotFound: when they see none there, or not the one that is wanted.
    """
    rounds = list(parts.rounds_seen(asker))
    if asker.organisation_id not in asker.everywhere(*READERS):
        raise NotFound
    chosen = _chosen(rounds, wanted)
    span = _year(wanted.year)
    groups = list(parts.groups(chosen, span))
    loans = parts.loans(chosen, span, on=clock.day_of(at))
    paid = parts.paid(chosen, span)
    names = {one.pk: str(one) for one in rounds}
    cut_by_kind, hidden = by_kind(groups, parts.persons_by_kind(chosen, span))
    return Portfolio(
        programmes=_programmes(rounds),
        rounds=tuple((one.pk, one.programme_id, str(one)) for one in rounds),
        years=parts.years(rounds, clock.day_of(at)),
        by_round=_lines(groups, "round_id", names, paid, loans),
        by_theme=_lines(groups, "theme_id", parts.theme_names(chosen)),
        by_kind=cut_by_kind,
        totals=_lines(groups, "", {}, paid, loans),
        waits=waits_of(parts.waits(chosen, span)),
        at_risk=_at_risk(loans),
        hidden=hidden,
        flows=tuple(parts.flows(chosen, span)),
    )


def waits_of(spans: Iterable[tuple[datetime, datetime]]) -> Waits:
    """Median and 90th percentile (nearest rank) of the days between two moments (unit: days)."""
    days = sorted((end - start).total_seconds() / 86_400 for start, end in spans)
    if not days:
        return Waits(0, None, None)
    rank = -(-9 * len(days) // 10)
    return Waits(len(days), round(median(days), 1), round(days[rank - 1], 1))


def _chosen(rounds: Sequence[Round], wanted: Wanted) -> list[int]:
    if wanted.programme_id and not any(r.programme_id == wanted.programme_id for r in rounds):
        raise NotFound
    if wanted.round_id and not any(one.pk == wanted.round_id for one in rounds):
        raise NotFound
    return [
        one.pk
        for one in rounds
        if wanted.programme_id in {None, one.programme_id} and wanted.round_id in {None, one.pk}
    ]


def _programmes(rounds: Sequence[Round]) -> tuple[tuple[int, str], ...]:
    return tuple({one.programme_id: str(one.programme) for one in rounds}.items())


def _year(year: int | None) -> Q:
    """Applications that were submitted in a year; drafts are never counted."""
    submitted = Q(submitted_at__isnull=False)
    return submitted & Q(submitted_at__year=year) if year else submitted


def _lines(
    groups: Sequence[Mapping[str, Any]],
    cut: str,
    names: Mapping[Any, str],
    paid: Sequence[parts.Paid] = (),
    loans: Sequence[parts.LoanRow] = (),
) -> tuple[Line, ...]:
    """The groups added up by one of their columns and the currency, in the order they come."""
    sums: dict[tuple[Any, str], _Sum] = {}
    for group in groups:
        line = sums.setdefault((group[cut] if cut else None, group["currency"]), _Sum())
        for step in STEPS:
            line.steps[step] += group[step]
        line.minor["asked"] += group["asked_minor"] or 0
        line.minor["approved"] += group["approved_minor"] or 0
    for one in paid:
        line = sums.setdefault((one.round_id if cut else None, one.currency), _Sum())
        line.minor["paid"] += one.minor
    for loan in loans:
        line = sums.setdefault((loan.round_id if cut else None, loan.currency), _Sum())
        line.minor["repaid"] += loan.repaid_minor
        line.minor["outstanding"] += loan.outstanding_minor
    return tuple(
        Line(names.get(key, str(key or "")), currency, dict(line.steps),
             {name: Money(minor, currency) for name, minor in line.minor.items()})
        for (key, currency), line in sums.items()
    )  # fmt: skip


def by_kind(
    groups: Sequence[Mapping[str, Any]], persons: Mapping[str | None, int]
) -> tuple[tuple[Line, ...], int]:
    """By kind of applicant, without the kinds that have fewer than five persons in them.

    One small kind alone could be found by subtraction, so the next smallest is hidden with it.

    Returns:
        The lines that can be shown, and how many applications are left out.
    """
    small = {kind for kind, count in persons.items() if count < PERSONS_MIN}
    if small and sum(persons[kind] for kind in small) < PERSONS_MIN:
        rest = sorted(set(persons) - small, key=lambda kind: (persons[kind], kind or ""))
        small |= set(rest[:1])
    open_, closed = [], 0
    for group in groups:
        if group[KIND] in small:
            closed += group["applied"]
        else:
            open_.append(group)
    return _lines(open_, KIND, {}), closed


def _at_risk(loans: Sequence[parts.LoanRow]) -> tuple[AtRisk, ...]:
    found: list[AtRisk] = []
    for currency in sorted({one.currency for one in loans}):
        lent = [one.arrears for one in loans if one.currency == currency]
        standing: list[Arrears] = [one for one in lent if one.outstanding_principal]
        whole = sum(one.outstanding_principal for one in standing)
        shares = tuple((days, at_risk(standing, days - 1)) for days in PAR_DAYS)
        found.append(AtRisk(Money(whole, currency), len(standing), shares))
    return tuple(found)
