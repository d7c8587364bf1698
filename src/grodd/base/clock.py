"""The only clock. Engines take time as an argument; entrances read it here, once per request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


class _Standing:
    """The moment that tests let the clock stand at; None while it runs."""

    at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _Standing.at or datetime.now(UTC)  # noqa: TID251 - the one place that may


def today() -> date:
    """The day it is where the installation is (``TIME_ZONE``)."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The calendar day of ``moment`` where the installation is."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def at_hour(day: date, hour: int) -> datetime:
    """``hour`` o'clock on ``day`` where the installation is, as an aware moment."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))


def stand_at(moment: datetime | None) -> None:
    """Let the clock stand still (tests and the demo seed), or run again with ``None``."""
    assert moment is None or moment.tzinfo is not None, moment
    _Standing.at = moment


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment meanwhile; after it, it does what it did before."""
    before = _Standing.at
    stand_at(moment)
    try:
        yield
    finally:
        stand_at(before)
