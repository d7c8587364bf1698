"""Tables of agreements."""

from django.db import models
from django.db.models import Q

from grodd.applications.models import Application
from grodd.base.models import StoredFile
from grodd.ledger.models import Account, Voucher
from grodd.payments.models import Order
from grodd.people.models import Person, Scope


class Agreement(models.Model):
    """What the parties promise each other, as a document that does not change once offered."""

    class State(models.TextChoices):
        """How far it has come."""

        OFFERED = "offered"
        ACCEPTED = "accepted"
        CANCELLED = "cancelled"

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="agreements", related_query_name="agreement"
    )
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state="cancelled"),
                name="application_has_one_agreement_that_stands",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Acceptance(models.Model):
    """That a party said yes to exactly this document: who, when, how. Append-only."""

    class Party(models.TextChoices):
        """For whom."""

        RECIPIENT = "recipient"
        PROVIDER = "provider"

    class Method(models.TextChoices):
        """How."""

        SIGNED_IN = "signed_in"
        PAPER = "paper"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="acceptances")
    party = models.CharField(max_length=10, choices=Party.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="acceptances")
    method = models.CharField(max_length=10, choices=Method.choices)
    paper = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="party_accepts_once"),
            models.CheckConstraint(
                condition=Q(method="signed_in", paper__isnull=True)
                | Q(method="paper", paper__isnull=False),
                name="paper_acceptance_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.party}"


class Award(models.Model):
    """Money and time given to try an idea."""

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="award")
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


class Loan(models.Model):
    """Money lent, with its terms. What is owed stands in the books, nowhere else."""

    class State(models.TextChoices):
        """How far it has come."""

        OFFERED = "offered"
        SIGNED = "signed"
        REPAYING = "repaying"
        REPAID = "repaid"
        CANCELLED = "cancelled"

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="loan")
    reference = models.CharField(max_length=25, unique=True)
    principal_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    annual_rate_bp = models.PositiveIntegerField()
    late_points_bp = models.PositiveIntegerField(default=0)
    schedule_kind = models.CharField(max_length=10)
    months = models.PositiveSmallIntegerField()
    grace_months = models.PositiveSmallIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    disburse_on = models.DateField()
    first_due_on = models.DateField()
    schedule_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    receivable = models.ForeignKey(Account, models.PROTECT, null=True, related_name="loans")
    order = models.OneToOneField(Order, models.PROTECT, null=True, related_name="loan")
    disbursed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(principal_minor__gt=0), name="loan_lends_something"),
        ]

    def __str__(self) -> str:
        return self.reference


class ScheduleLine(models.Model):
    """One instalment of one version of a loan's repayment schedule. Append-only."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="schedule_lines")
    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    due_on = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    balance_after_minor = models.BigIntegerField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "version", "number"], name="schedule_line_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.version}.{self.number}"


class Repayment(models.Model):
    """Money that came back, and the voucher that says so. Append-only; reversed by a voucher."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments")
    received_on = models.DateField()
    amount_minor = models.BigIntegerField()
    bank_reference = models.CharField(max_length=80)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="repayment")
    schedule_version_before = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "bank_reference"], name="repayment_is_recorded_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="repayment_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.received_on}"


class Allocation(models.Model):
    """What a repayment paid, line by line. Append-only."""

    class Component(models.TextChoices):
        """What kind of debt it paid."""

        FEE = "fee"
        LATE_INTEREST = "late_interest"
        INTEREST = "interest"
        PRINCIPAL = "principal"

    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="allocations")
    line = models.ForeignKey(ScheduleLine, models.PROTECT, null=True, related_name="allocations")
    component = models.CharField(max_length=15, choices=Component.choices)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="allocation_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.amount_minor}"
