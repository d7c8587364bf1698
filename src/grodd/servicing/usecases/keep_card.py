"""Say who looks after a loan, where it belongs, and when it is looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.queries import names
from grodd.servicing.models import LoanCard
from grodd.servicing.queries import advisers_for, card_of, loan_cared_for
from grodd.servicing.refusals import AdviserElsewhere, ReviewInThePast


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What stands on a card.

    Attributes:
        adviser_id: Who looks after the loan, or None.
        region: Where it belongs; empty when nobody cares.
        review_on: When it is looked at again, or None.
    """

    adviser_id: int | None
    region: str
    review_on: date | None


@transaction.atomic
def keep_card(*, by: Asker, loan_id: int, facts: CardFacts, at: datetime) -> LoanCard:
    """Write the card of a loan. The same facts again change nothing.

    Args:
        by: An adviser, programme manager or finance officer where the loan is lent.
        loan_id: Any loan of theirs.
        facts: What stands on the card from now on.
        at: When.

    Raises:
        NotFound: There is no such loan to see.
        NotAllowed: ``by`` may not write about it.
        AdviserElsewhere: The adviser does not service loans there.
        ReviewInThePast: The new day of the review has passed.
    """
    Loan.objects.select_for_update().filter(pk=loan_id).first()
    loan = loan_cared_for(by, loan_id=loan_id)
    card, today = card_of(loan), clock.day_of(at)
    region = " ".join(facts.region.split())
    before = (card.adviser_id, card.region, card.review_on)
    if before == (facts.adviser_id, region, facts.review_on):
        return card
    if facts.review_on and facts.review_on != card.review_on and facts.review_on < today:
        raise ReviewInThePast(review_on=facts.review_on)
    if facts.adviser_id and facts.adviser_id != card.adviser_id:
        _refuse_stranger(loan, facts.adviser_id, today)
    card.adviser_id, card.region, card.review_on = facts.adviser_id, region, facts.review_on
    card.save()
    audit.record(
        Stamp(at, by.key, loan.agreement.scope.organisation_id),
        action="loan.card_kept",
        subject=f"loan:{loan.pk}",
        facts={"adviser": facts.adviser_id, "region": region,
               "review_on": facts.review_on.isoformat() if facts.review_on else None},
    )  # fmt: skip
    return card


def _refuse_stranger(loan: Loan, adviser_id: int, today: date) -> None:
    if not advisers_for(loan, on=today).filter(pk=adviser_id).exists():
        raise AdviserElsewhere(person=names([adviser_id]).get(adviser_id, str(adviser_id)))
