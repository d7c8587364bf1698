"""Book unused money of an award that came back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.agreements.models import Award, AwardReturn
from grodd.agreements.refusals import ReturnTooLarge
from grodd.agreements.servicing import award_standing
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.entry import Move
from grodd.ledger.queries import account_for, voucher_with
from grodd.ledger.usecases.post_voucher import post_voucher
from grodd.payments.queries import refuse_unless, treasury_of
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def return_unused(
    *, by: Asker, award_id: int, returned: Money, value_date: date, bank_reference: str,
    at: datetime,
) -> AwardReturn:  # fmt: skip
    """Book money of an award that was not used and came back.

    Args:
        by: A finance officer in the scope of the award.
        award_id: Which award.
        returned: What came in.
        value_date: The day it came.
        bank_reference: The bank's own name for it; the same one is booked once.
        at: When it is recorded.

    Raises:
        NotAllowed: ``by`` does not keep the books here.
        ReturnTooLarge: More than was paid out and not used.
        KeyUsedForOtherContent, PeriodIsClosed, YearIsMissing: As for any voucher.
    """
    awards = Award.objects.select_for_update(of=("self",)).select_related("agreement__scope")
    award = awards.get(pk=award_id)
    scope = award.agreement.scope
    treasury = treasury_of(scope.organisation_id)
    key = f"award-return:{award.pk}:{bank_reference}"
    if already := voucher_with(key, book_id=treasury.book_id):
        return _same(AwardReturn.objects.get(voucher=already), bank_reference, returned)
    refuse_unless(
        by, Role.FINANCE_OFFICER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    unused = award_standing(award).unused
    if returned > unused:
        raise ReturnTooLarge(returned=returned, unused=unused)
    stamp = Stamp(at, by.key, scope.organisation_id)
    voucher = post_voucher(
        book_id=treasury.book_id,
        key=key,
        booked_on=value_date,
        text=f"{award.agreement.title}: {bank_reference}"[:200],
        moves=[Move(treasury.bank, account_for(treasury.book_id, Purpose.AWARDS), returned)],
        stamp=stamp,
    )
    back = AwardReturn.objects.create(award=award, amount_minor=returned.minor, voucher=voucher)
    audit.record(
        stamp,
        action="award.returned",
        subject=f"award:{award.pk}",
        facts={"amount_minor": returned.minor},
    )
    return back


def _same(known: AwardReturn, reference: str, returned: Money) -> AwardReturn:
    if known.amount_minor != returned.minor:
        before = Money(known.amount_minor, returned.currency)
        field = gettext_lazy("amount")
        raise KeyUsedForOtherContent(key=reference, field=field, before=before, now=returned)
    return known
