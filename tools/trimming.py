"""Leave out of a style sheet the rules that no page of ours can meet.

Python has no small parser of CSS that writes it back; what is needed here is only to find where a
rule ends, past strings and brackets.
"""

import re
from collections.abc import Iterator

GROUP = re.compile(r"\([^()]*\)")
STRING = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""")
KEPT_WHOLE = ("@font-face", "@keyframes", "@property")


def without(css: str, unused: re.Pattern[str]) -> str:
    """The rules without the selectors that need something unused; a rule without any goes.

    Args:
        css: A style sheet without comments.
        unused: Matches a class or an attribute in a selector, outside its brackets: what stands
            in ``:not(…)`` or ``:is(…)`` is not needed for the rule to hold.
    """
    kept = []
    for opening, body in _pieces(css):
        words = opening.strip()
        if body is None or words.startswith(KEPT_WHOLE):
            kept.append(words if body is None else f"{words} {{{body}}}")
            continue
        if not words.startswith("@"):
            words = ",".join(one for one in _listed(words) if not unused.search(_bare(one)))
        inner = without(body, unused) if words else ""
        if inner:
            kept.append(f"{words} {{\n{inner}\n}}")
    return "\n".join(one for one in kept if one)


def parted(css: str, opening: str) -> tuple[str, str]:
    """The sheet without the blocks whose opening holds these words, and those blocks."""
    apart: list[str] = []
    rest: list[str] = []
    for words, body in _pieces(css):
        whole = words.strip() if body is None else f"{words.strip()} {{{body}}}"
        (apart if opening in words else rest).append(whole)
    return "\n".join(rest), "\n".join(apart)


def _pieces(css: str) -> Iterator[tuple[str, str | None]]:
    """Each declaration (with None) and each block: what stands before its brace, and inside it."""
    masked = _masked(css)
    start = at = 0
    while at < len(masked):
        if masked[at] == ";":
            yield css[start : at + 1], None
            start = at + 1
        elif masked[at] == "{":
            end = _end(masked, at)
            yield css[start:at], css[at + 1 : end]
            start = at = end + 1
            continue
        at += 1
    if css[start:].strip():
        yield css[start:], None


def _masked(css: str) -> str:
    """The same length, with strings and what stands in round brackets made harmless."""
    masked = STRING.sub(lambda found: "_" * len(found[0]), css)
    before = ""
    while before != masked:
        before = masked
        masked = GROUP.sub(lambda found: "_" * len(found[0]), masked)
    return masked


def _end(masked: str, opening: int) -> int:
    """Where the brace that opens at ``opening`` is closed."""
    depth = 0
    for at in range(opening, len(masked)):
        depth += {"{": 1, "}": -1}.get(masked[at], 0)
        if depth == 0:
            return at
    message = f"a brace is not closed: {masked[opening : opening + 80]}"
    raise ValueError(message)


def _listed(selectors: str) -> Iterator[str]:
    """The selectors of a list."""
    start = 0
    masked = _masked(selectors)
    for comma in (*(found.start() for found in re.finditer(",", masked)), len(selectors)):
        yield selectors[start:comma].strip()
        start = comma + 1


def _bare(selector: str) -> str:
    """A selector without what stands in its round brackets."""
    before = ""
    while before != selector:
        before, selector = selector, GROUP.sub("", selector)
    return selector
