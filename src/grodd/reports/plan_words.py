"""What is different in a plan, in one sentence of the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from grodd.base import display
from grodd.engines.calendar import Rhythm
from grodd.engines.money import Money


@dataclass(frozen=True, slots=True)
class Difference:
    """What is left before and after, as ``agreements.planning.difference`` says it."""

    facts: Mapping[str, Any]
    currency: str

    @property
    def sentence(self) -> str:
        """How many are left, the next one, the last day and the interest; before and after."""
        if not self.facts:
            return gettext("The plan as it was agreed.")
        return f"{self._often()}{self._left()}"

    def _often(self) -> str:
        """How often an instalment falls due, where that is different."""
        if "often" not in self.facts:
            return ""
        before, after = map(Rhythm.read, self.facts["often"])
        told = {"often": display.rhythm(after), "old_often": display.rhythm(before)}
        said = gettext("An instalment falls due %(often)s (%(old_often)s before).") % told
        return f"{said} "

    def _left(self) -> str:
        before, after = self.facts["before"], self.facts["after"]
        told = {
            "count": after["count"],
            "old_count": before["count"],
            "next": self._money(after["next"]),
            "old_next": self._money(before["next"]),
            "last": _day(after["last"]),
            "old_last": _day(before["last"]),
            "interest": self._money(after["interest"]),
            "old_interest": self._money(before["interest"]),
        }
        if not after["count"]:
            return (
                gettext(
                    "Nothing is left to pay; before, %(old_count)s instalments were left, with "
                    "%(old_interest)s of interest in them."
                )
                % told
            )
        return (
            gettext(
                "%(count)s instalments are left (%(old_count)s before), the next one is %(next)s "
                "(%(old_next)s before), the last one falls due on %(last)s (%(old_last)s before), "
                "and they hold %(interest)s of interest (%(old_interest)s before)."
            )
            % told
        )

    def _money(self, minor: int) -> str:
        return display.money(Money(minor, self.currency))


def _day(written: str) -> str:
    return display.day(date.fromisoformat(written)) if written else "-"
