"""The nightly run: what was done for which day, and what was seen of the loans."""

from django.db import models
from django.db.models import Q

from grodd.agreements.models import Loan
from grodd.people.models import Scope


class Night(models.Model):
    """The run for one day. There is one a day, however often it was begun."""

    day = models.DateField(unique=True)
    since = models.DateField(help_text="What fell due after this day is its work.")
    told_since = models.DateField(
        null=True, help_text="Whom it writes to: as of this day; None: it writes to nobody."
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(
        default=dict, help_text="How many, by what was done and by organisation."
    )

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class NightStep(models.Model):
    """A part of a run: one kind of work on a range of loans, claimed by one worker at a time."""

    night = models.ForeignKey(Night, models.PROTECT, related_name="steps")
    stage = models.PositiveSmallIntegerField(help_text="It begins when all before are done.")
    name = models.CharField(max_length=40)
    after_loan = models.BigIntegerField(default=0, help_text="The range begins after this id.")
    until_loan = models.BigIntegerField(default=0, help_text="And ends with this one.")
    done_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    counts = models.JSONField(default=dict, help_text="How many, by organisation.")
    refused = models.JSONField(
        default=list, help_text="What could not be done: organisation, reference, and why."
    )

    class Meta:
        ordering = ["stage", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["night", "name", "after_loan"], name="night_step_is_planned_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["night", "stage"], condition=Q(done_at__isnull=True), name="night_step_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.night} {self.name} {self.after_loan}"


class MonthEnd(models.Model):
    """How one loan stood at the end of a month. Append-only."""

    day = models.DateField()
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="month_ends", db_index=False)
    state = models.CharField(max_length=12)
    principal_minor = models.BigIntegerField()
    overdue_minor = models.BigIntegerField(help_text="All that was due and unpaid.")
    days_late = models.PositiveIntegerField()
    accrued_minor = models.BigIntegerField(help_text="Interest that ran and was not due yet.")
    late_minor = models.BigIntegerField(
        default=0, help_text="Late interest that ran and is unpaid."
    )
    provision_minor = models.BigIntegerField()
    is_restructured = models.BooleanField()

    class Meta:
        ordering = ["day", "loan"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "day"], name="month_end_is_seen_once"),
        ]
        indexes = [models.Index(fields=["day"], name="month_end_by_day")]

    def __str__(self) -> str:
        return f"{self.loan} {self.day}"


class PortfolioDay(models.Model):
    """The loans of one programme in one class on a day: the history of what is at risk."""

    day = models.DateField()
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="portfolio_days")
    currency = models.CharField(max_length=3)
    from_days = models.PositiveSmallIntegerField(help_text="The class, by its lowest day.")
    is_restructured = models.BooleanField()
    loans = models.PositiveIntegerField()
    principal_minor = models.BigIntegerField()
    overdue_minor = models.BigIntegerField()
    provision_minor = models.BigIntegerField()

    class Meta:
        ordering = ["day", "scope", "from_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "scope", "currency", "from_days", "is_restructured"],
                name="portfolio_day_is_seen_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.scope} {self.from_days}"
