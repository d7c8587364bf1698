"""`grodd nightly`: do what is due once a day."""

import argparse
import sys
from datetime import date

from grodd.base import clock
from grodd.processes.nightly.progress import line_of
from grodd.processes.run_nightly import run_nightly


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--day` is for a day that was missed."""
    parser.add_argument(
        "--day",
        "--date",
        type=date.fromisoformat,
        metavar="DAY",
        help="up to another day than today: 2026-03-02",
    )


def run(options: argparse.Namespace) -> int:
    """Do it, and tell of each step; 1 where something was refused."""
    day = options.day or clock.today()
    if day > clock.today():
        print(f"{day} has not come yet.", file=sys.stderr)
        return 2
    done = run_nightly(on=day, at=clock.now(), progress=lambda *step: print(line_of(*step)))
    for name, count in done.counts.items():
        print(f"{name}: {count}")
    if not done.days:
        print(f"All nights up to {day} are done.")
    return 1 if done.refused else 0
