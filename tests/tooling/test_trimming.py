"""Rules that no page can meet are left out of a style sheet; all others stay as they were."""

import re

import pytest

from tools.trimming import parted, without

pytestmark = pytest.mark.once

UNUSED = re.compile(r"\.gone(?![\w-])")


def test_a_rule_that_needs_something_unused_goes() -> None:
    kept = without(".a { color: red } .gone { color: blue } .gone > b, .c { top: 0; }", UNUSED)
    assert ".a" in kept
    assert "blue" not in kept
    assert ".gone" not in kept
    assert re.search(r"\.c \{\s*top: 0;\s*\}", kept)


def test_what_stands_in_brackets_is_not_needed() -> None:
    for selector in (".a:not(.gone)", ":is(.gone, .b) .c", ".gone-not"):
        assert selector in without(f"{selector} {{ top: 0 }}", UNUSED)


def test_a_block_that_is_left_empty_goes_with_its_rules() -> None:
    nested = "@layer x { @media print { .gone { top: 0 } } .a { @supports (top: 0) { left: 0 } } }"
    kept = without(nested, UNUSED)
    assert "@media" not in kept
    assert "@supports" in kept


def test_braces_in_strings_and_addresses_end_nothing() -> None:
    css = """.a { content: "} .gone {"; background: url(data:x;{}) } .b { top: 0 }"""
    kept = without(css, UNUSED)
    assert '"} .gone {"' in kept
    assert "url(data:x;{})" in kept
    assert ".b" in kept


def test_it_changes_nothing_the_second_time() -> None:
    once = without("@layer a, b; .a { top: 0; --x: 1 } @media print { .b { top: 1px } }", UNUSED)
    assert without(once, UNUSED) == once


def test_a_brace_that_is_not_closed_is_said() -> None:
    with pytest.raises(ValueError, match="not closed"):
        without(".a { top: 0", UNUSED)


def test_some_blocks_can_stand_in_a_sheet_of_their_own() -> None:
    rest, dark = parted("@layer a; @layer dark { .x { top: 0 } } .b { top: 1px }", "@layer dark")
    assert rest == "@layer a;\n.b { top: 1px }"
    assert dark == "@layer dark { .x { top: 0 } }"
