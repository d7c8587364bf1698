"""What the money of a lender has grown by: all that went out, all that came back, what is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from grodd.agreements.models import LoanEvent
from grodd.engines.effective_rate import Flow
from grodd.engines.forecast import effective_return
from grodd.reports.lending.seen import Lender

Kind = LoanEvent.Kind
OUT = frozenset({Kind.DRAW, Kind.OPENING, Kind.RETURN})
ARREAR_PRINCIPAL = -1
"""Where the principal stands in an instalment that was late when a loan was taken over."""


@dataclass(frozen=True, slots=True)
class Grown:
    """How the money grew.

    Attributes:
        rate: A share of one a year; None where nothing went out or no day has passed.
        came, went: All that came back and all that went out (unit: minor units).
    """

    rate: float | None
    came: int
    went: int


def grown(lender: Lender, currency: str, *, worth: int, on: date) -> Grown:
    """The effective return on all loans of a lender in a currency (two queries).

    Args:
        lender: Whose.
        currency: The loans in it.
        worth: What is lent on ``on``, less what is set aside or kept (unit: minor units).
        on: The last day.
    """
    flows = list(_flows(lender, currency, on))
    rate = effective_return(flows, worth, on)
    came = -sum(flow.minor for flow in flows if flow.minor < 0)
    return Grown(rate, came, sum(flow.minor for flow in flows if flow.minor > 0))


def _flows(lender: Lender, currency: str, on: date) -> Iterator[Flow]:
    events = LoanEvent.objects.filter(
        loan__agreement__scope_id__in=list(lender.names),
        loan__currency=currency,
        day__lte=on,
        reversed_by__isnull=True,
    ).order_by()
    moved = events.filter(kind__in=[*OUT, Kind.PAYMENT]).values_list("day", "kind")
    for day, kind, sum_minor in moved.annotate(sum=Sum("amount_minor")):
        if sum_minor:
            yield Flow(day, sum_minor if kind in OUT else -sum_minor)
    # The amount of an opening is what had not fallen due; what was late stands in its terms.
    taken = events.filter(kind=Kind.OPENING).values_list("day", "terms__arrears")
    for day, arrears in taken:
        if late := sum(each[ARREAR_PRINCIPAL] for each in arrears or ()):
            yield Flow(day, late)
