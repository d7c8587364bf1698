"""A letter as its reader would get it, filled in from a real application or from an example."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext, override

from grodd.applications.letter_facts import letter_facts
from grodd.applications.models import Application
from grodd.applications.queries import READERS, SCOPE, amount_of
from grodd.base import display
from grodd.base.translated import said
from grodd.decisions.queries import amount_decided
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.programmes.letters import merged
from grodd.programmes.models import Programme
from grodd.programmes.words import LetterWords

CASES_MAX = 10
EXAMPLE_MINOR = 2_000_000


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A letter in one language."""

    language: str
    subject: str
    body: str
    easy: str


def cases_to_try(asker: Asker, programme: Programme) -> list[Application]:
    """The last submitted applications of a programme that the asker may read."""
    seen = Application.objects.filter(
        within(asker, *READERS, scope=SCOPE),
        round__programme=programme,
        submitted_at__isnull=False,
    )
    rows = seen.select_related("owner", "matter", "round__programme")
    return list(rows.order_by("-submitted_at", "-pk")[:CASES_MAX])


def letter_preview(
    programme: Programme, words: LetterWords, *, case: Application | None, on: date
) -> list[FilledIn]:
    """The letter in every language that it is written in.

    Args:
        programme: Whose letter it is.
        words: The letter, with merge fields.
        case: The application to fill it in from; None for an example.
        on: The day that the letter would carry.
    """
    filled: list[FilledIn] = []
    for code, name in settings.LANGUAGES:
        if not (words.subject.get(code) or words.body.get(code)):
            continue
        with override(code):
            facts = _facts(case, code, on) if case else _example(programme, code, on)
            told = (said(words.subject, code), said(words.body, code), words.easy.get(code, ""))
        filled.append(FilledIn(str(name), *(merged(text, facts) for text in told)))
    return filled


def _facts(case: Application, language: str, on: date) -> dict[str, str]:
    reader = case.owner
    reader.language = language
    facts = letter_facts(case, reader, day=on)
    asked = amount_of(case)
    given = amount_decided(case.matter) if case.matter else None
    if amount := given or asked:
        facts["amount"] = display.money(amount)
    facts["hours"] = str(case.hours or "")
    if matter := case.matter:
        names = ("reasons", "conditions", "next_step")
        facts |= {name: getattr(matter, name) for name in names}
    return facts


def _example(programme: Programme, language: str, on: date) -> dict[str, str]:
    return {
        "name": "Amina Berg",
        "title": gettext("A bicycle workshop at lunch"),
        "programme": said(programme.name, language),
        "round": gettext("Spring"),
        "reference": gettext("spring-12"),
        "amount": display.money(Money(EXAMPLE_MINOR, programme.organisation.currency)),
        "hours": "40",
        "months": "3",
        "reasons": gettext("The idea is clear, small and easy to try."),
        "conditions": gettext("Tell us how it goes once a month."),
        "next_step": gettext("Read the agreement and say yes to it."),
        "day": display.day(on),
        "link": f"{settings.BASE_URL}/applications/",
    }
