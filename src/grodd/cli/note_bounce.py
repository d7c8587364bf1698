"""`grodd note-bounce`: read one mail that came back from standard input."""

import argparse
import sys

from grodd.base import clock
from grodd.processes.note_bounce import note_bounce


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: a mail server hands the mail over as it came."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Note it and tell. Always exit code 0: a mail server must not answer a bounce with one."""
    del options
    noted = note_bounce(mail=sys.stdin.buffer.read(), at=clock.now())
    print("noted" if noted else "not a report about a mail of ours")
    return 0
