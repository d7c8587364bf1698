"""How a lender counts lateness, and what it sets aside for it."""

from django.db import models
from django.db.models import Q

from grodd.base.translated import TranslatedField
from grodd.people.models import Organisation, Person


class ServicingRule(models.Model):
    """How one lender services its loans: from when a loan is late, and when it says so."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="servicing_rule")
    due_day_counts = models.BooleanField(
        default=False, help_text="Whether the due day itself is the first day past due."
    )
    tolerance_minor = models.BigIntegerField(default=0)
    restructured_at_risk = models.BooleanField(
        default=True, help_text="Whether loans whose plan was eased count as at risk."
    )
    notice_days_before = models.PositiveSmallIntegerField(default=14)
    reminder_days = models.JSONField(default=list, help_text="Days past due, rising.")
    demand_days = models.PositiveSmallIntegerField(
        null=True, help_text="Days past due of the collection demand; None: never by itself."
    )
    charges_fees = models.BooleanField(
        default=False, help_text="Whether a reminder and a demand cost their fee by themselves."
    )
    decided_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="In whose name fees are charged by themselves.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerance_minor__gte=0), name="servicing_tolerance_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(charges_fees=False) | Q(decided_by__isnull=False),
                name="servicing_fees_are_charged_in_a_name",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class AgeingClass(models.Model):
    """A class of lateness of one lender, and the share that is set aside for it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ageing_classes")
    from_days = models.PositiveSmallIntegerField(help_text="Days past due; the lowest class is 0.")
    name = TranslatedField()
    provision_bp = models.PositiveIntegerField()
    restructured_bp = models.PositiveIntegerField()

    class Meta:
        ordering = ["from_days"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_days"], name="ageing_class_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(provision_bp__lte=10_000, restructured_bp__lte=10_000),
                name="ageing_class_sets_aside_at_most_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.from_days}"
