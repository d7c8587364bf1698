"""`python -m benchmarks.documents`: what each document costs, from the question to the whole PDF.

The demo's data, on SQLite, in one process: who may see it is asked, the data are read, the charts
drawn, the pages set and the check for PDF/UA-1 passed. Typst remembers what it has set, so the
first time of each document in each language is what its reader waits, and what the limit holds
for: 0.2 s, and 1 s for a report. The very first one of a process loads the typeface besides.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO

import django
from django.core.management import call_command
from django.utils import translation
from pypdf import PdfReader

TIMED = 9
LETTER_S, REPORT_S = 0.2, 1.0
LANGUAGES = ("sv", "fi", "en")
Made = Callable[[], bytes]


@dataclass(frozen=True)
class Measured:
    """A document; times in seconds."""

    name: str
    limit: float
    pages: int
    kilobytes: float
    first: float
    processor: float
    again: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="", help="the folder of a demo that is filled already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(options.data or folder)
        # Models can be imported only when the settings are there.
        documents = import_module("benchmarks.documents.made").documents
        found = [
            measure(f"{name}, {language}", make, language)
            for name, make in documents().items()
            for language in LANGUAGES
        ]
    sys.exit(report(found))


def prepare(folder: str) -> None:
    """A filled demo in ``folder``."""
    for name in [name for name in os.environ if name.startswith("GRODD_")]:
        del os.environ[name]  # the demo refuses settings that it does not know
    os.environ["DJANGO_SETTINGS_MODULE"] = "grodd.settings.demo"
    os.environ["GRODD_DATA"] = folder
    django.setup()
    call_command("migrate", verbosity=0)
    seed = (sys.executable, "-m", "grodd", "seed-demo")
    subprocess.run(seed, check=True, stdout=subprocess.DEVNULL)


def measure(name: str, make: Made, language: str) -> Measured:
    with translation.override(language):
        wall, cpu = time.perf_counter(), time.process_time()
        made = make()
        first, processor = time.perf_counter() - wall, time.process_time() - cpu
        again = []
        for _ in range(TIMED):
            wall = time.perf_counter()
            make()
            again.append(time.perf_counter() - wall)
    return Measured(
        name,
        REPORT_S if name.startswith("programme report") else LETTER_S,
        len(PdfReader(BytesIO(made)).pages),
        len(made) / 1000,
        first,
        processor,
        statistics.median(again),
    )


def report(found: list[Measured]) -> int:
    print("| document | pages | KB | first, s | processor, s | again (median), s | limit, s |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for one in found:
        print(
            f"| {one.name} | {one.pages} | {one.kilobytes:.0f} | {one.first:.3f} "
            f"| {one.processor:.3f} | {one.again:.3f} | {one.limit} |"
        )
    slow = [one.name for one in found if one.first > one.limit]
    print("\nAll within their limits." if not slow else f"\nToo slow: {', '.join(slow)}")
    return bool(slow)


if __name__ == "__main__":
    main()
