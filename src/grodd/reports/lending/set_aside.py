"""What is set aside for losses of one programme, how it was booked, what a level would post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grodd.base.errors import NotAllowed, NotFound
from grodd.payments.queries import READERS as BOOK_READERS
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.reports.lending.booked import Beside, both_figures
from grodd.reports.lending.risk import summed
from grodd.reports.lending.seen import Lender, lender_of, loans_of
from grodd.servicing.models import BookedProvision
from grodd.servicing.provisions import BOOKERS, Level, Posting, Whose, posting_of
from grodd.servicing.queries import RUNNING


@dataclass(frozen=True, slots=True)
class SetAside:
    """What the page of a programme shows.

    Attributes:
        name: The programme.
        figures: Both figures, one for each currency; empty where nothing is lent or booked.
        rows: Every level that was booked, the last first, with its voucher and who said it.
        reads_books: Whether the asker may open a voucher.
        books: Whether the asker may say a level.
    """

    name: str
    figures: tuple[Beside, ...]
    rows: Sequence[BookedProvision]
    reads_books: bool
    books: bool


def may_book(asker: Asker) -> bool:
    """Whether the asker says what is set aside in the books of the space they work in."""
    return asker.has(*BOOKERS, organisation_id=asker.organisation_id or 0)


def set_aside(asker: Asker, *, scope_id: int, on: date) -> SetAside:
    """Both figures of a programme, and the levels that were booked (three queries).

    Raises:
        NotFound: They do not read its loans.
    """
    lender = _sees(asker, scope_id, on)
    booked = BookedProvision.objects.filter(scope_id=scope_id)
    return SetAside(
        name=lender.names[scope_id],
        figures=_figures(lender, scope_id),
        rows=list(booked.select_related("voucher__series", "booked_by")),
        reads_books=asker.has(*BOOK_READERS, organisation_id=asker.organisation_id or 0),
        books=may_book(asker),
    )


def _figures(lender: Lender, scope_id: int) -> tuple[Beside, ...]:
    running = loans_of(lender).filter(state__in=RUNNING, agreement__scope_id=scope_id)
    rows = summed(running, lender.rule, ("agreement__scope_id",))
    return tuple(one for one in both_figures(lender, rows) if one.scope_id == scope_id)


def _sees(asker: Asker, scope_id: int, on: date) -> Lender:
    lender = lender_of(asker, on=on)
    if scope_id not in lender.names:
        raise NotFound
    return lender


@dataclass(frozen=True, slots=True)
class ToSay:
    """What a finance officer begins with: the programme, its currency, and both figures now."""

    whose: Whose
    currency: str
    now: Beside | None


def to_say(asker: Asker, *, scope_id: int, on: date) -> ToSay:
    """What a level is said about.

    Raises:
        NotFound: They do not read its loans.
        NotAllowed: They do not say levels.
        TreasuryMissing: There are no books here yet.
    """
    lender = _sees(asker, scope_id, on)
    if not may_book(asker):
        raise NotAllowed
    book = treasury_of(asker.organisation_id or 0).book
    now = [one for one in _figures(lender, scope_id) if one.booked.currency == book.currency]
    whose = Whose(scope_id, lender.names[scope_id], book.pk)
    return ToSay(whose, book.currency, now[0] if now else None)


def preview_level(say: ToSay, level: Level, *, on: date) -> Posting:
    """What a level would post. Nothing is written.

    Raises:
        Refusal: As ``book_provision``.
    """
    return posting_of(level, whose=say.whose, today=on)
