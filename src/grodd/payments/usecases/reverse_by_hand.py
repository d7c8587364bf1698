"""Reverse a voucher by hand."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.ledger.models import Voucher
from grodd.ledger.usecases.reverse_voucher import reverse_voucher
from grodd.payments.queries import refuse_unless
from grodd.payments.refusals import ReverseAtItsSource
from grodd.payments.usecases.book_by_hand import HAND
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def reverse_by_hand(
    *, by: Asker, voucher_id: int, booked_on: date, reason: str, at: datetime
) -> Voucher:
    """Book the opposite of a voucher that was booked by hand. Both stay and point at each other.

    Raises:
        NotAllowed: ``by`` does not keep these books.
        ReverseAtItsSource: It was not booked by hand.
        PeriodIsClosed, AccountTooLow: As for any voucher.
    """
    organisation_id = by.organisation_id or 0
    mine = Voucher.objects.select_for_update(of=("self",)).select_related("series")
    voucher = mine.filter(pk=voucher_id, book__treasury__organisation_id=organisation_id).first()
    if voucher is None:
        raise NotFound
    refuse_unless(by, Role.FINANCE_OFFICER, organisation_id=organisation_id)
    if not voucher.key.startswith(HAND):
        raise ReverseAtItsSource(voucher=str(voucher))
    stamp = Stamp(at, by.key, organisation_id)
    reversal = reverse_voucher(
        voucher_id=voucher.pk,
        key=f"reverse:{voucher.pk}",
        booked_on=booked_on,
        text=f"{voucher}: {reason}"[:200],
        stamp=stamp,
    )
    audit.record(
        stamp,
        action="voucher.reversed",
        subject=f"voucher:{voucher.pk}",
        facts={"by": reversal.pk, "reason": reason},
    )
    return reversal
