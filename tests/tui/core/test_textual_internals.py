"""Private parts of Textual are used in one module only, exist in this version, and can be missing."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.app import App
from textual.driver import Driver
from textual.message_pump import MessagePump

import paperreader.tui
from paperreader.tui.core import textual_internals
from paperreader.tui.core.textual_internals import (
    end_with,
    forget_painted_lines,
    is_gone,
    stop_watching_theme,
    take_terminal_again_when_continued,
    terminal_before,
    until_mounted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

MODULES = [
    importlib.import_module(one.name)
    for one in pkgutil.walk_packages(paperreader.tui.__path__, "paperreader.tui.")
    if one.name != textual_internals.__name__
]

GONE = cast("Any", SimpleNamespace())
"""An app, screen or widget from a Textual without any of the private parts."""


def _private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def _tree(of: Any) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(of)))


def _stores(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _own(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _defined(cls: type) -> set[str]:
    """Return the private names that a class defines: its methods, and attributes of `self`."""
    (body,) = (node for node in _tree(cls).body if isinstance(node, ast.ClassDef))
    members = {one.name for one in body.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
    assigned = [one for one in body.body if isinstance(one, ast.Assign | ast.AnnAssign)]
    fields = {one.id for each in assigned for one in ast.walk(each) if isinstance(one, ast.Name)}
    kept = {one.attr for one in ast.walk(body) if isinstance(one, ast.Attribute) and _own(one.value) and _stores(one)}
    return set(filter(_private, members | fields | kept))


def _named(module: ModuleType) -> Iterator[str]:
    """Return the private modules and names of Textual that a module uses.

    A private name of anything but `self` counts as Textual's, since our code does not use ours that way either.
    """
    for node in ast.walk(_tree(module)):
        match node:
            case ast.ImportFrom(module=str(source), names=names) if source.startswith("textual"):
                parts = [*source.split("."), *(one.name for one in names)]
                yield from filter(_private, parts)
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name.startswith("textual") and "._" in one.name)
            case ast.Constant(value="__watchers"):
                yield "__watchers"
            case ast.Constant(value=str(text)) if text.startswith("textual.") and "._" in text:
                yield text
            case ast.Attribute(value=value, attr=name) if _private(name) and not _own(value):
                if ast.unparse(node) != "os._exit":
                    yield ast.unparse(node)


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.removeprefix("paperreader.tui."))
def test_a_module_names_nothing_that_is_private_in_textual(module: ModuleType) -> None:
    assert not list(_named(module))
    for cls in (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__):
        ours = [one for one in cls.__mro__ if one.__module__.startswith("paperreader.")]
        textuals = [one for one in cls.__mro__ if one.__module__.startswith("textual.")]
        defined = {name for one in ours for name in _defined(one)}
        used = {
            node.attr
            for node in ast.walk(_tree(cls))
            if isinstance(node, ast.Attribute) and _own(node.value) and _private(node.attr)
        }
        assert not used - defined
        overridden = defined & {name for one in textuals for name in _defined(one)}
        assert overridden <= {"_handle_exception"}


def test_the_private_parts_are_there_in_the_version_that_is_installed() -> None:
    from textual._styles_cache import StylesCache
    from textual.drivers.linux_driver import LinuxDriver

    assert callable(App._handle_exception)
    assert callable(StylesCache.get_inner_outer.cache_clear)
    assert {"_mounted_event", "_closing", "_closed"} <= {*vars(MessagePump), *_defined(MessagePump)}
    assert {"_auto_restart"} <= _defined(Driver)
    assert {"_must_signal_resume", "_sigcont_application"} <= _defined(LinuxDriver)
    assert "self.attrs_before" in inspect.getsource(LinuxDriver)
    assert '"__watchers"' in inspect.getsource(importlib.import_module("textual.reactive"))


async def test_the_program_goes_on_where_the_private_parts_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    await until_mounted(GONE, 0.01)
    assert not is_gone(GONE)
    assert terminal_before(GONE) is None
    take_terminal_again_when_continued(GONE)
    stop_watching_theme(GONE, GONE)
    monkeypatch.setitem(importlib.import_module("sys").modules, "textual._styles_cache", None)
    forget_painted_lines()
    with pytest.raises(ValueError, match="nobody caught"):
        end_with(GONE, ValueError("nobody caught this"))
