"""What only the database itself can say."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import BigIntegerField, DecimalField, FloatField

from tests.architecture.house import PACKAGE

# These must be append-only, whatever a migration says.
ALWAYS = {"base_auditevent"}
VERBS = {"sqlite": {"update", "delete"}, "postgresql": {"update", "delete", "truncate"}}


def declared() -> Iterator[str]:
    """Every table that a migration makes append-only."""
    loader = MigrationLoader(None)
    for (app, _name), migration in loader.disk_migrations.items():
        if apps.get_app_config(app).name.startswith("grodd."):
            for operation in migration.operations:
                if table := getattr(operation, "append_only_table", None):
                    yield table


def standing() -> set[str]:
    """Every trigger that the database has, and that is not switched off."""
    ask = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_append_only_tables_are_kept_so_by_triggers() -> None:
    expected = {
        f"{table}_no_{verb}"
        for table in {*declared(), *ALWAYS}
        for verb in VERBS[connection.vendor]
    }
    assert expected - standing() == set()


@pytest.mark.django_db
def test_sqlite_lets_no_replace_slip_past_a_trigger() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        assert cursor.fetchone() == (1,)


MONEY = re.compile(r"minor|amount|money|price|cost|fee|balance|principal|interest|limit|budget")


def test_money_is_a_whole_number_of_minor_units() -> None:
    """SQLite would keep a decimal as a float."""
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("grodd.")
        for field in model._meta.get_fields()
        if isinstance(field, FloatField | DecimalField) and MONEY.search(field.name)
    ]
    assert found == []


def test_minor_units_have_room_for_any_amount() -> None:
    fields = [
        (f"{model.__name__}.{field.name}", field)
        for model in apps.get_models()
        if model.__module__.startswith("grodd.")
        for field in model._meta.get_fields()
        if field.name.endswith("_minor")
    ]
    assert fields
    assert [name for name, field in fields if not isinstance(field, BigIntegerField)] == []


def test_migrations_are_named_by_what_they_mean() -> None:
    nameless = re.compile(r"_auto_|_and_more|^\d{4}_(alter|rename|remove|delete)_|^\d{4}_migration")
    names = [path.stem for path in PACKAGE.glob("*/migrations/[0-9]*.py")]
    assert names
    assert [name for name in names if nameless.search(name)] == []


def test_constraints_say_in_their_name_what_must_be_true() -> None:
    numbered = re.compile(r"_\d+$|^(check|unique|constraint)_?\d*$")
    found = [
        f"{model.__name__}: {constraint.name}"
        for model in apps.get_models()
        if model.__module__.startswith("grodd.")
        for constraint in model._meta.constraints
        if numbered.search(constraint.name)
    ]
    assert found == []


def test_a_lock_that_joins_says_which_row_it_locks() -> None:
    """PostgreSQL refuses to lock what an outer join may miss; SQLite would never tell."""
    joined = re.compile(r"select_for_update\(\)\s*\.select_related")
    found = [str(path) for path in PACKAGE.rglob("*.py") if joined.search(path.read_text())]
    assert found == []
