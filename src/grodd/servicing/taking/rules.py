"""What a file leaves unsaid, settled once for all its rows; and what its words for status mean."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

GRACE_DAYS = 1
RANGE = re.compile(r"(\d{1,4})\s*(?:-|\N{EN DASH}|to|till)\s*(\d{1,4})")
ABOVE = re.compile(r"(?:>|\+|over|more than|över|yli)\s*(\d{1,4})|(\d{1,4})\s*\+")
WORDS: Mapping[str, tuple[str, ...]] = {
    "written_off": (
        "charged off", "written off", "write off", "default", "avskriv", "kreditförlust", "loss",
        "poiskirja", "luottotappio",
    ),
    "repaid": (
        "fully paid", "paid off", "repaid", "closed", "slutbetald", "återbetald", "avslutad",
        "maksettu", "päättynyt",
    ),
    "late": (
        "late", "grace", "overdue", "arrears", "past due", "sen", "förfall", "obetald", "dröjsmål",
        "myöhässä", "erääntynyt", "viiväst",
    ),
}  # fmt: skip
"""Words by which the meaning of a status is guessed; the first that fits."""


class Means(StrEnum):
    """What a status of the old system means here."""

    AS_PLANNED = "as_planned"
    LATE = "late"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class Status:
    """What one word for status means.

    Attributes:
        means: What.
        days: How late such a loan counts as, where no column says since when (unit: days).
        days_from: The fewest days late that the word covers.
        days_to: The most; None where it has no end.
    """

    means: Means = Means.AS_PLANNED
    days: int = 0
    days_from: int = 0
    days_to: int | None = 0

    def covers(self, days: int) -> bool:
        """Whether a loan so many days late fits the word."""
        return self.days_from <= days and (self.days_to is None or days <= self.days_to)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the file leaves unsaid.

    Attributes:
        is_percent: Rates are in percent, not in basis points.
        is_annuity: The kind of repayment where no column says it.
        is_last_of_month: A month without a day is its last day, not its first.
        interest_is_due: Unpaid interest has fallen due; otherwise it only has run, and comes with
            the next instalment.
        late_points_bp: Late interest above the reference rate (unit: hundredths of a percent).
        prefix: Before the number of a loan that has no reference.
        statuses: What each status of the file means.
    """

    is_percent: bool = True
    is_annuity: bool = True
    is_last_of_month: bool = False
    interest_is_due: bool = True
    late_points_bp: int = 0
    prefix: str = "T"
    statuses: Mapping[str, Status] = field(default_factory=dict)

    def written(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self) | {"statuses": {word: asdict(s) for word, s in self.statuses.items()}}

    def of(self, word: str) -> Status:
        """What a status means; one that nobody explained is as planned."""
        return self.statuses.get(word, Status())


def rules_of(written: Mapping[str, Any]) -> Rules:
    """The rules from JSON values; statuses by their words, whatever order the database gives."""
    statuses = {
        word: Status(**{**one, "means": Means(one["means"])})
        for word, one in sorted(written.get("statuses", {}).items())
    }
    return Rules(**{**written, "statuses": statuses})


def with_statuses(rules: Rules, words: Iterable[str]) -> Rules:
    """The rules with a guess for every status of the file that has none yet."""
    present = sorted({word for word in words if word})
    guesses = closed_gaps([guessed_status(word) for word in present])
    found = {w: rules.statuses.get(w, guess) for w, guess in zip(present, guesses, strict=True)}
    return replace(rules, statuses=found)


def guessed_status(word: str) -> Status:
    """What a status probably means: “Late (16-30 days)” is late, by 16 days at least."""
    text = word.casefold()
    means = next((m for m, words in WORDS.items() if any(one in text for one in words)), None)
    if means in {Means.REPAID, Means.WRITTEN_OFF}:
        return Status(Means(means), days_to=None)
    if found := RANGE.search(text):
        least, most = int(found[1]), int(found[2])
        return Status(Means.LATE, max(least, 1), least, most)
    if found := ABOVE.search(text):
        least = int(found[1] or found[2]) + 1
        return Status(Means.LATE, least, least, None)
    if means == Means.LATE:
        return Status(Means.LATE, GRACE_DAYS, GRACE_DAYS, None)
    return Status()


def closed_gaps(statuses: Sequence[Status]) -> Sequence[Status]:
    """Open ends end where the next begins: a time of grace is shorter than “late 16-30 days”."""
    starts = sorted(s.days_from for s in statuses if s.means is Means.LATE)
    closed = []
    for status in statuses:
        later = [start for start in starts if start > status.days_from]
        is_open = status.means is Means.LATE and status.days_to is None
        ends = later[0] - 1 if is_open and later else status.days_to
        closed.append(Status(status.means, status.days, status.days_from, ends))
    return closed
