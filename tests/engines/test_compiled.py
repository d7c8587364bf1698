"""Compiled loops run wherever Grodd is installed, also where nothing may be written."""

from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from grodd.engines.compiled import compiled

SOURCE = """
def added(one: int, two: int) -> int:
    return one + two
"""


def function_in(folder: Path) -> Callable[[int, int], int]:
    path = folder / "sums.py"
    path.write_text(SOURCE)
    spec = spec_from_file_location("sums", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Callable[[int, int], int] = module.added
    return made


def test_the_machine_code_is_kept_beside_the_source(tmp_path: Path) -> None:
    assert compiled(function_in(tmp_path))(2, 3) == 5
    assert list((tmp_path / "__pycache__").glob("*.nbi"))


def test_without_a_folder_to_keep_it_in_it_is_made_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where each folder would be: nobody can write there, not even root."""
    function = function_in(tmp_path)
    for kept in tmp_path.glob("__pycache__/*"):
        kept.unlink()
    (tmp_path / "__pycache__").rmdir()
    (tmp_path / "__pycache__").touch()
    (tmp_path / "home").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home" / "caches"))
    assert compiled(function)(2, 3) == 5
