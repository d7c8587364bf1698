"""Declare an interest of one's own in a matter."""

from datetime import datetime

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.decisions.models import Recusal
from grodd.decisions.queries import matter_seen_by
from grodd.decisions.usecases.recuse import recuse
from grodd.people.asker import Asker


@transaction.atomic
def recuse_self(*, by: Asker, matter_id: int, reason: str, at: datetime) -> Recusal:
    """Step out of a matter. See ``recuse``."""
    matter = matter_seen_by(by, matter_id=matter_id)
    return recuse(
        matter_id=matter.pk,
        person_id=by.person_id,
        reason=reason.strip(),
        stamp=Stamp(at, by.key, matter.body.scope.organisation_id),
    )
