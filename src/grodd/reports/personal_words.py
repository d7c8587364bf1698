"""What is kept on a person, in words: the names of columns, and values as one writes them.

A column without a word of its own is called by its name in the table. The files have every column;
the page leaves out what only machines read and what is empty.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from grodd.base import display
from grodd.engines.money import Money

MACHINES = frozenset(
    {
        "id", "key", "hash", "previous_hash", "sha256", "content_sha256", "person", "space",
        "calendar_serial", "claimed_at", "attempts", "send_after", "found_by", "dimensions",
        "draft_version", "template", "event", "actor", "import_key", "uid", "content_type",
    }
)  # fmt: skip
"""Marks that only machines read, and the person themself."""

COLUMNS: dict[str, Promise] = {
    "accepted_at": gettext_lazy("Accepted"),
    "action": gettext_lazy("What"),
    "adviser": gettext_lazy("Adviser"),
    "agreement": gettext_lazy("Agreement"),
    "amount": gettext_lazy("Amount"),
    "amount_max": gettext_lazy("At most"),
    "answers": gettext_lazy("Answers"),
    "application": gettext_lazy("Application"),
    "approved_at": gettext_lazy("Approved"),
    "assigned_at": gettext_lazy("Given to you"),
    "at": gettext_lazy("When"),
    "body": gettext_lazy("Body"),
    "browser": gettext_lazy("Browser"),
    "case": gettext_lazy("Case"),
    "cast_at": gettext_lazy("Voted"),
    "channel": gettext_lazy("How"),
    "choice": gettext_lazy("Choice"),
    "comment": gettext_lazy("Comment"),
    "content": gettext_lazy("Content"),
    "created_at": gettext_lazy("Made"),
    "currency": gettext_lazy("Currency"),
    "day": gettext_lazy("Day"),
    "declared_at": gettext_lazy("Noted"),
    "done_at": gettext_lazy("Done"),
    "due_on": gettext_lazy("Due"),
    "easy_read": gettext_lazy("Easy words"),
    "email": gettext_lazy("E-mail address"),
    "ends_on": gettext_lazy("Ends"),
    "expected": gettext_lazy("What was expected"),
    "expires_at": gettext_lazy("Holds until"),
    "facts": gettext_lazy("Facts"),
    "for_whom": gettext_lazy("Who should know this"),
    "given_at": gettext_lazy("Given"),
    "happened": gettext_lazy("What happened"),
    "has_calendar": gettext_lazy("Has a calendar address"),
    "high_contrast": gettext_lazy("Stronger contrast"),
    "hours": gettext_lazy("Hours"),
    "hours_max": gettext_lazy("Most working hours"),
    "invited_at": gettext_lazy("Invited"),
    "ip": gettext_lazy("Address on the net"),
    "is_active": gettext_lazy("May sign in"),
    "is_listed": gettext_lazy("Stands in your list of messages"),
    "joined_at": gettext_lazy("Joined"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "large_text": gettext_lazy("Larger text"),
    "last_login": gettext_lazy("Signed in last"),
    "learnt": gettext_lazy("What was learnt"),
    "loan": gettext_lazy("Loan"),
    "matter": gettext_lazy("Matter"),
    "method": gettext_lazy("How"),
    "months": gettext_lazy("Months"),
    "name": gettext_lazy("Name"),
    "names_author": gettext_lazy("Your name is shown"),
    "next_time": gettext_lazy("Next time"),
    "no_conflict_at": gettext_lazy("Said to be impartial"),
    "number": gettext_lazy("Number"),
    "offered_at": gettext_lazy("Offered"),
    "organisation": gettext_lazy("Organisation"),
    "outcome": gettext_lazy("Outcome"),
    "owns": gettext_lazy("It is yours"),
    "party": gettext_lazy("As"),
    "payee_account": gettext_lazy("Account"),
    "payee_name": gettext_lazy("Paid to"),
    "phone": gettext_lazy("Phone"),
    "poll": gettext_lazy("Vote"),
    "prepared_at": gettext_lazy("Prepared"),
    "project": gettext_lazy("Project"),
    "published_at": gettext_lazy("Published"),
    "purpose": gettext_lazy("Purpose"),
    "reason": gettext_lazy("Why"),
    "reasons": gettext_lazy("Reasons"),
    "recorded_at": gettext_lazy("Written in"),
    "region": gettext_lazy("Region"),
    "role": gettext_lazy("Role"),
    "round": gettext_lazy("Round"),
    "saved_at": gettext_lazy("Saved"),
    "scheme": gettext_lazy("Light or dark"),
    "scores": gettext_lazy("Scores"),
    "sent_at": gettext_lazy("Sent"),
    "since": gettext_lazy("Since"),
    "size_bytes": gettext_lazy("Size in bytes"),
    "spent": gettext_lazy("Money used"),
    "spent_on": gettext_lazy("Day of the expense"),
    "started_at": gettext_lazy("Started"),
    "starts_on": gettext_lazy("Starts"),
    "state": gettext_lazy("Status"),
    "status": gettext_lazy("Status"),
    "stored_at": gettext_lazy("Handed in"),
    "subject": gettext_lazy("To what"),
    "submitted_at": gettext_lazy("Handed in"),
    "summary": gettext_lazy("Summary"),
    "text": gettext_lazy("Text"),
    "theme": gettext_lazy("Theme"),
    "title": gettext_lazy("Title"),
    "tried": gettext_lazy("What was tried"),
    "updated_at": gettext_lazy("Changed last"),
    "valid_from": gettext_lazy("From"),
    "valid_until": gettext_lazy("Last day"),
    "verified": gettext_lazy("Confirmed"),
    "wording": gettext_lazy("What you said yes to"),
    "written_at": gettext_lazy("Written"),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def called(name: str) -> str:
    """What a column is called."""
    return str(COLUMNS.get(name) or name.replace("_", " ").capitalize())


def told(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a row says to a person: neither what is empty, nor what only machines read."""
    for name, value in row.items():
        if name in MACHINES or value in (None, "", [], {}):
            continue
        if name.endswith("_minor") and row.get("currency"):
            amount = Money(int(value), str(row["currency"]))
            yield called(name.removesuffix("_minor")), display.money(amount)
        elif name != "currency" or not _has_amount(row):
            yield called(name), in_words(value)


def _has_amount(row: Mapping[str, Any]) -> bool:
    return any(name.endswith("_minor") and row[name] is not None for name in row)


def in_words(value: object) -> str:
    """A value as one reads it, also one with parts of its own."""
    if value in (None, "", [], {}):
        return "-"
    match value:
        case bool():
            return gettext("Yes") if value else gettext("No")
        case dict():
            return "; ".join(f"{called(str(k))}: {in_words(v)}" for k, v in value.items())
        case list():
            return ", ".join(in_words(one) for one in value)
    return _written(str(value))


def _written(text: str) -> str:
    """A moment or a day as the reader writes it; other texts as they are."""
    with suppress(ValueError):  # somebody wrote something that only looks like one
        if MOMENT.match(text):
            return display.moment(datetime.fromisoformat(text))
        if DAY.fullmatch(text):
            return display.day(date.fromisoformat(text))
    return text
