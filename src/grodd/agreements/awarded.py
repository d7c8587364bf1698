"""Tables of awards: what is given to try an idea, and what it was used for.

``models`` brings them in, so that they are found beside the tables they belong to.
"""

from django.db import models
from django.db.models import Q

from grodd.base.models import StoredFile
from grodd.ledger.models import Account, Voucher
from grodd.payments.models import Order
from grodd.people.models import Person


class Award(models.Model):
    """Money and time given to try an idea."""

    agreement = models.OneToOneField("agreements.Agreement", models.PROTECT, related_name="award")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    hours = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True)
    receipt_above_minor = models.BigIntegerField()
    payable = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.agreement)


class AwardInstalment(models.Model):
    """A part of the award, paid at the start or after a check-in."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()
    after_check_in = models.PositiveSmallIntegerField(default=0, help_text="0: at the start.")
    order = models.OneToOneField(Order, models.PROTECT, null=True, related_name="award_instalment")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="award_instalment_is_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="award_instalment_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.number}"


class Spending(models.Model):
    """What was used: money, hours, or both. Append-only; a mistake is mended by its opposite."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="spending")
    spent_on = models.DateField()
    text = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField(default=0)
    hours = models.IntegerField(default=0)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mends = models.OneToOneField("self", models.PROTECT, null=True, related_name="mended_by")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_minor=0, hours=0), name="spending_is_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AwardReturn(models.Model):
    """Money of an award that was not used and came back."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="returns")
    amount_minor = models.BigIntegerField()
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="return_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.amount_minor}"
