"""Choose which body decides on a programme's applications."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.queries import body_seen_by
from grodd.people.asker import Asker
from grodd.programmes.models import Programme
from grodd.programmes.queries import programme_managed_by


@transaction.atomic
def choose_body(*, programme_id: int, body_id: int, by: Asker, at: datetime) -> Programme:
    """From now on ``body_id`` decides; what is before another body already stays there.

    Raises:
        NotFound: when the body belongs to another organisation, or is not the asker's to see.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    body = body_seen_by(by, body_id=body_id)
    if programme.body_id == body.pk:
        return programme
    if body.scope.organisation_id != programme.organisation_id:
        raise NotFound
    programme.body = body
    programme.save(update_fields=["body"])
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.body_chosen",
        subject=f"programme:{programme.pk}",
        facts={"body": body.pk},
    )
    return programme
