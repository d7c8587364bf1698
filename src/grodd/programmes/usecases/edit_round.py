"""Change a round."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import round_managed_by
from grodd.programmes.refusals import (
    BudgetBelowCommitted,
    RoundDatesWrong,
    RoundOver,
    RoundPublished,
)
from grodd.programmes.words import RoundPlan

FIXED_WHEN_PUBLISHED = ("opens_at", "is_blind", "reviews_needed")


@transaction.atomic
def edit_round(*, round_id: int, plan: RoundPlan, by: Asker, at: datetime) -> Round:
    """Write ``plan`` on a round. After publication only words, last day and budget change.

    Raises:
        RoundOver: when it was closed.
        RoundPublished: when something that applicants rely on would change.
        BudgetBelowCommitted: when more was promised than the new budget holds.
        RoundDatesWrong: when it would close before it opens.
    """
    held = round_managed_by(by, round_id=round_id, lock=True)
    _check(held, plan)
    held.name, held.description = dict(plan.name), dict(plan.description)
    held.easy = dict(plan.easy)
    held.opens_at, held.closes_at = plan.opens_at, plan.closes_at
    held.budget_minor, held.budget_hours = plan.budget.minor, plan.budget_hours
    held.is_blind, held.reviews_needed = plan.is_blind, plan.reviews_needed
    held.save()
    audit.record(
        Stamp(at, by.key, held.programme.organisation_id),
        action="round.edited",
        subject=f"round:{held.pk}",
        facts={
            "budget_minor": held.budget_minor,
            "budget_hours": held.budget_hours,
            "closes_at": held.closes_at.isoformat() if held.closes_at else None,
        },
    )
    return held


def _check(held: Round, plan: RoundPlan) -> None:
    assert plan.budget.currency == held.currency, plan.budget
    if held.closed_at:
        raise RoundOver(round=str(held), closed=held.closed_at)
    changed = any(getattr(held, name) != getattr(plan, name) for name in FIXED_WHEN_PUBLISHED)
    if held.published_at and changed:
        raise RoundPublished(round=str(held))
    if plan.closes_at and plan.closes_at <= plan.opens_at:
        raise RoundDatesWrong(opens=plan.opens_at, closes=plan.closes_at)
    if plan.budget.minor < held.committed_minor or plan.budget_hours < held.committed_hours:
        raise BudgetBelowCommitted(
            committed=Money(held.committed_minor, held.currency), hours=held.committed_hours
        )
