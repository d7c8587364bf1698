"""Note that a person takes no part in a matter."""

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter, Recusal, Vote
from grodd.decisions.refusals import MatterDecided


@transaction.atomic
def recuse(*, matter_id: int, person_id: int, reason: str, stamp: Stamp) -> Recusal:
    """The person neither reads, votes nor counts here. A vote given before is dropped.

    Who may say so is the caller's to check: a conflict of interest is copied from a case, or a
    member declares it.

    Raises:
        MatterDecided: when the matter is decided already.
    """
    matter = Matter.objects.select_for_update().get(pk=matter_id)
    already = Recusal.objects.filter(matter=matter, person_id=person_id).first()
    if already is not None:
        return already
    if matter.decided_at is not None:
        raise MatterDecided(matter=str(matter))
    Vote.objects.filter(matter=matter, seat__person_id=person_id).delete()
    row = Recusal.objects.create(
        matter=matter, person_id=person_id, reason=reason, recused_at=stamp.at
    )
    audit.record(
        stamp,
        action="matter.recused",
        subject=f"matter:{matter.pk}",
        facts={"person": person_id},
    )
    return row
