"""Tables of assessment."""

from django.db import models
from django.db.models import F, Q

from grodd.base.translated import TranslatedField, said
from grodd.people.models import Person, Scope


class CriteriaSet(models.Model):
    """What is looked at and how much it weighs. Frozen when a round that uses it is published."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="criteria_sets")
    version = models.PositiveIntegerField(default=1)
    name = TranslatedField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "version"], name="criteria_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{said(self.name)} {self.version}"


class Criterion(models.Model):
    """One thing to score, on its own scale."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=60)
    label = TranslatedField()
    help = TranslatedField()
    low = models.SmallIntegerField(default=1)
    high = models.SmallIntegerField(default=5)
    weight = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "key"], name="criterion_key_is_unique"),
            models.CheckConstraint(condition=Q(high__gt=F("low")), name="criterion_scale_rises"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weighs_something"),
        ]

    def __str__(self) -> str:
        return said(self.label)


class Case(models.Model):
    """Something that is judged."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="cases")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, null=True, related_name="cases")
    title = models.CharField(max_length=200)
    is_blind = models.BooleanField(default=False)
    reviews_needed = models.PositiveSmallIntegerField(default=2)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class Conflict(models.Model):
    """An interest of one's own in a case: such a person does not read, score, vote or count."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    reason = models.TextField()
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="conflict_is_declared_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.case}"


class Screening(models.Model):
    """A first look: does it belong here and is it whole? Append-only; the last one counts."""

    class Outcome(models.TextChoices):
        """What the first look said."""

        PASSED = "passed"
        RETURNED = "returned"
        REJECTED = "rejected"

    case = models.ForeignKey(Case, models.PROTECT, related_name="screenings")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField(blank=True)
    screened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"


class Assignment(models.Model):
    """That a person is to review a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    no_conflict_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reviewer"], name="reviewer_is_assigned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} reviews {self.case}"


class Review(models.Model):
    """One reviewer's own judgement. The others' are shown after it is submitted."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="review")
    comment = models.TextField(blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.assignment)


class Score(models.Model):
    """A review's value on one criterion."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.SmallIntegerField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
