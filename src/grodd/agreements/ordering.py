"""What every payment of an agreement asks first."""

from grodd.agreements.models import Agreement, Loan
from grodd.agreements.refusals import AgreementIsNotOpen
from grodd.engines.money import Money
from grodd.payments.models import Order


def order_key(reason: str, before: Order | None) -> str:
    """One reason is paid once; a cancelled order makes room for the next."""
    if before is None:
        return f"{reason}:1"
    number = int(before.key.rsplit(":", maxsplit=1)[1])
    return f"{reason}:{number + (before.state == Order.State.CANCELLED)}"


def left_of(loan: Loan, ordered: int) -> Money:
    """What of a loan is neither paid out nor ordered.

    One that was paid out without an order of ours came from another system, paid out whole.

    Args:
        loan: Which.
        ordered: What was ordered here (unit: minor units).
    """
    paid_before = loan.principal_minor if loan.disbursed_on and not ordered else 0
    return Money(loan.principal_minor - ordered - paid_before, loan.currency)


def refuse_unsigned(agreement: Agreement) -> None:
    """Raise AgreementIsNotOpen unless both parties have said yes."""
    if agreement.state != Agreement.State.ACCEPTED:
        raise AgreementIsNotOpen
