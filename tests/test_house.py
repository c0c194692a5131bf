"""The layout drawn in docs/architecture.md: no import cycles, no imports past a face, few large modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
LONGEST = 400
"""A longer module, in lines, is probably two ideas."""
MAY_BE_LONGER = 3
"""How many modules can be longer."""


def _modules() -> dict[str, Path]:
    """Return every module and package by name; for a package, the file that declares its exports."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[-1] == "__init__":
            stub = path.with_suffix(".pyi")
            found[".".join(parts[:-1])] = stub if stub.exists() else path
        else:
            found[".".join(parts)] = path
    return found


MODULES = _modules()
PACKAGES = {name for name, path in MODULES.items() if path.stem == "__init__"}


@cache
def imports(module: str) -> frozenset[str]:
    """Return all modules that a module imports, anywhere and for any purpose, including for types only."""
    return frozenset(target for target, _ in _named(module))


def _named(module: str) -> Iterator[tuple[str, str | None]]:
    """Yield each imported module, with the imported name if the module defines it."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((name.name, None) for name in node.names if name.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            source = f"{module}.{node.module}" if node.level and node.module else module if node.level else node.module
            for name in node.names:
                within = f"{module}.".startswith(f"{source}.")  # within its package, a module imports its neighbours
                if f"{source}.{name.name}" in MODULES and (within or name.name not in exported(source or "")):
                    yield f"{source}.{name.name}", None
                elif source in MODULES and source != module:
                    yield source, name.name


@cache
def exported(package: str) -> frozenset[str]:
    """Return what a package exports; nothing if it declares no exports, and others use its modules directly."""
    path = MODULES.get(package)
    if path is None or path.suffix != ".pyi":
        return frozenset()
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(name.name for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names)


def face(target: str, importer: str) -> str:
    """Return what others must import: the outermost package around the target that does not contain the importer."""
    parts = target.split(".")
    for end in range(2, len(parts)):
        package = ".".join(parts[:end])
        if not f"{importer}.".startswith(f"{package}."):
            return package
    return target


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        TopologicalSorter({module: imports(module) for module in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_nobody_imports_past_a_face() -> None:
    past = [
        f"{module} imports {target}"
        for module in MODULES
        for target in imports(module)
        if (entrance := face(target, module)) != target and exported(entrance)
    ]
    assert not past, "\n".join(past)


def test_no_face_exports_a_name_that_is_also_a_module_of_the_room() -> None:
    # Otherwise the result would depend on which of the two was imported first.
    both = [
        f"{package} exports {name} from {target}"
        for package in PACKAGES
        for target, name in _named(package)
        if name is not None and f"{package}.{name}" in MODULES
    ]
    assert not both, "\n".join(both)


def test_every_face_says_what_lives_there() -> None:
    silent = [
        package
        for package in PACKAGES
        if not ast.get_docstring(ast.parse((SOURCE.joinpath(*package.split(".")) / "__init__.py").read_text()))
    ]
    assert not silent


def test_a_module_is_one_idea() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    long = [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST]
    assert len(long) <= MAY_BE_LONGER, "\n".join(long)


def test_no_two_classes_share_a_name() -> None:
    defined: dict[str, list[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(str(path.relative_to(SOURCE)))
    shared = [f"{name}: {', '.join(paths)}" for name, paths in defined.items() if len(paths) > 1]
    assert not shared, "\n".join(shared)


def test_a_face_exports_nothing_that_nobody_uses() -> None:
    used = {
        (target, name)
        for module in MODULES
        for target, name in _taken(module)
        if not f"{module}.".startswith(f"{target}.")
    }
    unused = [f"{face}: {name}" for face in PACKAGES for name in exported(face) if (face, name) not in used]
    assert not unused, "\n".join(sorted(unused))


def _taken(module: str) -> Iterator[tuple[str, str]]:
    """Each name taken from a package: imported from it, or as an attribute of it."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = f"{module}.{node.module}" if node.level and node.module else module if node.level else node.module
            for name in node.names:
                yield source or "", name.name
                called[name.asname or name.name] = f"{source}.{name.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in called:
            yield called[node.value.id], node.attr
