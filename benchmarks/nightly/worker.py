"""One process of the benchmark: fills a database, or does a night when told to."""

import json
import resource
import sys
import time
from datetime import date

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Sum  # noqa: E402

from benchmarks.nightly.portfolio import fill  # noqa: E402
from grodd.base import bulk, clock  # noqa: E402
from grodd.ledger.checking import check_book  # noqa: E402
from grodd.ledger.models import Book, Voucher  # noqa: E402
from grodd.processes.run_nightly import run_nightly  # noqa: E402
from grodd.servicing.models import NightStep  # noqa: E402
from tests.agreements.signing import Desk, reference_rates  # noqa: E402
from tests.world import World  # noqa: E402

PAID = date(2026, 3, 2)
DUE_DAYS = {"all": [2], "ordinary": list(range(1, 29))}


def filled(scenario: str, count: int) -> dict[str, object]:
    """A fund with ``count`` loans; everything is due on the 2nd, or a 28th of it each day."""
    clock.stand_at(clock.at_hour(PAID, 9))
    began = time.perf_counter()
    reference_rates()
    desk = Desk(World(), bank_minor=1)
    if bulk.is_postgresql():
        with connection.cursor() as cursor:
            # What a night checks is checked in the night; a million loans have to be made first.
            cursor.execute("SET session_replication_role = replica")
    fill(desk, count, paid_on=PAID, due_days=DUE_DAYS[scenario])
    return {"seconds": time.perf_counter() - began}


def done(day: date) -> dict[str, object]:
    """The night of a day, from the moment somebody says go."""
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    cpu = time.process_time()
    began = time.perf_counter()
    run_nightly(on=day, at=clock.at_hour(day, 5))
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def seen(day: date) -> dict[str, object]:
    """How long each kind of work took, and how many vouchers there are."""
    steps = NightStep.objects.filter(night__day=day).order_by().values_list("name")
    return {
        "steps": dict(steps.annotate(Sum("seconds"))),
        "vouchers": Voucher.objects.filter(key__contains=":due:").count(),
    }


def proved() -> dict[str, object]:
    """The faults of the books; there are none."""
    return {"faults": [str(fault) for book in Book.objects.all() for fault in check_book(book)]}


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    commands = {
        "fill": lambda: filled(words[0], int(words[1])),
        "night": lambda: done(date.fromisoformat(words[0])),
        "seen": lambda: seen(date.fromisoformat(words[0])),
        "prove": proved,
    }
    print(json.dumps(commands[command]()), flush=True)
