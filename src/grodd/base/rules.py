"""Rates, caps and fees as rows with a country and a day from which they hold."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal
from grodd.base.models import DatedRule
from grodd.base.prepared import Prepared


class RuleMissing(Refusal):
    """Nobody has entered the rule for that day: better a stop than a guess."""

    code = "rule_missing"
    sentence = gettext_lazy(
        "No %(key)s is recorded for %(country)s on %(on)s, so this cannot be computed. "
        "Ask the administrator to enter it under Rates and rules."
    )


def value_on(*, country: str, key: str, on: date) -> int:
    """The value in force on a day, in the unit that the key names.

    Raises:
        RuleMissing: when there is none.
    """
    row = (
        DatedRule.objects.filter(country=country, key=key, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )
    if row is None:
        raise RuleMissing(key=key, country=country, on=on)
    return row.value


def values_of(*, country: str, key: str) -> list[tuple[date, int]]:
    """Every first day and value that was recorded for a rule, rising by day."""
    return [(valid_from, value) for valid_from, value in _VALUES.rows(country, key)]


def _values(country: str, key: str) -> QuerySet[DatedRule, tuple[date, int]]:
    rows = DatedRule.objects.filter(country=country, key=key).order_by("valid_from")
    return rows.values_list("valid_from", "value")


_VALUES = Prepared(_values)
