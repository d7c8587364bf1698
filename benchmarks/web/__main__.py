"""`python -m benchmarks.web`: the list of 10 000 applications and the page of one, over HTTP.

A private PostgreSQL, `grodd serve` with two workers, and readers who keep their connection. On a
machine that others use too only the shortest time holds: the median, and where the host takes cores
away even the processor time of a request, show how busy the neighbours are. The peer's figures
were measured on the same kind of machine: Hypha with 1 005 submissions, PostgreSQL 15, gunicorn
with two workers. A ratio above 1 means that Grodd is that many times cheaper.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.machine import postgresql_folder
from tools.postgres import private_cluster

APPLICATIONS = 10_000
WARM_UP, TIMED = 10, 60
READERS, LOAD_SECONDS = 4, 8
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Peer:
    """Hypha's figures for a page: processor time, shortest and median time, queries, size."""

    cpu_ms: float
    least_ms: float
    median_ms: float
    per_second: float
    queries: int
    kilobytes: float


PEER = {
    "list": Peer(585, 460, 770, 1.5, 262, 459),
    "search": Peer(569, 438, 560, 1.1, 262, 459),
    "detail": Peer(113, 107, 116, 4.9, 47, 73),
}


@dataclass
class Measured:
    """What a page costs; times in milliseconds."""

    name: str
    peer: Peer
    queries: int = 0
    size: int = 0
    times: list[float] = field(default_factory=list)
    cpu_ms: float = 0
    per_second: float = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=APPLICATIONS)
    count = parser.parse_args().applications
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
        filled = json.loads(run("benchmarks.web.filled", str(count), env=env))
        with serving(env) as (port, server):
            database = postmaster_of(address)
            found = []
            for name, (path, queries) in filled["pages"].items():
                kind = "search" if "search" in name else name.split(",")[0]
                one = Measured(name, PEER[kind], queries)
                measure(one, port, path, filled["cookie"], [server, database])
                found.append(one)
            memory = [resident(pid) for pid in children(server)]
    show(found, count, memory)


def run(module: str, *words: str, env: dict[str, str]) -> str:
    """What a module prints."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """`grodd serve` with two workers; its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "grodd", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def measure(one: Measured, port: int, path: str, cookie: str, roots: list[int]) -> None:
    """Read the page one by one, then with several readers at once."""
    read = reading(port, path, cookie)
    for _ in range(WARM_UP):
        one.size = read()
    before = spent(roots)
    for _ in range(TIMED):
        start = time.perf_counter()
        read()
        one.times.append((time.perf_counter() - start) * 1000)
    one.cpu_ms = (spent(roots) - before) * 1000 / TIMED
    one.per_second = under_load(port, path, {"Cookie": cookie})


def reading(port: int, path: str, cookie: str) -> Callable[[], int]:
    """What reads the page once over a line that stays open, and says how many bytes came."""
    line = http.client.HTTPConnection("127.0.0.1", port)

    def read() -> int:
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        size = len(answer.read())
        assert answer.status == 200, (path, answer.status)
        return size

    return read


def under_load(port: int, path: str, headers: dict[str, str]) -> float:
    """Answers a second that several readers get together."""
    until = time.perf_counter() + LOAD_SECONDS
    counts = [0] * READERS

    def read(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
            counts[number] += 1

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(counts) / LOAD_SECONDS


def children(root: int) -> list[int]:
    """The processes that ``root`` started, and theirs."""
    found = []
    for child in Path(f"/proc/{root}/task/{root}/children").read_text().split():
        found += [int(child), *children(int(child))]
    return found


def spent(roots: list[int]) -> float:
    """Seconds of processor time of these processes and all that they started."""
    ticks = 0
    for root in roots:
        for pid in (root, *children(root)):
            parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(parts[11]) + int(parts[12])
    return ticks / TICKS


def resident(pid: int) -> float:
    """Megabytes in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def postmaster_of(address: str) -> int:
    """The first process of the cluster behind a socket address."""
    folder = Path(address.partition("host=")[2])
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def show(found: list[Measured], count: int, memory: list[float]) -> None:
    print(f"\n{count:,} applications, 50 rows a page, PostgreSQL, two workers\n")
    heads = ("queries", "KB", "least ms", "median", "cpu ms", "per s")
    print(f"{'page':24}" + "".join(f"{head:>10}" for head in heads))
    for one in found:
        print(f"{one.name:24}" + "".join(f"{value:10.1f}" for value in figures(one)))
    print("\ntimes cheaper, or more a second, than the peer\n")
    for one in found:
        peer = one.peer
        theirs = (
            peer.queries, peer.kilobytes, peer.least_ms, peer.median_ms, peer.cpu_ms,
            1 / peer.per_second,
        )  # fmt: skip
        *costs, per_second = figures(one)
        ratios = [their / own for their, own in zip(theirs, (*costs, 1 / per_second), strict=True)]
        print(f"{one.name:24}" + "".join(f"{ratio:9.1f}x" for ratio in ratios))
    print(f"\nmemory of the workers: {', '.join(f'{one:.0f} MB' for one in sorted(memory))}")


def figures(one: Measured) -> tuple[float, ...]:
    """Queries, kilobytes, least and median time, processor time, answers a second."""
    least, median = min(one.times), statistics.median(one.times)
    return one.queries, one.size / 1000, least, median, one.cpu_ms, one.per_second


if __name__ == "__main__":
    main()
