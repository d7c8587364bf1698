"""`grodd migrate`: bring the database up to date."""

import argparse

from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--check` only asks whether something is left to do."""
    parser.add_argument("--check", action="store_true", help="only tell whether it is up to date")


def run(options: argparse.Namespace) -> int:
    """Run the migrations that are left. The cache lives in the database, so its table too."""
    call_command("migrate", interactive=False, verbosity=0, check_unapplied=options.check)
    if not options.check:
        call_command("createcachetable", verbosity=0)
        print("The database is up to date.")
    return 0
