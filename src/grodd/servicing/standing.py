"""How late loans are, asked of the database: days past due follow from a day, they are not kept.

A position was counted on a day. What fell due since then, and no night has counted yet, is added
here, so that a list is right on the morning before the night ran.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from grodd.base.translated import Said
from grodd.engines.ageing import PAR_DAYS

NOTHING = Value(0, BigIntegerField())
USUAL_CLASSES = (0, *(days if days == 1 else days + 1 for days in PAR_DAYS))
"""From how many days the classes begin where a lender has none of its own (unit: days)."""


@dataclass(frozen=True, slots=True)
class LateClass:
    """A class of lateness.

    Attributes:
        from_days: Days past due from which it holds.
        name: What the lender calls it; nothing where it has no classes of its own.
        provision_bp: The share set aside; None where the lender has not said.
        restructured_bp: The same for loans whose plan was eased.
    """

    from_days: int
    name: Said
    provision_bp: int | None = None
    restructured_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Lateness:
    """How one lender counts, seen on a day.

    Attributes:
        on: The day.
        classes: Rising, the first from 0 days.
        due_day_counts: Whether the due day itself is the first day past due.
        tolerance_minor: How little may be unpaid without a loan being late (unit: minor units).
        restructured_at_risk: Whether loans whose plan was eased count as at risk.
    """

    on: date
    classes: tuple[LateClass, ...] = tuple(LateClass(days, {}) for days in USUAL_CLASSES)
    due_day_counts: bool = False
    tolerance_minor: int = 0
    restructured_at_risk: bool = True

    def latest_due(self, days: int) -> date:
        """The last due day of what is at least so many days late."""
        return self.on - timedelta(days - 1 if self.due_day_counts else days)

    def days_late(self, since: date | None) -> int:
        """How late a loan is whose oldest unpaid instalment fell due on a day (unit: days)."""
        if since is None:
            return 0
        return max(0, (self.on - since).days + (1 if self.due_day_counts else 0))

    def class_of(self, days: int) -> LateClass:
        """The class of a loan that is so many days late."""
        return next(one for one in reversed(self.classes) if one.from_days <= days)

    def after(self, one: LateClass) -> LateClass | None:
        """The next class, or None for the last."""
        later = [each for each in self.classes if each.from_days > one.from_days]
        return later[0] if later else None


def classes_from(rows: Sequence[LateClass]) -> tuple[LateClass, ...]:
    """The classes of a lender, completed downwards so that each loan has one."""
    if not rows:
        return Lateness(date.min).classes
    rising = sorted(rows, key=lambda one: one.from_days)
    return tuple(rising) if rising[0].from_days == 0 else (LateClass(0, {}), *rising)


def principal(path: str = "position__") -> Combinable:
    """All that is lent on a loan; nothing where no money has moved."""
    return Coalesce(F(f"{path}principal_minor"), NOTHING)


def due(on: date, path: str = "position__") -> Combinable:
    """All that fell due by a day and is unpaid."""
    meanwhile = Case(
        When(**{f"{path}next_due_on__lte": on}, then=F(f"{path}next_due_minor")), default=NOTHING
    )
    counted = F(f"{path}due_principal_minor") + F(f"{path}due_other_minor")
    whole = Coalesce(counted, NOTHING, output_field=BigIntegerField())
    return ExpressionWrapper(whole + meanwhile, output_field=BigIntegerField())


def since(rule: Lateness, path: str = "position__") -> Combinable:
    """The due day of the oldest instalment that is unpaid and matters; NULL: nothing is due."""
    meanwhile = Case(
        When(**{f"{path}next_due_on__lte": rule.on}, then=F(f"{path}next_due_on")),
        output_field=DateField(null=True),
    )
    oldest = Coalesce(F(f"{path}oldest_due_on"), meanwhile)
    if not rule.tolerance_minor:
        return oldest
    enough = When(due_minor__gt=rule.tolerance_minor, then=oldest)
    return Case(enough, output_field=DateField(null=True))


def late(rule: Lateness, days: int, column: str = "since") -> Q:
    """A filter: loans at least so many days late."""
    return Q(**{f"{column}__lte": rule.latest_due(days)})


def at_risk(rule: Lateness, more_than_days: int, path: str = "position__") -> Q:
    """A filter: loans that count as at risk beyond so many days."""
    risky = late(rule, more_than_days + 1)
    return risky | Q(**{f"{path}is_restructured": True}) if rule.restructured_at_risk else risky


def in_class(rule: Lateness, one: LateClass) -> Q:
    """A filter: loans in one class of lateness."""
    later = rule.after(one)
    reached = late(rule, one.from_days) if one.from_days else Q()
    return reached & ~_reached(rule, later) if later else reached


def _reached(rule: Lateness, one: LateClass) -> Q:
    # A NULL is not late: said outright, because NOT of an unknown is unknown.
    return Q(since__isnull=False) & late(rule, one.from_days)


def class_number(rule: Lateness) -> Combinable:
    """The lowest day of the class that a loan is in."""
    falling = [
        When(late(rule, one.from_days), then=Value(one.from_days))
        for one in reversed(rule.classes)
        if one.from_days
    ]
    return Case(*falling, default=Value(0), output_field=IntegerField())
