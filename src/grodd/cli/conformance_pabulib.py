"""``grodd conformance pabulib PATH``: do we choose as the cities did?"""

from pathlib import Path
from typing import TextIO

from grodd.engines.formats.pabulib import Refused, parse_pabulib
from grodd.engines.pabulib_rules import Conformance, Verdict, check_conformance

DIFFERENCES_SHOWN = 8
"""Keys named on one line; the rest is counted."""


def run_pabulib(path: Path, out: TextIO) -> int:
    """Check one file, or every ``.pb`` file below a folder, and print a line for each.

    Args:
        path: A file or a folder.
        out: Where the lines go.

    Returns:
        Exit code: 0 when every file was read and none differs, 1 otherwise.
    """
    files = sorted(path.rglob("*.pb")) if path.is_dir() else [path]
    counts = dict.fromkeys([*Verdict, "refused"], 0)
    for file in files:
        verdict, line = _check(file)
        counts[verdict] += 1
        out.write(f"{file.name}: {line}\n")
    total = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in counts.items())
    out.write(f"{len(files)} files: {total}\n")
    return 1 if not files or counts[Verdict.DIFFERENT] or counts["refused"] else 0


def _check(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return "refused", f"refused: cannot be read ({error.strerror})"
    parsed = parse_pabulib(data)
    if isinstance(parsed, Refused):
        return "refused", "; ".join(
            f"refused: {finding.code} {dict(finding.facts)}" for finding in parsed.findings
        )
    found = check_conformance(parsed)
    remarks = f", {len(parsed.remarks)} remarks" if parsed.remarks else ""
    return found.verdict, f"{found.rule}, {_said(found)}{remarks}"


def _said(found: Conformance) -> str:
    match found.verdict:
        case Verdict.EQUAL:
            return f"equal, {len(found.winners)} winners"
        case Verdict.DIFFERENT:
            return f"different: without {_keys(found.missing)}; with {_keys(found.extra)}"
        case Verdict.CONTRADICTORY:
            return f"contradictory: the file leaves money for {_keys(found.extra)}"
        case Verdict.NOT_COMPARED:
            return f"not compared: {str(found.why).replace('_', ' ')}"


def _keys(keys: tuple[str, ...]) -> str:
    rest = len(keys) - DIFFERENCES_SHOWN
    listed = ", ".join(keys[:DIFFERENCES_SHOWN]) or "none"
    return f"{listed} and {rest} more" if rest > 0 else listed
