"""Days as people in a language write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from grodd.base import display

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("language", "day", "month", "moment"),
    [
        ("sv", "28 apr. 2026", "apr. 2026", "28 apr. 2026 09:05"),
        ("fi", "28.4.2026", "4/2026", "28.4.2026 klo 9.05"),
        ("en", "28 Apr 2026", "Apr 2026", "28 Apr 2026 09:05"),
    ],
)
def test_each_language_writes_days_in_its_own_way(
    language: str, day: str, month: str, moment: str
) -> None:
    morning = datetime(2026, 4, 28, 7, 5, tzinfo=UTC)
    with translation.override(language):
        assert display.day(date(2026, 4, 28)) == day
        assert display.month(date(2026, 4, 28)) == month
        assert display.moment(morning) == moment
        assert display.shown(morning) == moment
