"""`grodd send-outbox`: send what waits."""

import argparse

from grodd.base import clock
from grodd.processes.send_outbox import send_outbox


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many at the most."""
    parser.add_argument("--count", type=int, default=500, help="messages at the most")


def run(options: argparse.Namespace) -> int:
    """Send and tell; exit code 1 when a message did not leave."""
    done = send_outbox(at=clock.now(), count_max=options.count)
    print(f"{done.sent} sent, {done.failed} failed")
    return 1 if done.failed else 0
