"""What an empty library shows."""

from __future__ import annotations

from typing import Final

from textual.content import Content

WELCOME: Final = Content.from_markup(
    """[bold]There are no papers here yet.[/bold]

[bold $accent]S[/]  loads the sample lists, to look around
[bold $accent]I[/]  imports a file of your own: a page of papers
   copied into a text file, a list of abstracts,
   a dataset, JSON lines

From a shell:
   [bold]paperreader import FILE …[/bold]
   [bold]xclip -o | paperreader import -[/bold]

[$muted]? shows all keys, q quits.[/]"""
)
