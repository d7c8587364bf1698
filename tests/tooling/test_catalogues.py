"""Translations: nothing missing, nothing guessed, no placeholder lost."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogues

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("%(received)s came in", "%(received)s kom in"),
        (("%(count)s loan", "%(count)s loans"), ("%(count)s lån", "%(count)s lån")),
        (("one loan", "%(count)s loans"), ("ett lån", "%(count)s lån")),
        ("Send", "Skicka"),
    ],
)
def test_a_whole_translation_has_no_fault(
    source: str | tuple[str, str], target: str | tuple[str, str]
) -> None:
    assert list(catalogues.faults_of(Message(source, target))) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Send", ""), "not translated"),
        (Message(("a loan", "loans"), ("ett lån", "")), "not translated"),
        (Message("%(received)s came in", "%(mottaget)s kom in"), "placeholders differ"),
        (Message("%(received)s came in", "pengar kom in"), "placeholders differ"),
        (Message("Send", "Skicka", flags={"fuzzy"}), "guessed"),
    ],
)
def test_a_translation_that_is_not_whole_is_named(message: Message, fault: str) -> None:
    (found,) = catalogues.faults_of(message)
    assert found.startswith(fault)


@pytest.mark.slow
def test_extracting_twice_changes_nothing_and_guesses_nothing(tmp_path: Path) -> None:
    for language in catalogues.LANGUAGES:
        path = catalogues.catalogue(tmp_path, language)
        path.parent.mkdir(parents=True)
        path.write_text(catalogues.catalogue(catalogues.PACKAGE, language).read_text())
    module = tmp_path / "module.py"
    module.write_text("from django.utils.translation import gettext\ngettext('Send the form')\n")
    catalogues.extract(tmp_path)
    once = catalogues.catalogue(tmp_path, "sv").read_text()
    assert 'msgid "Send the form"\nmsgstr ""' in once
    catalogues.extract(tmp_path)
    assert catalogues.catalogue(tmp_path, "sv").read_text() == once
    module.write_text("from django.utils.translation import gettext\ngettext('Send this form')\n")
    catalogues.extract(tmp_path)
    changed = catalogues.catalogue(tmp_path, "sv").read_text()
    assert "fuzzy" not in changed
    assert "Send the form" not in changed
