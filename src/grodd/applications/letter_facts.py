"""What the merge fields of a letter stand for in one application."""

from datetime import date

from django.conf import settings

from grodd.applications.models import Application
from grodd.base import display
from grodd.base.translated import said
from grodd.people.models import Person


def letter_facts(application: Application, person: Person, *, day: date) -> dict[str, str]:
    """The application's own facts, in the language of ``person`` who reads the letter."""
    language = person.language
    return {
        "name": person.name,
        "title": application.title,
        "programme": said(application.round.programme.name, language),
        "round": said(application.round.name, language),
        "reference": str(application),
        "months": str(application.months or ""),
        "day": display.day(day),
        "link": f"{settings.BASE_URL}/applications/{application.pk}/",
    }
