"""The test database: tables as the models say, guarded as the migrations say.

Django builds every model anew at each step of a migration, which costs a test process minutes on
a small machine. So tests take their tables from the models, which ``makemigrations --check`` holds
the migrations to, and run only what migrations do to the database by hand. One slow test migrates
for real, on both databases, and compares.
"""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from grodd.base.immutability import OnDatabase


def install_guards() -> None:
    """Every trigger that a migration installs."""
    migrations = MigrationLoader(None).disk_migrations
    with connection.schema_editor() as editor:
        for _, migration in sorted(migrations.items(), key=lambda item: item[0]):
            for operation in migration.operations:
                if isinstance(operation, OnDatabase):
                    operation.does(editor)
