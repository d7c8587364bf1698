"""Words as they are found again: every form of a word leads to the same keys.

Each token gives its stem in the text's language (Snowball). Finnish inflection changes the end of
a stem too (*hakemus*, *hakemuksista*), so long words also give their
beginning as a weaker key.
"""

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, Protocol, cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs] # it has none; see Stemmer

LANGUAGES = {"sv": "swedish", "fi": "finnish", "en": "english"}
TOKEN = re.compile(r"[^\W\d_]{2,40}|\d{2,20}")
BEGINNING_LENGTH = 6
BEGINNING_FROM = 7
"""Words of this many letters or more also give their beginning."""
DEFINITE = re.compile(r"(?<=\w{3}a)ns?$")
"""What Snowball leaves on a Swedish word of the first declension: *ränta*, *räntan*, *räntans*."""

LITTLE_WORDS = """
och att det som en på är av för med den till ett om inte var vi de har men
ja on ei se että oli olla mutta kun niin
the and of to in is it that for was we as with on be are an or by not
"""
STOP_WORDS = frozenset(LITTLE_WORDS.split())
"""Words that are in every text of a language, and so find nothing."""


class Stemmer(Protocol):
    """What we use of a stemmer."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - the library's own name
        """The stem of a lower-case word."""
        ...


@cache
def _stemmer(language: str) -> Stemmer:
    made: Stemmer = cast(Any, snowballstemmer).stemmer(LANGUAGES[language])
    return made


@cache
def stem(word: str, language: str) -> str:
    """The stem of a lower-case word in a language (``sv``, ``fi`` or ``en``)."""
    return _stemmer(language).stemWord(word)


def keys_of(token: str, language: str) -> frozenset[str]:
    """The keys under which one word of a text is found."""
    word = token.lower()
    if word in STOP_WORDS:
        return frozenset()
    keys = {stem(word, language)}
    if language == "sv":
        keys.add(stem(DEFINITE.sub("", word), language))
    if len(word) >= BEGINNING_FROM:
        keys.add(word[:BEGINNING_LENGTH] + "~")
    return frozenset(keys)


def keys_in(text: str, language: str) -> Counter[str]:
    """Every key of a text, with how often it comes."""
    counts: Counter[str] = Counter()
    for token in TOKEN.findall(text):
        counts.update(keys_of(token, language))
    return counts


def asked_keys(words: str) -> list[frozenset[str]]:
    """What somebody typed: per word, its keys in every language, since nobody says which it is."""
    asked: list[frozenset[str]] = []
    for token in TOKEN.findall(words):
        keys = frozenset[str]().union(*(keys_of(token, language) for language in LANGUAGES))
        if keys:
            asked.append(keys)
    return asked


def marked(text: str, language: str, asked: AbstractSet[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a form of something that was asked for."""
    end = 0
    for found in TOKEN.finditer(text):
        if keys_of(found.group(), language) & asked:
            yield text[end : found.start()], False
            yield found.group(), True
            end = found.end()
    yield text[end:], False
