"""Let a decision be told."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.decisions.models import Matter
from grodd.decisions.queries import manages, matter_seen_by
from grodd.decisions.refusals import MatterNotDecided
from grodd.people.asker import Asker


@transaction.atomic
def release_matter(*, by: Asker, matter_id: int, at: datetime) -> Matter:
    """End the embargo: whoever applied sees the decision from here on.

    Raises:
        NotAllowed: when ``by`` does not set up the body.
        MatterNotDecided: when there is nothing to tell.
    """
    matter = matter_seen_by(by, matter_id=matter_id, lock=True)
    if not manages(by, matter.body):
        raise NotAllowed
    if matter.released_at is not None:
        return matter
    if matter.decided_at is None:
        raise MatterNotDecided(matter=str(matter))
    matter.released_at = at
    matter.save(update_fields=["released_at"])
    audit.record(
        Stamp(at, by.key, matter.body.scope.organisation_id),
        action="matter.released",
        subject=f"matter:{matter.pk}",
    )
    return matter
