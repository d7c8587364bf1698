"""Tables of agreements."""

from django.db import models
from django.db.models import Q

from grodd.agreements.awarded import Award, AwardInstalment, AwardReturn, Spending
from grodd.agreements.claims import Interruption, Takeover, TakeoverConsent
from grodd.agreements.counted import LoanPosition
from grodd.applications.models import Application
from grodd.base.models import StoredFile
from grodd.decisions.models import Matter
from grodd.engines.calendar import Rhythm, Unit
from grodd.engines.life import PaymentRules
from grodd.ledger.models import Account, Voucher
from grodd.payments.models import Order
from grodd.people.models import Person, Scope
from grodd.programmes.models import usual_payment_rules

__all__ = (
    "Award", "AwardInstalment", "AwardReturn", "Interruption", "LoanPosition", "Spending",
    "Takeover", "TakeoverConsent",
)  # fmt: skip
UNITS = [(unit.value, unit.value) for unit in Unit]


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
    recipient = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="agreements_received",
        help_text="Who receives, and owes: first who applied, then whoever took it over.",
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


class Loan(models.Model):
    """Money lent, with its terms. What is owed stands in the books, nowhere else."""

    class State(models.TextChoices):
        """How far it has come."""

        OFFERED = "offered"
        SIGNED = "signed"
        REPAYING = "repaying"
        TERMINATED = "terminated"
        REPAID = "repaid"
        WRITTEN_OFF = "written_off"
        RECOVERED = "recovered"
        CANCELLED = "cancelled"

    class Borrower(models.TextChoices):
        """Who borrows, as the consumer acts see it."""

        ORGANISATION = "organisation"
        BUSINESS_PERSON = "business_person"
        CONSUMER = "consumer"

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="loan")
    reference = models.CharField(max_length=25, unique=True)
    principal_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    borrower_kind = models.CharField(max_length=15, choices=Borrower.choices)
    annual_rate_bp = models.PositiveIntegerField()
    margin_bp = models.PositiveIntegerField(
        null=True, help_text="What is added to the reference rate; None: the rate is fixed."
    )
    late_points_bp = models.PositiveIntegerField(default=0)
    schedule_kind = models.CharField(max_length=10)
    instalments = models.PositiveSmallIntegerField()
    grace = models.PositiveSmallIntegerField(
        default=0, help_text="How many of the first instalments are interest only."
    )
    every = models.PositiveSmallIntegerField(default=1, help_text="Units between instalments.")
    unit = models.CharField(max_length=8, default=Unit.MONTHS.value, choices=UNITS)
    payment_rules = models.JSONField(
        default=usual_payment_rules, help_text="As agreed; see engines.life.PaymentRules."
    )
    fee_minor = models.BigIntegerField(default=0)
    disburse_on = models.DateField()
    first_due_on = models.DateField()
    schedule_version = models.PositiveSmallIntegerField(default=1)
    warnings = models.JSONField(
        default=list, help_text="Limits that it passes and that only warn: measure, found, limit."
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    receivable = models.ForeignKey(Account, models.PROTECT, null=True, related_name="loans")
    disbursed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(principal_minor__gt=0), name="loan_lends_something"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def rhythm(self) -> Rhythm:
        """How often an instalment falls due as first agreed; its life says how it is now."""
        return Rhythm(self.every, Unit(self.unit))

    @property
    def rules(self) -> PaymentRules:
        """How its payments are counted, as agreed."""
        return PaymentRules.read(self.payment_rules)

    @property
    def months(self) -> int:
        """How long it was to run when it was agreed (unit: months, begun ones counted)."""
        return self.rhythm.months(self.instalments)


class LoanOrder(models.Model):
    """A payment order of a loan: a part of it that is paid out, or money that goes back."""

    class Purpose(models.TextChoices):
        """What is paid."""

        TRANCHE = "tranche"
        RETURN = "return"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="orders")
    order = models.OneToOneField(Order, models.PROTECT, related_name="loan_order")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    number = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.loan} {self.purpose} {self.number}"


class LoanEvent(models.Model):
    """Something that happened to a loan. Append-only: a mistake is mended by a reversal.

    All that a loan owes follows from these rows, whatever the order in which they were told.
    ``day`` is the day it belongs to, ``recorded_at`` the moment it was told.
    """

    class Kind(models.TextChoices):
        """What happened. ``grodd.engines.life`` says what each does."""

        DRAW = "draw"
        OPENING = "opening"
        PAYMENT = "payment"
        WAIVER = "waiver"
        EASED = "eased"
        CHARGE = "charge"
        RATE = "rate"
        HOLIDAY = "holiday"
        DUE_DAY = "due_day"
        RHYTHM = "rhythm"
        EXTENSION = "extension"
        TO_BALANCE = "to_balance"
        ASIDE = "aside"
        TERMINATION = "termination"
        WRITE_OFF = "write_off"
        RETURN = "return"
        REVERSAL = "reversal"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField()
    key = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField(default=0)
    terms = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", help_text="None: Grodd itself."
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "key"], name="loan_event_is_told_once"),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="loan_event_amount_is_not_below_nothing"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False)
                | (~Q(kind="reversal") & Q(reverses__isnull=True)),
                name="loan_event_reverses_if_a_reversal",
            ),
        ]
        indexes = [
            models.Index(
                fields=["loan"],
                condition=Q(kind__in=("to_balance", "aside", "termination")),
                name="loan_event_lives_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.kind} {self.day}"


LIVES_BY_ITSELF = (
    LoanEvent.Kind.TO_BALANCE,
    LoanEvent.Kind.ASIDE,
    LoanEvent.Kind.TERMINATION,
)
"""After these a row that falls due may mean more than its interest; in the order of the index."""


class PlanVersion(models.Model):
    """One version of a loan's repayment plan, and what was different in it. Append-only."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    cause = models.ForeignKey(LoanEvent, models.PROTECT, null=True, related_name="plan_versions")
    made_at = models.DateTimeField()
    difference = models.JSONField(default=dict, help_text="See agreements.plans.difference.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="plan_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.number}"


class Security(models.Model):
    """What stands behind a loan: somebody's word, or a thing."""

    class Kind(models.TextChoices):
        """What it is."""

        OWN_DEBT = "own_debt"
        SECONDARY = "secondary"
        PLEDGE = "pledge"
        FLOATING_CHARGE = "floating_charge"

    class Sharing(models.TextChoices):
        """Whether each answers for all of it, or each for a part."""

        JOINT = "joint"
        PRO_RATA = "pro_rata"

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="securities")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    given_by = models.CharField(max_length=160)
    what = models.CharField(max_length=200, blank=True)
    sharing = models.CharField(max_length=8, choices=Sharing.choices, default=Sharing.JOINT)
    limit_minor = models.BigIntegerField(null=True, help_text="None: all of the loan.")
    from_on = models.DateField()
    released_on = models.DateField(null=True)
    released_with_loan = models.BooleanField(default=False)
    release_reason = models.TextField(blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    key = models.CharField(max_length=80)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "key"], name="security_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(limit_minor__isnull=True) | Q(limit_minor__gt=0),
                name="security_is_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan}: {self.given_by}"


class WriteOff(models.Model):
    """That a body was asked to write off principal, and what came of it."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="write_offs")
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="write_off")
    event = models.OneToOneField(LoanEvent, models.PROTECT, null=True, related_name="write_off")

    def __str__(self) -> str:
        return str(self.matter)


class ScheduleLine(models.Model):
    """One instalment of one version of a loan's repayment schedule. Append-only."""

    # The constraint below begins with it.
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="schedule_lines", db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    due_on = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    late_interest_minor = models.BigIntegerField(
        default=0, help_text="Late interest that was set aside; what still runs is computed."
    )
    balance_after_minor = models.BigIntegerField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "version", "number"], name="schedule_line_is_unique"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "loan"], name="schedule_line_by_due")]

    def __str__(self) -> str:
        return f"{self.loan} {self.version}.{self.number}"


class LoanBooking(models.Model):
    """A voucher that put what an event means into the books. Append-only.

    A later event can change what an earlier one means; then only the difference is booked, as
    one more of these, and the first stays. ``name`` is the key of the event, or ``due:n`` where
    instalment n fell due, which no event tells.
    """

    # The constraint below begins with the loan; most bookings of a night have no event.
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="bookings", db_index=False)
    name = models.CharField(max_length=120)
    event = models.ForeignKey(
        LoanEvent, models.PROTECT, null=True, related_name="bookings", db_index=False
    )
    day = models.DateField(help_text="The day it belongs to, also when its period was closed.")
    cause = models.ForeignKey(
        LoanEvent, models.PROTECT, null=True, related_name="+", db_index=False
    )
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="loan_booking")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "name", "day", "voucher"], name="loan_booking_is_unique"
            ),
        ]
        indexes = [
            models.Index(
                fields=["event"], condition=Q(event__isnull=False), name="loan_booking_by_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.name}: {self.voucher}"


class Allocation(models.Model):
    """What an event paid or gave up of an instalment. Append-only.

    A row below zero takes back what an earlier row said; the sum is what holds.
    """

    class Component(models.TextChoices):
        """What kind of debt it paid."""

        FEE = "fee"
        LATE_INTEREST = "late_interest"
        INTEREST = "interest"
        PRINCIPAL = "principal"

    event = models.ForeignKey(LoanEvent, models.PROTECT, related_name="allocations")
    number = models.PositiveSmallIntegerField(null=True, help_text="None: ahead of the plan.")
    component = models.CharField(max_length=15, choices=Component.choices)
    amount_minor = models.BigIntegerField()
    given_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="allocation_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.amount_minor}"
