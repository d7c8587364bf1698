"""`grodd nightly`: do what is due once a day."""

import argparse
from datetime import date

from grodd.base import clock
from grodd.processes.run_nightly import run_nightly


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--date` is for a day that was missed, or to try it out."""
    parser.add_argument(
        "--date", type=date.fromisoformat, metavar="DAY", help="another day than today: 2026-03-02"
    )


def run(options: argparse.Namespace) -> int:
    """Do it and tell what was done."""
    done = run_nightly(on=options.date or clock.today(), at=clock.now())
    print(f"{done.reminders} reminders put in the outbox")
    return 0
