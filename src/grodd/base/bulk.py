"""Many rows at once: COPY on PostgreSQL, thousands of rows a statement on SQLite.

Rows that come this way pass no Python class on their way in, so what must be true of them has to
stand in the database: keys, checks and triggers. They see COPY as they see any other INSERT.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER, Cursor
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Value = str | int | None
ROOM = {"cache_size": -256_000, "wal_autocheckpoint": 25_000}
"""On SQLite, unit: kibibytes below zero, and pages."""

ROWS_MAX = 5_000
"""So many rows one statement takes on SQLite, where it has room for their values."""

Row = tuple[Value, ...]
NOTHING_ALIKE: Mapping[str, Value] = {}
Item = TypeVar("Item")


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL; else it is SQLite."""
    return connection.vendor == "postgresql"


@contextmanager
def much_room() -> Iterator[None]:
    """Make the database ready for a night.

    SQLite keeps 256 MB of pages at hand and moves them into the file less often. What is committed
    is as safe as before; a page that changes in every step is only written to the file once for
    many of them. PostgreSQL compiles no question, because that takes longer than to answer it, and
    has room to put a million loans in order.
    """
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
            cursor.execute("SET work_mem = '64MB'")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET jit")
                cursor.execute("RESET work_mem")
        return
    before: list[tuple[str, int]] = []
    with connection.cursor() as cursor:
        for name, value in ROOM.items():
            cursor.execute(f"PRAGMA {name}")
            before.append((name, cursor.fetchone()[0]))
            cursor.execute(f"PRAGMA {name}={value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before:
                cursor.execute(f"PRAGMA {name}={value}")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Python not look for circles among a hundred thousand rows that make none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def table_of(model: type[Model]) -> str:
    """The name of a model's table."""
    return model._meta.db_table  # noqa: SLF001 - Django's own, documented name


def insert(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    alike: Mapping[str, Value] = NOTHING_ALIKE,
) -> None:
    """Insert rows, inside the caller's transaction.

    Args:
        model: Whose table.
        columns: Names of columns, as the database has them.
        rows: A value for each column. Days as ISO text, moments as ``moment`` gives them, JSON as
            text, truth as 0 or 1 (``flag``).
        alike: Further columns, with what they are in every row.
    """
    into = f"{table_of(model)} ({', '.join([*alike, *columns])})"
    shared = tuple(alike.values())
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if is_postgresql():
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(shared + row)
        else:
            _insert_on_sqlite(cursor.cursor, f"INSERT INTO {into}", (shared, len(columns)), rows)


def _insert_on_sqlite(
    cursor: Cursor, into: str, widths: tuple[Row, int], rows: Iterable[Row]
) -> None:
    """As many rows in a statement as it has room for.

    Before a statement that sets off triggers changes a page, SQLite keeps a copy of it; one by one
    that is some twenty copies for each row. Django's own cursor would look for %s in the text.
    """
    shared, width = widths
    places = connection.connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER) - len(shared)
    for part in parts(rows, min(places // width, ROWS_MAX)):
        statement = f"{into} VALUES {rows_of_places(width, len(part), len(shared))}"
        Cursor.execute(cursor, statement, [*shared, *chain.from_iterable(part)])


@lru_cache(maxsize=16)
def rows_of_places(width: int, count: int, shared: int = 0) -> str:
    """A place for each value of so many rows, as SQLite's own cursor writes it.

    Each row begins with the values that they share, which stand before all others.
    """
    row = [*(f"?{number}" for number in range(1, shared + 1)), *["?"] * width]
    return ", ".join([f"({', '.join(row)})"] * count)


def ids_for(model: type[Model], count: int) -> list[int]:
    """As many fresh primary keys, rising; nobody else is given them."""
    table = table_of(model)
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()
            cursor.execute(
                "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [*sequence, count]
            )
            return sorted(number for (number,) in cursor.fetchall())
        # The transaction holds the only write lock there is, so nobody can take them meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = found[0] if found else 0
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
            if found
            else "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)",
            [last + count, table],
        )
    return list(range(last + 1, last + 1 + count))


def iso(expression: str) -> str:
    """SQL for a day as ISO text, which costs less than a date and is what ``insert`` takes."""
    if is_postgresql():
        return f"to_char({expression}, 'YYYY-MM-DD')"
    return f"CAST({expression} AS text)"


def moment(at: datetime) -> str:
    """A moment as both databases read it."""
    return str(connection.ops.adapt_datetimefield_value(at))


def flag(value: object) -> Value:
    """Truth as the database writes it."""
    return ("t" if value else "f") if is_postgresql() else int(bool(value))


def parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def places(values: Sequence[Any]) -> str:
    """A place for each value in SQL: ``%s, %s``."""
    return ", ".join(["%s"] * len(values))


def texts(values: Iterable[str]) -> str:
    """Words of ours as SQL writes them, where an index wants to see which they are."""
    return ", ".join(f"'{value}'" for value in values)


def rows_of(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a query answers, as plain tuples."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
