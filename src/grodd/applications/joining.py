"""Becoming a co-owner: the same, whether by the token of a mail or signed in with its address."""

from datetime import datetime

from grodd.applications.access import let_in
from grodd.applications.models import CoOwner
from grodd.applications.refusals import InvitationOver
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker


def join(held: CoOwner, by: Asker, at: datetime) -> CoOwner:
    """Make ``by`` a co-owner; the caller holds the lock on the invitation.

    Raises:
        InvitationOver: when someone else used it.
    """
    application = held.application
    programme = application.round.programme
    if held.person_id == by.person_id:
        return held
    if held.accepted_at or application.owner_id == by.person_id:
        raise InvitationOver
    held.person_id, held.accepted_at = by.person_id, at
    held.save(update_fields=["person", "accepted_at"])
    let_in(by.person_id, programme, at=at)
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="application.co_owner_accepted",
        subject=f"application:{application.pk}",
        facts={"co_owner": held.pk},
    )
    return held
