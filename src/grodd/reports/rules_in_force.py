"""The rates, caps and fees that are recorded, with the days from which they hold."""

from django.db.models import QuerySet

from grodd.base.models import DatedRule
from grodd.people.asker import Asker
from grodd.people.queries import space_where
from grodd.people.roles import Role


def recorded_rules(asker: Asker) -> QuerySet[DatedRule]:
    """Every rule, by country and kind, the newest first."""
    space_where(asker, Role.ADMINISTRATOR, Role.AUDITOR)
    return DatedRule.objects.order_by("country", "key", "-valid_from")
