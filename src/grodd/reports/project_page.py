"""One project as its page shows it: where it stands, what was said, what it cost, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Sum

from grodd.agreements.models import Award
from grodd.engines.money import Money
from grodd.engines.return_on_investment import return_on_investment
from grodd.followup.models import CheckIn, Gate, Goal, Measurement, Project, Remark, Result
from grodd.followup.queries import (
    is_owned,
    may_coach,
    may_manage,
    project_seen_by,
    stop_criteria_of,
)
from grodd.followup.usecases.report_result import AMOUNTS
from grodd.payments.models import Order
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal, and how far it has come.

    Attributes:
        goal: The goal.
        latest: The last value that was measured, or None.
        percent: How much of the way from baseline to target is done (unit: 0 to 100).
    """

    goal: Goal
    latest: Decimal | None
    percent: int


@dataclass(frozen=True, slots=True)
class MoneySoFar:
    """What an award gave, what was paid out of it, and what was used (None for a loan)."""

    given: Money
    paid: Money
    used: Money
    told: Money
    hours_given: int
    hours_told: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Projection beside outcome.

    Attributes:
        lines: Key of ``AMOUNTS``, projected, outcome.
        projected_roi: As it was hoped (unit: 1 = 100 %), or None when nothing was to be spent.
        roi: As it came.
    """

    lines: list[tuple[str, Money, Money]]
    projected_roi: Fraction | None
    roi: Fraction | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything that the page of one project shows."""

    project: Project
    goals: list[Reached]
    stop_criteria: list[str]
    check_ins: list[CheckIn]
    gates: list[Gate]
    money: MoneySoFar | None
    balance: Balance | None
    owns: bool
    manages: bool
    coaches: bool

    @property
    def next_check_in(self) -> CheckIn | None:
        """The first that is not done, while the project runs."""
        if not self.is_running:
            return None
        return next((one for one in self.check_ins if one.done_at is None), None)

    @property
    def done(self) -> list[CheckIn]:
        """The check-ins that are done, the last first."""
        return [one for one in reversed(self.check_ins) if one.done_at is not None]

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.project.state == Project.State.RUNNING

    @property
    def open_gate(self) -> Gate | None:
        """The gate that waits for an answer."""
        return next((gate for gate in self.gates if gate.decided_at is None), None)

    @property
    def may_set_goals(self) -> bool:
        """Goals stand from the first check-in on."""
        return self.owns and self.is_running and not self.done

    @property
    def may_report(self) -> bool:
        """Until the end; once after it, when it was not told before."""
        return self.owns and (self.is_running or self.project.result.reported_at is None)

    @property
    def may_complete(self) -> bool:
        """Result told and lesson written: nothing is missing."""
        ready = self.project.lesson_id is not None and self.project.result.reported_at is not None
        free = self.is_running and self.open_gate is None
        return free and ready and (self.owns or self.manages)


def project_page(asker: Asker, *, project_id: int) -> ProjectPage:
    """The page of a project that the asker may see; raises ``NotFound`` otherwise."""
    project = project_seen_by(asker, project_id=project_id)
    remarks = Prefetch("remarks", Remark.objects.select_related("written_by"))
    check_ins = list(project.check_ins.select_related("done_by").prefetch_related(remarks))
    return ProjectPage(
        project=project,
        goals=[_reached(goal) for goal in _goals(project)],
        stop_criteria=stop_criteria_of(project),
        check_ins=check_ins,
        gates=list(project.gates.select_related("matter").order_by("number")),
        money=_money(project, check_ins),
        balance=balance_of(project.result),
        owns=project.owner_id == asker.person_id or is_owned(asker, project=project),
        manages=may_manage(asker, project),
        coaches=may_coach(asker, project),
    )


def _goals(project: Project) -> QuerySet[Goal]:
    measured = Measurement.objects.filter(goal=OuterRef("pk")).order_by("-check_in__number")
    return project.goals.annotate(latest=Subquery(measured.values("value")[:1])).order_by("pk")


def _reached(goal: Goal) -> Reached:
    latest = vars(goal)["latest"]
    if latest is None:
        return Reached(goal, None, 0)
    share = (latest - goal.baseline) / (goal.target - goal.baseline)
    return Reached(goal, latest, min(100, max(0, round(100 * share))))


def _money(project: Project, check_ins: Sequence[CheckIn]) -> MoneySoFar | None:
    award = getattr(project.agreement, "award", None)
    if award is None:
        return None
    used, paid = Sum("spending__amount_minor"), Sum("instalments__amount_minor")
    of_award = Award.objects.filter(pk=OuterRef("pk"))
    was_paid = of_award.filter(instalments__order__state=Order.State.PAID)
    sums = Award.objects.annotate(
        used=Subquery(of_award.annotate(sum=used).values("sum")),
        paid=Subquery(was_paid.annotate(sum=paid).values("sum")),
    ).get(pk=award.pk)
    return MoneySoFar(
        given=Money(award.amount_minor, award.currency),
        paid=Money(vars(sums)["paid"] or 0, award.currency),
        used=Money(vars(sums)["used"] or 0, award.currency),
        told=Money(sum(one.spent_minor for one in check_ins), award.currency),
        hours_given=award.hours,
        hours_told=sum(one.hours for one in check_ins),
    )


def balance_of(result: Result) -> Balance | None:
    """Projection beside outcome, once the outcome is told."""
    if result.reported_at is None:
        return None
    hoped = {name: getattr(result, f"{name}_projected_minor") for name in AMOUNTS}
    came = {name: getattr(result, f"{name}_minor") or 0 for name in AMOUNTS}
    lines = [
        (name, Money(hoped[name], result.currency), Money(came[name], result.currency))
        for name in AMOUNTS
    ]
    return Balance(
        lines=lines,
        projected_roi=return_on_investment(**hoped),
        roi=return_on_investment(**came),
    )


def is_late(check_in: CheckIn, *, on: date) -> bool:
    """Whether a check-in should have been done before a day."""
    return check_in.done_at is None and check_in.due_on < on
