"""Propose that somebody else takes over a loan."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from grodd.agreements.claim_words import Change, frozen, takeover_paper
from grodd.agreements.document import sha256_of
from grodd.agreements.models import Loan, Takeover
from grodd.agreements.queries import manages
from grodd.agreements.refusals import (
    BorrowerCannotChange,
    BorrowerUnknown,
    SameBorrower,
    SamePersonOnBothSides,
    TakeoverAwaited,
)
from grodd.agreements.servicing import standing_of
from grodd.agreements.takeovers import message_facts
from grodd.agreements.telling import locked_loan, refuse_without_reason
from grodd.base import audit, clock, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker
from grodd.people.models import Person

OWED = (Loan.State.REPAYING, Loan.State.TERMINATED, Loan.State.WRITTEN_OFF)


@transaction.atomic
def propose_takeover(
    *, by: Asker, loan_id: int, email: str, keeps: Sequence[int], reason: str, at: datetime
) -> Takeover:
    """Write the document and ask those whom it concerns. Nothing changes until all have agreed.

    The proposal is the lender's own yes. What stands behind the loan and is not among ``keeps``
    is released when it happens: a surety is given for one borrower, not for another.

    Args:
        by: A programme manager in the scope of the loan.
        loan_id: A loan that is owed: being repaid, called in, or written off.
        email: The address that the new borrower signs in with.
        keeps: The securities that stay, each if who gave it agrees on paper.
        reason: Why.
        at: When.

    Raises:
        NotAllowed: ``by`` does not manage the programme.
        TakeoverAwaited: Another one waits for its answers.
        ReasonForChange, BorrowerCannotChange: It does not fit the loan.
        BorrowerUnknown, SameBorrower, SamePersonOnBothSides: It does not fit the person.
        RuleMissing: Something is late, and no reference rate is recorded.
    """
    loan = locked_loan(loan_id)
    new = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if waiting := loan.takeovers.filter(state=Takeover.State.PROPOSED).first():
        return _same(waiting, new, keeps)
    if not manages(by, loan.agreement):
        raise NotAllowed
    refuse_without_reason(reason)
    if loan.state not in OWED:
        raise BorrowerCannotChange(loan=loan.reference)
    if new is None:
        raise BorrowerUnknown(email=email.strip())
    old = loan.agreement.recipient
    if new.pk == old.pk:
        raise SameBorrower(name=old.name)
    if by.person_id in {old.pk, new.pk}:
        raise SamePersonOnBothSides
    stamp = Stamp(at, by.key, loan.agreement.scope.organisation_id)
    takeover = _written(loan, new, keeps, stamp)
    takeover.reason, takeover.proposed_by_id = reason.strip(), by.person_id
    takeover.save(force_insert=True)
    takeover.keeps.set(keeps)
    _tell(takeover, stamp)
    return takeover


def _same(waiting: Takeover, new: Person | None, keeps: Sequence[int]) -> Takeover:
    """The same proposal again is the first one; another has to wait."""
    kept = set(waiting.keeps.values_list("pk", flat=True))
    if new is not None and waiting.new_id == new.pk and kept == set(keeps):
        return waiting
    raise TakeoverAwaited(name=waiting.new.name)


def _written(loan: Loan, new: Person, keeps: Sequence[int], stamp: Stamp) -> Takeover:
    standing_now = list(loan.securities.filter(released_on__isnull=True))
    stays = [each for each in standing_now if each.pk in keeps]
    assert len(stays) == len(set(keeps)), (loan.pk, keeps)
    change = Change(
        loan=loan,
        standing=standing_of(loan, clock.day_of(stamp.at)),
        old=loan.agreement.recipient.name,
        new=new.name,
        stays=stays,
        goes=[each for each in standing_now if each.pk not in keeps],
    )
    content = frozen(lambda: takeover_paper(change))
    return Takeover(
        loan=loan,
        old=loan.agreement.recipient,
        new=new,
        content=content,
        content_sha256=sha256_of(content),
        proposed_at=stamp.at,
    )


def _tell(takeover: Takeover, stamp: Stamp) -> None:
    for person in (takeover.old, takeover.new):
        outbox.enqueue(
            event=f"takeover_proposed:{takeover.pk}",
            recipient=person.audit_key,
            template="takeover_proposed",
            stamp=stamp,
            facts=message_facts(takeover),
        )
    audit.record(
        stamp,
        action="takeover.proposed",
        subject=f"loan:{takeover.loan_id}",
        facts={
            "takeover": takeover.pk,
            "new": takeover.new.audit_key,
            "sha256": takeover.content_sha256,
        },
    )
