"""Decide a small matter alone: the fast track."""

from datetime import datetime

from django.db import transaction

from grodd.base import clock
from grodd.decisions.models import Delegation, FastTrack, Matter
from grodd.decisions.queries import delegation_held, matter_seen_by
from grodd.decisions.refusals import AboveDelegation, AnswerNeeded, MatterDecided, NoDelegation
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.write_outcome import write_outcome
from grodd.engines.money import Money
from grodd.people.asker import Asker


@transaction.atomic
def decide_alone(*, by: Asker, matter_id: int, approve: bool, terms: Terms, at: datetime) -> Matter:
    """Decide for the body under a delegation, and write the log of the fast track.

    Raises:
        Recused: when a conflict of interest closes the matter.
        NoDelegation, AboveDelegation: when ``by`` is not trusted with this.
        MatterDecided: when it is too late.
        AnswerNeeded: when there are no reasons; the fast track always says why.
    """
    matter = matter_seen_by(by, matter_id=matter_id, lock=True)
    if matter.decided_at is not None:
        raise MatterDecided(matter=str(matter))
    delegation = delegation_held(by, matter.body, on=clock.day_of(at))
    if delegation is None:
        raise NoDelegation(body=str(matter.body))
    _check_limit(matter, delegation, terms)
    if not terms.reasons.strip():
        raise AnswerNeeded
    outcome = Matter.Outcome.APPROVED if approve else Matter.Outcome.REJECTED
    matter.meeting = None
    write_outcome(
        by=by, matter=matter, outcome=outcome, way=Matter.Way.FAST_TRACK, terms=terms, at=at
    )
    FastTrack.objects.create(
        matter=matter,
        delegation=delegation,
        decided_by_id=by.person_id,
        decided_at=at,
        reasons=matter.reasons,
    )
    return matter


def _check_limit(matter: Matter, delegation: Delegation, terms: Terms) -> None:
    minor = matter.amount_minor if terms.amount is None else terms.amount.minor
    hours = matter.hours if terms.hours is None else terms.hours
    currency = matter.currency or delegation.currency
    within = (minor or 0) <= delegation.amount_max_minor and (hours or 0) <= delegation.hours_max
    if not within or currency != delegation.currency:
        raise AboveDelegation(
            limit=Money(delegation.amount_max_minor, delegation.currency),
            hours_max=delegation.hours_max,
            amount=Money(minor or 0, currency),
            hours=hours or 0,
            body=str(matter.body),
        )
