"""How well everyone can use these pages; the statement shows what stands in ``accessibility.json``.

A person reviews the sentences when the pages change much. ``tested`` is what the last run of
``python -m benchmarks.pages.everyone --write`` found: the day, how many pages in how many looks,
and how many violations of WCAG 2.2 AA.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from grodd.base.translated import Said

FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Tested:
    """A run of the test by machine: how many pages it saw, in how many looks."""

    on: date
    pages: int
    looks: int
    violations: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of accessibility."""

    reviewed_on: date
    tested: Tested | None
    offered: tuple[Said, ...]
    known: tuple[Said, ...]


@cache
def statement() -> Statement:
    """The statement as the data file has it."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    run = told["tested"]
    return Statement(
        reviewed_on=date.fromisoformat(told["reviewed_on"]),
        tested=Tested(**{**run, "on": date.fromisoformat(run["on"])}) if run else None,
        offered=tuple(told["offered"]),
        known=tuple(told["known"]),
    )
