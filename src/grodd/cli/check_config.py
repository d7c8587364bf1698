"""`grodd check-config`: what this installation is set to, and what is wrong with it."""

import argparse
import os
import sqlite3

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from grodd.settings import env

SECRET = ("KEY", "PASSWORD", "URL")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Print the settings (secrets hidden) and Django's own findings about safety."""
    del options
    for name in sorted(env.KNOWN):
        print(f"{env.PREFIX}{name} = {shown(name)}")
    with connection.cursor() as cursor:
        version = "sqlite_version()" if connection.vendor == "sqlite" else "version()"
        cursor.execute(f"SELECT {version}")
        print(f"database: {connection.vendor} {cursor.fetchone()[0]}")
    if connection.vendor == "sqlite" and not has_full_text_search():
        print("This SQLite lacks FTS5, which the library's search needs. Use another Python build.")
        return 1
    try:
        call_command("check", deploy=not settings.DEMO, fail_level="WARNING")
    except CommandError as error:
        print(error)
        return 1
    return 0


def shown(name: str) -> str:
    """The value as it may stand on a screen."""
    value = os.environ.get(env.PREFIX + name)
    if value is None:
        return "(not set, so the default)"
    return "(set, hidden)" if name.endswith(SECRET) else value


def has_full_text_search() -> bool:
    """Whether Python's SQLite was built with FTS5."""
    with sqlite3.connect(":memory:") as memory:
        options = {row[0] for row in memory.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options
