"""Questions about one thing whose SQL is made once.

Django makes the SQL of a query anew each time it is asked. For a union of narrow rows, or a thing
with all that belongs to it, that takes longer than the database needs to answer; see ADR 0024.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

PLACE = 8_999_999_999_999_999_937
"""Stands for a number while the SQL is made; no row has it, nor the few before it."""

NUMBER_MAX = 2**63 - 1
"""The largest that a database keeps."""

Value = int | str | date
Thing = TypeVar("Thing", bound=Model)


class _Made(NamedTuple):
    """The SQL of a question, and what Django knows of its answers.

    Attributes:
        compiler: Django's, that made it.
        sql: With ``%s`` for each parameter.
        params: What to fill in, each with the place of a value that is asked about, if it is one.
        converters: How columns become values.
    """

    compiler: Any
    sql: str
    params: tuple[tuple[int | None, Any], ...]
    converters: dict[int, Any]

    def params_for(self, values: tuple[Value, ...]) -> tuple[Any, ...]:
        """What is asked about, in its places."""
        given = [_written(value) for value in values]
        return tuple(one if place is None else given[place] for place, one in self.params)


class _Kept:
    """One SQL for each kind of database and each count of values, made when it is first asked."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        """Take what makes the question: a function of an id, or of whatever else may differ."""
        self._build = build
        self._made: dict[tuple[str, int], _Made] = {}

    def _ask(self, values: tuple[Value, ...]) -> _Made:
        key = (connection.vendor, len(values))
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(values)
        return made

    def _make(self, values: tuple[Value, ...]) -> _Made:
        stand_ins = [_stand_in(value, n) for n, value in enumerate(values)]
        compiler = self._build(*stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        written = [_written(each) for each in stand_ins]
        places = [written.index(one) if one in written else None for one in params]
        assert set(range(len(values))) <= set(places), sql
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return _Made(compiler, sql, tuple(zip(places, params, strict=True)), converters)


def _stand_in(value: Value, number: int) -> Value:
    """Another value of its kind, that no row holds."""
    if isinstance(value, date):
        return date(9999 - number, 12, 29)
    return PLACE - number if isinstance(value, int) else f"stands for word {number}"


def _exist(values: tuple[Value, ...]) -> bool:
    """Whether a row can have them: the number in an address can be larger than any number here."""
    return not any(isinstance(value, int) and abs(value) > NUMBER_MAX for value in values)


def _written(value: Value) -> Any:
    """As the database is told of it."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


class Prepared(_Kept):
    """Narrow rows about one thing, usually by its id. Keep one for each question, in a module.

    It is made of a function that answers a ``values_list``. Only what the function takes may
    differ from one time to the next: whatever else the question holds is as it was when it was
    first asked.
    """

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows of the thing with this id (one query)."""
        if not _exist(values):
            return []
        made = self._ask(values)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, made.params_for(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not made.converters:
            return rows
        return [tuple(row) for row in made.compiler.apply_converters(rows, made.converters)]


class PreparedThings(_Kept, Generic[Thing]):
    """The same for whole things, with what ``select_related`` and ``annotate`` bring along."""

    def of(self, *values: Value) -> list[Thing]:
        """What Django would answer (one query)."""
        if not _exist(values):
            return []
        made = self._ask(values)
        compiler = copy(made.compiler)  # another thread may ask at the same time
        compiler.connection = connection
        compiler.as_sql = lambda: (made.sql, made.params_for(values))
        compiler.get_converters = lambda _expressions: made.converters
        asked: Any = _Asked(compiler, compiler.klass_info["model"])
        return list(ModelIterable(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """As much of a queryset as Django looks at when it makes things of rows."""

    compiler: Any
    model: type[Model]
    db: str = field(default_factory=lambda: connection.alias)
    _known_related_objects: dict[Any, Any] = field(default_factory=dict)

    @property
    def query(self) -> "_Asked":
        """Itself: it is asked for the compiler and nothing else."""
        return self

    def get_compiler(self, using: str) -> Any:  # noqa: ARG002 - Django's own name
        """The one that has its SQL already."""
        return self.compiler
