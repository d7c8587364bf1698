"""Reading takeovers. Who may take over loans sees them; the rest of the house does not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from grodd.agreements.models import Loan
from grodd.base import bulk
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.typed import read_digits
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.programmes.models import Programme
from grodd.programmes.queries import programme_seen_by
from grodd.servicing.models import PortfolioTakeover, TakenLoan

TAKERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER)
CHUNK = 500
CUTS = ("status", "outcome", "from_days", "why", "is_alike")
"""What rows can be told apart by; a number on a page opens the rows behind it."""


def programme_taken_into(asker: Asker, *, programme_id: int) -> Programme:
    """A programme into which the asker may take loans.

    Raises:
        NotFound: when they do not see it.
        NotAllowed: when they see it, but neither manage it nor keep its books.
    """
    programme = programme_seen_by(asker, programme_id=programme_id)
    if not may_take_over(asker, programme):
        raise NotAllowed
    return programme


def may_take_over(asker: Asker, programme: Programme) -> bool:
    """Whether the asker may take loans into a programme."""
    where = {"organisation_id": programme.organisation_id, "scope_id": programme.scope_id}
    return asker.has(*TAKERS, **where)


def takeover_seen_by(asker: Asker, *, takeover_id: int, lock: bool = False) -> PortfolioTakeover:
    """A takeover into such a programme; locked when it is about to change."""
    rows = PortfolioTakeover.objects.select_related(
        "programme__organisation", "programme__scope", "file", "payments", "round", "begun_by"
    )
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=takeover_id).first()
    if found is None:
        raise NotFound
    if not may_take_over(asker, found.programme):
        programme_taken_into(asker, programme_id=found.programme_id)
    return found


def takeovers_of(asker: Asker, *, programme_id: int) -> QuerySet[PortfolioTakeover]:
    """The files that were handed in for a programme, the newest first."""
    programme_taken_into(asker, programme_id=programme_id)
    rows = PortfolioTakeover.objects.filter(programme_id=programme_id)
    return rows.select_related("file", "begun_by").order_by("-pk")


def rows_of(takeover: PortfolioTakeover, wanted: Mapping[str, str]) -> QuerySet[TakenLoan]:
    """The rows of a takeover, cut as an address says."""
    found = takeover.rows.select_related("loan")
    for cut in CUTS:
        if (value := wanted.get(cut)) is None:
            continue
        if cut == "from_days":
            days = read_digits(value, most=5)
            found = found.none() if days is None else found.filter(from_days=days)
        elif cut == "is_alike":
            found = found.filter(is_alike=value == "yes")
        elif cut == "why" and value == "any":
            found = found.exclude(why="")
        else:
            found = found.filter(**{cut: value})
    if wanted.get("compared"):
        found = found.filter(ours_minor__isnull=False)
    return found


def row_of(takeover: PortfolioTakeover, *, row: int) -> TakenLoan:
    """One row of a takeover.

    Raises:
        NotFound: when its file has no such row.
    """
    if found := takeover.rows.select_related("loan").filter(row=row).first():
        return found
    raise NotFound


def by_status_and_class(takeover: PortfolioTakeover) -> list[dict[str, Any]]:
    """How many loans of each status are in each class, and what is owed on them (one query)."""
    right = takeover.rows.exclude(outcome=TakenLoan.Outcome.WRONG)
    cut = right.order_by("status", "outcome", "from_days").values("status", "outcome", "from_days")
    rows: Any = cut.annotate(
        loans=Count("pk"),
        alike=Count("pk", filter=Q(is_alike=True)),
        principal=Sum("principal_minor"),
        balance=Sum("balance_minor"),
        late=Sum("late_minor"),
        claim=Sum("claim_minor"),
    )
    return list(rows)


def instalments_compared(takeover: PortfolioTakeover) -> dict[str, int]:
    """How many instalments were held against ours, how many are alike, and exactly so."""
    held = takeover.rows.filter(ours_minor__isnull=False)
    return held.aggregate(
        compared=Count("pk"),
        alike=Count("pk", filter=Q(why="")),
        exactly=Count("pk", filter=Q(instalment_minor=F("ours_minor"))),
    )


def roundings_of(takeover: PortfolioTakeover) -> Counter[str]:
    """How many of the file's instalments each way of rounding gives exactly (one query)."""
    held = takeover.rows.filter(ours_minor__isnull=False)
    ways = held.order_by().values_list("figures__roundings", flat=True)
    return Counter(way for each in ways for way in each)


def wrong_rows(takeover: PortfolioTakeover) -> QuerySet[TakenLoan]:
    """The rows that cannot be taken."""
    return takeover.rows.filter(outcome=TakenLoan.Outcome.WRONG)


def known_references(wished: Sequence[str]) -> set[str]:
    """Those of some references that loans here have already."""
    known: set[str] = set()
    for part in bulk.parts(wished, CHUNK):
        known.update(Loan.objects.filter(reference__in=part).values_list("reference", flat=True))
    return known
