"""Say which account an organisation is paid to."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.payments.models import Treasury
from grodd.payments.payees import AccountKind, Payee, checked
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role


@transaction.atomic
def say_where_to_pay(
    *, by: Asker, organisation_id: int, bankgiro: str, iban: str, at: datetime
) -> Treasury:
    """Say which account borrowers pay to; every notice, reminder and demand prints it.

    Args:
        by: A finance officer of the whole organisation.
        organisation_id: Whose account.
        bankgiro: Its bankgiro number, or nothing.
        iban: Its IBAN, or nothing.
        at: When.

    Raises:
        NotAllowed: ``by`` does not keep these books.
        BankAccountWrong: A number has a slip in it.
    """
    treasury = Treasury.objects.select_for_update().get(organisation_id=organisation_id)
    said = (_checked(bankgiro, AccountKind.BANKGIRO), _checked(iban, AccountKind.IBAN))
    if said == (treasury.bankgiro, treasury.iban):
        return treasury
    refuse_unless(by, Role.FINANCE_OFFICER, organisation_id=organisation_id)
    before = {"bankgiro_before": treasury.bankgiro, "iban_before": treasury.iban}
    treasury.bankgiro, treasury.iban = said
    treasury.save(update_fields=["bankgiro", "iban"])
    audit.record(
        Stamp(at, by.key, organisation_id),
        action="treasury.account",
        subject=f"treasury:{treasury.pk}",
        facts={**before, "bankgiro": treasury.bankgiro, "iban": treasury.iban},
    )
    return treasury


def _checked(number: str, kind: AccountKind) -> str:
    return checked(Payee("", number, kind)) if number.strip() else ""
