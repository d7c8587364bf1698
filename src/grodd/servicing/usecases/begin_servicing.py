"""Let a lender begin with what everyone begins with."""

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.servicing.counting import usual_classes, usual_rule
from grodd.servicing.models import AgeingClass, ServicingRule


@transaction.atomic
def begin_servicing(*, organisation_id: int, stamp: Stamp) -> ServicingRule:
    """Write the usual rule and classes, once; the lender changes them as it likes.

    Args:
        organisation_id: The lender. Who may open its books was asked before.
        stamp: When and by whom.
    """
    if known := ServicingRule.objects.filter(organisation=organisation_id).first():
        return known
    rule = usual_rule(organisation_id)
    rule.save(force_insert=True)
    AgeingClass.objects.bulk_create(usual_classes(organisation_id))
    audit.record(stamp, action="servicing.begun", subject=f"organisation:{organisation_id}")
    return rule
