"""Tables of programmes. A frame, a form and a set of letters are rows with versions, never code."""

from django.db import models
from django.db.models import F, Q

from grodd.assessment.models import CriteriaSet
from grodd.base.models import Lifecycle
from grodd.base.translated import TranslatedField, said
from grodd.decisions.models import Body
from grodd.engines.calendar import MONTHLY, Rhythm
from grodd.engines.life import USUAL_RULES
from grodd.ledger.models import Voucher
from grodd.people.models import Organisation, Scope
from grodd.voting.models import Poll


class Programme(models.Model):
    """A lasting effort of one organisation to give small money."""

    class Kind(models.TextChoices):
        """What the programme gives, and so what an agreement becomes."""

        INTERNAL_INNOVATION = "internal_innovation"
        SOCIAL_FUND = "social_fund"

    scope = models.OneToOneField(Scope, models.PROTECT, related_name="programme")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    name = TranslatedField()
    purpose = TranslatedField()
    lifecycle = models.ForeignKey(Lifecycle, models.PROTECT, related_name="programmes")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="programmes")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return said(self.name)


class Theme(models.Model):
    """A strategic theme, a sector: what a programme sorts its ideas by."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="themes")
    key = models.SlugField(max_length=60)
    label = TranslatedField()
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="theme_key_is_unique"),
        ]

    def __str__(self) -> str:
        return said(self.label) or self.key


def late_days() -> list[int]:
    """A day, a week and three weeks after the day."""
    return [1, 7, 21]


def monthly() -> list[str]:
    """Every month, and nothing else."""
    return [MONTHLY.code]


def usual_payment_rules() -> dict[str, str]:
    """What law and custom say, where nobody chose."""
    return USUAL_RULES.written()


class Frame(models.Model):
    """What a programme may give, to whom and on which terms. Frozen when a round uses it."""

    class WhoMayApply(models.TextChoices):
        """Whose application is taken."""

        MEMBERS = "members"
        ANYONE = "anyone"

    class Schedule(models.TextChoices):
        """How a loan is repaid."""

        STRAIGHT = "straight"
        ANNUITY = "annuity"
        BULLET = "bullet"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="frames")
    version = models.PositiveIntegerField()
    frozen_at = models.DateTimeField(null=True)
    currency = models.CharField(max_length=3)
    amount_min_minor = models.BigIntegerField()
    amount_max_minor = models.BigIntegerField()
    hours_max = models.PositiveIntegerField(default=0)
    months_min = models.PositiveSmallIntegerField()
    months_max = models.PositiveSmallIntegerField()
    who_may_apply = models.CharField(max_length=10, choices=WhoMayApply.choices)
    instruments = models.JSONField(default=list)
    goals = TranslatedField()
    receipt_above_minor = models.BigIntegerField(default=50_000)
    check_in_every_days = models.PositiveSmallIntegerField(default=30)
    remind_days_before = models.PositiveSmallIntegerField(default=3)
    remind_late_days = models.JSONField(
        default=late_days, help_text="Days after a check-in was due, rising."
    )
    loan_rate_bp = models.PositiveIntegerField(
        default=0, help_text="The rate, or what is added to the reference rate if it follows that."
    )
    loan_rate_follows = models.BooleanField(default=False)
    loan_schedule = models.CharField(
        max_length=10, choices=Schedule.choices, default=Schedule.STRAIGHT
    )
    loan_grace_months_max = models.PositiveSmallIntegerField(default=0)
    loan_fee_minor = models.BigIntegerField(default=0)
    loan_rhythms = models.JSONField(
        default=monthly, help_text="How often a loan may be repaid; see engines.calendar.Rhythm."
    )
    payment_rules = models.JSONField(
        default=usual_payment_rules, help_text="See engines.life.PaymentRules."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="frame_version_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(amount_min_minor__gte=0, amount_max_minor__gte=F("amount_min_minor")),
                name="frame_amounts_are_a_range",
            ),
            models.CheckConstraint(
                condition=Q(months_min__gte=1, months_max__gte=F("months_min")),
                name="frame_months_are_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.version}"

    @property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """How often a loan may be repaid; the first is what an offer proposes."""
        return tuple(Rhythm.read(code) for code in self.loan_rhythms)


class EligibilityQuestion(models.Model):
    """What an applicant can check before writing: the answer that is needed, and why."""

    frame = models.ForeignKey(Frame, models.CASCADE, related_name="eligibility_questions")
    key = models.SlugField(max_length=60)
    text = TranslatedField()
    answer_needed = models.BooleanField(default=True)
    why = TranslatedField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["frame", "key"], name="eligibility_key_is_unique"),
        ]

    def __str__(self) -> str:
        return said(self.text)


class Form(models.Model):
    """One version of the questions that applicants answer. Frozen when a round uses it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="forms")
    version = models.PositiveIntegerField()
    name = TranslatedField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="form_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{said(self.name)} {self.version}"


class Question(models.Model):
    """One thing that is asked."""

    class Kind(models.TextChoices):
        """The shape of the answer."""

        SHORT_TEXT = "short_text"
        LONG_TEXT = "long_text"
        NUMBER = "number"
        MONEY = "money"
        DAY = "day"
        CHOICE = "choice"
        CHOICES = "choices"
        FILE = "file"
        BUDGET = "budget"

    class Meaning(models.TextChoices):
        """Answers that the rest of the chain reads; every other question is only read by people."""

        NONE = ""
        TITLE = "title"
        SUMMARY = "summary"
        AMOUNT = "amount"
        HOURS = "hours"
        MONTHS = "months"
        THEME = "theme"

    form = models.ForeignKey(Form, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    meaning = models.CharField(max_length=12, choices=Meaning.choices, blank=True)
    label = TranslatedField()
    help = TranslatedField()
    easy = TranslatedField()
    is_required = models.BooleanField(default=False)
    identifies = models.BooleanField(default=False, help_text="Hidden in blind assessment.")
    length_max = models.PositiveIntegerField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="question_key_is_unique"),
            models.UniqueConstraint(
                fields=["form", "meaning"],
                condition=~Q(meaning=""),
                name="question_meaning_is_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return said(self.label)


class Letter(models.Model):
    """One version of a text that is sent or signed, with merge fields like ``{{ title }}``."""

    class Kind(models.TextChoices):
        """When it is used."""

        RECEIPT = "receipt"
        RETURNED = "returned"
        APPROVED = "approved"
        REJECTED = "rejected"
        AGREEMENT = "agreement"
        REMINDER = "reminder"
        THANKS_STOPPED = "thanks_stopped"
        THANKS_COMPLETED = "thanks_completed"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.PositiveIntegerField()
    subject = TranslatedField()
    body = TranslatedField()
    easy = TranslatedField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "version"], name="letter_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Round(models.Model):
    """A call with its own dates and budget. Publishing freezes the versions that it uses."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    key = models.SlugField(max_length=80, unique=True)
    name = TranslatedField()
    description = TranslatedField()
    easy = TranslatedField()
    frame = models.ForeignKey(Frame, models.PROTECT, null=True, related_name="rounds")
    form = models.ForeignKey(Form, models.PROTECT, null=True, related_name="rounds")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, null=True, related_name="rounds")
    lifecycle = models.ForeignKey(Lifecycle, models.PROTECT, null=True, related_name="rounds")
    letters = models.ManyToManyField(Letter, related_name="rounds")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    budget_minor = models.BigIntegerField()
    budget_hours = models.PositiveIntegerField(default=0)
    committed_minor = models.BigIntegerField(default=0)
    committed_hours = models.PositiveIntegerField(default=0)
    is_blind = models.BooleanField(default=True)
    reviews_needed = models.PositiveSmallIntegerField(default=2)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_number = models.PositiveIntegerField(default=1)
    poll = models.OneToOneField(Poll, models.PROTECT, null=True, related_name="round")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_minor__lte=F("budget_minor"), committed_minor__gte=0),
                name="round_money_is_not_over_committed",
            ),
            models.CheckConstraint(
                condition=Q(committed_hours__lte=F("budget_hours")),
                name="round_hours_are_not_over_committed",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(
                    frame__isnull=False, form__isnull=False, criteria_set__isnull=False,
                    lifecycle__isnull=False, opens_at__isnull=False,
                ),
                name="round_is_whole_when_published",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return said(self.name) or self.key


class RoundCommitment(models.Model):
    """A part of a round's budget that was promised, under a key. Ends when it is let go."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="commitments")
    key = models.CharField(max_length=120, unique=True)
    amount_minor = models.BigIntegerField()
    hours = models.PositiveIntegerField(default=0)
    committed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0), name="commitment_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Capital(models.Model):
    """Money that a funder put into a programme, with its own purpose and end."""

    class Purpose(models.TextChoices):
        """What it may be used for: the two are never mixed."""

        INVESTING = "investing"
        OPERATIONS = "operations"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="capital")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="capital_given")
    key = models.CharField(max_length=80)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    loss_share_bp = models.PositiveIntegerField(default=0)
    received_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    voucher = models.OneToOneField(Voucher, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="capital_key_is_unique"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="capital_is_something"),
            models.CheckConstraint(
                condition=Q(loss_share_bp__lte=10_000), name="capital_loss_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} {self.key}"
