"""The clock, the cast, and a database whose append-only tables can be emptied between tests."""

import os
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import connection
from django.template import Template
from django.test import TransactionTestCase
from django.test.utils import _TestState
from django.utils import translation
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from pytest_django import DjangoDbBlocker

from grodd.base import clock as base_clock
from tests.database import install_guards
from tests.world import World

# Property tests run without a stopwatch: a busy machine is no counterexample. They try the same
# examples each time, so that many more are worth their time only when someone asks for them.
settings.register_profile(
    "unhurried",
    deadline=None,
    max_examples=int(os.environ.get("GRODD_EXAMPLES", "50")),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")
# Hypothesis also draws from the constants of every module that happens to be loaded. Then what a
# test tries depends on the tests before it in its process, and what failed there passes here.
providers.is_local_module_file = lambda _: False  # type: ignore[attr-defined, assignment] # its own

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock:
    """Stands where a test puts it: ``clock.set("2026-03-02 09:00")``."""

    def set(self, moment: str) -> datetime:
        at = datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM)
        base_clock.stand_at(at)
        return at


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    standing = Clock()
    standing.set("2026-03-02 09:00")
    yield standing
    base_clock.stand_at(None)


@pytest.fixture(autouse=True)
def no_attempts_counted() -> None:
    """What one test tried at the door is not held against the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_language_chosen() -> None:
    """In which language the last visitor read is not held against the next test."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def plain_templates(django_test_environment: None) -> None:  # noqa: ARG001 - it goes first
    """Nobody asks here which templates were used; to note it doubles what a page costs."""
    Template._render = _TestState.saved_data.template_render  # type: ignore[attr-defined] # Django's


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 - the tables first
    django_db_blocker: DjangoDbBlocker,
) -> None:
    with django_db_blocker.unblock():
        install_guards()


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - opens the database
    return World()


class Answering:
    """How many requests of a browser are being answered: it may ask once more as a test ends."""

    PATIENCE_SECONDS = 240.0

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_: Any) -> None:
        self._add(1)

    def _end(self, **_: Any) -> None:
        self._add(-1)

    def _add(self, step: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return  # the test's own client, which has its answer before it goes on
        with self._changed:
            self._count += step
            self._changed.notify_all()

    def wait(self) -> None:
        """Until nothing is being answered."""
        with self._changed:
            ended = self._changed.wait_for(lambda: self._count <= 0, self.PATIENCE_SECONDS)
        assert ended, "a browser's request is still being answered"


ANSWERING = Answering()


def _empty_append_only_tables_too(self: TransactionTestCase) -> None:
    """Between tests rows must go; in real life they never may. Triggers step aside, then return."""
    ANSWERING.wait()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            _teardown(self)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        _teardown(self)
        for _name, sql in triggers:
            cursor.execute(sql)


_teardown: Any = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
TransactionTestCase._fixture_teardown = _empty_append_only_tables_too  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest stories begin first, so that no process is left alone with them at the end.

    Tests of threads that meet on one row need PostgreSQL; the second test run has it.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if connection.vendor == "postgresql":
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: see the second test run"))
