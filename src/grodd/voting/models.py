"""Tables of voting. None of them joins a person with a choice; see ``grodd.voting.secrecy``."""

from django.db import models
from django.db.models import F, Q

from grodd.people.models import Person, Scope


class Poll(models.Model):
    """A vote about what to fund with a budget, and the rule that will be used."""

    class Electorate(models.TextChoices):
        """Who may vote."""

        MEMBERS = "members"
        SCOPE = "scope"
        LIST = "list"

    class Rule(models.TextChoices):
        """How it is chosen what is funded."""

        COMMITTEE = "committee"
        GREEDY = "greedy"
        EQUAL_SHARES = "equal_shares"

    class Utility(models.TextChoices):
        """What a voter gets from a winner, for equal shares."""

        COST = "cost"
        CARDINALITY = "cardinality"

    class Completion(models.TextChoices):
        """What is done with money that equal shares leave over."""

        NONE = "none"
        FILL = "fill"
        RAISE = "raise"

    class Comparison(models.TextChoices):
        """Whether greedy by votes takes over when more voters get more from it."""

        NONE = "none"
        WINNERS = "winners"
        MONEY = "money"

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="polls")
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    currency = models.CharField(max_length=3)
    budget_minor = models.BigIntegerField(default=0)
    budget_hours = models.PositiveIntegerField(null=True)
    closes_at = models.DateTimeField(null=True)
    electorate = models.CharField(
        max_length=10, choices=Electorate.choices, default=Electorate.MEMBERS
    )
    bars_interested = models.BooleanField(default=True)
    shows_running_votes = models.BooleanField(default=False)
    rule = models.CharField(max_length=14, choices=Rule.choices, default=Rule.EQUAL_SHARES)
    utility = models.CharField(max_length=12, choices=Utility.choices, default=Utility.COST)
    completion = models.CharField(
        max_length=10, choices=Completion.choices, default=Completion.RAISE
    )
    comparison = models.CharField(
        max_length=10, choices=Comparison.choices, default=Comparison.NONE
    )
    one_per_owner = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "title"], name="poll_title_is_unique"),
            models.CheckConstraint(
                condition=Q(budget_minor__gte=0), name="poll_budget_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="poll_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ThemeLimit(models.Model):
    """How many awards one theme gets at least and at most when the committee's ranking decides."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="theme_limits")
    theme = models.CharField(max_length=120)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["theme"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "theme"], name="theme_is_limited_once"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=F("least")),
                name="theme_limit_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return self.theme


class Option(models.Model):
    """An idea that can be voted for. Nothing in it changes once the poll is open."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    cost_minor = models.BigIntegerField()
    hours = models.PositiveIntegerField(default=0)
    theme = models.CharField(max_length=120, blank=True)
    exclusive = models.CharField(
        max_length=60, blank=True, help_text="Of options with the same word at most one may win."
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="option_number_is_unique"),
            models.CheckConstraint(
                condition=Q(cost_minor__gte=0), name="option_cost_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Interest(models.Model):
    """That a person has an interest of their own in an option: owns it, or is close to it."""

    option = models.ForeignKey(Option, models.CASCADE, related_name="interests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    owns = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "person"], name="interest_is_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.option}"


class ListedVoter(models.Model):
    """That a person may vote in a poll whose voters are a list."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="listed_voters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="voter_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.poll}"


class Exclusion(models.Model):
    """That a person may not vote after all, and why. Append-only."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField()
    excluded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    excluded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="voter_is_excluded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.poll}"


class Participation(models.Model):
    """That a person has voted. Never what, and not when. Append-only."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="participation_is_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.poll}"


class BallotSalt(models.Model):
    """What a voter's ballot is found and read with, together with the installation's secret key.

    It lives while the poll is open and is destroyed when it closes.
    """

    poll = models.OneToOneField(Poll, models.CASCADE, primary_key=True, related_name="salt")
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.poll)


class OpenBallot(models.Model):
    """A ballot while the poll is open: under a key that no table holds, its content sealed."""

    key = models.CharField(max_length=64, primary_key=True)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="open_ballots")
    sealed = models.TextField()

    def __str__(self) -> str:
        return str(self.poll)


class CountedBallot(models.Model):
    """How many voted like this, once the poll is closed. Append-only."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="counted_ballots")
    choices = models.JSONField()
    points = models.JSONField(default=list)
    voters = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(voters__gt=0), name="counted_ballot_has_voters"),
        ]

    def __str__(self) -> str:
        return f"{self.poll}: {self.voters}"


class Opening(models.Model):
    """What was stated before the vote: rule, budget, options. Append-only."""

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="opening")
    stated = models.JSONField()
    stated_sha256 = models.CharField(max_length=64)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.poll)


class Result(models.Model):
    """What came of a poll, computed once when it closed. Append-only."""

    poll = models.OneToOneField(Poll, models.PROTECT, related_name="result")
    content = models.JSONField()
    entitled = models.PositiveIntegerField()
    voted = models.PositiveIntegerField()
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.poll)


class Explanation(models.Model):
    """What an option that did not win lacked under one rule, found by trying. Append-only."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="explanations")
    rule = models.CharField(max_length=14, choices=Poll.Rule.choices)
    votes = models.PositiveIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "rule"], name="option_is_explained_once"),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.rule}"
