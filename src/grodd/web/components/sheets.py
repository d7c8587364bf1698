"""Which style sheets and scripts a page asks for; also on the page of a fault, without context."""

from functools import cache

from django.core.files.storage import storages

from grodd.web.components.registry import register
from grodd.web.storage import IN_ONE, PASSKEYS, PASSKEYS_IN_ONE, STYLES, HashedStorage


@register.simple_tag
@cache
def style_sheets() -> tuple[str, ...]:
    """One file where static files are collected, all of them while one writes on them."""
    return (IN_ONE,) if _is_collected() else STYLES


@register.simple_tag
@cache
def passkey_scripts() -> tuple[str, ...]:
    """What signing in without a password runs: one file or the library's own, as for styles."""
    return (PASSKEYS_IN_ONE,) if _is_collected() else PASSKEYS


def _is_collected() -> bool:
    return isinstance(storages["staticfiles"], HashedStorage)
