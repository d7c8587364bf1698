"""Say when a loan is looked at again."""

from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan
from grodd.people.asker import Asker
from grodd.servicing.models import LoanCard
from grodd.servicing.queries import card_of, loan_cared_for
from grodd.servicing.usecases.keep_card import CardFacts, keep_card


@transaction.atomic
def set_review(*, by: Asker, loan_id: int, review_on: date | None, at: datetime) -> LoanCard:
    """Set the day of the next review, or None for no more; the rest of the card stays.

    Args:
        by: An adviser, programme manager or finance officer where the loan is lent.
        loan_id: Any loan of theirs.
        review_on: The day.
        at: When it is told.

    Raises:
        NotFound, NotAllowed, ReviewInThePast: As ``keep_card``.
    """
    Loan.objects.select_for_update().filter(pk=loan_id).first()
    card = card_of(loan_cared_for(by, loan_id=loan_id))
    facts = CardFacts(card.adviser_id, card.region, review_on)
    return keep_card(by=by, loan_id=loan_id, facts=facts, at=at)
