"""One use case is one file is one function, and all of it happens or nothing."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, tree, where

pytestmark = pytest.mark.once

USE_CASES = sorted(
    path for path in PACKAGE.glob("*/usecases/*.py") if not path.stem.startswith("_")
)
STORIES = sorted(path for path in PACKAGE.glob("processes/*.py") if not path.stem.startswith("_"))


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def decorators(node: ast.FunctionDef) -> set[str]:
    return {ast.unparse(each).partition("(")[0] for each in node.decorator_list}


@pytest.mark.parametrize("path", USE_CASES, ids=where)
def test_a_file_has_one_public_function_named_as_the_file(path: Path) -> None:
    assert [node.name for node in public_functions(path)] == [path.stem]


@pytest.mark.parametrize("path", [*USE_CASES, *STORIES], ids=where)
def test_arguments_are_named_where_it_is_called(path: Path) -> None:
    for function in public_functions(path):
        if function.name == path.stem:
            assert function.args.posonlyargs == []
            assert function.args.args == []
            assert function.args.vararg is None


@pytest.mark.parametrize("path", USE_CASES, ids=where)
def test_all_of_it_happens_or_nothing(path: Path) -> None:
    for function in public_functions(path):
        if function.name == path.stem:
            assert decorators(function) & {"transaction.atomic", "atomic"}


@pytest.mark.parametrize("path", [*USE_CASES, *STORIES], ids=where)
def test_a_use_case_calls_no_clock(path: Path) -> None:
    """The moment is an argument, so that a rule can be tested on any day."""
    clocks = [
        where(path, node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"clock.now", "clock.today"}
    ]
    assert clocks == []


def test_locks_are_taken_by_evaluating() -> None:
    """A lazy ``select_for_update()`` locks nothing until someone reads it."""
    lazy = [
        where(path, node)
        for path in [*USE_CASES, *STORIES]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Expr) and ast.unparse(node).endswith("select_for_update()")
    ]
    assert lazy == []
