"""A night that is killed goes on where it stopped, and two workers share one without doing twice.

Both happen in processes of their own, on copies of one prepared database: see ``killing``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

POINTS = 50


def told(address: str, folder: Path, *words: str) -> Any:
    """What a process of ours finds on a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRODD_")}
    env = kept | {
        "GRODD_DATABASE_URL": address,
        "GRODD_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "grodd.settings.test",
    }
    command = [sys.executable, "-m", "tests.servicing.killing", *words]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, env=env, cwd=root, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def on_postgresql() -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    parts = urlsplit(os.environ["GRODD_DATABASE_URL"])
    name = f"{parts.path.removeprefix('/')}_night_{os.getpid()}"
    server = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def nothing_differs(found: Any) -> bool:
    assert found["differs"] == []
    assert found["died"] > POINTS // 2
    written = found["clean"]
    assert written.pop("faults") == 0
    assert min(written.values()) > 0, written
    return True


@pytest.mark.slow
@pytest.mark.once
def test_killed_at_fifty_points_the_books_are_those_of_one_clean_run(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'night.sqlite3'}"
    assert nothing_differs(told(address, tmp_path, "killed", str(POINTS), "1"))


@pytest.mark.slow
@pytest.mark.once
def test_what_is_paid_between_two_steps_counts_in_the_second(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'night.sqlite3'}"
    found = told(address, tmp_path, "meanwhile")
    assert found["differs"] == []
    assert found["paid"] > 9
    assert found["allocations"] > found["paid"]


@pytest.mark.slow
@pytest.mark.postgres
def test_killed_on_postgresql_too(on_postgresql: str, tmp_path: Path) -> None:
    assert nothing_differs(told(on_postgresql, tmp_path, "killed", str(POINTS), "2"))


@pytest.mark.slow
@pytest.mark.postgres
def test_two_workers_share_a_night_and_do_nothing_twice(on_postgresql: str, tmp_path: Path) -> None:
    found = told(on_postgresql, tmp_path, "shared")
    assert found["differs"] == []
    assert sum(found["steps"]) == found["planned"]
    assert min(found["steps"]) > 0
