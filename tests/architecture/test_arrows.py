"""No arrow hides from the import contracts."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import ForeignKey, Model

from tests.architecture.house import PACKAGE, floors, functions, source_files, tree, where

pytestmark = pytest.mark.once

ENTRANCES = ("web", "api", "cli")
DYNAMIC = {"import_module", "import_string", "get_model", "__import__"}
# The command table names the modules of its own package.
ALLOWED_DYNAMIC = {"src/grodd/cli/__init__.py", "src/grodd/jobs.py"}


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("grodd.")]


def package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    """Each foreign key between our packages: its name, from where, to where."""
    for model in own_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey):
                continue
            target = field.related_model
            assert isinstance(target, type), f"{model.__name__}.{field.name} points at nothing"
            if target.__module__.startswith("grodd."):
                yield f"{model.__name__}.{field.name}", package(model), package(target)


def test_foreign_keys_only_point_down() -> None:
    up_or_sideways = [
        f"{name}: {source} -> {target}"
        for name, source, target in foreign_keys()
        if source != target and floors()[source] <= floors()[target]
    ]
    assert up_or_sideways == []


def test_there_are_models_to_look_at() -> None:
    assert own_models()
    assert any(foreign_keys())


def test_nothing_is_linked_without_the_database_knowing() -> None:
    generic = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert generic == []


def test_no_import_hides_in_a_function_or_a_block() -> None:
    hidden = [
        where(path, node)
        for path in source_files()
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_import_is_relative() -> None:
    relative = [
        where(path, node)
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_modules_are_imported_by_name_not_by_a_text() -> None:
    dynamic = [
        where(path, node)
        for path in source_files()
        if where(path) not in ALLOWED_DYNAMIC
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in DYNAMIC
    ]
    assert dynamic == []


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_entrances_never_name_models_not_even_in_a_text() -> None:
    naming = re.compile(r"grodd\.\w+\.models|\.objects\b")
    found = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for entrance in ENTRANCES
        for path in source_files(entrance)
        for match in naming.finditer(path.read_text())
    ]
    assert found == []


def test_nothing_happens_by_signal() -> None:
    found = [
        where(path, node)
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith((".signals", ".dispatch"))
    ]
    assert found == []


def test_models_hold_no_business_in_save() -> None:
    found = [
        where(path, node)
        for path in PACKAGE.glob("*/models*.py")
        for node in functions(path)
        if node.name in {"save", "delete", "clean", "full_clean"}
    ]
    assert found == []


def test_engines_touch_nothing() -> None:
    touching = {"open", "print", "input"}
    found = [
        where(path, node)
        for path in source_files("engines")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in touching
    ]
    assert found == []


def test_files_lie_where_the_floors_say() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= set(floors()) | {"settings"}
