"""`python -m benchmarks.nightly`: loans a second through a whole night, with double entry.

Two portfolios are made: one in which every loan has an instalment due on the day, and one in which
a 28th has. SQLite has one worker, because it has one writer; PostgreSQL has two, on one database.
Each figure is the better of two runs, each on a database of its own: other people's work on the
machine only ever makes it slower.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

DAYS = {"all": "2026-04-02", "ordinary": "2026-04-02"}
TARGETS = {("sqlite", "all"): 40_000, ("postgresql", "all"): 20_000}
ORDINARY_SECONDS_MAX = 3.0


@dataclass
class Measured:
    """One night."""

    database: str
    scenario: str
    loans: int
    workers: int
    fill: float
    seconds: float
    memory: float
    cpu: float
    steps: dict[str, float]
    vouchers: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=100_000)
    parser.add_argument("--postgres", metavar="URL", help="a server on which databases may be made")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--scenario", choices=list(DAYS))
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2, help="on PostgreSQL")
    parser.add_argument("--prove", action="store_true", help="check the chain afterwards")
    options = parser.parse_args()
    kinds = [options.only] if options.only else ["sqlite", "postgresql"]
    if not options.postgres:
        kinds = [kind for kind in kinds if kind == "sqlite"]
    print(machine())
    for kind in kinds:
        for scenario in [options.scenario] if options.scenario else DAYS:
            runs = [one_night(kind, scenario, options) for _ in range(options.runs)]
            show(min(runs, key=lambda one: one.seconds))


def one_night(kind: str, scenario: str, options: argparse.Namespace) -> Measured:
    """Fill a fresh database, and do its night."""
    with database(kind, options.postgres) as (address, folder):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GRODD_")}
        env = kept | {
            "GRODD_DATABASE_URL": address,
            "GRODD_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "grodd.settings.demo",
        }
        subprocess.run([sys.executable, "-m", "grodd", "migrate"], check=True, env=env,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        fill = json.loads(said(env, "fill", scenario, str(options.loans)))["seconds"]
        workers = options.workers if kind == "postgresql" else 1
        seconds, told = race(env, DAYS[scenario], workers)
        seen = json.loads(said(env, "seen", DAYS[scenario]))
        if options.prove:
            print(json.loads(said(env, "prove")))
        return Measured(
            kind, scenario, options.loans, workers, fill, seconds,
            max(one["memory"] for one in told), sum(one["cpu"] for one in told),
            seen["steps"], seen["vouchers"],
        )  # fmt: skip


def said(env: dict[str, str], *words: str) -> str:
    """The last line that a process of ours says."""
    command = [sys.executable, "-m", "benchmarks.nightly.worker", *words]
    done = subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().splitlines()[-1]


def race(env: dict[str, str], day: str, workers: int) -> tuple[float, list[dict[str, float]]]:
    """Workers that begin at the same moment; seconds until the last one is done."""
    command = [sys.executable, "-m", "benchmarks.nightly.worker", "night", day]
    running = [
        subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline().strip() == "ready"
    began = time.perf_counter()
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = []
    for one in running:
        assert one.stdout is not None
        told.append(json.loads(one.stdout.readline()))
    seconds = time.perf_counter() - began
    for one in running:
        one.communicate()
    return seconds, told


@contextmanager
def database(kind: str, server: str) -> Iterator[tuple[str, str]]:
    """A fresh database and a folder, both gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}", folder
            return
        parts = urlsplit(server)
        name = f"{parts.path.removeprefix('/')}_bench_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as line:
            line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield urlunsplit(parts._replace(path=f"/{name}")), folder
            finally:
                line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def machine() -> str:
    """Where it was measured."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[0]
    return (f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, load {load:.1f}")  # fmt: skip


def show(one: Measured) -> None:
    """A row, and the seconds by kind of work under it."""
    rate = one.loans / one.seconds
    target = TARGETS.get((one.database, one.scenario))
    wanted = f"target {target}/s" if target else f"target {ORDINARY_SECONDS_MAX} s"
    print(
        f"{one.database:11} {one.scenario:9} {one.loans:8} loans {one.workers} workers  "
        f"{one.seconds:6.2f} s  {rate:8.0f} loans/s  ({wanted})  {one.vouchers} vouchers  "
        f"{one.memory:5.0f} MB  client {one.cpu:5.2f} s  filled in {one.fill:.0f} s"
    )
    steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in one.steps.items())
    print(f"            seconds by step: {steps}")


if __name__ == "__main__":
    main()
