"""Form fields that give values of ours: what a person typed becomes money, a day, a moment."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from grodd.base import display
from grodd.base.typed import read_day, read_money, read_number, read_whole, written_money
from grodd.engines.calendar import Rhythm
from grodd.engines.money import Money

DECIMALS_MAX = 2
NUMBER_BELOW = 10**12
BP_MAX = 10_000
DAYS_MAX = 365


class MoneyField(forms.CharField):
    """An amount: ``20 000,50`` becomes ``Money``. The template shows the currency after it."""

    default_error_messages = {
        "money": gettext_lazy("Write an amount in numbers, such as 20 000 or 20 000,50."),
        "negative": gettext_lazy("Write an amount that is not below zero."),
        "nothing": gettext_lazy("Write an amount above zero."),
    }

    def __init__(self, *, currency: str, above_zero: bool = False, **kwargs: Any) -> None:
        """Take amounts in ``currency``, if asked for only such as are something."""
        super().__init__(**kwargs)
        self.currency, self.above_zero = currency, above_zero
        self.widget.attrs.setdefault("inputmode", "decimal")

    def prepare_value(self, value: Any) -> Any:
        """An amount as one would type it; what was typed stays as it was."""
        return written_money(value) if isinstance(value, Money) else value

    def to_python(self, value: str | None) -> Any:
        """The amount, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        amount = read_money(text, self.currency)
        if amount is None:
            raise ValidationError(self.error_messages["money"], code="money")
        if amount.minor < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if self.above_zero and not amount.minor:
            raise ValidationError(self.error_messages["nothing"], code="nothing")
        return amount


class WholeField(forms.CharField):
    """A count: ``1 200`` becomes 1200."""

    default_error_messages = {
        "whole": gettext_lazy("Write a whole number, such as 40."),
        "least": gettext_lazy("Write a number that is not below %(least)s."),
        "most": gettext_lazy("Write a number that is not above %(most)s."),
    }

    def __init__(
        self, *, suffix: str = "", least: int = 0, most: int = 1_000_000, **kwargs: Any
    ) -> None:
        """Take whole numbers from ``least`` to ``most``; ``suffix`` is the unit shown after."""
        super().__init__(**kwargs)
        self.suffix, self.least, self.most = suffix, least, most
        self.widget.attrs.setdefault("inputmode", "numeric")

    def prepare_value(self, value: Any) -> Any:
        """A number is shown without separators, as one types it."""
        return str(value) if isinstance(value, int) else value

    def to_python(self, value: str | None) -> Any:
        """The number, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        number = read_whole(text)
        if number is None:
            raise ValidationError(self.error_messages["whole"], code="whole")
        if number < self.least:
            raise ValidationError(self.error_messages["least"], params={"least": self.least})
        if number > self.most:
            raise ValidationError(self.error_messages["most"], params={"most": self.most})
        return number


class DaysField(forms.CharField):
    """Numbers of days after something: ``1, 7, 21`` becomes a rising tuple."""

    default_error_messages = {
        "days": gettext_lazy(
            "Write whole numbers from 1 to 365 with commas between, such as 1, 7, 21."
        ),
    }

    def prepare_value(self, value: Any) -> Any:
        """The numbers as one would type them; what was typed stays as it was."""
        return value if isinstance(value, str) else ", ".join(str(each) for each in value or ())

    def to_python(self, value: str | None) -> Any:
        """The numbers, each once, the least first; nothing when nothing was typed."""
        parts = [part.strip() for part in (super().to_python(value) or "").split(",")]
        numbers = [read_whole(part) for part in parts if part]
        days = {each for each in numbers if each is not None and 1 <= each <= DAYS_MAX}
        if len(days) != len(set(numbers)):
            raise ValidationError(self.error_messages["days"], code="days")
        return tuple(sorted(days))


class NumberField(forms.CharField):
    """Any number: ``12,5`` becomes an exact decimal."""

    default_error_messages = {
        "number": gettext_lazy("Write a number, such as 40 or 12,5."),
    }

    def __init__(self, *, suffix: str = "", **kwargs: Any) -> None:
        """Take numbers, rounded to ``DECIMALS_MAX`` decimals; ``suffix`` is shown after."""
        super().__init__(**kwargs)
        self.suffix = suffix
        self.widget.attrs.setdefault("inputmode", "decimal")

    def prepare_value(self, value: Any) -> Any:
        """A number as one would type it; what was typed stays as it was."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: str | None) -> Any:
        """The number, or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        number = read_number(text)
        if number is None or abs(number) >= NUMBER_BELOW:
            raise ValidationError(self.error_messages["number"], code="number")
        return round(number, DECIMALS_MAX)


class HoursField(WholeField):
    """Working hours."""

    def __init__(self, **kwargs: Any) -> None:
        """Take whole hours, at most those of ten years."""
        super().__init__(**{"suffix": "h", "most": 20_000, **kwargs})


class RateField(forms.CharField):
    """A yearly rate: ``4,5`` per cent becomes 450 basis points."""

    default_error_messages = {
        "rate": gettext_lazy("Write a rate in per cent from 0 to 100, such as 4,5."),
    }

    suffix = "%"

    def prepare_value(self, value: Any) -> Any:
        """Basis points as per cent; what was typed stays as it was."""
        if not isinstance(value, int):
            return value
        return f"{value / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")

    def to_python(self, value: str | None) -> Any:
        """The rate (unit: basis points), or None when nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        percent = read_number(text.removesuffix("%").strip())
        points = None if percent is None else percent * 100
        if points is None or points != points.to_integral_value() or not 0 <= points <= BP_MAX:
            raise ValidationError(self.error_messages["rate"], code="rate")
        return int(points)


def rhythm_choices(rhythms: Iterable[Rhythm]) -> list[tuple[str, str]]:
    """How often something comes, as choices in the reader's language."""
    return [(rhythm.code, capfirst(display.rhythm(rhythm))) for rhythm in rhythms]


class RhythmField(forms.TypedChoiceField):
    """How often something comes; whoever makes the form says which choices there are."""

    def __init__(self, **kwargs: Any) -> None:
        """A choice becomes a ``Rhythm``."""
        super().__init__(coerce=Rhythm.read, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A rhythm as the choice that it is."""
        return value.code if isinstance(value, Rhythm) else value


class DayField(forms.CharField):
    """A calendar day, chosen in the browser's own calendar."""

    widget = forms.TextInput(attrs={"type": "date"})
    default_error_messages = {
        "day": gettext_lazy("Write a day as year-month-day, such as 2026-03-02."),
        "ahead": gettext_lazy("%(day)s has not come yet. Write the day it happened."),
    }

    def __init__(self, *, latest: date | None = None, **kwargs: Any) -> None:
        """Take days up to ``latest``, if given: of what has happened that is today."""
        super().__init__(**kwargs)
        self.latest = latest

    def prepare_value(self, value: Any) -> Any:
        """A day the way a date field wants it."""
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: str | None) -> Any:
        """The day, or None when nothing was chosen."""
        text = super().to_python(value)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise ValidationError(self.error_messages["day"], code="day")
        if self.latest and day > self.latest:
            said = self.error_messages["ahead"] % {"day": display.day(day)}
            raise ValidationError(said, code="ahead")
        return day


class MomentField(forms.CharField):
    """A day and a time of the clock where the installation is."""

    widget = forms.TextInput(attrs={"type": "datetime-local"})
    default_error_messages = {
        "moment": gettext_lazy("Choose a day and a time."),
    }

    def prepare_value(self, value: Any) -> Any:
        """A moment the way a date-and-time field wants it."""
        if not isinstance(value, datetime):
            return value
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
        return local.strftime("%Y-%m-%dT%H:%M")

    def to_python(self, value: str | None) -> Any:
        """The moment, aware, or None when nothing was chosen."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            local = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["moment"], code="moment") from error
        return local if local.tzinfo else local.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
