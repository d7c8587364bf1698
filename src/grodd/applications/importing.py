"""Rows of a table as applications: which column means what, and what is wrong with each cell.

A mapping names a heading for each target. Targets are the questions of the round's form by their
key, and two more: ``KEY`` (what names a row where it comes from, so that it is taken only once)
and ``CURRENCY`` (of the row's amount; without it the round's).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.numbers import is_currency
from django.utils.translation import gettext

from grodd.applications import answers
from grodd.applications.answers import Asked
from grodd.applications.queries import asked_in, problems_in
from grodd.applications.refusals import AnswerNotAnOption, AnswerRefusal
from grodd.base.tables import Table
from grodd.programmes.models import Frame, Round
from grodd.programmes.queries import frozen_frame, themes_of

KEY = "import-key"
CURRENCY = "import-currency"
KEY_LENGTH_MAX = 120
OPTIONS_SHOWN = 20
NOT_IN_TABLES = {"file", "budget"}
SYNONYMS: dict[str, tuple[str, ...]] = {
    KEY: ("id", "key", "external id", "case number", "nummer", "diarienummer", "tunnus"),
    CURRENCY: ("currency", "valuta", "valuutta"),
    "title": ("title", "name", "activity", "rubrik", "titel", "otsikko", "nimi"),
    "summary": ("summary", "use", "description", "idea", "beskrivning", "idé", "kuvaus"),
    "theme": ("theme", "sector", "tema", "bransch", "teema", "toimiala"),
    "amount": ("amount", "loan amount", "belopp", "summa", "määrä"),
    "hours": ("hours", "timmar", "tunnit"),
    "months": ("months", "term in months", "term", "löptid", "månader", "laina aika", "kuukaudet"),
}
"""What a column is often called, by meaning; the first that is there is guessed."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may become.

    Attributes:
        key: Of the question, or ``KEY`` or ``CURRENCY``.
        label: As people read it.
        is_required: Whether a row cannot do without it.
    """

    key: str
    label: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with a cell, why, and what helps.

    Attributes:
        row: The row in the file; the headings are row 1.
        column: Its heading, or the question that no column answers.
        value: What stands there.
        text: The sentence for a person.
    """

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """A row as an application to be.

    Attributes:
        row: The row in the file.
        key: What names it; the same key is the same application.
        answers: By question key, shaped as ``applications.answers`` says.
        currency: Of its amount.
        errors: What keeps it from being taken.
    """

    row: int
    key: str
    answers: dict[str, Any]
    currency: str
    errors: tuple[CellError, ...]


class Reading:
    """How the rows of one table are read for one round."""

    def __init__(self, held: Round, mapping: Mapping[str, str]) -> None:
        """Look up what is the same for every row (three queries).

        Args:
            held: The round.
            mapping: A heading by target.
        """
        self.mapping = {target: heading for target, heading in mapping.items() if heading}
        self.frame: Frame = frozen_frame(held)
        self.questions = tuple(one for one in asked_in(held) if one.kind != "file")
        self.options = _options(held, self.questions)

    def rows(self, table: Table) -> list[Read]:
        """Every row of the table, with what is wrong with it."""
        place = {heading: number for number, heading in enumerate(table.headings)}
        columns = {
            target: place[heading] for target, heading in self.mapping.items() if heading in place
        }
        seen: dict[str, int] = {}
        return [self._row(number, cells, columns, seen) for number, cells in table.rows]

    def _row(
        self, number: int, cells: Sequence[str], columns: Mapping[str, int], seen: dict[str, int]
    ) -> Read:
        typed = {target: cells[column] for target, column in columns.items()}
        errors: list[CellError] = []
        currency = (typed.get(CURRENCY) or self.frame.currency).upper()
        if not is_currency(currency):
            errors.append(self._error(number, CURRENCY, currency, _unknown_currency()))
            currency = self.frame.currency
        key = self._key(number, cells, typed, seen, errors)
        questions = self._in(currency)
        given = self._given(questions, typed)
        errors.extend(
            self._error(number, wrong.key, typed.get(wrong.key, ""), self._say(wrong))
            for wrong in problems_in(questions, given, self.frame)
        )
        return Read(number, key, given, currency, tuple(errors))

    def _key(
        self, number: int, cells: Sequence[str], typed: Mapping[str, str], seen: dict[str, int],
        errors: list[CellError],
    ) -> str:  # fmt: skip
        """What names the row: its own key, or without a column for it what the row says."""
        key = typed.get(KEY, "")
        if KEY not in typed:
            key = hashlib.sha256(json.dumps(list(cells)).encode()).hexdigest()[:32]
        first = seen.setdefault(key, number)
        if not key or len(key) > KEY_LENGTH_MAX:
            errors.append(self._error(number, KEY, key[:80], _no_key()))
        elif first != number:
            text = gettext(
                "Row %(row)s has the same. Each application is taken once: "
                "remove one of the rows, or give them different keys."
            )
            errors.append(self._error(number, KEY, typed.get(KEY, ""), text % {"row": first}))
        return key

    def _in(self, currency: str) -> tuple[Asked, ...]:
        """The questions for a row in a currency; the frame's range is only for its own."""
        if currency == self.frame.currency:
            return self.questions
        return tuple(
            replace(one, currency=currency, meaning="" if one.meaning == "amount" else one.meaning)
            for one in self.questions
        )

    def _given(self, questions: Sequence[Asked], typed: Mapping[str, str]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for asked in questions:
            text = typed.get(asked.key, "")
            if not text or asked.kind in NOT_IN_TABLES:
                continue
            known = self.options.get(asked.key, {})
            if asked.kind == "choice":
                given[asked.key] = known.get(text.casefold(), text)
            elif asked.kind == "choices":
                given[asked.key] = [
                    known.get(one.strip().casefold(), one.strip())
                    for one in text.replace("|", ";").split(";")
                ]
            else:
                given[asked.key] = answers.read(asked, text)
        return {key: value for key, value in given.items() if value is not None}

    def _error(self, row: int, target: str, value: str, text: str) -> CellError:
        labels = {one.key: one.label for one in self.questions}
        column = self.mapping.get(target) or labels.get(target, target)
        return CellError(row, column, value[:80], text)

    def _say(self, wrong: AnswerRefusal) -> str:
        if isinstance(wrong, AnswerNotAnOption):
            asked = next(one for one in self.questions if one.key == wrong.key)
            labels = ", ".join(label for _, label in asked.options[:OPTIONS_SHOWN])
            return f"{wrong} {labels}"
        if wrong.key not in self.mapping:
            return gettext("No column answers this question. Choose one for it.")
        return str(wrong)


def _unknown_currency() -> str:
    return gettext("This is no currency that we know. Write its three letters, such as SEK.")


def _no_key() -> str:
    return gettext("Each row needs its own key of at most 120 characters. Fill in the cell.")


def targets(held: Round) -> list[Target]:
    """What the columns of a table may become in a round."""
    asked = [one for one in asked_in(held) if one.kind not in NOT_IN_TABLES]
    return [
        Target(KEY, gettext("Key: what names the row where it comes from")),
        *(Target(one.key, one.label, one.is_required) for one in asked),
        Target(CURRENCY, gettext("Currency of the amount")),
    ]


def guessed(headings: Sequence[str], held: Round) -> dict[str, str]:
    """A heading for each target that one can guess: by its key, its label, or a usual name."""
    by_name: dict[str, str] = {}
    for heading in headings:
        by_name.setdefault(_plain(heading), heading)
    meanings = {one.key: one.meaning for one in asked_in(held)}
    found: dict[str, str] = {}
    for target in targets(held):
        usual = SYNONYMS.get(meanings.get(target.key) or target.key, ())
        for name in (target.key, target.label, *usual):
            if (guess := by_name.get(_plain(name))) is not None:
                found[target.key] = guess
                break
    return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").rstrip("?:").split())


def _options(held: Round, questions: Sequence[Asked]) -> dict[str, dict[str, str]]:
    """What each choice may be called in a cell: its key, or its label in any language."""
    assert held.form is not None, held.key
    rows = {row.key: row.options for row in held.form.questions.all()}
    themes = {theme.key: theme.label for theme in themes_of(held.programme_id)}
    known: dict[str, dict[str, str]] = {}
    for asked in questions:
        labels = {one["key"]: one["label"] for one in rows.get(asked.key) or ()}
        names: dict[str, str] = {}
        for key, label in (themes if asked.meaning == "theme" else labels).items():
            names.update({word.casefold(): key for word in (key, *label.values())})
        known[asked.key] = names
    return known
