"""What people type, as values: the reverse of ``display``. Nothing is guessed."""

import re
from datetime import date
from decimal import Decimal

from grodd.engines.calendar import YEAR_MAX
from grodd.engines.money import Money, minor_digits

SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019\u02bc]")
UNITS = re.compile(r"(kr|sek|eur|€|:-)$", re.IGNORECASE)
NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")
GROUPED = re.compile(
    r"-?[1-9][0-9]{0,2}(?P<group>[.,])[0-9]{3}((?P=group)[0-9]{3})*(?P<rest>(?!(?P=group))[.,][0-9]+)?"
)
"""Thousands parted by points or commas: ``20,000.50``, ``20.000,50``."""
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _plain(text: str) -> str:
    """Without spaces, apostrophes and units."""
    return UNITS.sub("", SPACES.sub("", text)).replace("\N{MINUS SIGN}", "-")


def read_number(text: str) -> Decimal | None:
    """``20 000,50`` or ``20000.5``: spaces are separators, a comma or a point is the decimal sign.

    Returns:
        The exact number, or None when ``text`` is not one.
    """
    plain = _plain(text)
    if not NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", "."))


def read_whole(text: str) -> int | None:
    """A whole number, or None when ``text`` is not one."""
    value = read_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def read_digits(text: str, *, most: int) -> int | None:
    """A number of an address: at most so many digits and nothing else, or None."""
    return int(text) if len(text) <= most and text.isdecimal() else None


def read_money(text: str, currency: str) -> Money | None:
    """An amount in ``currency``; None when it is no number or finer than the minor unit.

    Points and commas between thousands are left out where they can be nothing else: when another
    sign stands before the decimals, or when three decimals are more than the currency has.
    """
    plain = _plain(text)
    grouped = GROUPED.fullmatch(plain)
    if grouped and (grouped["rest"] or minor_digits(currency) < len("000")):
        plain = plain.replace(grouped["group"], "")
    value = read_number(plain)
    if value is None:
        return None
    minor = value.scaleb(minor_digits(currency))
    return Money(int(minor), currency) if minor == minor.to_integral_value() else None


def read_day(text: str) -> date | None:
    """A day as ``2026-03-02`` (what a date field sends), or None.

    A year that no calendar here knows is a slip of the finger: nothing can be counted up to it.
    """
    found = YEAR_FIRST.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    return day if day.year <= YEAR_MAX else None


def written_money(amount: Money) -> str:
    """An amount as one would type it: ``20 000`` or ``20 000,50``."""
    digits = minor_digits(amount.currency)
    value = Decimal(amount.minor).scaleb(-digits)
    whole = value == value.to_integral_value()
    return f"{value:,.{0 if whole else digits}f}".replace(",", " ").replace(".", ",")
