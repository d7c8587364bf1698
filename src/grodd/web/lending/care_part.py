"""What the staff keeps about a loan, as a part of the loan's page."""

from typing import Any

from django.utils.translation import gettext

from grodd.base import clock
from grodd.servicing.queries import Promised, care_of, may_care, may_read_care
from grodd.web.http import Request


def care_part(request: Request, loan: Any) -> dict[str, Any]:
    """Card, notes and promises for the page of a loan; nothing for the borrower (one query)."""
    if not may_read_care(request.asker, loan):
        return {}
    care = care_of(loan, on=clock.today())
    return {
        "care": care,
        "cares": may_care(request.asker, loan),
        "promises": [(one, *promise_words(one)) for one in care.promises],
        "card": [
            (gettext("Adviser"), care.adviser or None),
            (gettext("Region"), care.region or None),
            (gettext("Next review"), care.review_on),
        ],
    }


def promise_words(one: Promised) -> tuple[str, str]:
    """What came of a promise, in a word, and its tone."""
    if one.is_withdrawn:
        return gettext("Taken back"), "neutral"
    if one.is_kept:
        return gettext("Kept"), "success"
    if one.is_broken:
        return gettext("Broken"), "danger"
    return gettext("Not due yet"), "info"
