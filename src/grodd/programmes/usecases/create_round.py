"""Plan a round."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.translated import said
from grodd.people.asker import Asker
from grodd.programmes.models import Programme, Round
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import RoundDatesWrong
from grodd.programmes.words import RoundPlan


@transaction.atomic
def create_round(*, programme_id: int, plan: RoundPlan, by: Asker, at: datetime) -> Round:
    """Make a round that nobody sees before it is published.

    Raises:
        RoundDatesWrong: when it would close before it opens.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    if plan.closes_at and plan.closes_at <= plan.opens_at:
        raise RoundDatesWrong(opens=plan.opens_at, closes=plan.closes_at)
    made = Round.objects.create(
        programme=programme,
        key=_free_key(programme, plan),
        name=dict(plan.name),
        description=dict(plan.description),
        easy=dict(plan.easy),
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        currency=plan.budget.currency,
        budget_minor=plan.budget.minor,
        budget_hours=plan.budget_hours,
        is_blind=plan.is_blind,
        reviews_needed=plan.reviews_needed,
    )
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="round.created",
        subject=f"round:{made.pk}",
        facts={"programme": programme.pk, "key": made.key},
    )
    return made


def _free_key(programme: Programme, plan: RoundPlan) -> str:
    organisation = programme.organisation
    name = said(plan.name, organisation.default_language)
    wished = slugify(f"{organisation.key} {name}")[:70].strip("-")
    taken = set(Round.objects.filter(key__startswith=wished).values_list("key", flat=True))
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wished, *numbered) if key not in taken)
