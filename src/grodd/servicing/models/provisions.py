"""What stands in the books for losses that may come, programme by programme."""

from django.db import models
from django.db.models import F, Q

from grodd.ledger.models import Voucher
from grodd.people.models import Person, Scope


class BookedProvision(models.Model):
    """A level that somebody answers for, and the voucher of what it changed. Append-only.

    The last row of a programme and currency says what the books hold now.
    """

    scope = models.ForeignKey(
        Scope, models.PROTECT, related_name="booked_provisions", db_index=False
    )
    currency = models.CharField(max_length=3)
    key = models.CharField(max_length=80)
    as_of = models.DateField(help_text="The day whose loans were judged; the voucher's day.")
    before_minor = models.BigIntegerField(help_text="The level until then.")
    level_minor = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="booked_provision")
    booked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "currency", "key"], name="provision_is_booked_once"
            ),
            models.CheckConstraint(
                condition=Q(before_minor__gte=0, level_minor__gte=0),
                name="provision_is_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(level_minor=F("before_minor")), name="provision_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.as_of}: {self.level_minor} {self.currency}"
