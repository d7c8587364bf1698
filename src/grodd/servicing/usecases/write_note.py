"""Write a note about a loan, for the staff only."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Loan
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.people.asker import Asker
from grodd.servicing.models import LoanNote
from grodd.servicing.queries import loan_cared_for
from grodd.servicing.refusals import NoteEmpty


@transaction.atomic
def write_note(*, by: Asker, loan_id: int, text: str, key: str, at: datetime) -> LoanNote:
    """Keep what was said or seen. It stands; what was wrong is mended by the next note.

    Args:
        by: An adviser, programme manager or finance officer where the loan is lent.
        loan_id: Any loan of theirs.
        text: The words.
        key: Names the note, so that a form that is sent twice writes one.
        at: When.

    Raises:
        NotFound: There is no such loan to see.
        NotAllowed: ``by`` may not write about it.
        KeyUsedForOtherContent: The key was used with another text.
        NoteEmpty: It says nothing.
    """
    Loan.objects.select_for_update().filter(pk=loan_id).first()
    words = text.strip()
    loan = loan_cared_for(by, loan_id=loan_id)
    if known := LoanNote.objects.filter(loan=loan, key=key).first():
        if known.text != words:
            raise KeyUsedForOtherContent(key=key, field="text", before=known.text, now=words)
        return known
    if not words:
        raise NoteEmpty
    note = LoanNote.objects.create(
        loan=loan, text=words, key=key, written_by_id=by.person_id, written_at=at
    )
    audit.record(
        Stamp(at, by.key, loan.agreement.scope.organisation_id),
        action="loan.noted",
        subject=f"loan:{loan.pk}",
        facts={"note": note.pk},
    )
    return note
