"""Fill an empty installation with made-up people and cases, so that one can look around."""

from datetime import date

from django.db import transaction
from django.utils.translation import override

from grodd.people.models import Organisation
from grodd.processes.demo.cases import Case
from grodd.processes.demo.cast import COMPANY
from grodd.processes.demo.meetings import Sitting
from grodd.processes.demo.nights import Nights
from grodd.processes.demo.opening import open_spaces
from grodd.processes.demo.polls import Voting
from grodd.processes.demo.stage import Timeline


@transaction.atomic
def seed_demo(*, day: date) -> bool:
    """Tell the whole story up to ``day``: all of it or nothing, and only once.

    The same day gives the same data. Everything is done through the use cases and processes that
    the browser uses, by the person who would do it, in the order of time.

    Returns:
        Whether it was needed.
    """
    if Organisation.objects.filter(name=COMPANY, is_space=True).exists():
        return False
    timeline = Timeline(day)
    with override("sv"):
        for space in open_spaces(timeline):
            for told in space.told["meetings"]:
                Sitting(space, told)
            for told in space.told.get("polls", ()):
                Voting(space, told)
            for number, told in enumerate(space.told["cases"]):
                Case(space, told, number)
        Nights(timeline)
        timeline.run()
    return True
