"""Change a letter."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.letters import FIELDS, unknown_fields
from grodd.programmes.models import Letter
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import MergeFieldUnknown
from grodd.programmes.versions import open_letter
from grodd.programmes.words import LetterWords


@transaction.atomic
def edit_letter(
    *, programme_id: int, kind: str, words: LetterWords, by: Asker, at: datetime
) -> Letter:
    """Write the newest letter of a kind; one that a round uses is copied first.

    Raises:
        MergeFieldUnknown: when a field could never be filled in.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    texts = [text for said in (words.subject, words.body, words.easy) for text in said.values()]
    unknown = [each for text in texts for each in unknown_fields(text)]
    if unknown:
        raise MergeFieldUnknown(unknown=", ".join(unknown), known=", ".join(FIELDS))
    letter = open_letter(programme, kind)
    letter.subject, letter.body = dict(words.subject), dict(words.body)
    letter.easy = dict(words.easy)
    letter.save()
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.letter_edited",
        subject=f"programme:{programme.pk}",
        facts={"kind": kind, "version": letter.version},
    )
    return letter
