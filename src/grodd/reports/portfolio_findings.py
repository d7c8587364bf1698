"""What the portfolio shows, as findings: the way of the applications, the money, time, risk."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from grodd.base import display
from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.findings import Finding, column
from grodd.reports.portfolio import MONEY, STEPS, AtRisk, Line
from grodd.reports.portfolio_parts import Flow
from grodd.reports.portfolio_words import MONEY_WORDS, STEP_WORDS

ROUNDS_DRAWN = 8
POINTS_MAX = 16
"""More points than this on the axis of time, and they are gathered: by quarter, then by year."""
MONTH, QUARTER, YEAR = 1, 3, 12
"""Steps on the axis of time (unit: months)."""
LATE_DAYS = 30
"""From here on a loan is usually said to be at risk (unit: days)."""
FLOWS = ("approved", "paid", "repaid")


def funnel(totals: Sequence[Line]) -> Finding | None:
    """How many applications came how far, of all currencies together."""
    counts = {step: sum(one.steps[step] for one in totals) for step in STEPS}
    if not counts["applied"]:
        return None
    words = [str(STEP_WORDS[step]) for step in STEPS]
    title = ngettext(
        "%(approved)s of %(applied)s application was approved",
        "%(approved)s of %(applied)s applications were approved",
        counts["applied"],
    )
    return Finding(
        title % counts,
        charts.lying_bars(words, gettext("Applications"), [float(counts[s]) for s in STEPS]),
        (column(gettext("Step")), column(gettext("Applications"), "number")),
        tuple((word, counts[step]) for word, step in zip(words, STEPS, strict=True)),
    )


def most_used(currencies: Sequence[str]) -> str:
    """The currency that most lines are in."""
    return max(sorted(set(currencies)), key=currencies.count)


def money_of_rounds(by_round: Sequence[Line]) -> Finding | None:
    """What each round was asked for, approved, paid and got back, in its biggest currency."""
    if not by_round:
        return None
    most = most_used([one.currency for one in by_round])
    drawn = [one for one in by_round if one.currency == most][:ROUNDS_DRAWN]
    names = [name for name in MONEY[:4] if name == "asked" or any(one.money[name] for one in drawn)]
    series = {str(MONEY_WORDS[name]): [one.money[name] for one in drawn] for name in names}
    sums = {name: _sum([one.money[name] for one in drawn], most) for name in ("approved", "asked")}
    title = gettext("%(approved)s was approved of %(asked)s asked for")
    return Finding(
        title % {name: display.money(total) for name, total in sums.items()},
        charts.bars([one.label for one in drawn], series),
        (column(gettext("Round")), *(column(MONEY_WORDS[name], "money") for name in names)),
        tuple((one.label, *(one.money[name] for name in names)) for one in drawn),
    )


def over_time(flows: Sequence[Flow]) -> Finding | None:
    """How the approved, the paid and the repaid have grown together, in the biggest currency."""
    if not flows:
        return None
    most = most_used([one.currency for one in flows])
    mine = [one for one in flows if one.currency == most]
    points = _points([one.month for one in mine])
    sums = {
        kind: [
            Money(sum(one.minor for one in mine if one.kind == kind and one.month < end), most)
            for _, end in points
        ]
        for kind in FLOWS
    }
    kept = [kind for kind in FLOWS if any(sums[kind])]
    labels = [label for label, _ in points]
    series = {str(MONEY_WORDS[kind]): sums[kind] for kind in kept}
    rows = tuple(
        (label, *(sums[kind][place] for kind in kept)) for place, label in enumerate(labels)
    )
    # A line of one point says nothing.
    draw = charts.lines if len(labels) > 1 else charts.bars
    return Finding(
        _grown(sums["paid"][-1], sums["repaid"][-1], labels[-1]),
        draw(labels, series),
        (column(gettext("Until the end of")), *(column(MONEY_WORDS[k], "money") for k in kept)),
        rows,
        gettext("Each point is all that was given until then, counted together."),
    )


def _grown(paid: Money, repaid: Money, until: str) -> str:
    facts = {"paid": display.money(paid), "repaid": display.money(repaid), "until": until}
    if repaid.minor:
        return gettext("%(paid)s paid out until %(until)s, and %(repaid)s of it is back") % facts
    return gettext("%(paid)s paid out until %(until)s") % facts


def _points(months: Sequence[date]) -> list[tuple[str, date]]:
    """Label and end (the first day after it) of each point, from the first month to the last."""
    first, last = min(months), max(months)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((each for each in (MONTH, QUARTER) if count / each <= POINTS_MAX), YEAR)
    start = first.year * 12 + (first.month - 1) // step * step
    ends = range(start + step, last.year * 12 + last.month + step, step)
    return [(_label(end - step, step), date(end // 12, end % 12 + 1, 1)) for end in ends]


def _label(month: int, step: int) -> str:
    start = date(month // 12, month % 12 + 1, 1)
    if step == MONTH:
        return display.month(start)
    if step == QUARTER:
        facts = {"number": start.month // QUARTER + 1, "year": start.year}
        return gettext("Q%(number)s %(year)s") % facts
    return str(start.year)


def risk(lines: Sequence[AtRisk]) -> Finding | None:
    """How late the loans are, by how much principal lies in them, in the biggest currency."""
    lent = [one for one in lines if one.outstanding.minor]
    if not lent:
        return None
    one = max(lent, key=lambda each: each.outstanding.minor)
    parts = _by_lateness(one)
    labels = [label for label, _ in parts]
    return Finding(
        _late_words(one),
        charts.lying_bars(labels, gettext("Still lent"), [amount for _, amount in parts]),
        (column(gettext("How late")), column(gettext("Still lent"), "money")),
        tuple(parts),
        gettext("The whole loan counts as late when one of its instalments is."),
    )


def _by_lateness(one: AtRisk) -> list[tuple[str, Money]]:
    """What is lent, cut where the shares are: on time, then from each number of days on."""
    whole = one.outstanding
    shares = [(0, Fraction(1)), *one.shares]
    parts: list[tuple[str, Money]] = []
    for place, (days, share) in enumerate(shares):
        below = shares[place + 1][1] if place + 1 < len(shares) else Fraction(0)
        until = shares[place + 1][0] - 1 if place + 1 < len(shares) else 0
        facts = {"days": days, "until": until}
        if not days:
            label = gettext("On time")
        elif until:
            label = gettext("%(days)s to %(until)s days late") % facts
        else:
            label = gettext("%(days)s days late or more") % facts
        parts.append((label, whole.times(share - below)))
    return parts


def _late_words(one: AtRisk) -> str:
    late = {days: share for days, share in one.shares if share}
    amount = display.money(one.outstanding)
    if not late:
        return gettext("All of the %(amount)s that is lent is on time") % {"amount": amount}
    days = LATE_DAYS if LATE_DAYS in late else min(late)
    facts = {"share": display.percent(float(late[days])), "amount": amount, "days": days}
    text = ngettext(
        "%(share)s of the %(amount)s that is lent lies in loans %(days)s day late or more",
        "%(share)s of the %(amount)s that is lent lies in loans %(days)s days late or more",
        days,
    )
    return text % facts


def _sum(amounts: Sequence[Money], currency: str) -> Money:
    return Money(sum(one.minor for one in amounts), currency)
