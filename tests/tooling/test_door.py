"""`run.py`: what it counts, what it says, and that it leaves nothing running."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import console, environment, machine, postgres
from tools.console import ROOT, Outcome, Step, Trouble

pytestmark = pytest.mark.once


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("812 passed in 41.07s", {"passed": 812}),
        ("3 failed, 12 passed, 2 skipped in 1.2s", {"failed": 3, "passed": 12, "skipped": 2}),
        ("== 1 error in 0.10s ==", {"error": 1}),
        ("2 passed, 40 deselected, 1 warning in 9.9s (0:00:09)", {"passed": 2}),
        ("no tests ran in 0.01s", {}),
    ],
)
def test_the_closing_line_of_pytest_is_understood(line: str, counts: dict[str, int]) -> None:
    assert console.counts_in(["collected 3 items\n", f"{line}\n"]) == counts


def test_a_step_that_ends_well_keeps_its_words_to_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = console.run(Step("whisper", python("print('hush')")))
    assert outcome.succeeded
    printed = capsys.readouterr().out
    assert "whisper" in printed
    assert "hush" not in printed


def test_a_step_that_fails_says_all_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = console.run(Step("break", python("print('why it broke'); raise SystemExit(3)")))
    assert not outcome.succeeded
    assert "why it broke" in capsys.readouterr().out


def test_what_nothing_can_go_on_without_stops_everything() -> None:
    with pytest.raises(Trouble, match="'break' failed"):
        console.must(Step("break", python("raise SystemExit(1)")))


def test_own_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRODD_SECRET_KEY", "real")
    monkeypatch.setenv("GRODD_SAMPLES", "/samples")
    kept = console.own_environment({"GRODD_DATABASE_URL": "sqlite:///x"})
    assert "GRODD_SECRET_KEY" not in kept
    assert kept["GRODD_SAMPLES"] == "/samples"
    assert kept["GRODD_DATABASE_URL"] == "sqlite:///x"


def test_one_broken_step_breaks_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    good = Outcome("tests", succeeded=True, seconds=1.0, counts={"passed": 5, "skipped": 1})
    bad = Outcome("types", succeeded=False, seconds=1.0, counts={})
    assert console.close([good]) == 0
    assert console.close([good, bad]) == 1
    printed = capsys.readouterr().out
    assert "Not passed: types." in printed
    assert printed.splitlines()[-1] == "tests: 5 passed, 0 failed, 1 skipped"


def test_an_environment_made_elsewhere_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    assert environment._stamped("requirements.txt") is None
    environment._stamp("requirements.txt")
    assert environment._stamped("requirements.txt") == environment._fingerprint("requirements.txt")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert environment._stamped("requirements.txt") is None


def test_a_changed_lock_makes_the_environment_old(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.19")
    environment._stamp("requirements.txt")
    lock.write_text("django==5.2.20")
    assert environment._stamped("requirements.txt") != environment._fingerprint("requirements.txt")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_install_missing", lambda: None)
    monkeypatch.setattr(machine, "postgresql_folder", lambda: None)
    monkeypatch.setattr(machine, "chromium_path", lambda: None)
    with pytest.raises(Trouble, match=r"PostgreSQL 15 or newer.*Chromium.*apt-get install"):
        machine.machine()


def test_help_is_given_by_any_python_without_the_environment() -> None:
    answer = subprocess.run(
        [sys.executable, "-E", "-S", ROOT / "run.py", "--help"],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert "demo" in answer.stdout


class Interrupted(Exception):
    """Something went wrong in the middle."""


@pytest.mark.slow
def test_the_private_cluster_is_gone_afterwards_whatever_happens() -> None:
    programs = machine.postgresql_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not on this machine; the whole test command installs it")
    process, folder = 0, Path()
    with contextlib.suppress(Interrupted), postgres.private_cluster(programs) as address:
        folder = Path(address.partition("host=")[2])
        assert any(folder.glob(".s.PGSQL.*"))
        process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        raise Interrupted
    assert process
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
