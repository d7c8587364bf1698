"""Tables of the foundation. People and subjects are plain keys: nothing above is known here."""

import uuid

from django.db import models
from django.db.models import Q

from grodd.base.translated import TranslatedField, said


class AuditHead(models.Model):
    """The end of the audit chain. Locked while a row is added, so that rows stand in one line."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number}"


class AuditEvent(models.Model):
    """Who did what to which subject, and when. Each row carries the hash of the last."""

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    space = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class PhaseKind(models.TextChoices):
    """What a phase means, whatever an organisation calls it."""

    DRAFT = "draft"
    SCREENING = "screening"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    AGREEMENT = "agreement"
    ACTIVE = "active"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


class Lifecycle(models.Model):
    """One version of the way that something goes, from its first phase to its last."""

    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    name = TranslatedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="lifecycle_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Phase(models.Model):
    """A place on the way. The kind carries the meaning, the label is only words."""

    lifecycle = models.ForeignKey(Lifecycle, models.CASCADE, related_name="phases")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20, choices=PhaseKind.choices)
    label = TranslatedField()
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "key"], name="phase_key_is_unique"),
        ]

    def __str__(self) -> str:
        return said(self.label) or self.key


class Transition(models.Model):
    """A step from one phase to another: who may take it, and what must hold first."""

    lifecycle = models.ForeignKey(Lifecycle, models.CASCADE, related_name="transitions")
    key = models.SlugField(max_length=60)
    source = models.ForeignKey(Phase, models.CASCADE, related_name="+")
    target = models.ForeignKey(Phase, models.CASCADE, related_name="+")
    label = TranslatedField()
    roles = models.JSONField(default=list)
    guard = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "key", "source"], name="transition_key_is_unique_per_source"
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="transition_goes_somewhere_else"
            ),
        ]

    def __str__(self) -> str:
        return said(self.label) or self.key


class OutboxMessage(models.Model):
    """Something to tell one person about one event, once."""

    class State(models.TextChoices):
        """How far the message has come."""

        WAITING = "waiting"
        GATHERED = "gathered"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    event = models.CharField(max_length=120)
    recipient = models.CharField(max_length=254)
    channel = models.CharField(max_length=20, default="mail")
    template = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    space = models.BigIntegerField(null=True, db_index=True)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    seen_to_at = models.DateTimeField(null=True)
    seen_to_by = models.CharField(max_length=64, blank=True)
    is_listed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"], name="outbox_tells_each_person_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "send_after"], name="outbox_waiting"),
            models.Index(fields=["recipient", "read_at"], name="outbox_of_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.recipient}"


class LongTask(models.Model):
    """Work that takes longer than a person waits: how far it has come, and how it ended.

    It tells; it decides nothing. What the work itself has done stands in its own tables.
    """

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=64)
    space = models.BigIntegerField(null=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    can_stop = models.BooleanField(default=True)
    is_stop_asked = models.BooleanField(default=False)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-asked_at"], name="long_task_of_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.state not in {self.State.WAITING, self.State.RUNNING}


class StoredFile(models.Model):
    """A file that was handed in. Its bytes lie outside the web root, under their own hash."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    space = models.BigIntegerField(null=True)
    stored_by = models.CharField(max_length=64)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class DatedRule(models.Model):
    """A rate, cap, fee or ceiling that a country set from a day on."""

    country = models.CharField(max_length=2)
    key = models.SlugField(max_length=60)
    valid_from = models.DateField()
    value = models.BigIntegerField(help_text="In the unit that the key names: _bp, _minor, _days.")
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key", "valid_from"], name="dated_rule_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key} {self.valid_from}"


class LendingLicence(models.Model):
    """To whom only a lender with a licence may lend in a country, from a day on."""

    country = models.CharField(max_length=2)
    key = models.SlugField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="The first day it no longer holds.")
    borrowers = models.JSONField(help_text="consumer, business_person, organisation; may be none.")
    licence = models.CharField(max_length=20)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key", "valid_from"], name="lending_licence_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key} {self.valid_from}"


class LendingLimit(models.Model):
    """What a loan may cost at most in a country, from a day on, by who borrows."""

    country = models.CharField(max_length=2)
    key = models.SlugField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="The first day it no longer holds.")
    borrowers = models.JSONField(help_text="consumer, business_person, organisation.")
    measure = models.CharField(max_length=30)
    basis = models.CharField(max_length=20)
    figure_millionths = models.BigIntegerField(
        help_text="Parts of one, or minor units, in millionths of it."
    )
    floor_minor = models.BigIntegerField(default=0)
    floor_days = models.PositiveSmallIntegerField(default=0)
    only_warns = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "key", "valid_from"], name="lending_limit_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.key} {self.valid_from}"
