"""Keep what was typed in a check-in until it is sent."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from grodd.followup.models import CheckIn, Project
from grodd.followup.queries import check_in_of
from grodd.followup.refusals import CheckInDone, ProjectEnded
from grodd.people.asker import Asker

LENGTH_MAX = 10_000


@transaction.atomic
def save_check_in(
    *, check_in_id: int, typed: Mapping[str, str], by: Asker, at: datetime
) -> CheckIn:
    """Keep the answers as they were typed, right or wrong. The audit trail hears when it is sent.

    Raises:
        NotFound, ProjectEnded, CheckInDone
    """
    assert at.tzinfo is not None, at
    check_in_of(by, check_in_id=check_in_id)
    rows = CheckIn.objects.select_for_update(of=("self",)).select_related("project")
    check_in = rows.get(pk=check_in_id)
    if check_in.project.state != Project.State.RUNNING:
        raise ProjectEnded(project=check_in.project.title)
    if check_in.done_at is not None:
        raise CheckInDone(number=check_in.number, at=check_in.done_at)
    check_in.draft = {name: text[:LENGTH_MAX] for name, text in typed.items()}
    check_in.save(update_fields=["draft"])
    return check_in
