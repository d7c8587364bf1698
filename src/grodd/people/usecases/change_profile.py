"""Change one's own name and phone number."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.values import Profile


@transaction.atomic
def change_profile(*, by: Asker, at: datetime, profile: Profile) -> Person:
    """Write the profile. The audit trail tells which parts changed, never to what."""
    person = Person.objects.select_for_update().get(pk=by.person_id)
    wished = asdict(profile)
    changed = sorted(name for name, value in wished.items() if getattr(person, name) != value)
    if not changed:
        return person
    for name in changed:
        setattr(person, name, wished[name])
    person.save(update_fields=changed)
    audit.record(
        audit.Stamp(at, by.key),
        action="profile.changed",
        subject=f"person:{person.pk}",
        facts={"changed": changed},
    )
    return person
