"""Close a period."""

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.ledger.models import Period
from grodd.ledger.posting import lock_book
from grodd.ledger.refusals import EarlierPeriodIsOpen


@transaction.atomic
def close_period(*, period_id: int, stamp: Stamp) -> Period:
    """Close a period for good: nothing is booked in it any more.

    Raises:
        EarlierPeriodIsOpen: Periods close in order.
    """
    period = Period.objects.select_related("year").get(pk=period_id)
    lock_book(period.year.book_id)
    period.refresh_from_db(fields=["closed_at", "closed_by"])
    if period.closed_at:
        return period
    earlier = Period.objects.filter(
        year__book_id=period.year.book_id, starts_on__lt=period.starts_on, closed_at__isnull=True
    )
    if first := earlier.order_by("starts_on").first():
        raise EarlierPeriodIsOpen(earlier=first.starts_on)
    period.closed_at, period.closed_by = stamp.at, stamp.actor
    period.save(update_fields=["closed_at", "closed_by"])
    return period
