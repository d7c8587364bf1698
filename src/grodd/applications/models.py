"""Tables of applications."""

from django.db import models
from django.db.models import Q

from grodd.assessment.models import Case
from grodd.base.models import Phase, StoredFile
from grodd.decisions.models import Matter
from grodd.people.models import Organisation, Person
from grodd.programmes.models import Programme, Round, Theme
from grodd.voting.models import Option


class Application(models.Model):
    """A need or an idea that someone asks money and time for."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField()
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="applications")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    found_by = models.TextField(blank=True, help_text="What a search reads: see searching.py.")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="applications")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    hours = models.PositiveIntegerField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=5, default="sv")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True, help_text="Late opening by the manager.")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="application")
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="application")
    option = models.OneToOneField(Option, models.SET_NULL, null=True, related_name="application")
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="followed_by",
        help_text="What it scales up.",
    )
    import_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="application_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["round", "import_key"],
                condition=~Q(import_key=""),
                name="application_is_imported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "phase"], name="application_by_phase"),
            models.Index(fields=["round", "-submitted_at"], name="application_by_arrival"),
            models.Index(fields=["round", "amount_minor"], name="application_by_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.round.key}-{self.number}"


class DraftVersion(models.Model):
    """What was saved when: nothing typed is lost."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="draft_versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="draft_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.number}"


class Submission(models.Model):
    """What was handed in, word for word. Append-only; the last one counts."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.number}"


class CoOwner(models.Model):
    """Someone who writes along. Only the owner submits."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="co_owners")
    email = models.EmailField(max_length=254)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="co_owned_applications"
    )
    accepted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "email"],
                condition=Q(removed_at__isnull=True),
                name="co_owner_is_invited_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} / {self.application}"


class Attachment(models.Model):
    """A file that answers a question."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    question_key = models.SlugField(max_length=60)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment")
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.file)


class ImportMapping(models.Model):
    """Which column meant what the last time a file with these headings came."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="import_mappings")
    headings_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "headings_sha256"], name="import_mapping_is_remembered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.headings_sha256[:8]


class ImportRun(models.Model):
    """One file taken into one round: how far it came, and what was wrong with which row."""

    class State(models.TextChoices):
        """How far it has come."""

        UPLOADED = "uploaded"
        CHECKED = "checked"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    round = models.ForeignKey(Round, models.PROTECT, related_name="import_runs")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    key_column = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows_count = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.file)
