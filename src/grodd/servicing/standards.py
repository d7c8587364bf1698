"""What a lender begins with: when it writes to borrowers, and what it sets aside.

Source of the shares: Sa-Dhan, as practised internationally; of the one for eased loans: the
MicroBanking Bulletin. Every lender changes them to what its own losses teach.
"""

from typing import NamedTuple

NOTICE_DAYS_BEFORE = 14
REMINDER_DAYS = (5, 20)
EASED_BP = 5_000


class Class(NamedTuple):
    """A class of lateness: its first day, the share set aside (parts of 10 000), its name."""

    from_days: int
    provision_bp: int
    name: dict[str, str]

    @property
    def restructured_bp(self) -> int:
        """The share for loans whose plan was eased."""
        return max(self.provision_bp, EASED_BP)


def _days(first: int, last: int) -> dict[str, str]:
    return {
        "sv": f"{first}–{last} dagar sen",
        "fi": f"{first}–{last} päivää myöhässä",
        "en": f"{first}–{last} days late",
    }


CLASSES = (
    Class(0, 0, {"sv": "I tid", "fi": "Ajallaan", "en": "On time"}),
    Class(1, 1_000, _days(1, 30)),
    Class(31, 2_500, _days(31, 60)),
    Class(61, 5_000, _days(61, 90)),
    Class(91, 7_500, _days(91, 180)),
    Class(181, 9_000, _days(181, 365)),
    Class(
        366,
        10_000,
        {"sv": "Mer än ett år sen", "fi": "Yli vuoden myöhässä", "en": "More than a year late"},
    ),
)
