"""Write down what was decided. Every way of deciding ends here."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter
from grodd.decisions.refusals import AnswerNeeded
from grodd.decisions.terms import Terms
from grodd.people.asker import Asker


@transaction.atomic
def write_outcome(
    *, by: Asker, matter: Matter, outcome: Matter.Outcome, way: Matter.Way, terms: Terms,
    at: datetime,
) -> Matter:  # fmt: skip
    """Close a locked matter.

    Raises:
        AnswerNeeded: when a no has no reasons or no next step.
    """
    yes = outcome is Matter.Outcome.APPROVED
    if not yes and not (terms.reasons.strip() and terms.next_step.strip()):
        raise AnswerNeeded
    matter.outcome, matter.way, matter.decided_at = outcome, way, at
    matter.reasons = terms.reasons.strip()
    matter.next_step = terms.next_step.strip()
    matter.conditions = terms.conditions.strip()
    if yes:
        given = terms.amount
        matter.amount_decided_minor = matter.amount_minor if given is None else given.minor
        matter.hours_decided = matter.hours if terms.hours is None else terms.hours
    matter.save()
    audit.record(
        Stamp(at, by.key, matter.body.scope.organisation_id),
        action="matter.decided",
        subject=f"matter:{matter.pk}",
        facts={
            "outcome": outcome.value,
            "way": way.value,
            "amount_minor": matter.amount_decided_minor,
            "hours": matter.hours_decided,
        },
    )
    return matter
