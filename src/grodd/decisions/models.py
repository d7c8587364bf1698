"""Tables of decisions."""

from django.db import models
from django.db.models import F, Q

from grodd.people.models import Person, Scope


class Body(models.Model):
    """A committee or board that decides, and its rules."""

    class Majority(models.TextChoices):
        """How many yes it takes."""

        SIMPLE = "simple"
        ABSOLUTE = "absolute"
        TWO_THIRDS = "two_thirds"
        UNANIMOUS = "unanimous"

    class Quorum(models.TextChoices):
        """How the least number of voters is stated."""

        COUNT = "count"
        SHARE = "share"

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=160)
    quorum_rule = models.CharField(max_length=10, choices=Quorum.choices, default=Quorum.SHARE)
    quorum_value = models.PositiveSmallIntegerField(default=50)
    majority_rule = models.CharField(
        max_length=12, choices=Majority.choices, default=Majority.SIMPLE
    )
    chair_has_casting_vote = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's place in a body, for a time."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    is_chair = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "person", "valid_from"], name="seat_is_unique"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.body}"


class Delegation(models.Model):
    """That one person may decide alone up to a limit: the fast track."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="delegations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    amount_max_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    hours_max = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} for {self.body}"


class Meeting(models.Model):
    """A sitting of a body, or a decision by circulation."""

    class Kind(models.TextChoices):
        """How its members come together."""

        MEETING = "meeting"
        CIRCULATION = "circulation"

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MEETING)
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"


class Attendance(models.Model):
    """That a seat was filled at a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_is_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} at {self.meeting}"


class Matter(models.Model):
    """Something to decide: what is proposed, and what came of it."""

    class Outcome(models.TextChoices):
        """What was decided."""

        APPROVED = "approved"
        REJECTED = "rejected"
        RETURNED = "returned"

    class Way(models.TextChoices):
        """How it was decided."""

        VOTE = "vote"
        CIRCULATION = "circulation"
        FAST_TRACK = "fast_track"

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="matters")
    body = models.ForeignKey(Body, models.PROTECT, related_name="matters")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="matters")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=300)
    proposal = models.TextField(blank=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    hours = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    reasons = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    amount_decided_minor = models.BigIntegerField(null=True)
    hours_decided = models.PositiveIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | Q(decided_at__isnull=False) & ~Q(outcome=""),
                name="matter_outcome_and_moment_go_together",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(decided_at__isnull=False),
                name="matter_is_released_after_it_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Recusal(models.Model):
    """That a person does not take part in a matter. It stands in the minutes."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="recusals")
    reason = models.TextField()
    recused_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="recusal_is_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.matter}"


class Vote(models.Model):
    """How a seat voted. Can be changed until the matter is decided, never after."""

    class Choice(models.TextChoices):
        """What can be voted."""

        YES = "yes"
        NO = "no"
        ABSTAIN = "abstain"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seat"], name="vote_is_cast_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.choice}"


class FastTrack(models.Model):
    """The log of decisions by one person. Append-only."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="fast_track")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reasons = models.TextField()

    def __str__(self) -> str:
        return str(self.matter)


class Minutes(models.Model):
    """What the chair signed. Written once, at signing; append-only from then on."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.meeting)
