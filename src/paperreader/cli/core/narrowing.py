"""The options that keep only some of the papers asked for: `--annotated-only` and `--since`.

They are query terms (`is:annotated`, `annotated:>=2024-05`), so the reader has them as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from paperreader.cli.core.output import complain
from paperreader.domain import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperreader.library import Reader
    from paperreader.query import Node

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType


class _Since(_ParamType):
    """A day, a month or a year, or how long ago: `2026-11-03`, `2026-11`, `7d`, `today`. Converts to a node."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from paperreader.domain import local_today
        from paperreader.query import Compare, Or, parse

        if not isinstance(value, str):
            return value
        text = clean(value).strip().lower()
        text = local_today().isoformat() if text == "today" else text
        query = parse(f"added:{'<' if text[-1:].isalpha() else '>='}{text} ")
        added = query.root
        if not isinstance(added, Compare) or query.problems or query.idle:
            said = shortened(value, 30)
            self.fail(f"{said!r} is no time: write a date (2026-11-03, 2026-11, today) or an age (7d).", param, ctx)
        return Or((replace(added, field="annotated"), added))


annotated_only_option: Final = click.option(
    "--annotated-only", is_flag=True, help="Only papers with a note, highlight, tag, star, rating or decision."
)
since_option: Final = click.option(
    "--since",
    type=_Since(),
    metavar="DATE",
    help="Only papers annotated or imported since then: 2026-11-03, 2026-11, today, 7d.",
)


def only(reader: Reader, ids: Sequence[int], *, annotated: bool, since: Node | None) -> Sequence[int]:
    """Return those of some papers that the options keep, in the same order."""
    from paperreader.library import Search
    from paperreader.query import Is, Not, Or, Query, all_of

    wanted = [*([Is("annotated")] if annotated else []), *([since] if since is not None else [])]
    if not wanted or not ids:
        return ids
    trashed = Is("trashed")
    everywhere = Or((trashed, Not(trashed)))  # papers of the trash may have been asked for
    kept = set(Search(reader.connection).all_ids(Query(all_of([*wanted, everywhere]))))
    found = [one for one in ids if one in kept]
    if not found:
        complain("no papers found.")
    return found
