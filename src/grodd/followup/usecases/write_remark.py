"""Say something about a check-in, to those who did it."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.followup.models import CheckIn, Remark
from grodd.followup.queries import is_owned, may_coach, project_seen_by
from grodd.followup.refusals import CheckInNotDone, NothingSaid
from grodd.people.asker import Asker


@transaction.atomic
def write_remark(*, check_in_id: int, text: str, by: Asker, at: datetime) -> Remark:
    """Write under a check-in; its owner is told by mail, unless the owner wrote.

    Raises:
        NotFound: when there is none to see.
        NotAllowed: unless ``by`` coaches, manages or owns the project.
        CheckInNotDone, NothingSaid
    """
    rows = CheckIn.objects.select_for_update(of=("self",))
    check_in = (
        rows.select_related("project__owner", "project__scope").filter(pk=check_in_id).first()
    )
    if check_in is None:
        raise NotFound
    project = project_seen_by(by, project_id=check_in.project_id)
    if not may_coach(by, project) and not is_owned(by, project=project):
        raise NotAllowed
    if check_in.done_at is None:
        raise CheckInNotDone(number=check_in.number)
    if not text.strip():
        raise NothingSaid
    remark = Remark.objects.create(
        check_in=check_in, text=text.strip(), written_by_id=by.person_id, written_at=at
    )
    stamp = Stamp(at, by.key, project.scope.organisation_id)
    if project.owner_id != by.person_id:
        outbox.enqueue(
            event=f"check_in_remark:{remark.pk}",
            recipient=project.owner.audit_key,
            template="check_in_remark",
            stamp=stamp,
            facts={"title": project.title, "text": remark.text, "project": project.pk},
        )
    audit.record(
        stamp,
        action="check_in.remarked",
        subject=f"project:{project.pk}",
        facts={"number": check_in.number, "remark": remark.pk},
    )
    return remark
