"""Note that a person belongs to an organisation."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit, clock
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Membership, Organisation
from grodd.people.queries import person_seen_by
from grodd.people.rights import must_hold
from grodd.people.roles import Role


@transaction.atomic
def add_member(
    *, by: Asker, at: datetime, organisation_id: int, person_id: int, title: str = ""
) -> Membership:
    """Note a person as employed by, member of, or speaking for an organisation, from today.

    Already noted, it is the standing membership that answers.
    """
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None:
        raise NotFound
    space_id = row.pk if row.is_space else row.served_by_id
    who = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.ADVISER)
    must_hold(by, *who, organisation_id=space_id)
    person = person_seen_by(by, person_id=person_id)
    standing = Membership.objects.filter(
        person=person, organisation=row, valid_until__isnull=True
    ).first()
    if standing:
        return standing
    made = Membership.objects.create(
        person=person, organisation=row, title=title, valid_from=clock.day_of(at)
    )
    audit.record(
        audit.Stamp(at, by.key, space_id),
        action="member.added",
        subject=f"organisation:{row.pk}",
        facts={"person": person.audit_key, "title": title},
    )
    return made
