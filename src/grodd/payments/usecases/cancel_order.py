"""Cancel a payment order."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.ledger.usecases.end_reservation import end_reservation
from grodd.payments.models import Order
from grodd.payments.queries import PREPARERS, refuse_unless
from grodd.payments.refusals import OrderIsNotOpen
from grodd.people.asker import Asker


@transaction.atomic
def cancel_order(*, by: Asker, order_id: int, reason: str, at: datetime) -> Order:
    """Let a prepared payment go: the money is free again.

    Raises:
        NotAllowed: ``by`` does not prepare payments here.
        OrderIsNotOpen: It was paid.
    """
    orders = Order.objects.select_for_update(of=("self",)).select_related("treasury", "scope")
    order = orders.get(pk=order_id)
    if order.state == Order.State.CANCELLED:
        return order
    organisation_id = order.scope.organisation_id
    refuse_unless(by, *PREPARERS, organisation_id=organisation_id, scope_id=order.scope_id)
    if order.state != Order.State.PREPARED:
        raise OrderIsNotOpen
    stamp = Stamp(at, by.key, organisation_id)
    end_reservation(book_id=order.treasury.book_id, key=f"order:{order.pk}", stamp=stamp)
    order.state, order.cancelled_reason = Order.State.CANCELLED, reason
    order.save(update_fields=["state", "cancelled_reason"])
    audit.record(
        stamp, action="order.cancelled", subject=f"order:{order.pk}", facts={"reason": reason}
    )
    return order
