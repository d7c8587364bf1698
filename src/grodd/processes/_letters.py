"""What a message keeps of a letter that was written out for one reader."""

from collections.abc import Mapping
from typing import Any

from grodd.base.translated import said_only
from grodd.people.models import Person
from grodd.programmes.letters import merged, written
from grodd.programmes.models import Letter


def letter_facts_for(person: Person, letter: Letter, facts: Mapping[str, str]) -> dict[str, Any]:
    """The letter in the reader's language, filled in, with its easy words where there are any.

    ``easy_first`` says that this reader wants the easy words before the letter itself.
    """
    subject, body = written(letter.subject, letter.body, facts=facts, language=person.language)
    return {
        "subject": subject,
        "body": body,
        "easy": merged(said_only(letter.easy, person.language), facts),
        "easy_first": person.easy_read,
        "language": person.language,
        "kind": letter.kind,
    }
