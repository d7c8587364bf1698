"""Append-only tables, kept so by the database itself."""

from collections.abc import Callable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Work = Callable[[BaseDatabaseSchemaEditor], None]

SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only: post a correction instead'); END"""
POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: post a correction instead', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation'; END $$"""
POSTGRES = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""
VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


class OnDatabase(Operation):
    """A migration operation that only speaks to the database, never to the models.

    Django's ``RunPython`` would build every model of the project anew each time.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, does: Work, undoes: Work, append_only_table: str = "") -> None:
        """Do ``does`` forwards and ``undoes`` backwards."""
        self.does, self.undoes = does, undoes
        self.append_only_table = append_only_table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models stay as they are."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - same
        to_state: ProjectState,  # noqa: ARG002 - same
    ) -> None:
        """Install."""
        self.does(schema_editor)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002 - Django's signature
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - same
        to_state: ProjectState,  # noqa: ARG002 - same
    ) -> None:
        """Remove."""
        self.undoes(schema_editor)

    def describe(self) -> str:
        """Django's line while it migrates."""
        return f"Guard {self.append_only_table}" if self.append_only_table else "Guard a table"


def append_only(table: str) -> OnDatabase:
    """A migration operation after which rows of ``table`` can only be added.

    Run it again in every later migration that alters ``table``: SQLite rebuilds an altered
    table and drops its triggers without a word. ``tests/architecture`` checks that they stand.
    """

    def install(editor: BaseDatabaseSchemaEditor) -> None:
        drop(editor)
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            editor.execute(POSTGRES_FUNCTION, params=None)
        template = SQLITE if vendor == "sqlite" else POSTGRES
        for verb in VERBS[vendor]:
            editor.execute(template.format(table=table, verb=verb), params=None)

    def drop(editor: BaseDatabaseSchemaEditor) -> None:
        on = f' ON "{table}"' if editor.connection.vendor == "postgresql" else ""
        for verb in VERBS[editor.connection.vendor]:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}", params=None)

    return OnDatabase(install, drop, append_only_table=table)
