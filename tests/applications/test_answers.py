from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.applications.answers import Asked, meant, problem, read, shown, typed, whole
from grodd.applications.refusals import (
    AnswerMissing,
    AnswerNotAnOption,
    AnswerTooLong,
    AnswerUnreadable,
)
from grodd.engines.money import Money

OPTIONS = (("a", "Ett"), ("b", "Två"))
KINDS = ("short_text", "long_text", "number", "money", "day", "choice", "choices", "budget")


def asked(kind: str, **more: Any) -> Asked:
    return Asked(key="q", kind=kind, label="Fråga", currency="SEK", options=OPTIONS, **more)


def raws(kind: str) -> st.SearchStrategy[Any]:
    if kind == "choices":
        return st.lists(st.sampled_from(["a", "b", "c"]))
    if kind == "budget":
        return st.lists(st.tuples(st.text(max_size=5), st.text("0123456789 ,x", max_size=6)))
    return st.text(max_size=30)


@settings(max_examples=80)
@given(st.data(), st.sampled_from(KINDS))
def test_nothing_typed_is_lost_and_reading_it_again_changes_nothing(
    data: st.DataObject, kind: str
) -> None:
    question = asked(kind)
    answer = read(question, data.draw(raws(kind)))
    assert read(question, typed(question, answer)) == answer
    shown(question, answer)


@pytest.mark.parametrize(
    ("kind", "raw", "answer", "seen"),
    [
        ("money", "20 000,50", 2_000_050, Money(2_000_050, "SEK")),
        ("number", "12,5", "12.5", "12,5"),
        ("choice", "b", "b", "Två"),
        ("choices", ["a", "b"], ["a", "b"], "Ett, Två"),
        (
            "budget",
            [("Rum", "1 000"), ("", "")],
            [{"text": "Rum", "amount_minor": 100_000}],
            [("Rum", Money(100_000, "SEK"))],
        ),
    ],
)
def test_answers_are_read_and_shown_by_their_kind(
    kind: str, raw: Any, answer: Any, seen: Any
) -> None:
    question = asked(kind)
    assert read(question, raw) == answer
    assert problem(question, answer) is None
    assert shown(question, answer) == seen


@pytest.mark.parametrize(
    ("kind", "raw"), [("money", "mycket"), ("day", "i morgon"), ("budget", [("Rum", "?")])]
)
def test_what_cannot_be_read_is_kept_and_named(kind: str, raw: Any) -> None:
    answer = read(asked(kind), raw)
    found = problem(asked(kind), answer)
    assert isinstance(found, AnswerUnreadable)
    assert typed(asked(kind), answer) == (raw if isinstance(raw, str) else [["Rum", "?"]])


def test_a_required_answer_is_missed_and_an_optional_one_is_not() -> None:
    assert isinstance(problem(asked("choices", is_required=True), []), AnswerMissing)
    assert problem(asked("choices"), []) is None


def test_a_text_that_is_too_long_is_not_cut() -> None:
    found = problem(asked("short_text", length_max=3), "four")
    assert isinstance(found, AnswerTooLong)
    assert "4" in str(found)


@pytest.mark.parametrize(("kind", "answer"), [("choice", "c"), ("choices", ["a", "c"])])
def test_an_option_that_is_not_there_is_refused(kind: str, answer: Any) -> None:
    assert isinstance(problem(asked(kind), answer), AnswerNotAnOption)


def test_the_chain_reads_what_could_be_read() -> None:
    amount = asked("money", meaning="amount")
    assert meant([amount], {"q": {"typed": "?"}}) == {"amount": None}
    assert meant([amount], {"q": 500}) == {"amount": 500}
    assert (whole("40"), whole("1.5"), whole(None)) == (40, None, None)
