"""Where money is sent, checked before anything is prepared."""

from dataclasses import dataclass
from enum import StrEnum

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import luhn
from stdnum.exceptions import ValidationError

from grodd.payments.refusals import BankAccountWrong

BANKGIRO_DIGITS = (7, 8)


class AccountKind(StrEnum):
    """The kinds of account numbers that can be paid to."""

    IBAN = "iban"
    BANKGIRO = "bankgiro"


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, and where.

    Attributes:
        name: As the bank should see it.
        account: The number as typed.
        kind: What kind of number it is.
    """

    name: str
    account: str
    kind: AccountKind = AccountKind.IBAN


def written_bankgiro(number: str) -> str:
    """A bankgiro number as people write it: 5050-1055."""
    return f"{number[:-4]}-{number[-4:]}" if number else ""


def written_iban(number: str) -> str:
    """An IBAN as people write it, in groups of four."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def checked(payee: Payee) -> str:
    """The account number without spaces and hyphens.

    Raises:
        BankAccountWrong: Its check digits do not agree.
    """
    compact = payee.account.replace(" ", "").replace("-", "").upper()
    try:
        if payee.kind is AccountKind.IBAN:
            return str(IBAN(compact))
        if len(compact) in BANKGIRO_DIGITS:
            return str(luhn.validate(compact))
    except (SchwiftyException, ValidationError):
        pass
    raise BankAccountWrong(account=payee.account, kind=payee.kind.value)
