"""The rates, caps and fees that are recorded, with the days from which they hold."""

from django.db.models import QuerySet

from grodd.base.models import DatedRule, LendingLicence, LendingLimit
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.queries import space_where
from grodd.people.roles import Role


def recorded_rules(asker: Asker) -> QuerySet[DatedRule]:
    """Every rule, by country and kind, the newest first."""
    _space(asker)
    return DatedRule.objects.order_by("country", "key", "-valid_from")


def lending_rules(asker: Asker) -> tuple[list[LendingLicence], list[LendingLimit]]:
    """Who may lend to whom in the country of the space, and what a loan may cost there."""
    country = country_of_space(asker)
    licences = LendingLicence.objects.filter(country=country).order_by("key", "-valid_from")
    limits = LendingLimit.objects.filter(country=country).order_by("key", "-valid_from")
    return list(licences), list(limits)


def country_of_space(asker: Asker) -> str:
    """Whose law holds for the space (ISO 3166)."""
    return _space(asker).country


def _space(asker: Asker) -> Organisation:
    return space_where(asker, Role.ADMINISTRATOR, Role.AUDITOR)
