"""Let the interest of loans move with the reference rate that they follow."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import override

from grodd.agreements.models import Loan, LoanEvent
from grodd.agreements.telling import Told, locked_loan, tell, told_before
from grodd.agreements.terms import REFERENCE_RATE
from grodd.base import display, outbox, rules
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import Refusal

Kind = LoanEvent.Kind


def follow_reference_rates(*, on: date, at: datetime) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Tell each loan that follows the reference rate of every rate that has come. Safe to repeat.

    A rate that was recorded late is told for its own day, so the loan is counted again from it.
    Each loan is a transaction of its own, so one that cannot be computed holds up no other.

    Args:
        on: The day; rates that hold from later days have not come.
        at: When.

    Returns:
        How many rates were told, and the references of the loans that refused, with why.
    """
    told = 0
    refused: list[tuple[str, str]] = []
    countries = Loan.objects.filter(margin_bp__isnull=False).values_list(
        "agreement__scope__organisation__country", flat=True
    )
    for country in sorted(set(countries)):
        for day, reference_bp in rules.values_of(country=country, key=REFERENCE_RATE):
            if day > on:
                continue
            for loan_id, name in _not_told(country, day).values_list("pk", "reference"):
                try:
                    told += _tell(loan_id, day, reference_bp, at)
                except Refusal as refusal:
                    refused.append((name, str(refusal)))
    return told, tuple(refused)


def _not_told(country: str, day: date) -> QuerySet[Loan]:
    """The loans that ran before a rate came and were not told of it."""
    known = LoanEvent.objects.filter(loan=OuterRef("pk"), key=_key(day))
    return Loan.objects.filter(
        ~Exists(known),
        margin_bp__isnull=False,
        state=Loan.State.REPAYING,
        disbursed_on__lt=day,
        agreement__scope__organisation__country=country,
    ).order_by("pk")


@transaction.atomic
def _tell(loan_id: int, day: date, reference_bp: int, at: datetime) -> bool:
    loan = locked_loan(loan_id)
    assert loan.margin_bp is not None, loan.reference
    rate_bp = max(reference_bp + loan.margin_bp, 0)
    told = Told(
        kind=Kind.RATE,
        day=day,
        key=_key(day),
        terms={"annual_rate_bp": rate_bp},
        reason=display.rate(reference_bp / 10_000),
    )
    if told_before(loan, told):
        return False
    before = _rate_before(loan, day)
    tell(loan, told, by=None, at=at)
    if before != rate_bp:
        _mail(loan, day, rate_bp, at)
    return True


def _rate_before(loan: Loan, day: date) -> int:
    changes = loan.events.filter(kind=Kind.RATE, day__lt=day, reversed_by__isnull=True)
    last = changes.order_by("-day", "-pk").first()
    rate: int = last.terms["annual_rate_bp"] if last else loan.annual_rate_bp
    return rate


def _mail(loan: Loan, day: date, rate_bp: int, at: datetime) -> None:
    agreement = loan.agreement
    borrower = agreement.application.owner
    with override(borrower.language):
        words = {"day": display.day(day), "rate": display.rate(rate_bp / 10_000)}
    outbox.enqueue(
        event=f"loan_rate:{loan.pk}:{day.isoformat()}",
        recipient=borrower.audit_key,
        template="loan_rate",
        stamp=Stamp(at, SYSTEM, agreement.scope.organisation_id),
        facts={"loan_id": loan.pk, "loan": loan.reference, **words},
    )


def _key(day: date) -> str:
    return f"reference:{day.isoformat()}"
