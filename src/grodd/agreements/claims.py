"""Tables of the claim itself: who owes it, who takes it over, and what keeps it from lapsing.

``models`` brings them in, so that they are found beside the tables they belong to.
"""

from django.db import models
from django.db.models import Q

from grodd.base.models import StoredFile
from grodd.people.models import Person


class Takeover(models.Model):
    """That somebody else takes over a loan: proposed, agreed to by everybody it concerns, done."""

    class State(models.TextChoices):
        """How far it has come."""

        PROPOSED = "proposed"
        DONE = "done"
        CANCELLED = "cancelled"

    loan = models.ForeignKey("agreements.Loan", models.PROTECT, related_name="takeovers")
    old = models.ForeignKey(Person, models.PROTECT, related_name="loans_given_over")
    new = models.ForeignKey(Person, models.PROTECT, related_name="loans_taken_over")
    keeps = models.ManyToManyField(
        "agreements.Security",
        related_name="takeovers",
        help_text="What stays behind the loan, if those who gave it agree; the rest is released.",
    )
    reason = models.TextField()
    content = models.JSONField(help_text="The document, by language.")
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(state="proposed"),
                name="loan_is_taken_over_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(old=models.F("new")), name="loan_is_taken_over_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="takeover_is_done_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan}: {self.new}"


class TakeoverConsent(models.Model):
    """That one whom it concerns agreed to exactly this document: who, when, how. Append-only."""

    class Party(models.TextChoices):
        """For whom."""

        OLD = "old"
        NEW = "new"
        SECURITY = "security"

    takeover = models.ForeignKey(Takeover, models.PROTECT, related_name="consents")
    party = models.CharField(max_length=8, choices=Party.choices)
    security = models.ForeignKey(
        "agreements.Security", models.PROTECT, null=True, related_name="takeover_consents"
    )
    paper = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="None: signed in. Several can sign one paper.",
    )
    content_sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="takeover_consents")
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["takeover", "party"],
                condition=Q(security__isnull=True),
                name="borrower_agrees_once",
            ),
            models.UniqueConstraint(
                fields=["takeover", "security"],
                condition=Q(security__isnull=False),
                name="guarantor_agrees_once",
            ),
            models.CheckConstraint(
                condition=Q(party="security", security__isnull=False, paper__isnull=False)
                | (~Q(party="security") & Q(security__isnull=True)),
                name="guarantor_agrees_on_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.takeover}: {self.party}"


class Interruption(models.Model):
    """Something from which the time until a claim lapses is counted anew. Append-only.

    A payment is one too, and stands among the events of the loan. A mistake, or a letter that
    came back, is mended by a row that takes it back.
    """

    class Kind(models.TextChoices):
        """What it was."""

        LETTER = "letter"
        DEMAND = "demand"
        ACKNOWLEDGEMENT = "acknowledgement"
        COURT = "court"
        TAKEN_BACK = "taken_back"

    loan = models.ForeignKey("agreements.Loan", models.PROTECT, related_name="interruptions")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    day = models.DateField(help_text="When it reached the borrower.")
    note = models.TextField(blank=True)
    content = models.JSONField(default=dict, help_text="The letter, by language.")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back")
    key = models.CharField(max_length=80)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="None: the nightly run."
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "key"], name="interruption_is_told_once"),
            models.CheckConstraint(
                condition=Q(kind="taken_back", takes_back__isnull=False)
                | (~Q(kind="taken_back") & Q(takes_back__isnull=True)),
                name="interruption_takes_back_if_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.kind} {self.day}"
