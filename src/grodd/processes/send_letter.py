"""Write a letter of a programme to those who apply, and put it in the outbox."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from grodd.applications.letter_facts import letter_facts
from grodd.applications.models import Application
from grodd.base import clock, display, outbox
from grodd.base.audit import Stamp
from grodd.engines.money import Money
from grodd.people.models import Person
from grodd.processes._letters import letter_facts_for
from grodd.programmes.queries import letter_for


@transaction.atomic
def send_letter(
    *,
    application: Application,
    kind: str,
    event: str,
    facts: Mapping[str, str | Promise | date],
    stamp: Stamp,
) -> int:
    """Each reader gets it once, in their own language, in the version that the round froze.

    Args:
        application: What it is about.
        kind: Which letter: ``approved``, ``rejected``, ``returned`` …
        event: What happened, unique; the same event is told once.
        facts: Texts and days for merge fields besides those of the application itself; what is
            translated is so for each reader. ``amount_minor`` is an amount in the application's
            currency, written in each reader's way.
        stamp: When, who, where.

    Returns:
        How many letters are new.
    """
    letter = letter_for(application.round_id, kind=kind)
    sent = 0
    for person in readers(application):
        with override(person.language):
            own = letter_facts(application, person, day=clock.day_of(stamp.at))
            merged = {**own, **_in_words(application, facts)}
            told = letter_facts_for(person, letter, merged)
        sent += outbox.enqueue(
            event=event,
            recipient=person.audit_key,
            template="decision_letter",
            stamp=stamp,
            facts=told,
        )
    return sent


def readers(application: Application) -> list[Person]:
    """The owner and the co-owners who accepted."""
    along = Person.objects.filter(
        co_owned_applications__application=application,
        co_owned_applications__removed_at__isnull=True,
    )
    return [application.owner, *along.exclude(pk=application.owner_id).distinct().order_by("pk")]


def _in_words(
    application: Application, facts: Mapping[str, str | Promise | date]
) -> dict[str, str]:
    words = {key: str(display.shown(fact)) for key, fact in facts.items()}
    if minor := words.pop("amount_minor", ""):
        words["amount"] = display.money(Money(int(minor), application.currency))
    return words
