"""Close a month of the books."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.ledger.models import Period
from grodd.ledger.usecases.close_period import close_period
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def close_month(*, by: Asker, period_id: int, at: datetime) -> Period:
    """Close a period for good.

    Raises:
        NotAllowed: ``by`` does not keep these books.
        EarlierPeriodIsOpen: Periods close in order.
    """
    organisation_id = by.organisation_id or 0
    mine = Period.objects.filter(year__book__treasury__organisation_id=organisation_id)
    if not mine.filter(pk=period_id).exists():
        raise NotFound
    refuse_unless(by, Role.FINANCE_OFFICER, organisation_id=organisation_id)
    stamp = Stamp(at, by.key, organisation_id)
    period = close_period(period_id=period_id, stamp=stamp)
    audit.record(stamp, action="period.closed", subject=f"period:{period.pk}")
    return period
