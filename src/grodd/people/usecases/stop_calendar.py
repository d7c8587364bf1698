"""Let nobody read one's calendar any more."""

from django.db import transaction

from grodd.people.asker import Asker
from grodd.people.models import Person


@transaction.atomic
def stop_calendar(*, by: Asker) -> None:
    """Close the address. The next one will be another: its number never comes again."""
    Person.objects.filter(pk=by.person_id).update(has_calendar=False)
