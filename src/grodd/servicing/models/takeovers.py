"""Taking over a running portfolio: the file, what its columns mean, and what became of each row."""

from django.db import models
from django.db.models import Q

from grodd.agreements.models import Loan
from grodd.base.models import StoredFile
from grodd.people.models import Person
from grodd.programmes.models import Programme, Round


class PortfolioTakeover(models.Model):
    """Loans of another system on their way into a programme, as they stood on a day."""

    class State(models.TextChoices):
        """How far it has come."""

        CHECKED = "checked"
        TAKING = "taking"
        DONE = "done"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="takeovers")
    round = models.OneToOneField(Round, models.PROTECT, null=True, related_name="takeover")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    payments = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mapping = models.JSONField(default=dict, help_text="A heading by what it means.")
    rules = models.JSONField(default=dict, help_text="See servicing.taking.rules.")
    day = models.DateField(help_text="The day that the balances are for, at its end.")
    language = models.CharField(max_length=5)
    currency = models.CharField(max_length=3)
    typed = models.JSONField(default=dict, help_text="What the old system says, by what it sums.")
    found = models.JSONField(default=dict, help_text="The same as computed from the rows.")
    explanation = models.TextField(blank=True, help_text="Why the two differ.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    partly = models.BooleanField(
        default=False, help_text="The right rows are taken without others."
    )
    refused = models.TextField(blank=True, help_text="Why it could not be taken the last time.")
    rows_count = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(round__isnull=False, taken_at__isnull=False),
                name="takeover_that_is_done_has_its_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.day}"


class TakeoverMapping(models.Model):
    """What the columns meant the last time a file with these headings came."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="takeover_mappings")
    headings_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    rules = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "headings_sha256"], name="takeover_mapping_is_remembered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.headings_sha256[:8]


class TakenLoan(models.Model):
    """One row of the file: what it says, what it means here, and the loan that it became."""

    class Outcome(models.TextChoices):
        """What the row becomes."""

        RUNNING = "running"
        REPAID = "repaid"
        WRITTEN_OFF = "written_off"
        WRONG = "wrong"

    takeover = models.ForeignKey(PortfolioTakeover, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(help_text="In the file; the headings are row 1.")
    loan = models.OneToOneField(Loan, models.PROTECT, null=True, related_name="taken")
    reference = models.CharField(max_length=25, blank=True)
    status = models.CharField(max_length=80, blank=True, help_text="As the file calls it.")
    outcome = models.CharField(max_length=11, choices=Outcome.choices)
    principal_minor = models.BigIntegerField(default=0, help_text="As it was lent.")
    balance_minor = models.BigIntegerField(default=0, help_text="Principal unpaid, late or not.")
    late_minor = models.BigIntegerField(default=0, help_text="All that is due and unpaid.")
    claim_minor = models.BigIntegerField(default=0, help_text="Written off and still owed.")
    instalment_minor = models.BigIntegerField(null=True, help_text="As the file says.")
    ours_minor = models.BigIntegerField(null=True, help_text="As we compute it.")
    why = models.CharField(max_length=12, blank=True, help_text="Why the two differ.")
    days_late = models.PositiveIntegerField(default=0, help_text="As we count them.")
    from_days = models.PositiveIntegerField(default=0, help_text="Our class, by its lowest day.")
    is_alike = models.BooleanField(default=True, help_text="Whether our days fit its status.")
    figures = models.JSONField(default=dict, help_text="The row's own figures, by what they mean.")
    opening = models.JSONField(default=dict, help_text="How the loan begins here.")
    errors = models.JSONField(default=list, help_text="Column, value and sentence of each.")
    payments = models.JSONField(default=list, help_text="Day and amount of those before the day.")

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["takeover", "row"], name="taken_row_is_unique"),
        ]
        indexes = [
            models.Index(fields=["takeover", "outcome", "from_days"], name="taken_loan_by_class"),
        ]

    def __str__(self) -> str:
        return f"{self.takeover_id}.{self.row}"
