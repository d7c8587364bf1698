"""One answer per kind of question: read what was typed, find what is wrong, show it. Pure.

An answer is kept as JSON in one of these shapes:

* texts, a chosen option, a number (``"12.5"``) and a day (``"2026-03-02"``): a string
* money: an integer count of minor units
* several chosen options: a list of keys
* a budget: a list of ``{"text", "amount_minor"}``
* anything that could not be read: ``{"typed": …}``, so that nothing typed is ever lost
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grodd.applications.refusals import (
    AnswerMissing,
    AnswerNotAnOption,
    AnswerRefusal,
    AnswerTooLong,
    AnswerUnreadable,
)
from grodd.base.typed import read_day, read_money, read_number, written_money
from grodd.engines.money import Money

TEXT_LENGTH_MAX = 20_000
BUDGET_LINES_MAX = 50
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put to a person, in their language.

    Attributes:
        key: Names the answer.
        kind: The shape of the answer.
        meaning: What the chain reads it as, or nothing.
        label, help: What is asked.
        easy: The help in short and simple words, where someone wrote it.
        is_required: Whether it must be answered.
        identifies: Hidden in blind assessment.
        length_max: Most characters of a text, or None.
        options: Keys and labels to choose between.
        currency: Of amounts.
        language: The language that it is asked in, when it lacks the reader's own; else nothing.
    """

    key: str
    kind: str
    label: str
    currency: str
    meaning: str = ""
    help: str = ""
    easy: str = ""
    is_required: bool = False
    identifies: bool = False
    length_max: int | None = None
    options: tuple[tuple[str, str], ...] = field(default=())
    language: str = ""


def read(asked: Asked, raw: Any) -> Any:
    """What was typed, as an answer; None when nothing was.

    Args:
        asked: The question.
        raw: A string; for several options a list of strings; for a budget a list of
            ``(text, amount)`` pairs of strings.
    """
    if asked.kind == "choices":
        return [str(each) for each in raw] or None
    if asked.kind == "budget":
        return _read_budget(asked, raw)
    text = str(raw).replace("\r\n", "\n").strip()
    return _read_text(asked, text) if text else None


def _read_text(asked: Asked, text: str) -> Any:
    value: Any = text
    if asked.kind == "number":
        number = read_number(text)
        value = None if number is None else f"{number.normalize():f}"
    elif asked.kind == "money":
        amount = read_money(text, asked.currency)
        value = None if amount is None else amount.minor
    elif asked.kind == "day":
        day = read_day(text)
        value = None if day is None else day.isoformat()
    return {TYPED: text} if value is None else value


def _read_budget(asked: Asked, raw: Sequence[Sequence[str]]) -> Any:
    lines = [
        (text.strip(), amount.strip()) for text, amount in raw if text.strip() or amount.strip()
    ]
    read_lines = [(text, read_money(amount, asked.currency)) for text, amount in lines]
    if any(not text or amount is None for text, amount in read_lines):
        return {TYPED: [list(line) for line in lines]}
    made = [{"text": text, "amount_minor": amount.minor} for text, amount in read_lines if amount]
    return made[:BUDGET_LINES_MAX] or None


def typed(asked: Asked, answer: Any) -> Any:
    """An answer as it was or would be typed: the reverse of ``read``."""
    if isinstance(answer, dict):
        return answer[TYPED]
    if answer is None:
        return [] if asked.kind in {"choices", "budget"} else ""
    if asked.kind == "money":
        return written_money(Money(answer, asked.currency))
    if asked.kind == "number":
        return str(answer).replace(".", ",")
    if asked.kind == "budget":
        return [
            [line["text"], written_money(Money(line["amount_minor"], asked.currency))]
            for line in answer
        ]
    return answer


def problem(asked: Asked, answer: Any) -> AnswerRefusal | None:
    """What keeps an answer from being handed in, if anything. Files are counted elsewhere."""
    if answer in (None, "", []):
        return AnswerMissing(key=asked.key) if asked.is_required else None
    if isinstance(answer, dict):
        return AnswerUnreadable(key=asked.key, typed=_one_line(answer[TYPED]))
    most = asked.length_max or TEXT_LENGTH_MAX
    if asked.kind in {"short_text", "long_text"} and len(answer) > most:
        return AnswerTooLong(key=asked.key, length=len(answer), most=most)
    known = {key for key, _ in asked.options}
    chosen = (
        {answer} if asked.kind == "choice" else set(answer) if asked.kind == "choices" else set()
    )
    return AnswerNotAnOption(key=asked.key) if chosen - known else None


def _one_line(raw: Any) -> str:
    if isinstance(raw, str):
        return raw[:80]
    return "; ".join(f"{text}: {amount}" for text, amount in raw)[:80]


def shown(asked: Asked, answer: Any) -> Any:
    """An answer for a reader: text, ``Money``, a day, or a list of ``(text, Money)``."""
    if answer is None or isinstance(answer, dict):
        return "" if answer is None else _one_line(answer[TYPED])
    return SHOWN.get(asked.kind, _as_it_is)(asked, answer)


def _as_it_is(_asked: Asked, answer: Any) -> Any:
    return answer


def _option(asked: Asked, answer: Any) -> str:
    chosen = [answer] if isinstance(answer, str) else answer
    labels = dict(asked.options)
    return ", ".join(labels.get(key, key) for key in chosen)


def _lines(asked: Asked, answer: Any) -> list[tuple[str, Money]]:
    return [(line["text"], Money(line["amount_minor"], asked.currency)) for line in answer]


SHOWN: dict[str, Callable[[Asked, Any], Any]] = {
    "money": lambda asked, answer: Money(answer, asked.currency),
    "day": lambda _asked, answer: date.fromisoformat(answer),
    "number": lambda _asked, answer: str(answer).replace(".", ","),
    "choice": _option,
    "choices": _option,
    "budget": _lines,
}


def meant(questions: Sequence[Asked], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that the chain reads, by meaning; what could not be read is None."""
    found: dict[str, Any] = {}
    for asked in questions:
        answer = answers.get(asked.key)
        if asked.meaning:
            found[asked.meaning] = None if isinstance(answer, dict) else answer
    return found


def whole(answer: Any) -> int | None:
    """A number answer as an integer, or None when it is missing or has decimals."""
    return int(answer) if answer and str(answer).isdigit() else None
