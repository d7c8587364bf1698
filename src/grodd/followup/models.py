"""Tables of follow-up."""

from django.db import models
from django.db.models import F, Q

from grodd.agreements.models import Agreement
from grodd.applications.models import Application
from grodd.decisions.models import Matter
from grodd.library.models import Lesson
from grodd.people.models import Person, Scope


class Project(models.Model):
    """What an agreement set going, followed in small steps until it ends."""

    class State(models.TextChoices):
        """How it goes."""

        RUNNING = "running"
        STOPPED = "stopped"
        COMPLETED = "completed"
        SCALED = "scaled"

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="project")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="projects")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="projects")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    check_in_every_days = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    ended_at = models.DateTimeField(null=True)
    lesson = models.OneToOneField(Lesson, models.PROTECT, null=True, related_name="project")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="project_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """What the project wants to reach, as a number that moves from a baseline to a target."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="goals")
    text = models.CharField(max_length=200)
    measure = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2)
    target = models.DecimalField(max_digits=14, decimal_places=2)
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="goal_moves_something"),
        ]

    def __str__(self) -> str:
        return self.text


class StopCriterion(models.Model):
    """What would make us stop, said at the start."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stop_criteria")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class CheckIn(models.Model):
    """A short word on how it goes, on a rhythm."""

    class Status(models.TextChoices):
        """How it feels."""

        ON_TRACK = "on_track"
        UNSURE = "unsure"
        OFF_TRACK = "off_track"

    project = models.ForeignKey(Project, models.PROTECT, related_name="check_ins")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    learnt = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    spent_minor = models.BigIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0)
    draft = models.JSONField(default=dict, help_text="What was typed and not sent, as typed.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="check_in_is_unique"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, status="")
                | Q(done_at__isnull=False) & ~Q(status=""),
                name="check_in_done_says_how_it_goes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.number}"


class Remark(models.Model):
    """What a coach or manager says about a check-in, or what the owner answers."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="remarks")
    text = models.TextField()
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Measurement(models.Model):
    """A goal's value at a check-in."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="measurements")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="measurements")
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "goal"], name="goal_is_measured_once"),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.value}"


class Gate(models.Model):
    """The question stop, continue or scale, put to a body or a delegate."""

    class Direction(models.TextChoices):
        """Where to."""

        STOP = "stop"
        CONTINUE = "continue"
        SCALE = "scale"

    project = models.ForeignKey(Project, models.PROTECT, related_name="gates")
    number = models.PositiveSmallIntegerField()
    proposed = models.CharField(max_length=10, choices=Direction.choices)
    why = models.TextField()
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="gate")
    decided = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    follow_on = models.OneToOneField(Application, models.PROTECT, null=True, related_name="gate")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="gate_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.number}"


class Result(models.Model):
    """What was projected and what came, in money (minor units)."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="result")
    currency = models.CharField(max_length=3)
    cost_projected_minor = models.BigIntegerField(default=0)
    revenue_projected_minor = models.BigIntegerField(default=0)
    savings_projected_minor = models.BigIntegerField(default=0)
    avoided_projected_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(null=True)
    revenue_minor = models.BigIntegerField(null=True)
    savings_minor = models.BigIntegerField(null=True)
    avoided_minor = models.BigIntegerField(null=True)
    summary = models.TextField(blank=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.project)


class ResultMeasure(models.Model):
    """Something beyond money that was projected and came."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="measures")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    projected = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    outcome = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    def __str__(self) -> str:
        return self.name
