"""Steps with a name and a time, so that whoever waits knows for what."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# pytest's own closing line, e.g. "3 failed, 812 passed, 2 skipped in 41.07s".
CLOSING_LINE = re.compile(r"\d+ [a-z]+.* in [\d.]+s")
PYTEST_FOUND_NOTHING = 5
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped)")


class Trouble(Exception):
    """Something a person must mend; the text says what happened and what helps."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command that must end well."""

    name: str
    command: tuple[str, ...]
    shown: bool = False  # True: its lines are printed while it runs; False: only when it fails
    may_be_empty: bool = False  # True: pytest's 5, "no tests were collected", is told but no fault
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended. ``counts`` holds pytest's passed, failed, error and skipped."""

    name: str
    succeeded: bool
    seconds: float
    counts: Mapping[str, int]


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def own_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Today's environment without what would bend a run.

    Grodd's own settings go, so that tests do not depend on them; and a ban on bytecode, with
    which every start would compile every library again.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if (not key.startswith("GRODD_") and key != "PYTHONDONTWRITEBYTECODE")
        or key == "GRODD_SAMPLES"
    }
    return {**kept, "PYTHONUNBUFFERED": "1", **extra}


def counts_in(lines: Sequence[str]) -> dict[str, int]:
    """Read pytest's closing line; nothing if there is none."""
    for line in reversed(lines):
        if CLOSING_LINE.search(line):
            return {word: int(number) for number, word in COUNT.findall(line)}
    return {}


def run(step: Step) -> Outcome:
    """Run a step to its end and say how it went."""
    say(f"» {step.name}")
    began = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=own_environment(step.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None, "stdout was asked for"
        for line in process.stdout:
            lines.append(line)
            if step.shown:
                sys.stdout.write(line)
                sys.stdout.flush()
    empty = step.may_be_empty and process.returncode == PYTEST_FOUND_NOTHING
    if empty:
        say(f"  NOT ONE TEST in {step.name}: none is written")
    succeeded = empty or process.returncode == 0
    if not succeeded and not step.shown:
        sys.stdout.writelines(lines)
    seconds = time.monotonic() - began
    say(f"  {'done' if succeeded else 'FAILED'}  {step.name}  {seconds:.1f} s")
    return Outcome(step.name, succeeded, seconds, counts_in(lines))


def must(step: Step) -> None:
    """Run a step that nothing can go on without."""
    if not run(step).succeeded:
        raise Trouble(f"'{step.name}' failed; its own words stand above.")


def timed(name: str, work: Callable[[], None]) -> None:
    """Do ``work`` under a name and say how long it took."""
    say(f"» {name}")
    began = time.monotonic()
    work()
    say(f"  done  {name}  {time.monotonic() - began:.1f} s")


def close(outcomes: Sequence[Outcome]) -> int:
    """Say what passed and what did not.

    Returns:
        The exit code: 0 when every step passed, otherwise 1.
    """
    say()
    for outcome in outcomes:
        verdict = "ok" if outcome.succeeded else "FAILED"
        say(f"{verdict:6} {outcome.seconds:7.1f} s  {outcome.name}")
    total = {
        word: sum(outcome.counts.get(word, 0) for outcome in outcomes)
        for word in ("passed", "failed", "error", "skipped")
    }
    broken = [outcome.name for outcome in outcomes if not outcome.succeeded]
    say(f"{sum(outcome.seconds for outcome in outcomes):.0f} s in all")
    if broken:
        say(f"Not passed: {', '.join(broken)}.")
    failed = total["failed"] + total["error"]
    skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
    say(f"tests: {total['passed']} passed, {failed} failed{skipped}")
    return 1 if broken else 0
