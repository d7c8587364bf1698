"""Which style sheets a page links to; also on the page of a fault, which has no context."""

from functools import cache

from django.core.files.storage import storages

from grodd.web.components.registry import register
from grodd.web.storage import IN_ONE, STYLES, HashedStorage


@register.simple_tag
@cache
def style_sheets() -> tuple[str, ...]:
    """One file where static files are collected, all of them while one writes on them."""
    return (IN_ONE,) if isinstance(storages["staticfiles"], HashedStorage) else STYLES
