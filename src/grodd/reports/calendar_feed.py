"""What a person has to keep in mind, day by day: deadlines, check-ins, repayments, meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import F

from grodd.agreements.models import Loan, ScheduleLine
from grodd.applications.models import Application
from grodd.applications.queries import own
from grodd.assessment.models import Assignment
from grodd.assessment.queries import cases_in_conflict
from grodd.base import clock
from grodd.base.models import PhaseKind
from grodd.decisions.models import Meeting
from grodd.decisions.queries import seats_on
from grodd.engines.money import Money
from grodd.followup.queries import check_ins_waiting_for
from grodd.people.asker import Asker

PAST_DAYS = 30
AHEAD_DAYS = 400
MEETING = timedelta(hours=1)
"""How long a meeting takes when nobody said."""


class Kind(StrEnum):
    """What is to be kept in mind."""

    DRAFT = "draft"
    CHECK_IN = "check_in"
    REPAYMENT = "repayment"
    REVIEW = "review"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An entry of a calendar.

    Attributes:
        kind: What it is.
        pk: Of the thing; with the kind it names the entry for good.
        title: What it is about.
        start: A day for a deadline, a moment for a meeting.
        end: Only of a meeting.
        place: Where, or nothing.
        amount: Of a repayment.
        target: The id in the address of the page that it leads to.
    """

    kind: Kind
    pk: int
    title: str
    start: date | datetime
    target: int
    end: datetime | None = None
    place: str = ""
    amount: Money | None = None

    @property
    def day(self) -> date:
        """The day that it falls on, where the installation is."""
        return clock.day_of(self.start) if isinstance(self.start, datetime) else self.start


def occasions_of(asker: Asker, *, at: datetime) -> list[Occasion]:
    """From a month back to a good year ahead, in order."""
    today = clock.day_of(at)
    window = (today - timedelta(days=PAST_DAYS), today + timedelta(days=AHEAD_DAYS))
    found = [
        *_drafts(asker, at),
        *_check_ins(asker, today),
        *_repayments(asker, window),
        *_reviews(asker, window),
        *_meetings(asker, window),
    ]
    return sorted(found, key=lambda one: (one.day, one.kind, one.pk))


Window = tuple[date, date]


def _drafts(asker: Asker, at: datetime) -> Iterator[Occasion]:
    """The last day of each round that the asker has a draft in."""
    rows = Application.objects.filter(
        own(asker), phase__kind=PhaseKind.DRAFT, round__closes_at__gt=at
    ).select_related("round")
    for row in rows:
        assert row.round.closes_at is not None, row.pk
        yield Occasion(
            Kind.DRAFT,
            row.pk,
            row.title or str(row.round),
            clock.day_of(row.round.closes_at),
            row.pk,
        )


def _check_ins(asker: Asker, today: date) -> Iterator[Occasion]:
    rows = check_ins_waiting_for(asker, on=today, days_ahead=AHEAD_DAYS)
    for row in rows.select_related("project"):
        yield Occasion(Kind.CHECK_IN, row.pk, row.project.title, row.due_on, row.pk)


def _repayments(asker: Asker, window: Window) -> Iterator[Occasion]:
    rows = ScheduleLine.objects.filter(
        loan__agreement__recipient_id=asker.person_id,
        loan__state=Loan.State.REPAYING,
        version=F("loan__schedule_version"),
        due_on__range=window,
    ).select_related("loan__agreement")
    for row in rows:
        agreement = row.loan.agreement
        due = Money(row.principal_minor + row.interest_minor + row.fee_minor, row.loan.currency)
        yield Occasion(Kind.REPAYMENT, row.pk, agreement.title, row.due_on, row.loan_id, amount=due)


def _reviews(asker: Asker, window: Window) -> Iterator[Occasion]:
    """In every space, unlike the room of reviews: a calendar has no space."""
    rows = Assignment.objects.filter(
        reviewer_id=asker.person_id, removed_at__isnull=True, due_on__range=window,
        review__submitted_at__isnull=True, case__closed_at__isnull=True,
    ).exclude(case__in=cases_in_conflict(asker.person_id or 0))  # fmt: skip
    for row in rows.select_related("case"):
        assert row.due_on is not None, row.pk
        yield Occasion(Kind.REVIEW, row.pk, row.case.title, row.due_on, row.pk)


def _meetings(asker: Asker, window: Window) -> Iterator[Occasion]:
    """The meetings of the bodies that the asker has a seat in."""
    first, last = window
    seats = seats_on(first + timedelta(days=PAST_DAYS)).filter(person_id=asker.person_id)
    rows = Meeting.objects.filter(
        body_id__in=seats.values("body_id"),
        starts_at__gte=clock.at_hour(first, 0), starts_at__lte=clock.at_hour(last, 0),
    ).select_related("body")  # fmt: skip
    for row in rows:
        end = row.ends_at or row.starts_at + MEETING
        yield Occasion(
            Kind.MEETING, row.pk, row.body.name, row.starts_at, row.pk, end=end, place=row.place
        )
