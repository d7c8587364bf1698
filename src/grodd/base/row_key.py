"""A link to one other row that is the key of its own table."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import OneToOneField


class RowKey(OneToOneField):  # type: ignore[type-arg]
    """A one-to-one link as primary key, by which SQLite also finds the row itself.

    SQLite keeps a row under its key only where the key is called ``integer``; under the ``bigint``
    of a plain link it has to look in an index first.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """``integer`` on SQLite, where it has 64 bits as well."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
