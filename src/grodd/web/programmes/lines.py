"""A list that is written as a whole: lines in order, with buttons that move them.

Every button sends the whole page, so that a moved line loses nothing that was typed, and it works
with a keyboard, without dragging and without JavaScript.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from django.http import QueryDict

from grodd.web.programmes.setup_forms import Line

LINES_MAX = 100
STEPS = {"up": -1, "down": 1}


class Lines:
    """The lines of a list as they stand, or as they were sent; the last one may be empty."""

    def __init__(self, forms: Sequence[Line], *, is_sent: bool) -> None:
        self.forms, self.is_sent = list(forms), is_sent
        self.refused = ""

    @classmethod
    def shown(cls, kind: type[Line], start: Sequence[Mapping[str, Any]], *, language: str) -> Self:
        """The lines that there are, and an empty one."""
        forms: list[Line] = [
            kind(prefix=f"line-{at}", initial=dict(one), language=language)
            for at, one in enumerate(start)
        ]
        return cls([*forms, _empty(kind, str(len(start)), None, language)], is_sent=False)

    @classmethod
    def sent(cls, kind: type[Line], data: QueryDict, *, language: str) -> Self:
        """The lines as a person sent them, in the order that the pressed button asks for."""
        numbers = [one for one in data.getlist("line")[:LINES_MAX] if one.isdecimal()]
        forms: list[Line] = [
            kind(data, prefix=f"line-{one}", language=language)
            for one in moved(numbers, data.get("move", ""))
        ]
        return cls([*forms, _empty(kind, data.get("empty", ""), data, language)], is_sent=True)

    def is_right(self) -> bool:
        """Whether every line was written well."""
        return self.is_sent and all([form.is_valid() for form in self.forms])  # noqa: C419 - every line shows its errors

    def written(self, *, keep_gone: bool = False) -> list[Any]:
        """The lines in order, without the empty one; ``keep_gone`` keeps those ticked away."""
        kept = [one for one in self.forms if one.has_changed() or not one.empty_permitted]
        return [one.words() for one in kept if keep_gone or not one.cleaned_data["gone"]]

    @property
    def status(self) -> int:
        """200, or 422 for lines with errors."""
        wrong = self.is_sent and any(form.errors for form in self.forms)
        return 422 if wrong or self.refused else 200


def moved(numbers: Sequence[str], wish: str) -> list[str]:
    """The numbers of the lines after a press on a button such as ``up-2``."""
    way, _, number = wish.partition("-")
    order = list(numbers)
    if number not in order or way not in STEPS:
        return order
    place = order.index(number)
    to = min(max(place + STEPS[way], 0), len(order) - 1)
    order.insert(to, order.pop(place))
    return order


def _empty(kind: type[Line], number: str, data: QueryDict | None, language: str) -> Line:
    return kind(
        data, prefix=f"line-{number}", language=language, empty_permitted=True,
        use_required_attribute=False,
    )  # fmt: skip
