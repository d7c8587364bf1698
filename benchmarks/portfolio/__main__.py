"""`python -m benchmarks.portfolio`: the pages about 10 000 loans, over HTTP.

Measured as `python -m benchmarks.web` does: a private PostgreSQL, `grodd serve` with two workers,
one reader that keeps its connection. Beside them the list of as many applications, with the same
reader. On a machine that others use too, the processor time tells more than the clock. The loans
are two years long, a third of them late, with their plans, payments, promises, notes and twelve
month ends.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

from benchmarks.web.__main__ import TIMED, WARM_UP, postmaster_of, reading, run, serving, spent
from tools.machine import postgresql_folder
from tools.postgres import private_cluster

LOANS = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loans", type=int, default=LOANS)
    count = parser.parse_args().loans
    programs = postgresql_folder()
    if programs is None:
        sys.exit("This benchmark needs PostgreSQL 15 or newer (initdb, postgres).")
    with private_cluster(programs) as address, tempfile.TemporaryDirectory() as data:
        env = os.environ | {
            "GRODD_DATABASE_URL": address,
            "GRODD_DATA": data,
            "DJANGO_SETTINGS_MODULE": "grodd.settings.demo",
        }
        run("grodd", "migrate", env=env)
        start = time.perf_counter()
        filled = json.loads(run("benchmarks.portfolio.filled", str(count), env=env))
        print(f"filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        with serving(env) as (port, server):
            roots = [server, postmaster_of(address)]
            show(filled["pages"], port, filled["cookie"], roots)


def show(pages: dict[str, tuple[str, int]], port: int, cookie: str, roots: list[int]) -> None:
    print(f"\nPostgreSQL, two workers, {TIMED} reads of each page\n")
    heads = ("queries", "KB", "least ms", "p50 ms", "p95 ms", "cpu ms")
    print(f"{'page':26}" + "".join(f"{head:>10}" for head in heads))
    for name, (path, queries) in pages.items():
        read = reading(port, path, cookie)
        size = max(read() for _ in range(WARM_UP))
        before = spent(roots)
        times = sorted(timed(read) for _ in range(TIMED))
        cpu = (spent(roots) - before) * 1000 / TIMED
        p95 = statistics.quantiles(times, n=20)[-1]
        figures = (queries, size / 1000, times[0], statistics.median(times), p95, cpu)
        print(f"{name:26}" + "".join(f"{figure:10.1f}" for figure in figures))


def timed(read: Callable[[], int]) -> float:
    """Milliseconds that a read takes."""
    start = time.perf_counter()
    read()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
