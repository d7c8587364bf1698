"""Another rhythm for a running loan: when instalments fall due, and how many end it in time."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from grodd.engines.calendar import Rhythm
from grodd.engines.life.values import ASIDE_FROM, Row


class Fit(NamedTuple):
    """Instalments of another rhythm.

    Attributes:
        first_due: When the next one falls due.
        instalments: How many there are from then on; at least one.
    """

    first_due: date
    instalments: int


def next_row(rows: Sequence[Row], day: date) -> Row | None:
    """The first instalment that a change of terms makes anew: not due, and not wholly paid ahead.

    One that asks for nothing was not paid: interest may wait in it.
    """
    coming = (row for row in rows if row.due > day and row.number < ASIDE_FROM)
    return next(filter(_is_open, coming), None)


def _is_open(row: Row) -> bool:
    return bool(row.left) or not row.amount


def earliest(rows: Sequence[Row], day: date) -> date:
    """The day after which the next instalment has to fall due, whatever changes on ``day``."""
    following = next_row(rows, day)
    before = (row.due for row in rows if following and row.number < following.number)
    return max([day, *before])


def fit(
    rows: Sequence[Row], rhythm: Rhythm, day: date, *, first_due: date | None = None, most: int
) -> Fit | None:
    """The instalments of another rhythm that end a loan about when its plan does.

    Args:
        rows: The plan in force.
        rhythm: How often one falls due from ``day`` on.
        day: From when.
        first_due: When the next one does; unless said, as many steps as it takes after the day
            from which interest runs in it, which is the due day before.
        most: The largest number that an instalment can have.

    Returns:
        None where no instalment is to come.
    """
    following = next_row(rows, day)
    if following is None:
        return None
    first = first_due or rhythm.next_after(following.start, earliest(rows, day))
    last = max(row.due for row in rows if row.number < ASIDE_FROM and _is_open(row))
    most = max(most - following.number + 1, 1)
    return Fit(first, rhythm.count_to(first, last, most=most))
