"""`grodd audit verify`: is the audit trail whole?"""

import argparse

from grodd.base import audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb, written out so that nobody has to guess what is verified."""
    parser.add_argument("verb", choices=["verify"])


def run(options: argparse.Namespace) -> int:
    """Walk the whole chain and name each row that was changed, removed or put in."""
    del options
    breaks = list(audit.breaks())
    for each in breaks:
        print(f"audit row {each.number}: {each.what}")
    print(f"{len(breaks)} faults found." if breaks else "The audit trail is whole.")
    return 1 if breaks else 0
