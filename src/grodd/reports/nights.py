"""What the nights did for one lender, and what they could not do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import make_naive
from django.utils.translation import gettext, gettext_lazy

from grodd.base.errors import NotFound, Refusal
from grodd.ledger.queries import Entries
from grodd.people.asker import Asker
from grodd.reports.sheets import Sheet
from grodd.servicing.counting import night_seen_by, nights_seen_by
from grodd.servicing.models import Night, NightStep

LABELS: dict[str, Promise] = {
    "take_back_accrual": gettext_lazy("Last month's accrued interest taken back"),
    "rates": gettext_lazy("Loans whose late interest has a new rate"),
    "follow": gettext_lazy("Loans that follow a new reference rate"),
    "due": gettext_lazy("Instalments that fell due"),
    "service": gettext_lazy("Loans that were counted one by one"),
    "tell": gettext_lazy("Letters to borrowers"),
    "month_end": gettext_lazy("Loans seen at the end of the month"),
    "portfolio": gettext_lazy("Loans in the portfolio of the day"),
    "accrue": gettext_lazy("Vouchers of accrued interest"),
}


BOOKS = frozenset({"take_back_accrual", "due", "service", "accrue"})
"""Work that books vouchers."""


@dataclass(frozen=True, slots=True)
class WorkDone:
    """A kind of work: how many of it, and how long it took for all lenders (seconds)."""

    name: str
    label: Promise
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class NotDone:
    """What could not be done, and why, in the reader's language."""

    reference: str
    work: Promise
    why: str


@dataclass(frozen=True, slots=True)
class NightPage:
    """One night as one lender sees it."""

    night: Night
    works: list[WorkDone]
    refused: list[NotDone]


def night_rows(asker: Asker, nights: Sequence[Night]) -> list[tuple[Any, ...]]:
    """A row for each night: day, began, ended, instalments, letters, refusals (one query)."""
    mine = str(asker.organisation_id)
    refused = dict.fromkeys((night.pk for night in nights), 0)
    steps = NightStep.objects.filter(night__in=nights).exclude(refused=[])
    for night_id, rows in steps.values_list("night_id", "refused"):
        refused[night_id] += sum(row["organisation"] == asker.organisation_id for row in rows)
    return [
        (
            {"text": night.day, "url": reverse("organisation:night", args=[night.pk])},
            night.started_at,
            night.finished_at or "",
            night.counts.get("due", {}).get(mine, 0) + night.counts.get("service", {}).get(mine, 0),
            night.counts.get("tell", {}).get(mine, 0),
            refused[night.pk],
        )
        for night in nights
    ]


def nights_sheet(asker: Asker) -> Sheet:
    """Every night, the last first. Hours are those of the reader's clock.

    Raises:
        NotFound: The asker does not work with loans.
    """
    nights = list(nights_seen_by(asker))
    heads = [
        gettext("Day"), gettext("Began"), gettext("Ended"), gettext("Fell due"),
        gettext("Letters"), gettext("Refused"),
    ]  # fmt: skip
    rows = (
        [day["text"], make_naive(began), make_naive(ended) if ended else None, *counts]
        for day, began, ended, *counts in night_rows(asker, nights)
    )
    return Sheet("nights", gettext("Nights"), heads, rows, len(nights))


def night_page(asker: Asker, *, night_id: int) -> NightPage:
    """One night (three queries).

    Raises:
        NotFound: There is none, or none to see.
    """
    night = night_seen_by(asker, night_id=night_id)
    steps = list(NightStep.objects.filter(night=night).order_by("stage", "pk"))
    mine = str(asker.organisation_id)
    works = [
        WorkDone(
            name=name,
            label=label,
            count=sum(step.counts.get(mine, 0) for step in steps if step.name == name),
            seconds=round(sum(step.seconds for step in steps if step.name == name), 1),
        )
        for name, label in LABELS.items()
        if any(step.name == name for step in steps)
    ]
    return NightPage(night, works, list(_refused(asker, steps)))


def vouchers_of_night(asker: Asker, *, night_id: int, work: str) -> Entries:
    """Which vouchers of the journal a kind of work of a night booked (three queries).

    What falls due and what is counted one by one are not told apart: both book what happens to a
    loan.

    Raises:
        NotFound: There is no such night to see, or the work books nothing.
    """
    night = night_seen_by(asker, night_id=night_id)
    if work not in BOOKS:
        raise NotFound
    month = night.day.replace(day=1)
    ends = {"accrue": f":{night.day}", "take_back_accrual": f":{month - timedelta(1)}:back"}
    if work in ends:
        return Entries(
            first=month, recorded_at=night.started_at, key_begins="accrued:", key_ends=ends[work]
        )
    # Nights that catch up carry one moment: what each booked is told apart by its days.
    together = Night.objects.filter(started_at=night.started_at).values_list("day", flat=True)
    days = sorted(together)
    return Entries(
        first=night.since + timedelta(1) if days[0] < night.day else None,
        last=night.day if night.day < days[-1] else None,
        recorded_at=night.started_at,
        key_begins="loan:",
    )


def _refused(asker: Asker, steps: Sequence[NightStep]) -> Iterator[NotDone]:
    sentences = {each.code: each.sentence for each in _kinds(Refusal) if hasattr(each, "code")}
    for step in steps:
        for row in step.refused:
            if row["organisation"] == asker.organisation_id:
                why = str(sentences[row["code"]]) % row["facts"]
                yield NotDone(row["reference"], LABELS[step.name], why)


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)
