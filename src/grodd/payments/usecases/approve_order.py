"""Approve a payment order."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.ledger.models import Voucher
from grodd.ledger.usecases.end_reservation import end_reservation
from grodd.payments.models import Order
from grodd.payments.queries import refuse_unless
from grodd.payments.refusals import OrderIsNotOpen, SecondPersonNeeded
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def approve_order(*, by: Asker, order_id: int, paid_on: date, at: datetime) -> Voucher:
    """Pay what another person prepared: the held money is booked as paid.

    Args:
        by: A finance officer in the scope, not the one who prepared it.
        order_id: Which order.
        paid_on: The day it is booked on; its period must be open.
        at: When.

    Raises:
        NotAllowed, SecondPersonNeeded: ``by`` may not approve this one.
        OrderIsNotOpen: It was cancelled.
        PeriodIsClosed, YearIsMissing: The day cannot be booked on.
    """
    orders = Order.objects.select_for_update(of=("self",)).select_related("treasury", "scope")
    order = orders.get(pk=order_id)
    if order.state == Order.State.PAID and order.voucher:
        return order.voucher
    organisation_id = order.scope.organisation_id
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=organisation_id, scope_id=order.scope_id
    )
    if order.prepared_by_id == by.person_id:
        raise SecondPersonNeeded
    if order.state != Order.State.PREPARED:
        raise OrderIsNotOpen
    stamp = Stamp(at, by.key, organisation_id)
    voucher = end_reservation(
        book_id=order.treasury.book_id,
        key=f"order:{order.pk}",
        stamp=stamp,
        paid_on=paid_on,
        text=f"{order.text}, {order.payee_name}"[:200],
    )
    assert voucher is not None, order.pk
    order.state, order.voucher = Order.State.PAID, voucher
    order.approved_by_id, order.approved_at = by.person_id, at
    order.save(update_fields=["state", "voucher", "approved_by", "approved_at"])
    audit.record(
        stamp,
        action="order.approved",
        subject=f"order:{order.pk}",
        facts={"voucher": voucher.pk, "paid_on": paid_on.isoformat()},
    )
    return voucher
