"""The environment `.venv`, made from the hashed locks with nothing but Python and pip.

A stamp in it holds the SHA-256 of what it was made from. While the stamp is right nothing is
installed, so the second run needs no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

from tools.console import ROOT, Step, Trouble, must, run, say

VENV = ROOT / ".venv"
STAMP = VENV / "grodd-stamp.json"
RUNNING = "requirements.txt"
DEVELOPING = "requirements-dev.txt"
INSTALLING = "requirements-install.txt"
PACKAGE = "pyproject.toml"


def tool(name: str) -> str:
    """Where the environment keeps a program, e.g. ``python`` or ``ruff``."""
    windows = os.name == "nt"
    return str(VENV / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name))


def ready(*, developing: bool) -> None:
    """Make the environment, or mend what a changed lock made old."""
    _create()
    for lock in (RUNNING, DEVELOPING) if developing else (RUNNING,):
        if _stamped(lock) != _fingerprint(lock):
            _install(f"install what {lock} lists", "--require-hashes", "-r", lock)
            _stamp(lock)
    if _stamped(PACKAGE) != _fingerprint(PACKAGE):
        flags = ("--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
        _install("install grodd itself", *flags)
        _stamp(PACKAGE)


def _create() -> None:
    if _starts(tool("python")):
        return
    say(f"» make {VENV.name} with Python {sys.version.split()[0]}")
    if VENV.is_symlink() or VENV.is_file():
        raise Trouble(f"{VENV} is not a folder. Remove it and run this again.")
    shutil.rmtree(VENV, ignore_errors=True)
    # Without a pip of its own, which would take longer than all the rest: ours installs into it.
    venv.create(VENV, with_pip=False, symlinks=os.name != "nt")


def _starts(python: str) -> bool:
    """Whether an environment's Python runs: a moved or half-made one does not."""
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _install(name: str, *what: str) -> None:
    """Install with uv, which is quick; with pip where uv cannot (it ignores pip's settings)."""
    if uv := _uv():
        command = (uv, "pip", "install", "-q", "--python", tool("python"), *what)
        if run(Step(name, command, env={"UV_SYSTEM_CERTS": "1"})).succeeded:
            return
        say("  uv could not; pip tries, which takes longer")
    must(Step(name, (*_pip(), *what)))


def _uv() -> str | None:
    """A uv on the path, or one of our own from its hashed lock."""
    if found := shutil.which("uv"):
        return found
    if Path(tool("uv")).exists():
        return tool("uv")
    step = Step("install the installer (uv)", (*_pip(), "--require-hashes", "-r", INSTALLING))
    return tool("uv") if run(step).succeeded else None


def _pip() -> tuple[str, ...]:
    """The start of a pip command that installs into the environment."""
    pip: tuple[str, ...]
    if find_spec("pip"):
        pip = (sys.executable, "-m", "pip", "--python", tool("python"))
    else:
        must(Step("make a pip", (tool("python"), "-m", "ensurepip")))
        pip = (tool("python"), "-m", "pip")
    # What is never imported need not be compiled; what is, Python compiles when it meets it.
    return (*pip, "install", "-q", "--no-compile", "--disable-pip-version-check", "--no-input")


def _fingerprint(name: str) -> str:
    return hashlib.sha256(Path(ROOT / name).read_bytes()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps


def _stamped(name: str) -> str | None:
    # A package installed from another folder would run other code than this.
    stamps = _stamps()
    return stamps.get(name) if stamps.get("root") == str(ROOT) else None


def _stamp(name: str) -> None:
    stamps = _stamps() if _stamps().get("root") == str(ROOT) else {}
    text = json.dumps({**stamps, "root": str(ROOT), name: _fingerprint(name)}, indent=1)
    STAMP.write_text(text, encoding="utf-8")
