"""Read the pages in another language from now on."""

from django.db import transaction

from grodd.people.asker import Asker
from grodd.people.models import LANGUAGES, Person


@transaction.atomic
def choose_language(*, by: Asker, language: str) -> None:
    """Let the language follow the person. No audit row: it concerns nobody else."""
    assert language in dict(LANGUAGES), language
    Person.objects.filter(pk=by.person_id).update(language=language)
