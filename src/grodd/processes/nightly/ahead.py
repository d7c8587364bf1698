"""Look at the next step in a second thread while this one is written, where one alone may write.

SQLite lets others read while one writes, and while it works Python is free. So what the next step
has to know is read meanwhile. That holds only if nobody else has written since: SQLite counts
what other connections commit (``PRAGMA data_version``), and where the number has changed, the step
looks again under its own lock. What the step before writes is of other loans.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection

from grodd.base import bulk

Look = Callable[[], Any]
Version = tuple[object, int]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A look that goes on.

    Attributes:
        step_id: For which step.
        version: What the database counted before it began, and on which connection: numbers of two
            connections say nothing about one another.
        found: What it finds.
    """

    step_id: int
    version: Version
    found: Future[Any]


class Ahead:
    """One thread that looks at the next step. Ask it inside the transaction of the one before."""

    def __init__(self) -> None:
        """Nobody looks yet."""
        self._thread: ThreadPoolExecutor | None = None
        self._begun: _Begun | None = None
        # A transaction around everything, as in tests, shows nothing to another connection.
        self.can_look = (
            not bulk.is_postgresql()
            and not connection.in_atomic_block
            and not connection.is_in_memory_db()  # type: ignore[attr-defined]
        )

    def begin(self, step_id: int, look: Look) -> None:
        """Begin to look at a step."""
        if self._begun and self._begun.step_id == step_id:
            return
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._begun = _Begun(step_id, _version(), self._thread.submit(look))

    def found(self, step_id: int) -> Any:
        """What was found for a step; None if nobody could look, or somebody has written since."""
        begun, self._begun = self._begun, None
        if begun is None or begun.step_id != step_id:
            return None
        try:
            found = begun.found.result()
        except DatabaseError:  # the step meets it again under its lock, or it was bad luck
            return None
        return found if begun.version == _version() else None

    def __enter__(self) -> Self:
        """Be there for a night."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for the thread, and let go of its connection."""
        if self._thread:
            self._thread.submit(_let_go)
            self._thread.shutdown()


def _let_go() -> None:
    """Each thread has a connection of its own: this is the one of who asks."""
    connection.close()


def _version() -> Version:
    ((version,),) = bulk.rows_of("PRAGMA data_version", ())
    return connection.connection, version
