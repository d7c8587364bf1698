"""`grodd ledger check`: are the books right?"""

import argparse

from grodd.agreements.soundness import check_bookings
from grodd.ledger.checking import check_book, check_triggers
from grodd.ledger.queries import books


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One verb, written out so that nobody has to guess what is done."""
    parser.add_argument("verb", choices=["check"])


def run(options: argparse.Namespace) -> int:
    """Compute everything again and name each fault."""
    del options
    faults = [*check_triggers(), *check_bookings()]
    for book in books():
        faults += check_book(book)
    for fault in faults:
        print(f"{fault.where}: {fault.what}")
    print(f"{len(faults)} faults found." if faults else "The books are right.")
    return 1 if faults else 0
