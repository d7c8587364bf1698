"""Record a demand, an acknowledgement or a step in court from which the time is counted anew."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from grodd.agreements.interrupting import refuse_unless_claimed, write_down
from grodd.agreements.models import Interruption
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import InterruptionOutOfTime
from grodd.agreements.telling import locked_loan, refuse_without_reason
from grodd.base import clock
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Reached:
    """What reached the borrower, or came from them.

    Attributes:
        key: Names it, so that a form sent twice records it once.
        kind: A demand, an acknowledgement, or a step in court.
        day: When it reached them.
        note: How one can show it, such as a receipt of the post.
    """

    key: str
    kind: Interruption.Kind
    day: date
    note: str


@transaction.atomic
def record_interruption(*, by: Asker, loan_id: int, reached: Reached, at: datetime) -> Interruption:
    """Write down what counts the time anew. A payment does so by itself.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan on which something is owed.
        reached: What, and when.
        at: When it is told.

    Raises:
        NotAllowed, ReasonForChange: See ``change_terms``.
        KeyUsedForOtherContent: The key named something else.
        InterruptionOutOfTime: A day before the money, or one that has not come.
        NothingIsClaimed, ClaimHasLapsed, RuleMissing: See ``send_interruption``.
    """
    loan = locked_loan(loan_id)
    if known := loan.interruptions.filter(key=reached.key).first():
        return _same(known, reached)
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    refuse_without_reason(reached.note)
    refuse_unless_claimed(loan, clock.day_of(at))
    assert loan.disbursed_on is not None, loan.pk
    if not loan.disbursed_on <= reached.day <= clock.day_of(at):
        raise InterruptionOutOfTime(day=reached.day, first=loan.disbursed_on)
    made = Interruption.objects.create(
        loan=loan,
        kind=reached.kind,
        day=reached.day,
        note=reached.note.strip(),
        key=reached.key,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    write_down(made, Stamp(at, by.key, scope.organisation_id))
    return made


def _same(known: Interruption, reached: Reached) -> Interruption:
    told = {"kind": (known.kind, reached.kind.value), "day": (known.day, reached.day)}
    for name, (before, now) in told.items():
        if before != now:
            raise KeyUsedForOtherContent(key=reached.key, field=name, before=before, now=now)
    return known
