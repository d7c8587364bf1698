"""What every page knows: the way around, the spaces, the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from grodd.people.asker import NOBODY, Asker
from grodd.people.queries import spaces_of
from grodd.web.navigation import entries


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Variables of the base template (two queries for someone who has signed in)."""
    asker: Asker = getattr(request, "asker", NOBODY)
    base: dict[str, Any] = {"languages": settings.LANGUAGES, "demo": settings.DEMO, "asker": asker}
    if not asker.person_id:
        return base
    spaces = list(spaces_of(asker))
    return base | {
        "navigation": entries(request, asker),
        "spaces": spaces,
        "current_space": next((s for s in spaces if s.pk == asker.organisation_id), None),
    }
