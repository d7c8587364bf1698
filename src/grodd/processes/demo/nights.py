"""The nights of the demo, run one after the other as the worker runs them."""

from datetime import datetime, timedelta

from grodd.base import clock
from grodd.engines.calendar import add_months
from grodd.processes.demo.stage import Timeline
from grodd.processes.run_nightly import run_nightly

MONTHS = 5
"""The first night is a month end, with so many more between it and the month of the demo."""
HOUR = 4


class Nights:
    """Each night plans the next, so that all it finds happened before it."""

    def __init__(self, timeline: Timeline) -> None:
        """Plan the first one."""
        self.timeline = timeline
        first = add_months(timeline.day.replace(day=1), -MONTHS) - timedelta(1)
        timeline.plan(clock.at_hour(first, HOUR), self.run)

    def run(self, at: datetime) -> None:
        """Do the night of a day with the clock at its hour."""
        day = clock.day_of(at)
        with clock.standing(at):
            run_nightly(on=day, at=at)
        self.timeline.plan(clock.at_hour(day + timedelta(1), HOUR), self.run)
