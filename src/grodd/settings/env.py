"""Typed reading of ``GRODD_*`` environment variables. Wrong or unknown values stop the start."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "GRODD_"
KNOWN: dict[str, str] = {}
"""Every setting that was asked for, with its meaning; the reference page is made of it."""


def text(name: str, meaning: str, default: str | None = None) -> str:
    """Read a text; without a default it must be set."""
    KNOWN[name] = meaning
    value = os.environ.get(PREFIX + name, default)
    if value is None:
        message = f"{PREFIX}{name} is not set. {meaning}"
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, meaning: str, *, default: bool) -> bool:
    """Read ``true`` or ``false``; anything else stops the start."""
    value = text(name, meaning, "true" if default else "false")
    if value not in {"true", "false"}:
        message = f"{PREFIX}{name} must be true or false, not {value!r}."
        raise ImproperlyConfigured(message)
    return value == "true"


def whole(name: str, meaning: str, *, default: int) -> int:
    """Read a whole number."""
    value = text(name, meaning, str(default))
    if not value.isdecimal():
        message = f"{PREFIX}{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message)
    return int(value)


def words(name: str, meaning: str, default: str = "") -> list[str]:
    """Read a list, separated by commas."""
    return [word.strip() for word in text(name, meaning, default).split(",") if word.strip()]


def database(default: str) -> dict[str, Any]:
    """Read ``GRODD_DATABASE_URL``: ``sqlite:///file`` or ``postgresql://user:pass@host/name``."""
    url = urlsplit(
        text(
            "DATABASE_URL",
            "Where the data is: sqlite:///path or postgresql://user:password@host:port/name",
            default,
        )
    )
    if url.scheme == "sqlite":
        return sqlite(Path(unquote(url.path.removeprefix("/"))))
    if url.scheme == "postgresql":
        query = dict(parse_qsl(url.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.removeprefix("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.get("host", url.hostname or ""),
            "PORT": str(url.port or query.get("port", "")),
            "OPTIONS": {
                "pool": {"min_size": 2, "max_size": 8},
                # A page asks a dozen questions; to plan each anew cost a third of its time.
                "server_side_binding": True,
                "prepare_threshold": 5,
            },
            "CONN_MAX_AGE": 0,
        }
    message = (
        f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://, not {url.scheme!r}."
    )
    raise ImproperlyConfigured(message)


def sqlite(path: Path) -> dict[str, Any]:
    """Settings proven for money on SQLite: write locks at BEGIN, durable commits, WAL."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                # Larger pages have to be chosen before the first table; a night is a tenth quicker.
                "PRAGMA page_size=8192;PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA recursive_triggers=ON;PRAGMA mmap_size=134217728;"
                "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def refuse_unknown() -> None:
    """A misspelt variable must not be ignored in silence."""
    known = {PREFIX + name for name in KNOWN} | {"GRODD_SAMPLES", "GRODD_SETTINGS"}
    unknown = {name for name in os.environ if name.startswith(PREFIX)} - known
    if unknown:
        message = f"Unknown settings: {', '.join(sorted(unknown))}. See docs/reference/settings.md."
        raise ImproperlyConfigured(message)
