"""Record a rate, cap or fee that a country has set."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.errors import KeyUsedForOtherContent
from grodd.base.models import DatedRule
from grodd.people.asker import Asker
from grodd.people.rights import must_hold
from grodd.people.roles import Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the official source gives it; ``value`` is in the unit that ``key`` names."""

    country: str
    key: str
    valid_from: date
    value: int
    source: str


@transaction.atomic
def record_rule(*, by: Asker, at: datetime, rule: Rule) -> DatedRule:
    """Add the rule. It is never changed: a new value has a new first day.

    Raises:
        KeyUsedForOtherContent: when another value is recorded for the same day.
    """
    space_id = must_hold(by, Role.ADMINISTRATOR, organisation_id=by.organisation_id)
    row, is_new = DatedRule.objects.get_or_create(
        country=rule.country,
        key=rule.key,
        valid_from=rule.valid_from,
        defaults={"value": rule.value, "source": rule.source},
    )
    if not is_new:
        if row.value != rule.value:
            raise KeyUsedForOtherContent(
                key=rule.key, field="value", before=row.value, now=rule.value
            )
        return row
    audit.record(
        audit.Stamp(at, by.key, space_id),
        action="rule.recorded",
        subject=f"rule:{row.pk}",
        facts={"country": rule.country, "key": rule.key, "value": rule.value},
    )
    return row
