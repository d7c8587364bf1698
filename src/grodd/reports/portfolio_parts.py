"""The questions of the portfolio, one to the database each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from grodd.agreements.models import Agreement, Allocation, Loan, LoanOrder, ScheduleLine
from grodd.applications.models import Application
from grodd.assessment.models import Review, Screening
from grodd.base.models import PhaseKind
from grodd.decisions.models import Matter
from grodd.engines.ageing import Arrears, DueDay, OpenRow, arrears
from grodd.payments.models import Order
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.programmes.models import Round, Theme
from grodd.programmes.queries import READERS

LENT = (
    Loan.State.REPAYING,
    Loan.State.TERMINATED,
    Loan.State.REPAID,
    Loan.State.WRITTEN_OFF,
    Loan.State.RECOVERED,
)
GROUPED = ("round_id", "currency", "theme_id", "applicant__legal_form")


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid out in a round (unit: minor units)."""

    round_id: int
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What was approved, paid out or repaid in a month (unit: minor units).

    Attributes:
        kind: ``approved``, ``paid`` or ``repaid``.
        month: Its first day.
    """

    kind: str
    month: date
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan with what came back and what is still lent (unit: minor units)."""

    round_id: int
    currency: str
    repaid_minor: int
    arrears: Arrears

    @property
    def outstanding_minor(self) -> int:
        """Unpaid principal, due or not."""
        return self.arrears.outstanding_principal


def rounds_seen(asker: Asker) -> QuerySet[Round]:
    """The published rounds of the programmes that the asker sees where they work now."""
    return (
        Round.objects.filter(
            within(asker, *READERS, scope="programme__scope"),
            Q(programme__organisation_id=asker.organisation_id),
            published_at__isnull=False,
        )
        .select_related("programme")
        .order_by("programme_id", "-pk")
    )


def years(rounds: Sequence[Round], today: date) -> tuple[int, ...]:
    """The years since the first round opened, the newest first."""
    opened = [one.opens_at.year for one in rounds if one.opens_at]
    return tuple(range(today.year, min([*opened, today.year]) - 1, -1))


def groups(round_ids: Sequence[int], span: Q) -> Iterable[dict[str, Any]]:
    """Submitted applications in small groups, with how many came how far and their money."""
    screened = Screening.objects.filter(case=OuterRef("case"), outcome="passed")
    reviewed = Review.objects.filter(assignment__case=OuterRef("case"), submitted_at__isnull=False)
    accepted = Agreement.objects.filter(application=OuterRef("pk"), state=Agreement.State.ACCEPTED)
    approved = Q(matter__outcome=Matter.Outcome.APPROVED)
    rows = Application.objects.filter(span, round_id__in=round_ids)
    found: Iterable[dict[str, Any]] = (
        rows.annotate(
            is_screened=Exists(screened),
            is_reviewed=Exists(reviewed),
            is_active=Exists(accepted),
        )
        .order_by()
        .values(*GROUPED)
        .annotate(
            applied=Count("pk"),
            screened=Count("pk", filter=Q(is_screened=True)),
            assessed=Count("pk", filter=Q(is_reviewed=True)),
            approved=Count("pk", filter=approved),
            active=Count("pk", filter=Q(is_active=True)),
            completed=Count("pk", filter=Q(phase__kind=PhaseKind.COMPLETED)),
            asked_minor=Sum("amount_minor"),
            approved_minor=Sum("matter__amount_decided_minor", filter=approved),
        )
        .order_by("-round_id", "theme__order", "currency")
    )
    return found


def persons_by_kind(round_ids: Sequence[int], span: Q) -> dict[str | None, int]:
    """How many persons stand behind the applications of each kind of applicant."""
    rows = Application.objects.filter(span, round_id__in=round_ids).order_by()
    counted = rows.values("applicant__legal_form").annotate(n=Count("owner", distinct=True))
    return {row["applicant__legal_form"]: row["n"] for row in counted}


def theme_names(round_ids: Sequence[int]) -> dict[int, str]:
    """The themes of the rounds' programmes, in order."""
    themes = Theme.objects.filter(programme__rounds__in=round_ids).distinct()
    return {one.pk: str(one) for one in themes}


def waits(round_ids: Sequence[int], span: Q) -> Iterable[tuple[datetime, datetime]]:
    """When each decided application was submitted and decided."""
    rows = Application.objects.filter(
        span, round_id__in=round_ids, matter__decided_at__isnull=False
    )
    moments = rows.order_by().values_list("submitted_at", "matter__decided_at")
    return [(start, end) for start, end in moments if start and end]


def paid(round_ids: Sequence[int], span: Q) -> list[Paid]:
    """What was paid out, by round and currency."""
    of = Application.objects.filter(span, round_id__in=round_ids)
    award, loan = "award_instalment__award__agreement", "loan_order__loan__agreement"
    rows = (
        Order.objects.filter(state=Order.State.PAID)
        .exclude(loan_order__purpose=LoanOrder.Purpose.RETURN)
        .annotate(
            agreement_pk=Coalesce(f"{award}_id", f"{loan}_id"),
            round_pk=Coalesce(f"{award}__application__round_id", f"{loan}__application__round_id"),
        )
        .filter(agreement_pk__in=Agreement.objects.filter(application__in=of).values("pk"))
        .order_by()
        .values("round_pk", "currency")
        .annotate(minor=Sum("amount_minor"))
    )
    return [Paid(row["round_pk"], row["currency"], row["minor"]) for row in rows]


def loans(round_ids: Sequence[int], span: Q, *, on: date) -> list[LoanRow]:
    """Every loan that was paid out, from its instalments and what was paid on them."""
    of = Application.objects.filter(span, round_id__in=round_ids)
    rows = (
        ScheduleLine.objects.filter(
            loan__state__in=LENT,
            version=F("loan__schedule_version"),
            loan__agreement__application__in=of,
        )
        .annotate(
            principal_paid=_paid_on("principal"), all_paid=_paid_on(""), paid_back=_paid_back()
        )
        .order_by("loan_id", "due_on")
        .values(
            "loan_id", "loan__currency", "loan__agreement__application__round_id", "due_on",
            "principal_minor", "interest_minor", "fee_minor", "principal_paid", "all_paid",
            "paid_back",
        )
    )  # fmt: skip
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["loan_id"], []).append(dict(row))
    return [_loan(lines, on) for lines in found.values()]


def _paid_on(component: str) -> Coalesce:
    """What was paid on an instalment, of one component or of those that the plan holds."""
    chosen = [component] if component else ["principal", "interest", "fee"]
    standing = Allocation.objects.filter(
        event__loan=OuterRef("loan"), number=OuterRef("number"), component__in=chosen
    ).order_by()
    return Coalesce(
        Subquery(standing.values("number").annotate(s=Sum("amount_minor")).values("s")), 0
    )


def _paid_back() -> Coalesce:
    """Principal that was paid back on the loan, ahead of its plan too; losses are not."""
    parts = Allocation.objects.filter(
        event__loan=OuterRef("loan"), component="principal", given_up=False
    ).order_by()
    return Coalesce(
        Subquery(parts.values("event__loan").annotate(s=Sum("amount_minor")).values("s")), 0
    )


def _loan(lines: Sequence[dict[str, Any]], on: date) -> LoanRow:
    rows: list[OpenRow] = []
    for one in lines:
        owed = one["principal_minor"] + one["interest_minor"] + one["fee_minor"]
        principal = one["principal_minor"] - one["principal_paid"]
        rows.append(OpenRow(one["due_on"], principal, owed - one["all_paid"] - principal))
    return LoanRow(
        round_id=lines[0]["loan__agreement__application__round_id"],
        currency=lines[0]["loan__currency"],
        repaid_minor=lines[0]["paid_back"],
        arrears=arrears(rows, on, DueDay.NOT_COUNTED),
    )


def flows(round_ids: Sequence[int], span: Q) -> list[Flow]:
    """Money by month: approved, paid out, and principal that came back (one question)."""
    of = Application.objects.filter(span, round_id__in=round_ids)
    award, loan = "award_instalment__award__agreement", "loan_order__loan__agreement"
    decided = of.filter(
        matter__outcome=Matter.Outcome.APPROVED, matter__decided_at__isnull=False
    ).annotate(day=TruncDate("matter__decided_at"))
    paid_out = (
        Order.objects.filter(state=Order.State.PAID)
        .exclude(loan_order__purpose=LoanOrder.Purpose.RETURN)
        .annotate(agreement_pk=Coalesce(f"{award}_id", f"{loan}_id"), day=F("voucher__booked_on"))
        .filter(agreement_pk__in=Agreement.objects.filter(application__in=of).values("pk"))
    )
    came_back = Allocation.objects.filter(
        component="principal", given_up=False, event__loan__agreement__application__in=of
    ).annotate(day=F("event__day"))
    first, *others = (
        _by_month(decided, "approved", "currency", "matter__amount_decided_minor"),
        _by_month(paid_out, "paid", "currency", "amount_minor"),
        _by_month(came_back, "repaid", "event__loan__currency", "amount_minor"),
    )
    return [
        Flow(kind, month, code, minor or 0)
        for kind, month, code, minor in first.union(*others, all=True)
    ]


def _by_month(
    rows: QuerySet[Any], kind: str, currency: str, minor: str
) -> QuerySet[Any, tuple[str, date, str, int | None]]:
    """Sums of ``minor`` by the month of ``day`` and the currency."""
    found: QuerySet[Any, tuple[str, date, str, int | None]] = (
        rows.order_by()
        .annotate(
            kind_of_flow=Value(kind, CharField()),
            month=TruncMonth("day", output_field=DateField()),
            code=F(currency),
        )
        .values("kind_of_flow", "month", "code")
        .annotate(sum=Sum(minor))
        .values_list("kind_of_flow", "month", "code", "sum")
    )
    return found
