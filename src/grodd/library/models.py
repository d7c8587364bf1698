"""Tables of the library."""

from django.db import models

from grodd.people.models import Organisation, Person, Scope


class Lesson(models.Model):
    """What we tried, what we expected, what happened, what we would do next time, and for whom."""

    class Outcome(models.TextChoices):
        """How the project behind it ended."""

        STOPPED = "stopped"
        COMPLETED = "completed"
        SCALED = "scaled"

    class Reach(models.TextChoices):
        """Who may read it once it is shared."""

        SPACE = "space"
        EVERYONE = "everyone"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lessons")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="lessons")
    subject = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200)
    tried = models.TextField()
    expected = models.TextField()
    happened = models.TextField()
    next_time = models.TextField()
    for_whom = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="sv")
    theme = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="lessons")
    written_at = models.DateTimeField()
    names_author = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.SPACE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=~models.Q(subject=""),
                name="lesson_is_one_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SearchKey(models.Model):
    """A key under which a lesson is found, and how much it says about the lesson.

    An inverted index in ordinary rows gives the same hits in the same order on both databases and
    changes in the same transaction as the lesson.
    """

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="search_keys")
    key = models.CharField(max_length=60, db_index=True)
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "key"], name="search_key_is_unique"),
        ]

    def __str__(self) -> str:
        return self.key
