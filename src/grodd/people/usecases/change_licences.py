"""Say what a space is licensed to do."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.rights import must_hold
from grodd.people.roles import Role


@transaction.atomic
def change_licences(*, by: Asker, at: datetime, licences: Collection[str]) -> Organisation:
    """Write which licences the space of ``by`` has; loans offered from now on follow them.

    Args:
        by: An administrator.
        at: When.
        licences: By the names that the lending rules use, such as ``bank``.

    Raises:
        NotAllowed: ``by`` is no administrator here.
    """
    space_id = must_hold(by, Role.ADMINISTRATOR, organisation_id=by.organisation_id)
    space = Organisation.objects.select_for_update().get(pk=space_id)
    wanted = sorted(set(licences))
    if space.licences == wanted:
        return space
    before, space.licences = space.licences, wanted
    space.save(update_fields=["licences"])
    audit.record(
        audit.Stamp(at, by.key, space_id),
        action="organisation.licences_changed",
        subject=f"organisation:{space.pk}",
        facts={"before": before, "licences": wanted},
    )
    return space
