import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grodd.engines.text_keys import asked_keys, keys_in, marked


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("sv", "ränta", "Räntor och räntan på lånet"),
        ("sv", "lån", "Lånet och lånen"),
        ("fi", "hakemus", "Hakemuksista ja hakemuksen liitteistä"),
        ("fi", "ryhmä", "Ryhmässä ja ryhmän kanssa"),
        ("en", "meetings", "A meeting of the group"),
    ],
)
def test_a_word_finds_its_other_forms(language: str, asked: str, written: str) -> None:
    (keys,) = asked_keys(asked)
    assert keys & set(keys_in(written, language))


def test_a_word_finds_no_other_word() -> None:
    (keys,) = asked_keys("ränta")
    assert not keys & set(keys_in("Rätten att ångra sig", "sv"))


def test_little_words_find_nothing() -> None:
    assert asked_keys("och the ja") == []


def test_found_words_are_marked_in_the_text_as_it_was_written() -> None:
    (keys,) = asked_keys("räntor")
    pieces = list(marked("Hög ränta. Räntan sjönk.", "sv", keys))
    assert [text for text, found in pieces if found] == ["ränta", "Räntan"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["sv", "fi", "en"]))
def test_marking_loses_no_letter(text: str, language: str) -> None:
    keys = frozenset(keys_in(text, language))
    assert "".join(piece for piece, _ in marked(text, language, keys)) == text
