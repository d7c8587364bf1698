"""How late each loan is, and what the table of its lender sets aside for it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from grodd.engines.ageing import DueDay, days_past_due
from grodd.engines.rounding import half_even
from grodd.servicing.counting import Servicing, servicing_of
from grodd.servicing.models import AgeingClass

BP = 10_000


class Aside(NamedTuple):
    """A loan as its provision needs it (amounts in minor units)."""

    organisation_id: int
    principal: int
    overdue: int
    oldest: date | None
    is_restructured: bool


class Found(NamedTuple):
    """How late a loan is (days), and what is set aside for it (minor units)."""

    days_late: int
    minor: int


def set_aside(loans: Sequence[Aside], day: date) -> list[Found]:
    """The management provision of each loan, in their order; the booked one stands apart."""
    known: dict[int, Servicing] = {}
    shares: dict[tuple[int, int], tuple[int, int]] = {}
    found: list[Found] = []
    for loan in loans:
        servicing = known.get(loan.organisation_id)
        if servicing is None:
            servicing = known[loan.organisation_id] = servicing_of(loan.organisation_id)
        late = days_late(loan, day, servicing)
        share = shares.get((loan.organisation_id, late))
        if share is None:
            share = shares[loan.organisation_id, late] = _shares(servicing, late)
        found.append(Found(late, half_even(loan.principal * share[loan.is_restructured], BP)))
    return found


def days_late(loan: Aside, day: date, servicing: Servicing) -> int:
    """Days past due, as the lender counts them; 0 within its tolerance."""
    if loan.oldest is None or loan.overdue <= servicing.rule.tolerance_minor:
        return 0
    return days_past_due(loan.oldest, day, counting(servicing))


def counting(servicing: Servicing) -> DueDay:
    """Whether the due day itself counts."""
    return DueDay.COUNTED if servicing.rule.due_day_counts else DueDay.NOT_COUNTED


def class_of(servicing: Servicing, late: int) -> AgeingClass | None:
    """The class of a loan so many days late; None where the lowest begins later."""
    reached = [each for each in servicing.classes if each.from_days <= late]
    return reached[-1] if reached else None


def _shares(servicing: Servicing, late: int) -> tuple[int, int]:
    """The share set aside for a loan so late, and the one where its plan was eased (bp)."""
    reached = class_of(servicing, late)
    return (reached.provision_bp, reached.restructured_bp) if reached else (0, 0)
