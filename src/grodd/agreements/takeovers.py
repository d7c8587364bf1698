"""A takeover of a loan while it waits for its answers. Callers that write hold the loan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grodd.agreements.models import Security, Takeover, TakeoverConsent
from grodd.agreements.telling import locked_loan

ConsentParty = TakeoverConsent.Party


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody whose yes is missing; ``security`` says which guarantor."""

    party: TakeoverConsent.Party
    name: str
    security: Security | None = None


def locked_takeover(takeover_id: int) -> Takeover:
    """The takeover with its loan, both held until the transaction ends: the loan first."""
    loan = locked_loan(Takeover.objects.values_list("loan_id", flat=True).get(pk=takeover_id))
    rows = Takeover.objects.select_for_update(of=("self",)).select_related("old", "new")
    takeover = rows.get(pk=takeover_id)
    takeover.loan = loan
    return takeover


def awaited(takeover: Takeover) -> Sequence[Awaited]:
    """Who has not agreed yet: the old borrower, the new one, and each guarantor who stays."""
    given = {(each.party, each.security_id) for each in takeover.consents.all()}
    asked = [
        Awaited(TakeoverConsent.Party.OLD, takeover.old.name),
        Awaited(TakeoverConsent.Party.NEW, takeover.new.name),
    ]
    asked += [
        Awaited(TakeoverConsent.Party.SECURITY, each.given_by, each)
        for each in takeover.keeps.all()
        if each.released_on is None
    ]
    return [
        each
        for each in asked
        if (each.party, each.security.pk if each.security else None) not in given
    ]


def message_facts(takeover: Takeover) -> dict[str, Any]:
    """What every message about it says."""
    return {
        "takeover": takeover.pk,
        "loan": takeover.loan.reference,
        "old": takeover.old.name,
        "new": takeover.new.name,
        "reason": takeover.cancelled_reason,
    }
