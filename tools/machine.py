"""Programs that are not Python packages: PostgreSQL, Chromium, GNU gettext.

Found, or installed where that is possible (Debian, as root), or named plainly.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.console import Step, Trouble, must, say

POSTGRESQL_VERSION_MIN = 15
# The shell without a window costs a fraction of a whole browser and draws the same pages.
CHROMIUM_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser",
    "google-chrome-stable", "google-chrome",
)  # fmt: skip
POSTGRESQL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What the tests need beside Python."""

    postgresql: Path  # the folder of initdb and postgres
    chromium: str


def machine() -> Machine:
    """Everything that the tests need, installed first if it is missing.

    Raises:
        Trouble: Something is missing and cannot be installed from here.
    """
    _install_missing()
    postgresql, chromium, gettext = postgresql_folder(), chromium_path(), shutil.which("xgettext")
    missing = [
        name
        for name, found in (
            (f"PostgreSQL {POSTGRESQL_VERSION_MIN} or newer (initdb, postgres)", postgresql),
            ("Chromium", chromium),
            ("GNU gettext (xgettext, msgmerge)", gettext),
        )
        if not found
    ]
    if missing or postgresql is None or chromium is None:
        raise Trouble(
            f"The tests also need: {'; '.join(missing)}. Install them (on Debian or Ubuntu: "
            "apt-get install postgresql chromium gettext) and run this again. "
            "`python3 run.py test --quick` does without them."
        )
    return Machine(postgresql=postgresql, chromium=chromium)


def chromium_path() -> str | None:
    """The first Chromium on the path."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def postgresql_folder() -> Path | None:
    """The folder of the oldest PostgreSQL that is new enough: what we promise is what we test."""
    folders = [path for pattern in POSTGRESQL_FOLDERS for path in Path("/").glob(pattern[1:])]
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).parent)
    versions = {folder: _version(folder) for folder in folders if (folder / "initdb").exists()}
    fit = [folder for folder, version in versions.items() if version >= POSTGRESQL_VERSION_MIN]
    return min(fit, key=lambda folder: versions[folder], default=None)


def _version(folder: Path) -> int:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], check=False, capture_output=True, text=True
        )
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def _install_missing() -> None:
    wanted = [
        package
        for package, found in (
            ("postgresql", postgresql_folder()),
            ("chromium", chromium_path()),
            ("gettext", shutil.which("xgettext")),
        )
        if not found
    ]
    if not wanted or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"» not on this machine: {', '.join(wanted)}; installing with apt-get")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    must(Step("update the package lists", ("apt-get", "update", "-qq"), env=quiet))
    packages = [_offered_browser() if name == "chromium" else name for name in wanted]
    command = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    must(Step(f"install {', '.join(wanted)}", command, env=quiet))


def _offered_browser() -> str:
    """Debian offers the shell by itself; Ubuntu does not."""
    shell = CHROMIUM_NAMES[0]
    asked = subprocess.run(["apt-cache", "show", shell], check=False, capture_output=True)
    return shell if asked.returncode == 0 else "chromium"
