"""Money, days and numbers as people in a language write them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from grodd.engines.calendar import Rhythm, Unit
from grodd.engines.money import Money, minor_digits

WRITTEN_KEPT = 4_096
"""How many amounts, and how many days, are kept as they were written out."""


def locale() -> str:
    """The reader's locale; English readers here live among Nordic dates and pay in kronor."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {"sv": "sv_SE", "fi": "fi_FI", "en": "en_GB"}.get(language, language)


def spoken(code: str) -> str:
    """The name of a language: ``Swedish`` for ``sv``; the code itself where nobody knows it."""
    return str(Locale.parse(locale()).languages.get(code, code))


def money(amount: Money) -> str:
    """An amount with its currency: ``20 000,50 kr``. Whole amounts are shown without decimals."""
    return _money(amount.minor, amount.currency, locale())


@lru_cache(WRITTEN_KEPT)
def _money(minor: int, currency: str, where: str) -> str:
    """Kept, because a plan has hundreds of amounts, and every reader sees them again."""
    value = Decimal(minor).scaleb(-minor_digits(currency))
    if value != value.to_integral_value():
        return format_currency(value, currency, locale=where)
    pattern = "¤#,##0" if where == "en_GB" else "#,##0\u00a0¤"
    return format_currency(value, currency, pattern, locale=where, currency_digits=False)


@dataclass(frozen=True, slots=True)
class Written:
    """How a language writes days, as patterns of CLDR."""

    day: str = "d MMM y"
    month: str = "LLL y"
    moment: str = "d MMM y HH:mm"


WRITTEN = {"fi_FI": Written(day="d.M.y", month="M/y", moment="d.M.y 'klo' H.mm")}
"""Finnish shortens no month: ``28.4.2026``, as its authorities write and its readers expect."""
USUAL = Written()


def day(value: date) -> str:
    """A calendar day: ``3 mars 2026``, in Finnish ``3.3.2026``."""
    return _day(value, locale())


@lru_cache(WRITTEN_KEPT)
def _day(value: date, where: str) -> str:
    return format_date(value, WRITTEN.get(where, USUAL).day, locale=where)


def month(value: date) -> str:
    """The month of a day, short enough for an axis: ``mars 2026``, in Finnish ``3/2026``."""
    where = locale()
    return format_date(value, WRITTEN.get(where, USUAL).month, locale=where)


def moment(value: datetime) -> str:
    """A day and a time of the clock, where the installation is."""
    zone = ZoneInfo(settings.TIME_ZONE)
    where = locale()
    pattern = WRITTEN.get(where, USUAL).moment
    return format_datetime(value, pattern, tzinfo=zone, locale=where)


def number(value: Decimal | float) -> str:
    """A number with the reader's separators."""
    return format_decimal(value, locale=locale())


def percent(value: Decimal | float) -> str:
    """A share (unit: 1 = 100 %) as per cent with at most one decimal."""
    return format_percent(value, "#,##0.#\u00a0%", locale=locale())


def rate(value: Decimal | float) -> str:
    """A rate of interest (unit: 1 = 100 % a year) as per cent with at most two decimals."""
    return format_percent(value, "#,##0.##\u00a0%", locale=locale())


def rhythm(value: Rhythm) -> str:
    """How often: ``every month``, ``every 2 weeks``; to stand at the end of a sentence."""
    if value == Rhythm(6, Unit.MONTHS) or value == Rhythm(2, Unit.QUARTERS):
        return _("every half-year")
    return _many(value.unit, value.every) % {"count": value.every}


def _many(unit: Unit, count: int) -> str:
    if unit is Unit.DAYS:
        return ngettext("every day", "every %(count)s days", count)
    if unit is Unit.WEEKS:
        return ngettext("every week", "every %(count)s weeks", count)
    if unit is Unit.MONTHS:
        return ngettext("every month", "every %(count)s months", count)
    if unit is Unit.QUARTERS:
        return ngettext("every quarter", "every %(count)s quarters", count)
    return ngettext("every year", "every %(count)s years", count)


def shown(fact: Any) -> Any:
    """A fact of a refusal as its reader would write it; other things as they are."""
    if isinstance(fact, Money):
        return money(fact)
    if isinstance(fact, datetime):
        return moment(fact)
    if isinstance(fact, date):
        return day(fact)
    if isinstance(fact, Rhythm):
        return rhythm(fact)
    if isinstance(fact, tuple):
        return ", ".join(str(shown(part)) for part in fact)
    return fact
