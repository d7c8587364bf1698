"""Make a new secret address of one's calendar."""

from django.db import transaction
from django.db.models import F

from grodd.people.asker import Asker
from grodd.people.models import Person


@transaction.atomic
def renew_calendar(*, by: Asker) -> Person:
    """Let the calendar be read at a new address; the one before it stops working at once."""
    person = Person.objects.select_for_update().get(pk=by.person_id)
    person.calendar_serial = F("calendar_serial") + 1
    person.has_calendar = True
    person.save(update_fields=["calendar_serial", "has_calendar"])
    person.refresh_from_db(fields=["calendar_serial"])
    return person
