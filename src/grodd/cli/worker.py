"""`grodd worker`: do the work that is done later."""

import argparse

from grodd import jobs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--until-empty` is for a machine with a timer instead of a service."""
    parser.add_argument("--until-empty", action="store_true", help="do what waits now, then stop")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or until nothing waits."""
    jobs.work(until_empty=options.until_empty)
    return 0
