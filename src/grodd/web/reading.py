"""How someone reads: kept with the person, or in a cookie of the browser before they sign in."""

from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from grodd.people.asker import Asker
from grodd.people.usecases.choose_reading import choose_reading
from grodd.people.values import Reading

COOKIE = "reading"
COOKIE_AGE_SECONDS = 365 * 24 * 3600
TICKS = ("easy_read", "large_text", "high_contrast")
SCHEMES = ("light", "dark")


def reading_of(request: HttpRequest) -> Reading:
    """What the reader chose: the person's own, or what the browser keeps."""
    person: Any = request.user
    if person.is_authenticated:
        return Reading(**{name: getattr(person, name) for name in asdict(Reading())})
    return kept_by(request)


def kept_by(request: HttpRequest) -> Reading:
    """What the browser keeps; words that mean nothing here are left out."""
    words = request.COOKIES.get(COOKIE, "").split(".")
    ticks = {name: name in words for name in TICKS}
    scheme = next((word for word in SCHEMES if word in words), "")
    return Reading((get_language() or "en").split("-")[0], scheme=scheme, **ticks)


def keep(response: HttpResponse, reading: Reading) -> None:
    """Let the browser keep it, so that also the door looks right after signing out."""
    words = [name for name in TICKS if getattr(reading, name)]
    cookies = {
        COOKIE: ".".join([*words, *filter(None, [reading.scheme])]),
        settings.LANGUAGE_COOKIE_NAME: reading.language,
    }
    for name, value in cookies.items():
        response.set_cookie(
            name, value, max_age=COOKIE_AGE_SECONDS, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def take_over(request: HttpRequest, asker: Asker, own: Reading) -> Reading:
    """What someone chose at the door becomes their own, unless they have chosen before."""
    kept = replace(kept_by(request), language=own.language)
    if own != Reading(own.language) or kept == own:
        return own
    choose_reading(by=asker, reading=kept)
    return kept
