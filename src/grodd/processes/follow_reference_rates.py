"""Let the interest of loans move with the reference rate that they follow."""

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Followed:
    """A rate that a loan was told of, or what it refused.

    Attributes:
        organisation_id: Whose loan it is.
        reference: The loan.
        refusal: Why it could not be told; None: it was.
    """

    organisation_id: int
    reference: str
    refusal: Refusal | None = None


def follow_reference_rates(*, on: date, at: datetime) -> tuple[Followed, ...]:
    """Tell each loan that follows the reference rate of every rate that has come. Safe to repeat.

    A rate that was recorded late is told for its own day, so the loan is counted again from it. One
    that came after the offer and before the money is told for the day of the money.
    Each loan is a transaction of its own, so one that cannot be computed holds up no other.

    Args:
        on: The day; rates that hold from later days have not come.
        at: When.
    """
    countries = Loan.objects.filter(margin_bp__isnull=False).values_list(
        "agreement__scope__organisation__country", flat=True
    )
    came = [
        (country, day, reference_bp)
        for country in sorted(set(countries))
        for day, reference_bp in rules.values_of(country=country, key=REFERENCE_RATE)
        if day <= on
    ]
    return tuple(
        each
        for country, day, reference_bp in came
        for each in _tell_all(country, day, reference_bp, at)
    )


def _tell_all(country: str, day: date, reference_bp: int, at: datetime) -> Iterator[Followed]:
    columns = ("pk", "reference", "agreement__scope__organisation_id")
    for loan_id, reference, organisation_id in list(_not_told(country, day).values_list(*columns)):
        try:
            if _tell(loan_id, day, reference_bp, at):
                yield Followed(organisation_id, reference)
        except Refusal as refusal:
            yield Followed(organisation_id, reference, refusal)


def _not_told(country: str, day: date) -> QuerySet[Loan]:
    """The loans that were offered before a rate came and were not told of it."""
    known = LoanEvent.objects.filter(loan=OuterRef("pk"), key=_key(day))
    return Loan.objects.filter(
        ~Exists(known),
        margin_bp__isnull=False,
        state=Loan.State.REPAYING,
        agreement__offered_at__date__lt=day,
        agreement__scope__organisation__country=country,
    ).order_by("pk")


@transaction.atomic
def _tell(loan_id: int, day: date, reference_bp: int, at: datetime) -> bool:
    loan = locked_loan(loan_id)
    assert loan.margin_bp is not None, loan.reference
    assert loan.disbursed_on is not None, loan.reference
    holds_from = max(day, loan.disbursed_on)
    rate_bp = max(reference_bp + loan.margin_bp, 0)
    told = Told(
        kind=Kind.RATE,
        day=holds_from,
        key=_key(day),
        terms={"annual_rate_bp": rate_bp},
        reason=display.rate(reference_bp / 10_000),
    )
    if told_before(loan, told):
        return False
    before = _rate_before(loan, holds_from)
    tell(loan, told, by=None, at=at)
    if before != rate_bp:
        _mail(loan, holds_from, rate_bp, at)
    return True


def _rate_before(loan: Loan, day: date) -> int:
    changes = loan.events.filter(kind=Kind.RATE, day__lte=day, reversed_by__isnull=True)
    last = changes.order_by("-day", "-pk").first()
    rate: int = last.terms["annual_rate_bp"] if last else loan.annual_rate_bp
    return rate


def _mail(loan: Loan, day: date, rate_bp: int, at: datetime) -> None:
    agreement = loan.agreement
    borrower = agreement.recipient
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
