"""Decide the classes of lateness of a lender, and what is set aside for each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.rights import must_hold
from grodd.servicing import standards
from grodd.servicing.counting import SETTERS
from grodd.servicing.models import AgeingClass
from grodd.servicing.refusals import ClassesAreUnclear


class ClassFacts(NamedTuple):
    """A class: its first day, the share set aside, and the one for eased loans (bp)."""

    from_days: int
    provision_bp: int
    restructured_bp: int


@transaction.atomic
def set_ageing_classes(
    *, by: Asker, organisation_id: int | None, classes: Sequence[ClassFacts], at: datetime
) -> list[AgeingClass]:
    """Decide them; they hold from the next night, and what was seen before stays as it was seen.

    Args:
        by: A finance officer or administrator.
        organisation_id: The lender.
        classes: In any order.
        at: When.

    Raises:
        NotAllowed: ``by`` does not decide it.
        ClassesAreUnclear: None begins at 0 days, or two begin on the same day.
    """
    space = must_hold(by, *SETTERS, organisation_id=organisation_id)
    Organisation.objects.select_for_update().get(pk=space)
    rising = sorted(classes)
    days = [each.from_days for each in rising]
    kept = list(AgeingClass.objects.filter(organisation=space).order_by("from_days"))
    known = [ClassFacts(one.from_days, one.provision_bp, one.restructured_bp) for one in kept]
    if known == rising:
        return kept
    if days[:1] != [0] or len(set(days)) != len(days):
        raise ClassesAreUnclear(days=", ".join(map(str, days)) or "-")
    AgeingClass.objects.filter(organisation=space).delete()
    ends = [*(following - 1 for following in days[1:]), None]
    made = AgeingClass.objects.bulk_create(
        AgeingClass(organisation_id=space, name=standards.name_of(each.from_days, last),
                    **each._asdict())
        for each, last in zip(rising, ends, strict=True)
    )  # fmt: skip
    audit.record(
        Stamp(at, by.key, space), action="ageing_classes.set", subject=f"organisation:{space}",
        facts={"classes": [list(each) for each in rising]},
    )  # fmt: skip
    return made
