"""A database as an installation has it: migrated for real, backed up by the page, restored."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from tools.console import ROOT

pytestmark = pytest.mark.slow

NEW = "grodd_migrated"
PAGE = ROOT / "docs" / "how-to" / "back-up-and-restore.md"
AUDITED = """
import django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from grodd.base import audit
for number in range(3):
    with transaction.atomic():
        stamp = audit.Stamp(datetime(2026, 3, 2, tzinfo=UTC), "amina")
        audit.record(stamp, action="thing.tested", subject=f"application:{number}")
"""
COLUMNS = {
    "sqlite": """SELECT m.name, c.name, upper(c.type), c."notnull", c.pk
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'""",
    "postgresql": """SELECT table_name, column_name, data_type, is_nullable,
        character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'""",
}
GUARDS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE contype IN ('c', 'x')
        UNION SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal""",
}

NOT_IN_TESTS = {"django_migrations", "base_cache"}
# Django widened the numbers of its own join tables since its first migrations, which SQLite,
# with one kind of number, does not show.
WIDENED = {"sqlite": set(), "postgresql": {("auth_group_permissions", "id")}}


def env_of(data: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GRODD_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "grodd.settings.demo",
        "GRODD_DATA": str(data),
        **more,
    }


def grodd(env: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grodd", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=env)


def migrated_once(own: Path) -> Path:
    """The folder of a database that the first process to ask migrates; the others wait for it."""
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data, done = shared / "real", shared / "real.done"
    try:
        data.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        done.write_text(grodd(env_of(data), "migrate").stderr)
    assert grodd(env_of(data), "migrate", "--check").returncode == 0, done.read_text()
    return data


@pytest.fixture(scope="module")
def migrated(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 - the other database first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[str, dict[str, str]]]:
    """A database that ``grodd migrate`` made: its name, and the environment to use it in."""
    if connection.vendor == "sqlite":
        data = migrated_once(tmp_path_factory.getbasetemp())
        yield str(data / "grodd.sqlite3"), env_of(data)
        return
    data = tmp_path_factory.mktemp("real")
    settings = connection.settings_dict
    address = f"postgresql://{quote(settings['USER'])}@/{NEW}?host={settings['HOST']}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NEW}")
    made = NEW, env_of(data, GRODD_DATABASE_URL=address)
    assert grodd(made[1], "migrate").returncode == 0
    yield made
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NEW} WITH (FORCE)")


def shape(database: object) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for kind, asked in (("columns", COLUMNS), ("guards", GUARDS)):
        with database.cursor() as cursor:  # type: ignore[attr-defined] # a connection
            cursor.execute(asked[connection.vendor])
            rows = {tuple(row) for row in cursor.fetchall()}
        found[kind] = {row for row in rows if row[0] not in NOT_IN_TESTS}
    return found


@pytest.mark.django_db
def test_migrations_make_the_tables_that_the_tests_run_on(
    migrated: tuple[str, dict[str, str]],
) -> None:
    settings = {**connection.settings_dict, "NAME": migrated[0]}
    settings["OPTIONS"] = {k: v for k, v in settings["OPTIONS"].items() if k != "pool"}
    real = ConnectionHandler({"default": settings})["default"]
    try:
        made, expected = shape(real), shape(connection)
    finally:
        real.close()
    apart = made["columns"] ^ expected["columns"]
    assert {row[:2] for row in apart} == WIDENED[connection.vendor]
    assert made["guards"] == expected["guards"]


@pytest.mark.once
def test_a_database_that_nobody_migrated_is_told_apart(tmp_path: Path) -> None:
    assert grodd(env_of(tmp_path), "migrate", "--check").returncode == 1


def back_up(data: Path, target: Path) -> None:
    """The line of the page that needs no program but Python."""
    (line,) = (
        line
        for line in PAGE.read_text().splitlines()
        if line.startswith('python3 -c "import sqlite3')
    )
    line = line.replace("python3", sys.executable, 1).replace("grodd.backup.sqlite3", str(target))
    subprocess.run(["/bin/sh", "-c", line], check=True, env=env_of(data))


@pytest.mark.once
def test_what_was_backed_up_comes_back_whole_and_tells_when_it_is_not(
    migrated: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    real, backup, restored = (
        Path(migrated[1]["GRODD_DATA"]), tmp_path / "backup.sqlite3", tmp_path / "restored",
    )  # fmt: skip
    restored.mkdir()
    subprocess.run([sys.executable, "-c", AUDITED], check=True, env=migrated[1])

    with sqlite3.connect(real / "grodd.sqlite3") as still_open:  # as in a running installation
        still_open.execute("SELECT count(*) FROM base_auditevent").fetchone()
        back_up(real, backup)
    shutil.copy(backup, restored / "grodd.sqlite3")

    assert grodd(env_of(restored), "migrate", "--check").returncode == 0
    whole = grodd(env_of(restored), "audit", "verify")
    assert (whole.returncode, whole.stdout.strip()) == (0, "The audit trail is whole.")

    with sqlite3.connect(restored / "grodd.sqlite3") as someone:
        (kept,) = someone.execute("SELECT count(*) FROM base_auditevent").fetchone()
        assert kept == 3
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            someone.execute("DELETE FROM base_auditevent WHERE number = 2")
        someone.execute("DROP TRIGGER base_auditevent_no_delete")
        someone.execute("DELETE FROM base_auditevent WHERE number = 2")
    broken = grodd(env_of(restored), "audit", "verify")
    assert broken.returncode == 1
    assert "audit row 2: missing" in broken.stdout


def test_the_page_asks_the_books_and_the_trail_after_a_restore() -> None:
    page = PAGE.read_text()
    for command in ("grodd migrate --check", "grodd ledger check", "grodd audit verify"):
        assert command in page
