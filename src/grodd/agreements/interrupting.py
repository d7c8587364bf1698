"""Writing down what counts the time of a claim anew. Callers hold the loan."""

from datetime import date

from grodd.agreements.claim_words import frozen, interruption_paper
from grodd.agreements.limitation import CLAIMED, limitation_on
from grodd.agreements.models import Interruption, Loan
from grodd.agreements.refusals import ClaimHasLapsed, NothingIsClaimed
from grodd.agreements.servicing import standing_of
from grodd.base import audit, clock, outbox
from grodd.base.audit import Stamp

Kind = Interruption.Kind


def refuse_unless_claimed(loan: Loan, day: date) -> date:
    """The day the claim lapses, if nothing more happens.

    Raises:
        NothingIsClaimed: Nothing is owed.
        ClaimHasLapsed: The time had run out on that day.
        RuleMissing: Nobody recorded how long a claim stands.
    """
    if loan.state not in CLAIMED or loan.disbursed_on is None:
        raise NothingIsClaimed(loan=loan.reference)
    lapses = limitation_on(loan, day).lapses
    if lapses < day:
        raise ClaimHasLapsed(loan=loan.reference, day=lapses)
    return lapses


def write_letter(loan: Loan, *, by_id: int | None, stamp: Stamp) -> Interruption:
    """Write the letter of the day, put it in the outbox and count the time anew, once a day.

    Raises:
        NothingIsClaimed, ClaimHasLapsed, RuleMissing: See ``refuse_unless_claimed``.
    """
    day = clock.day_of(stamp.at)
    key = f"letter:{day.isoformat()}"
    if already := loan.interruptions.filter(key=key).first():
        return already
    lapses = refuse_unless_claimed(loan, day)
    borrower = loan.agreement.recipient
    standing = standing_of(loan, day)
    content = frozen(
        lambda: interruption_paper(loan, standing, borrower=borrower.name, lapses=lapses)
    )
    letter = Interruption.objects.create(
        loan=loan,
        kind=Kind.LETTER,
        day=day,
        content=content,
        key=key,
        recorded_by_id=by_id,
        recorded_at=stamp.at,
    )
    words = content.get(borrower.language) or content["en"]
    lines = [*words["paragraphs"], "\n".join(": ".join(pair) for pair in words["facts"])]
    outbox.enqueue(
        event=f"interruption_letter:{letter.pk}",
        recipient=borrower.audit_key,
        template="interruption_letter",
        stamp=stamp,
        facts={"interruption": letter.pk, "title": words["title"], "text": "\n\n".join(lines)},
    )
    write_down(letter, stamp)
    return letter


def write_down(row: Interruption, stamp: Stamp) -> None:
    """Tell the audit trail."""
    audit.record(
        stamp,
        action=f"interruption.{row.kind}",
        subject=f"loan:{row.loan_id}",
        facts={"interruption": row.pk, "day": row.day.isoformat()},
    )
