"""Who looks after a loan, and what was said about it."""

from django.db import models
from django.db.models import Q

from grodd.agreements.models import Loan
from grodd.people.models import Person


class LoanCard(models.Model):
    """What the lender's staff keeps about a loan: who looks after it, where, when next."""

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="card")
    adviser = models.ForeignKey(Person, models.PROTECT, null=True, related_name="loans_advised")
    region = models.CharField(max_length=80, blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["adviser", "review_on"], name="loan_card_by_adviser")]

    def __str__(self) -> str:
        return str(self.loan)


class LoanNote(models.Model):
    """Something that the staff wrote about a loan. Append-only; the borrower does not see it."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="notes")
    text = models.TextField()
    key = models.CharField(max_length=80)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "key"], name="loan_note_is_written_once"),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.written_at:%Y-%m-%d}"


class Promise(models.Model):
    """That the borrower said how much will be paid, and when. Whether it was kept is computed."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="promises")
    amount_minor = models.BigIntegerField()
    pay_on = models.DateField()
    promised_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pay_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "key"], name="promise_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="promise_is_for_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.pay_on}"
