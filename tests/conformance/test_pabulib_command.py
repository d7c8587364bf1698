"""`grodd conformance pabulib`."""

from io import StringIO
from pathlib import Path

from grodd.cli.conformance_pabulib import run_pabulib
from tests.engines.test_pabulib import small


def test_the_command_says_what_differs_and_fails(tmp_path: Path) -> None:
    (tmp_path / "good.pb").write_bytes(small())
    out = StringIO()
    assert run_pabulib(tmp_path, out) == 0
    assert "good.pb: greedy, equal, 2 winners" in out.getvalue()
    (tmp_path / "other.pb").write_bytes(small({"rule;greedy": "rule;equalshares/add1"}))
    (tmp_path / "bad.pb").write_bytes(b"nothing")
    out = StringIO()
    assert run_pabulib(tmp_path, out) == 1
    assert "other.pb: equalshares/add1, different" in out.getvalue()
    assert "bad.pb: refused: no_section" in out.getvalue()
    assert run_pabulib(tmp_path / "missing.pb", StringIO()) == 1
