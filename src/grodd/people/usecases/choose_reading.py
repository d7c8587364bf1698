"""Read the pages in another way from now on."""

from dataclasses import asdict

from django.db import transaction

from grodd.people.asker import Asker
from grodd.people.models import LANGUAGES, SCHEMES, Person
from grodd.people.values import Reading


@transaction.atomic
def choose_reading(*, by: Asker, reading: Reading) -> None:
    """Let language, easy words, size, contrast and light or dark follow the person.

    No audit row: it concerns nobody else, and says something of a person's health.
    """
    assert reading.language in dict(LANGUAGES), reading
    assert reading.scheme in {"", *dict(SCHEMES)}, reading
    Person.objects.filter(pk=by.person_id).update(**asdict(reading))
