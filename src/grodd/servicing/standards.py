"""What a lender begins with: when it writes to borrowers, and what it sets aside.

Source of the shares: Sa-Dhan, as practised internationally; of the one for eased loans: the
MicroBanking Bulletin. Every lender changes them to what its own losses teach.
"""

from typing import NamedTuple

NOTICE_DAYS_BEFORE = 14
REMINDER_DAYS = (5, 20)
EASED_BP = 5_000


class Class(NamedTuple):
    """A class of lateness: its first day, and the share set aside (parts of 10 000)."""

    from_days: int
    provision_bp: int

    @property
    def restructured_bp(self) -> int:
        """The share for loans whose plan was eased."""
        return max(self.provision_bp, EASED_BP)


CLASSES = (
    Class(0, 0),
    Class(1, 1_000),
    Class(31, 2_500),
    Class(61, 5_000),
    Class(91, 7_500),
    Class(181, 9_000),
    Class(366, 10_000),
)


def name_of(first: int, last: int | None) -> dict[str, str]:
    """What a class is called in each language, from its first day to its last or without end."""
    if last == 0:
        return {"sv": "I tid", "fi": "Ajallaan", "en": "On time"}
    days = f"{first}+" if last is None else f"{first}-{last}"
    return {"sv": f"{days} dagar sen", "fi": f"{days} päivää myöhässä", "en": f"{days} days late"}


def usual() -> tuple[tuple[Class, dict[str, str]], ...]:
    """The classes that everyone begins with, each with its name."""
    ends = [*(following.from_days - 1 for following in CLASSES[1:]), None]
    return tuple(
        (each, name_of(each.from_days, last)) for each, last in zip(CLASSES, ends, strict=True)
    )
