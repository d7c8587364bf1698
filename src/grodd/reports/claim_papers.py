"""The papers about a claim as accessible PDF: a takeover, and a letter that counts time anew.

What they say was frozen when they were written; see ``agreements.claim_words``.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.models import Interruption, Takeover
from grodd.agreements.queries import interruption_seen_by, takeover_seen_by
from grodd.base import display
from grodd.base.errors import NotFound
from grodd.base.translated import language_of
from grodd.people.asker import Asker
from grodd.reports.documents import typeset


def takeover_pdf(asker: Asker, *, takeover_id: int, language: str) -> bytes:
    """What the borrowers and the guarantors agree to, with who has agreed so far.

    Raises:
        NotFound: when there is none to see.
    """
    takeover = takeover_seen_by(asker, takeover_id=takeover_id)
    chosen = language_of(takeover.content, language)
    with override(chosen):
        more = {
            "eyebrow": display.moment(takeover.proposed_at),
            "signatures": _signatures(takeover),
            "footer": f"SHA-256 {takeover.content_sha256}",
        }
        return typeset("document", {**paper_in(takeover.content, chosen), **more})


def letter_pdf(asker: Asker, *, interruption_id: int, language: str) -> bytes:
    """A letter that keeps a claim from lapsing, as it was sent.

    Raises:
        NotFound: when there is none to see, or what counted the time anew was no letter.
    """
    letter = interruption_seen_by(asker, interruption_id=interruption_id)
    if letter.kind != Interruption.Kind.LETTER:
        raise NotFound
    chosen = language_of(letter.content, language)
    with override(chosen):
        footer = _("Loan %(reference)s") % {"reference": letter.loan.reference}
        more = {"eyebrow": display.day(letter.day), "footer": footer}
        return typeset("document", {**paper_in(letter.content, chosen), **more})


def paper_in(content: dict[str, Any], language: str) -> dict[str, Any]:
    """What ``typeset`` takes, of a paper that was frozen in every language."""
    words = content[language]
    return {
        "title": words["title"],
        "language": language,
        "organisation": words["facts"][0][1],
        "facts": words["facts"],
        "sections": [{"paragraphs": words["paragraphs"]}],
    }


def _signatures(takeover: Takeover) -> list[dict[str, str]]:
    names = {"old": takeover.old.name, "new": takeover.new.name}
    return [
        {
            "name": each.security.given_by if each.security else names[each.party],
            "note": display.moment(each.agreed_at),
        }
        for each in takeover.consents.select_related("security")
    ]
