"""`grodd collect-static`: gather the files for browsers, compressed and named by content."""

import argparse

from django.conf import settings
from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(options: argparse.Namespace) -> int:
    """Copy, compress and name the files. Run it after every upgrade, before `grodd serve`."""
    del options
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"Gathered in {settings.STATIC_ROOT}.")
    return 0
