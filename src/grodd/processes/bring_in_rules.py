"""Bring in what Grodd knows of a country's rules on lending."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, lending
from grodd.people.asker import Asker
from grodd.people.rights import must_hold
from grodd.people.roles import Role


@transaction.atomic
def bring_in_rules(*, by: Asker, at: datetime, country: str) -> int:
    """Record who may lend and what a loan may cost, as the file of the country says.

    Rows that are there stay as they are, so it can be done again after an upgrade.

    Args:
        by: An administrator.
        at: When.
        country: ISO 3166 code of two letters.

    Returns:
        How many rows are new.

    Raises:
        NotAllowed: ``by`` is no administrator here.
    """
    space_id = must_hold(by, Role.ADMINISTRATOR, organisation_id=by.organisation_id)
    new = lending.bring_in(country)
    if new:
        audit.record(
            audit.Stamp(at, by.key, space_id),
            action="lending_rules.brought_in",
            subject=f"organisation:{space_id}",
            facts={"country": country, "rows": new},
        )
    return new
