"""What is set aside for losses, two figures side by side: by class to steer by, and booked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from grodd.engines.money import Money
from grodd.reports.lending.seen import Lender
from grodd.servicing.provisions import last_levels


@dataclass(frozen=True, slots=True)
class Beside:
    """Both figures of a programme.

    Attributes:
        scope_id: The programme's.
        name: What it is called.
        by_class: What the lender's table sets aside for its loans today.
        booked: What the books hold for it.
        as_of: The day of the level that is booked; None where none ever was.
    """

    scope_id: int
    name: str
    by_class: Money
    booked: Money
    as_of: date | None

    @property
    def difference(self) -> Money:
        """How much more is booked than set aside by class; below zero how much less."""
        return self.booked - self.by_class


def both_figures(lender: Lender, rows: Iterable[Mapping[str, Any]]) -> tuple[Beside, ...]:
    """Both figures of every programme and currency where either is (one query).

    Args:
        lender: What the asker sees.
        rows: Loans added up by programme, as ``risk.summed`` does.
    """
    by_class: dict[tuple[int, str], int] = {}
    for row in rows:
        key = (row["agreement__scope_id"], row["currency"])
        by_class[key] = by_class.get(key, 0) + row["aside"]
    levels = {(one.scope_id, one.currency): one for one in last_levels(list(lender.names))}
    found = []
    for scope_id, currency in {**by_class, **levels}:
        last = levels.get((scope_id, currency))
        found.append(
            Beside(
                scope_id,
                lender.names.get(scope_id, ""),
                Money(by_class.get((scope_id, currency), 0), currency),
                Money(last.level_minor if last else 0, currency),
                last.as_of if last else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.scope_id)))
