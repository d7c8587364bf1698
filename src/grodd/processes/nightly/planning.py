"""Which nights are to be run, and what each consists of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from grodd.agreements.models import Loan, LoanPosition
from grodd.processes.nightly.accruals import accrue, take_back_accrual
from grodd.processes.nightly.falling_due import look_at_due, raise_due
from grodd.processes.nightly.month_ends import see_month_end
from grodd.processes.nightly.portfolio_days import see_portfolio
from grodd.processes.nightly.reference_rates import follow_rates, look_at_rates
from grodd.processes.nightly.serviced import service
from grodd.processes.nightly.steps import Done, Task
from grodd.processes.nightly.telling import tell_borrowers
from grodd.servicing.models import Night, NightStep

ONE_DAY = timedelta(days=1)
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work.

    Attributes:
        name: What its steps are called.
        stage: It begins when every step of a lower stage is done.
        does: One step of it.
        loans: How many loans one step looks at; 0: all of them.
        on: On which nights it is done.
        looks: What a step may look at before it is its turn: at its own loans, and at nothing that
            another step of this work writes.
    """

    name: str
    stage: int
    does: Callable[[Task], Done]
    loans: int = 0
    on: Callable[[Night], bool] = lambda _night: True
    looks: Callable[[Task], Any] | None = None


def ends_a_month(night: Night) -> bool:
    """Whether the night's day is the last of its month."""
    return (night.day + ONE_DAY).day == 1


def writes(night: Night) -> bool:
    """Whether borrowers are written to; not for days that were missed."""
    return night.told_since is not None


WORKS = (
    Work("take_back_accrual", 0, take_back_accrual),
    Work("rates", 0, look_at_rates),
    Work("follow", 0, follow_rates),
    Work("due", 1, raise_due, loans=10_000, looks=look_at_due),
    Work("service", 2, service, loans=20_000),
    Work("tell", 3, tell_borrowers, loans=20_000, on=writes),
    Work("month_end", 3, see_month_end, loans=5_000, on=ends_a_month),
    Work("portfolio", 4, see_portfolio),
    Work("accrue", 4, accrue, on=ends_a_month),
)
RAISE = ("due", "service")
BY_NAME = {work.name: work for work in WORKS}


def nights_until(day: date, *, at: datetime, loans_each: int | None = None) -> Iterator[Night]:
    """The nights that are not finished, in order, planned one after the other.

    Args:
        day: The last of them.
        at: The moment that a night planned now carries.
        loans_each: How many loans a step looks at, for tests; each work has its own number.
    """
    while True:
        last = Night.objects.order_by("-day").first()
        if last and last.finished_at is None:
            yield last
            continue
        following = last.day + ONE_DAY if last else day
        if following > day:
            return
        yield _planned(following, last, writes=following == day, at=at, loans_each=loans_each)


def _planned(
    day: date, last: Night | None, *, writes: bool, at: datetime, loans_each: int | None
) -> Night:
    """The night with its steps; where someone else plans it just now, theirs."""
    told = Night.objects.filter(told_since__isnull=False).order_by("-day").first()
    told_since = (told.day if told else day - ONE_DAY) if writes else None
    try:
        with transaction.atomic():
            night = Night.objects.create(
                day=day, since=_since(day, last), told_since=told_since, started_at=at
            )
            NightStep.objects.bulk_create(_steps(night, loans_each))
            return night
    except IntegrityError:
        return Night.objects.get(day=day)


def _since(day: date, last: Night | None) -> date:
    """Everything that was due by this day is raised in every loan.

    After a night that was refused something, the next looks as far back as that one did: what it
    left may be a row that was paid ahead, which no position names.
    """
    if last is None:
        first = LoanPosition.objects.filter(loan__state__in=RUNNING).aggregate(Min("day"))
        return min(first["day__min"] or day, day - ONE_DAY)
    waiting = LoanPosition.objects.filter(
        loan__state=Loan.State.REPAYING, next_due_on__lte=last.day
    ).order_by("next_due_on")
    behind = waiting.values_list("next_due_on", flat=True).first()
    left = last.steps.filter(name__in=RAISE).exclude(refused=[]).exists()
    since = last.since if left else last.day
    return min(since, behind - ONE_DAY) if behind else since


def _steps(night: Night, loans_each: int | None) -> Iterator[NightStep]:
    ends = Loan.objects.filter(state__in=RUNNING).aggregate(low=Min("pk"), high=Max("pk"))
    for work in WORKS:
        if not work.on(night):
            continue
        for after, until in _ranges(
            ends["low"], ends["high"], work.loans and (loans_each or work.loans)
        ):
            yield NightStep(
                night=night, stage=work.stage, name=work.name, after_loan=after, until_loan=until
            )


def _ranges(low: int | None, high: int | None, each: int) -> list[tuple[int, int]]:
    """Ranges of ids, the first exclusive; one for everything where ``each`` is 0."""
    if not each:
        return [(0, 0)]
    if low is None or high is None:
        return []
    return [(after, min(after + each, high)) for after in range(low - 1, high, each)]
