"""Letting a newcomer in: who applies or writes along belongs to the programme from then on."""

from datetime import datetime

from grodd.base import clock
from grodd.people.models import Grant
from grodd.people.queries import grants_on
from grodd.people.roles import Role
from grodd.programmes.models import Programme


def let_in(person_id: int, programme: Programme, *, at: datetime) -> bool:
    """Give the applicant's role in the programme to someone who holds nothing there.

    Returns:
        Whether it was needed.
    """
    day = clock.day_of(at)
    held = grants_on(day).filter(person_id=person_id, organisation_id=programme.organisation_id)
    if (
        held.filter(scope__isnull=True).exists()
        or held.filter(scope_id=programme.scope_id).exists()
    ):
        return False
    Grant.objects.create(
        person_id=person_id,
        organisation_id=programme.organisation_id,
        scope_id=programme.scope_id,
        role=Role.APPLICANT,
        valid_from=day,
    )
    return True
