"""The `grodd` command: one module per command, which parses, calls one story and prints.

A command is a module of this package with ``add_arguments(parser)`` and ``run(options)``; its
name stands in ``COMMANDS`` with the line that `grodd --help` shows. The module is named as the
command, with ``_`` for ``-`` (and ``import_`` for the word that Python keeps to itself).
"""

import argparse
import keyword
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

import django

from grodd import __version__
from grodd.base.errors import NotFound, Refusal

COMMANDS: dict[str, str] = {
    "audit": "Check the audit trail: `audit verify`.",
    "check-config": "Tell what this installation is set to, and what is wrong with it.",
    "collect-static": "Gather the files that browsers ask for.",
    "conformance": "Run somebody else's loan cases: `conformance schedules FILE`.",
    "create-admin": "Make the first administrator of a space, and the space.",
    "import": "Bring in rows of a table: `import applications FILE --round KEY --by ADDRESS`.",
    "ledger": "Check the books: `ledger check`.",
    "migrate": "Bring the database up to date.",
    "nightly": "Do what is due once a day; safe to run twice.",
    "note-bounce": "Read a mail that came back from standard input, and mark its message.",
    "seed-demo": "Fill the demo with made-up people and cases, and print a link for each.",
    "send-outbox": "Send the messages that wait.",
    "serve": "Answer browsers.",
    "worker": "Do the work that is done later: mail, nightly runs, large imports.",
}


class Command(Protocol):
    """What a command module offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say which arguments the command takes."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and answer with an exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the command, start Django, run it.

    Returns:
        The exit code: 0 done, 1 refused or found faults, 2 not understood.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words and words[0] in COMMANDS else None
    parser = argparse.ArgumentParser(prog="grodd", description="Small money that grows ideas.")
    parser.add_argument("--version", action="version", version=__version__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = load(name) if name else None
    for each, meaning in COMMANDS.items():
        sub = choices.add_parser(each, help=meaning, description=meaning)
        if command and each == name:
            command.add_arguments(sub)
    options = parser.parse_args(words)
    assert command is not None, "argparse lets only known commands through"
    return _answer(command, options)


def load(name: str) -> Command:
    """Start Django and load one command; the others cost nothing."""
    settings = os.environ.get("GRODD_SETTINGS", "production")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"grodd.settings.{settings}")
    django.setup()
    module = name.replace("-", "_")
    if keyword.iskeyword(module):
        module += "_"
    return cast("Command", import_module(f"grodd.cli.{module}"))


def _answer(command: Command, options: argparse.Namespace) -> int:
    """A refusal is an answer, not a crash: its sentence goes to whoever typed the command."""
    try:
        return command.run(options)
    except (Refusal, NotFound) as no:
        print(no, file=sys.stderr)
        return 1
