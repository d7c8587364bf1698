"""What every page knows: the way around, the spaces, the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from grodd.agreements.queries import lends
from grodd.base import clock
from grodd.people.asker import NOBODY, Asker
from grodd.people.queries import spaces_and_unread
from grodd.people.values import Reading
from grodd.web.navigation import entries
from grodd.web.staying import WARN_BEFORE, ends_at


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Variables of the base template (two queries for someone who has signed in)."""
    asker: Asker = getattr(request, "asker", NOBODY)
    base: dict[str, Any] = {
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
        "asker": asker,
        "reading": getattr(request, "reading", Reading()),
    }
    if not asker.person_id:
        return base
    spaces, unread = spaces_and_unread(asker, also={"lends": lends()})
    here = next((s for s in spaces if s.pk == asker.organisation_id), None)
    end = ends_at(request)
    return base | {
        "navigation": entries(request, asker, unread=unread, lends=getattr(here, "lends", True)),
        "unread_count": unread,
        "spaces": spaces,
        "session_ends": end,
        "session_is_short": end is not None and end - clock.now() < WARN_BEFORE,
        "current_space": here,
    }
