"""Ask for the payment of a part of an award."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from grodd.agreements.models import AwardInstalment
from grodd.agreements.ordering import order_key, refuse_unsigned
from grodd.agreements.refusals import CheckInAwaited
from grodd.engines.money import Money
from grodd.followup.models import CheckIn
from grodd.ledger.charts import Purpose
from grodd.ledger.queries import account_for
from grodd.payments.models import Order
from grodd.payments.payees import Payee
from grodd.payments.queries import treasury_of
from grodd.payments.usecases.prepare_order import Wish, prepare_order
from grodd.people.asker import Asker


@transaction.atomic
def order_instalment(
    *, by: Asker, instalment_id: int, payee: Payee, due_on: date, at: datetime
) -> Order:
    """Prepare the payment of one part of an award. A second person approves it.

    Raises:
        AgreementIsNotOpen: Both parties have not said yes.
        CheckInAwaited: The part is paid after a check-in that is not done.
        NotAllowed, BankAccountWrong, AccountTooLow, KeyUsedForOtherContent: As for any order.
    """
    rows = AwardInstalment.objects.select_for_update(of=("self",))
    instalment = rows.select_related("award__agreement__scope", "order").get(pk=instalment_id)
    award, agreement = instalment.award, instalment.award.agreement
    refuse_unsigned(agreement)
    _refuse_before_check_in(instalment)
    book_id = treasury_of(agreement.scope.organisation_id).book_id
    facts = {"title": agreement.title, "number": instalment.number}
    wish = Wish(
        key=order_key(f"award:{award.pk}:{instalment.number}", instalment.order),
        scope=agreement.scope,
        payee=payee,
        amount=Money(instalment.amount_minor, award.currency),
        debit=account_for(book_id, Purpose.AWARDS),
        text=(gettext("Award %(title)s, part %(number)s") % facts)[:140],
        due_on=due_on,
        dimensions={"scope": agreement.scope_id, "award": award.pk},
    )
    instalment.order = prepare_order(by=by, wish=wish, at=at)
    instalment.save(update_fields=["order"])
    return instalment.order


def _refuse_before_check_in(instalment: AwardInstalment) -> None:
    number = instalment.after_check_in
    done = CheckIn.objects.filter(
        project__agreement=instalment.award.agreement_id, number=number, done_at__isnull=False
    )
    if number and not done.exists():
        raise CheckInAwaited(number=number)
