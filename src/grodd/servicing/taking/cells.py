"""What stands in a cell of another system's file, as a value. What is not clear is no value."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.dates import get_month_names

from grodd.base.typed import SPACES, UNITS
from grodd.engines.calendar import month_days
from grodd.engines.money import minor_digits

LANGUAGES = ("sv", "en", "fi")
"""The order settles what “mar” is: March, not the Finnish November."""
AMOUNT = re.compile(r"-?\d{1,13}([.,]\d{1,15})?")
MANY = re.compile(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*")
FULL = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
DAY_NAMED = re.compile(r"(\d{1,2})[-. ]+([^\W\d]+)[-. ]+(\d{4})")
MONTH_NAMED = re.compile(r"([^\W\d]+)[-. ]+(\d{4})")
MONTH_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
MONTH_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})")
TIME = re.compile(r"[ T]\d{1,2}:\d{2}.*$")
SHORT = 3


def read_amount(text: str, currency: str, *, is_rounded: bool = False) -> int | None:
    """``20 000,50``, ``20000.50`` or ``20,000.50`` in minor units.

    ``20,000`` could be twenty or twenty thousand and is no amount, unless ``is_rounded``: then
    it is twenty, and what is finer than the minor unit is rounded, half away from nothing. That
    is for sums that are only kept to be compared.
    """
    plain = UNITS.sub("", SPACES.sub("", text)).replace("\N{MINUS SIGN}", "-")
    if "," in plain and "." in plain:
        decimal = max(",.", key=plain.rfind)
        plain = plain.replace("," if decimal == "." else ".", "")
    elif not is_rounded and MANY.fullmatch(plain):
        return None
    if not AMOUNT.fullmatch(plain):
        return None
    minor = Decimal(plain.replace(",", ".")).scaleb(minor_digits(currency))
    whole = minor.quantize(Decimal(1), ROUND_HALF_UP)
    return int(whole) if is_rounded or whole == minor else None


def read_rate_bp(text: str, *, is_percent: bool) -> int | None:
    """``14.07`` percent, or ``1407`` basis points; None where it is finer than one of them."""
    plain = SPACES.sub("", text).removesuffix("%").replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(\.\d{1,10})?", plain):
        return None
    value = Decimal(plain) * (100 if is_percent else 1)
    return int(value) if value == value.to_integral_value() else None


def read_date(text: str, *, is_last_of_month: bool = False) -> date | None:
    """A day in the usual forms; a month alone is its first day, or its last.

    ``2018-03-15``, ``20180315``, ``15.3.2018``, ``15/3/2018`` (the day before the month),
    ``15 Mar 2018``; ``Mar-2018``, ``mars 2018``, ``maaliskuu 2018``, ``03/2018``, ``2018-03``.
    """
    plain = TIME.sub("", text.strip()).casefold()
    if found := FULL.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(plain):
        return _day(found[3], found[2], found[1])
    if found := DAY_NAMED.fullmatch(plain):
        return _day(found[3], _months().get(found[2], "0"), found[1])
    first = _month(plain)
    if first and is_last_of_month:
        return first.replace(day=month_days(first.year, first.month))
    return first


def _month(plain: str) -> date | None:
    """The first day of a month that is all the cell says."""
    if found := MONTH_NAMED.fullmatch(plain):
        return _day(found[2], _months().get(found[1], "0"), "1")
    if found := MONTH_LAST.fullmatch(plain):
        return _day(found[2], found[1], "1")
    if found := MONTH_FIRST.fullmatch(plain):
        return _day(found[1], found[2], "1")
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@cache
def _months() -> dict[str, str]:
    """The number of a month by its name or the beginning of it, in our languages."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, language).items():
                word = name.casefold()
                month = word.removesuffix("ta") if word.endswith("kuuta") else word
                for known_as in (word, month, month.removesuffix("kuu"), word[:SHORT]):
                    known.setdefault(known_as, str(number))
    return known
