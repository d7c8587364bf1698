"""One word per thing: what the glossary calls one way is not called another way somewhere else."""

import re
from collections.abc import Iterator

import pytest

from grodd.programmes import ready
from tools.catalogues import PACKAGE, catalogue, read

pytestmark = pytest.mark.once

INSTEAD = {
    "sv": {
        r"\bavstämning": "lägesrapport is a check-in; avstämning is reconciliation (181)",
        r"\buppföljningsrapport": "lägesrapport",
        r"\bgranskning(?!slogg)": "bedömning is a review, genomgång the first look",
        r"första (titt|läsning)": "första genomgång",
        r"per capsulam": "utan möte",
        r"\bunderteckna": "skriva under, underskrift (92)",
        r"\bfrisläpp": "släppa",
        r"\båterför(?!ing)": "motboka",
        r"egenkontroll": "självtest",
        r"\b(bifall|avslag)\b": "bevilja, avslå; a yes and a no in letters",
        r"\bavbetalning": "delbetalning (60)",
        r"\bstyrkort|\bmilstolpe": "mål (153)",
        r"\blåneansökan": "ansökan (46)",
        r"\bhandpenning|\begeninsats": "egen insats (81)",
        r"\bborgenär": "långivare, so that nobody takes it for borgensman (14)",
        r"\btoken": "kod, länk or nyckel",
    },
    "fi": {
        r"\bhan(ke|kke)": "projekti (149, 156)",
        r"\basialist": "esityslista",
        r"\bvälitilan|\bväliraport": "tilannekatsaus",
        r"\bkriteeri": "arviointiperuste",
        r"\b(ensikatsel|ensilukem|alkutarkist)": "ensitarkistus",
        r"\bvastakirja": "perua, peruutus",
        r"\bpuit(e|te)": "kehys",
        r"\bkierro(s|kse)": "hakukierros",
        r"\bjakso": "kausi",
        r"\bpysäyt": "keskeyttää (156)",
        r"\bjäävi|\bjäävey": "esteellinen, esteellisyys (51)",
        r"\blainansaaja": "lainanottaja",
        r"\bopetu(s|kse)\b": "opittu asia (154)",
        r"\bamortisaatio|\bkuoletu": "lyhennys (55)",
        r"\bvelkasaldo": "jäljellä oleva laina",
    },
}
"""What is not written, and the word that is; numbers are rows of docs/reference/words.md."""

APART = [("Completed", "Ended"), ("Stopped", "Cancelled"), ("Review", "First look"),
         ("Approved", "Submitted"), ("Award", "Loan"), ("Fee", "Interest")]  # fmt: skip
"""Labels of different things."""


def texts(language: str) -> Iterator[str]:
    """Every text of ours in a language: of the pages, and of the ready programmes."""
    for message in read(catalogue(PACKAGE, language)):
        if message.id:
            held = message.string or ""
            yield from [held] if isinstance(held, str) else held
    for key in ready.TEMPLATES:
        yield from _said(ready.template(key), language)


def _said(held: object, language: str) -> Iterator[str]:
    if isinstance(held, dict):
        if isinstance(text := held.get(language), str):
            yield text
        for value in held.values():
            yield from _said(value, language)
    elif isinstance(held, list):
        for value in held:
            yield from _said(value, language)


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_a_thing_is_called_what_the_glossary_calls_it(language: str) -> None:
    found = [
        f"{text[:80]!r}: {instead}"
        for text in texts(language)
        for word, instead in INSTEAD[language].items()
        if re.search(word, text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_different_things_have_different_names(language: str) -> None:
    known = {str(one.id): one.string for one in read(catalogue(PACKAGE, language)) if one.id}
    same = [pair for pair in APART if known[pair[0]] == known[pair[1]]]
    assert same == []


@pytest.mark.parametrize(
    ("language", "opening"), [("sv", "Hej %(name)s!\n\n"), ("fi", "Hei %(name)s!\n\n")]
)
def test_every_mail_greets_alike(language: str, opening: str) -> None:
    mails = [
        message.string
        for message in read(catalogue(PACKAGE, language))
        if isinstance(message.id, str) and message.id.startswith("Hi %(name)s,")
    ]
    assert len(mails) >= 10
    assert [text for text in mails if not str(text).startswith(opening)] == []
