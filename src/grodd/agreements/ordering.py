"""What every payment of an agreement asks first."""

from grodd.agreements.models import Agreement
from grodd.agreements.refusals import AgreementIsNotOpen
from grodd.payments.models import Order


def order_key(reason: str, before: Order | None) -> str:
    """One reason is paid once; a cancelled order makes room for the next."""
    if before is None:
        return f"{reason}:1"
    number = int(before.key.rsplit(":", maxsplit=1)[1])
    return f"{reason}:{number + (before.state == Order.State.CANCELLED)}"


def refuse_unsigned(agreement: Agreement) -> None:
    """Raise AgreementIsNotOpen unless both parties have said yes."""
    if agreement.state != Agreement.State.ACCEPTED:
        raise AgreementIsNotOpen
