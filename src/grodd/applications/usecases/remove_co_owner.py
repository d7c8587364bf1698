"""Take back an invitation, or end someone's part."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import CoOwner
from grodd.applications.queries import application_seen_by, is_owner, locked
from grodd.applications.refusals import OwnerOnly
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker


@transaction.atomic
def remove_co_owner(*, application_id: int, co_owner_id: int, by: Asker, at: datetime) -> CoOwner:
    """End a co-owner's part. The owner may; co-owners may leave themselves.

    Raises:
        OwnerOnly: when another co-owner tries.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    held = (
        CoOwner.objects.select_for_update().filter(pk=co_owner_id, application=application).first()
    )
    if held is None:
        raise NotFound
    if held.removed_at:
        return held
    if not is_owner(by, application) and held.person_id != by.person_id:
        raise OwnerOnly(owner=str(application.owner))
    held.removed_at = at
    held.save(update_fields=["removed_at"])
    audit.record(
        Stamp(at, by.key, application.round.programme.organisation_id),
        action="application.co_owner_removed",
        subject=f"application:{application.pk}",
        facts={"co_owner": held.pk},
    )
    return held
