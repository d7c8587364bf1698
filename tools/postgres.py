"""A PostgreSQL of our own: in a temporary folder, on a socket only, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.console import Trouble, say

START_SECONDS_MAX = 60
# The data is thrown away, so nothing needs to survive a power cut, and nothing needs tidying up.
FAST = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60",
    "autovacuum=off", "jit=off", "checkpoint_timeout=1h",
    "wal_writer_delay=10s", "bgwriter_delay=10s", "bgwriter_lru_maxpages=0",
)  # fmt: skip


@contextlib.contextmanager
def private_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster, hand out its address, stop and remove it whatever happens.

    Args:
        programs: The folder of ``initdb`` and ``postgres``.

    Yields:
        A value for GRODD_DATABASE_URL.
    """
    folder = Path(tempfile.mkdtemp(prefix="grodd-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        server = _start(programs, folder)
        say(f"  a private PostgreSQL listens on a socket in {folder}")
        yield f"postgresql://grodd@/grodd?host={folder}"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    owner = _unprivileged(folder)
    data = folder / "data"
    options = ("-U", "grodd", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    subprocess.run(
        [programs / "initdb", "-D", data, *options],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **owner,
    )
    settings = [part for setting in ("listen_addresses=", *FAST) for part in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            # Its own session: an interrupt at the keyboard reaches us, and we stop it in order.
            start_new_session=True,
            **owner,
        )
    _wait(programs, folder, server)
    return server


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start PostgreSQL, which refuses to run as root: as another user, when we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(LookupError):
            shutil.chown(folder, user=name)
            folder.chmod(0o755)
            return {"user": name, "extra_groups": ()}
    raise Trouble("PostgreSQL refuses to run as root and there is no user 'postgres' or 'nobody'.")


def _wait(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "grodd"]
    while subprocess.run(ask, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            _stop(server)
            words = (folder / "log").read_text(encoding="utf-8", errors="replace")
            raise Trouble(f"PostgreSQL did not start. Its own words:\n{words}")
        time.sleep(0.1)
    subprocess.run([programs / "createdb", "-h", folder, "-U", "grodd", "grodd"], check=True)


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # "fast": open connections are closed, nothing is lost
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
