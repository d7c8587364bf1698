"""What is done once a day, by the worker or by a timer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.management import call_command

from grodd.processes.follow_reference_rates import follow_reference_rates
from grodd.processes.limitation_letters import limitation_letters
from grodd.processes.remind import remind
from grodd.processes.send_digests import send_digests
from grodd.processes.service_loans import service_loans


@dataclass(frozen=True, slots=True)
class Night:
    """What a night did."""

    reminders: int
    loans: int
    letters: int
    digests: int


def run_nightly(*, on: date, at: datetime) -> Night:
    """Do what is due on a day. Safe to run twice, and after days on which nothing ran.

    Every part finds out by itself what is due, and does nothing that is done already.
    """
    reminders = remind(on=on, at=at)
    follow_reference_rates(on=on, at=at)
    serviced = service_loans(on=on, at=at)
    letters = limitation_letters(on=on, at=at)
    digests = send_digests(on=on, at=at)
    call_command("clearsessions")
    return Night(reminders=reminders, digests=digests, loans=serviced.loans, letters=letters.sent)
