"""Beginning a note from a template."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.tui.core import plain, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.domain import Entry
    from paperreader.exchange import NoteTemplate
    from paperreader.tui.actions.changes import Changes
    from paperreader.tui.actions.workspace import Workspace
    from paperreader.tui.actions.writing import Writing


class NoteTemplates:
    """Finds the template for a new note on the paper under the cursor, renders it, and opens the editor on it."""

    def __init__(self, workspace: Workspace, changes: Changes, writing: Writing) -> None:
        self._workspace, self._changes, self._writing = workspace, changes, writing

    def begin(self) -> None:
        """Use the template of the configuration, or the only one; ask which of several; offer the example if none."""
        from paperreader.exchange import BUILT_IN, NoteTemplate, TemplateProblem, templates, templates_folder

        entry, app = self._workspace.entry(), self._workspace.app
        if entry is None:
            return
        name, place = app.config.note_template, _place(templates_folder())
        try:
            found = templates()
        except TemplateProblem as problem:
            app.tell(str(problem), error=True)
            return
        if name:
            chosen = next((one for one in found if one.name == name), None)
            self._open(entry, chosen or NoteTemplate(name, templates_folder() / f"{name}.md"))
        elif not found:
            self._workspace.confirm(
                f"use the built-in example; yours: {place}",
                lambda: self._open(entry, BUILT_IN),
                f"Templates of your own (Jinja2) go here: {place}",
            )
        elif len(found) == 1:
            self._open(entry, found[0])
        else:
            self._choose(entry, found)

    def _choose(self, entry: Entry, found: Sequence[NoteTemplate]) -> None:
        from paperreader.tui.dialogs import Pick, Picker

        def chosen(at: int | str | None) -> None:
            if at is not None:
                self._open(entry, found[int(at)])

        picks = [Pick(at, plain(safe(one.name)), one.name) for at, one in enumerate(found)]
        self._workspace.app.push_screen(Picker("A note from a template", picks, doing="begin the note"), chosen)

    def _open(self, entry: Entry, template: NoteTemplate) -> None:
        self._changes.start(self._render(entry, template))

    async def _render(self, entry: Entry, template: NoteTemplate) -> None:
        from paperreader.exchange import TemplateProblem, rendered_template
        from paperreader.tui.dialogs import NoteEditor

        app = self._workspace.app
        names = app.config.colour_names
        try:
            text = await asyncio.to_thread(rendered_template, template, entry, names)
        except TemplateProblem as problem:
            app.tell(str(problem), error=True)
            return
        if self._workspace.papers.paper != entry.id or not self._workspace.is_uncovered:
            return  # the hand has gone on

        def closed(changed: bool) -> None:  # noqa: FBT001 - as the editor calls it
            if changed:
                self._changes.saved([entry.id], "saved the note")
            else:
                app.tell("The template was left as it was: no note was made.")

        self._writing.open(lambda: NoteEditor(entry, new=True, begun=text), closed)


def _place(folder: Path) -> str:
    """Where a template goes, in few letters."""
    home, path = str(Path.home()), str(folder / "NAME.md")
    return safe(f"~{path.removeprefix(home)}" if path.startswith(f"{home}/") else path)
