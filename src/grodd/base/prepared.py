"""Questions about one thing whose SQL is made once.

Django makes the SQL of a query anew each time it is asked. For a union of narrow rows that takes
longer than the database needs to answer; see ADR 0024.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

PLACE = 8_999_999_999_999_999_937
"""Stands for the id while the SQL is made; no row has it."""


class Prepared:
    """Narrow rows about one thing, by its id. Keep one for each question, in a module.

    Only the id may differ from one time to the next: whatever else the question holds is as it
    was when it was first asked.
    """

    def __init__(self, build: Callable[[int], QuerySet[Any, tuple[Any, ...]]]) -> None:
        """Take what makes the question: a function of an id that answers a ``values_list``."""
        self._build = build
        self._made: dict[str, tuple[Any, str, tuple[Any, ...], dict[int, Any]]] = {}

    def rows(self, pk: int) -> list[tuple[Any, ...]]:
        """The rows of the thing with this id (one query)."""
        made = self._made.get(connection.vendor)
        if made is None:
            made = self._made[connection.vendor] = self._make()
        compiler, sql, params, converters = made
        with connection.cursor() as cursor:
            cursor.execute(sql, [pk if one == PLACE else one for one in params])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not converters:
            return rows
        return [tuple(row) for row in compiler.apply_converters(rows, converters)]

    def _make(self) -> tuple[Any, str, tuple[Any, ...], dict[int, Any]]:
        compiler = self._build(PLACE).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        assert PLACE in params, sql
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return compiler, sql, tuple(params), converters
