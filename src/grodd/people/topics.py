"""What messages are about, and how each person wants to hear of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy


class Topic(StrEnum):
    """A kind of event that a person is told of."""

    APPLICATION = "application"
    DECISION = "decision"
    AGREEMENT = "agreement"
    PROJECT = "project"
    VOTE = "vote"
    ACCOUNT = "account"


class Rhythm(StrEnum):
    """When a mail goes."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


BOUND = frozenset({Topic.DECISION, Topic.AGREEMENT, Topic.ACCOUNT})
"""What the law or one's own safety asks to be told, by mail and at once."""

LABELS = {
    Topic.APPLICATION: gettext_lazy("Your applications: receipts, questions, co-owners"),
    Topic.DECISION: gettext_lazy("Decisions about what you applied for"),
    Topic.AGREEMENT: gettext_lazy("Agreements, payments and loans"),
    Topic.PROJECT: gettext_lazy("Your projects: check-ins, comments, thanks"),
    Topic.VOTE: gettext_lazy("Votes that you may take part in: opened, counted"),
    Topic.ACCOUNT: gettext_lazy("Your account and invitations"),
}

RHYTHMS = {
    Rhythm.AT_ONCE: gettext_lazy("At once"),
    Rhythm.DAILY: gettext_lazy("Once a day, gathered"),
    Rhythm.WEEKLY: gettext_lazy("On Mondays, gathered"),
    Rhythm.NEVER: gettext_lazy("No mail"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How someone wants to hear of a topic: the rhythm of mail, and whether the list has it."""

    rhythm: Rhythm = Rhythm.AT_ONCE
    is_listed: bool = True


USUAL = Wish()
