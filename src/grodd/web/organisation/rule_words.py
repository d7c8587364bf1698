"""The dated rules in words, with values as a person writes and reads them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

from grodd.base import display
from grodd.base.typed import read_money, read_number, read_whole
from grodd.engines.money import Money

RULES = {
    "reference_rate_bp": gettext_lazy("Reference rate of the half-year"),
    "base_amount_minor": gettext_lazy("Base amount of the year"),
    "waiver_max_minor": gettext_lazy("What may be given up on one loan"),
    "termination_notice_days": gettext_lazy("Notice before a loan is called in"),
    "reminder_fee_minor": gettext_lazy("Fee for a reminder"),
    "collection_demand_fee_minor": gettext_lazy("Fee for a collection demand"),
    "repayment_plan_fee_minor": gettext_lazy("Fee for a repayment plan"),
    "limitation_years": gettext_lazy("How long a claim stands"),
    "limitation_consumer_years": gettext_lazy("How long a claim on a consumer stands"),
}
"""What the house asks for; another module's rule has its own name until it is listed here."""

LOWEST_RATE = -100
"""Reference rates have been below zero (unit: percent)."""


def name_of(key: str) -> str:
    """The rule in words."""
    return str(RULES.get(key, key))


def value_of(key: str, value: int, currency: str) -> str:
    """The value with its unit."""
    if key.endswith("_bp"):
        return display.rate(value / 10_000)
    if key.endswith("_minor"):
        return display.money(Money(value, currency))
    if key.endswith("_years"):
        text = ngettext("%(count)s year", "%(count)s years", value)
    else:
        text = ngettext("%(count)s day", "%(count)s days", value)
    return text % {"count": display.number(value)}


def read_value(key: str, text: str, currency: str) -> int:
    """What was typed, in the unit that the key names.

    Raises:
        ValidationError: It is no value of that unit.
    """
    if key.endswith("_bp"):
        percent = read_number(text.removesuffix("%").strip())
        if percent is None or percent < LOWEST_RATE or percent * 100 % 1:
            raise ValidationError(gettext("Write a rate in per cent, such as 4,5."))
        return int(percent * 100)
    if key.endswith("_minor"):
        amount = read_money(text, currency)
        if amount is None or amount.minor < 0:
            raise ValidationError(
                gettext("Write an amount in numbers, such as 20 000 or 20 000,50.")
            )
        return amount.minor
    number = read_whole(text)
    if number is None or number < 0:
        raise ValidationError(gettext("Write a whole number, such as 40."))
    return number
