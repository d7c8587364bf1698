#!/usr/bin/env python3
"""Grodd's own door: it makes the environment and does what you ask. Standard library only.

python3 run.py demo             sets up everything and runs the demo on this machine
python3 run.py test [--quick]   sets up everything and runs all checks and tests
python3 run.py check            everything before the tests
python3 run.py setup            only makes the environment (.venv/bin/grodd)
python3 run.py serve            serves with your own GRODD_* settings
python3 run.py reference        renews the reference pages        (maintainers)
python3 run.py messages         extracts the texts to translate   (maintainers)
python3 run.py lock             renews the hashed locks           (maintainers)
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

if sys.version_info < (3, 11):  # noqa: UP036 (an older Python must get an answer, not a traceback)
    sys.exit(f"Grodd needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

from tools import checks, environment
from tools.console import ROOT, Step, Trouble, close, must, own_environment, say

DEMO = ROOT / "var" / "demo"
PORTS = range(8000, 8100)


def main() -> int:
    """Read the command, do it, and answer with an exit code."""
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="run the demo on this machine")
    demo.add_argument("--fresh", action="store_true", help="begin again with new data")
    test = commands.add_parser("test", help="run all checks and tests")
    test.add_argument("--quick", action="store_true", help="only what fits in a minute")
    for name in ("check", "setup", "serve", "reference", "messages", "lock"):
        commands.add_parser(name)
    options = parser.parse_args()
    # A polite end must also stop what we started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return _do(options)
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _do(options: argparse.Namespace) -> int:
    match options.command:
        case "demo":
            return demo(fresh=options.fresh)
        case "test":
            return test(quick=options.quick)
        case "check":
            setup(developing=True)
            return close(checks.before_tests())
        case "setup":
            setup()
            say(f"Ready: {environment.tool('grodd')}")
            return 0
        case "serve":
            setup()
            return _until_stopped(dict(os.environ), ("serve",))
    return _maintain(options.command)


def _maintain(command: str) -> int:
    match command:
        case "messages":
            setup(developing=True)
            must(Step("extract texts", _catalogues("extract")))
        case "reference":
            must(Step("reference pages", (sys.executable, "-m", "tools.reference", "write")))
        case "lock":
            lock()
    return 0


def setup(*, developing: bool = False) -> None:
    """Make the environment and what is compiled from text."""
    environment.ready(developing=developing)
    must(Step("compile translations", _catalogues("compile")))


def _catalogues(verb: str) -> tuple[str, ...]:
    return (environment.tool("python"), "-m", "tools.catalogues", verb)


def test(*, quick: bool) -> int:
    """Run the checks and the tests."""
    setup(developing=True)
    return close(checks.quick() if quick else checks.everything())


def demo(*, fresh: bool) -> int:
    """Show Grodd with real-looking data; nothing leaves this machine."""
    began = time.monotonic()
    setup()
    if fresh:
        shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    env = {
        "DJANGO_SETTINGS_MODULE": "grodd.settings.demo",
        "GRODD_DATA": str(DEMO),
        "GRODD_BASE_URL": address,
    }
    grodd = environment.tool("grodd")
    must(Step("make the database", (grodd, "migrate"), env=env))
    must(Step("fill in the demo", (grodd, "seed-demo"), shown=True, env=env))
    say(f"Ready after {time.monotonic() - began:.1f} s. Stop with Ctrl+C.")
    serve = ("serve", "--port", str(port), "--workers", "1")
    return _until_stopped(own_environment(env), serve, ("worker",))


def _until_stopped(env: dict[str, str], *commands: tuple[str, ...]) -> int:
    """Run ``grodd`` commands side by side until one of them ends or we are stopped."""
    with contextlib.ExitStack() as stack:
        processes = [
            stack.enter_context(subprocess.Popen((environment.tool("grodd"), *words), env=env))
            for words in commands
        ]
        # Last in, first out: they are told to stop before anyone waits for them.
        for process in processes:
            stack.callback(process.terminate)
        try:
            while all(process.poll() is None for process in processes):
                time.sleep(0.2)
        except (KeyboardInterrupt, SystemExit):
            return 0
        return max(process.poll() or 0 for process in processes)


def _free_port() -> int:
    """The first port from 8000 on that nobody listens on."""
    for port in PORTS:
        with socket.socket() as probe:
            if os.name == "posix":  # a port that was closed a second ago is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Trouble(f"Every port from {PORTS.start} to {PORTS.stop - 1} is taken. Free one of them.")


def lock() -> None:
    """Renew the hashed locks from the ranges in pyproject.toml. No host name gets into them."""
    if not shutil.which("uv"):
        raise Trouble("Locking needs uv: python3 -m pip install uv")
    flags = ("--generate-hashes", "--universal", "--no-header", "--no-annotate")
    command = ("uv", "pip", "compile", "-q", *flags, "--python-version", "3.11")
    running, developing = environment.RUNNING, environment.DEVELOPING
    # What two locks list must be the same version, so the second is bound by the first.
    for name, source in (
        (running, ("pyproject.toml",)),
        (developing, ("--group", "dev", "-c", running)),
        (environment.INSTALLING, ("--group", "install")),
    ):
        must(Step(f"lock {name}", (*command, *source, "-o", name)))


if __name__ == "__main__":
    sys.exit(main())
