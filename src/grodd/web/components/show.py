"""Filters: values of ours as the reader writes them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from grodd.base import display
from grodd.base.translated import Said, is_said_in, language_of
from grodd.base.translated import said as said_in
from grodd.engines.money import Money
from grodd.web.components.registry import register

NOTHING = "\N{EN DASH}"


@register.filter
def money(amount: Money | None) -> str:
    """An amount with its currency; a dash for none."""
    return NOTHING if amount is None else display.money(amount)


@register.filter
def day(value: date | None) -> str:
    """A calendar day; a dash for none."""
    return NOTHING if value is None else display.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time; a dash for none."""
    return NOTHING if value is None else display.moment(value)


@register.filter
def number(value: Decimal | float | None) -> str:
    """A number with the reader's separators; a dash for none."""
    return NOTHING if value is None else display.number(value)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """A share (unit: 1 = 100 %); a dash for none."""
    return NOTHING if value is None else display.percent(value)


@register.filter
def said(text: Said | None) -> str:
    """A text that an organisation wrote, in the reader's language or the nearest it has."""
    return said_in(text)


@register.filter
def foreign(text: Said | None) -> str:
    """The language that a text is shown in when it is not the reader's; nothing otherwise."""
    return "" if is_said_in(text) else language_of(text)


@register.filter
def shown(value: object) -> str:
    """Any value of ours as a table shows it: nothing is a dash, yes and no are words."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, (int, float, Decimal)):
        return display.number(value)
    if isinstance(value, SafeString):
        return value
    return str(display.shown(value))
