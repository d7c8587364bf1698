"""`grodd seed-demo`: made-up people and cases, and a link for each of the cast."""

import argparse
import sys
import time
from datetime import date

from django.conf import settings
from django.urls import reverse

from grodd.base import clock
from grodd.processes.demo.cast import CAST, Member
from grodd.processes.seed_demo import seed_demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """On which day it should look alive."""
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        help="the day to count back from, such as 2026-03-02 (today)",
    )


def run(options: argparse.Namespace) -> int:
    """Seed once, and print who one can be. Only in the demo: it signs anyone in."""
    if not settings.DEMO:
        print(
            "The demo's data is only for the demo: its links sign anyone in. "
            "Use `python3 run.py demo`, or set GRODD_SETTINGS=demo.",
            file=sys.stderr,
        )
        return 1
    began = time.monotonic()
    if seed_demo(day=options.day or clock.today()):
        print(f"Two organisations and their cases made in {time.monotonic() - began:.1f} s.")
    else:
        print("The demo's data is there already.")
    print(f"\nOpen a link to be someone (a private window each), or {_url('demo:cast')}\n")
    for member in CAST:
        print(_line(member))
    return 0


def _line(member: Member) -> str:
    labels = ", ".join(member.labels)
    link = _url("demo:enter", key=member.key)
    return f"{link}\n    {member.name} ({labels}): {member.what}"


def _url(name: str, **kwargs: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs=kwargs)}"
