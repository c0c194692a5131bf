"""What a library holds besides the papers in its lists, for an export that loses nothing.

An import without records and leftovers brought nothing of its own: it restored such an export, so it is left out with
its change. Everything comes in an order that does not depend on numbers, except those of papers, which a library that
was empty takes over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from paperreader.domain import HIDDEN, Aside
from paperreader.library.database import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from paperreader.domain import Entry

    Rows = Callable[..., Iterator[sqlite3.Row]]
    """Runs a statement with its values and returns its rows one by one."""

_IMPORTS: Final = "select id from imports where id in (select import from records union select import from leftovers)"
_ORIGINS: Final = """
select p.uid as paper, o.key as field, i.uid as "import", json_extract(o.value, '$[1]') as line,
    o.type = 'null' as edited
from papers p join json_each(p.origins) o left join imports i on i.id = json_extract(o.value, '$[0]') and i.id in ({})
where p.origins is not null order by p.id, o.key
"""
_PLAIN: Final = {
    "import": f"""select uid, file, format, hash, started, finished, papers, added, merged, unchanged,
        undone from imports where id in ({_IMPORTS}) order by id""",
    "record": """select i.uid as "import", r.line, p.uid as paper, r.hash from records r
        join imports i on i.id = r.import join papers p on p.id = r.paper order by r.import, r.line, r.hash""",
    "leftover": """select i.uid as "import", l.line, l.text, l.why from leftovers l
        join imports i on i.id = l.import order by l.import, l.id""",
    "source": f'select * from ({_ORIGINS.format(_IMPORTS)}) where "import" is not null',
    "edit": f"select * from ({_ORIGINS.format(_IMPORTS)}) where edited",
    "key": """select p.uid as paper, k.key from other_keys k join papers p on p.id = k.paper
        order by p.id, k.key collate binary""",
    "tag": "select name, colour from tags order by name collate binary",
    "view": "select name, query, key from views order by position, uid",
    "criteria": """select v.name as view, c.body as text from criteria c left join views v on v.uid = c.view
        order by v.position, v.uid""",
    "jump": "select letter, p.uid as paper from jumps join papers p on p.id = paper order by letter",
    "merge": """select p.uid as paper, k.uid as "into" from merges m
        join papers p on p.id = m.paper join papers k on k.id = m.kept order by p.id""",
    "apart": """select p.uid as one, o.uid as other from apart a
        join papers p on p.id = a.one join papers o on o.id = a.other order by a.one, a.other""",
    "doubt": f"""select p.uid as one, o.uid as other, d.score, d.why, d.kind as about, i.uid as "import" from doubts d
        join papers p on p.id = d.one join papers o on o.id = d.other
        left join imports i on i.id = d.import and i.id in ({_IMPORTS}) order by d.one, d.other""",
}
"""The kinds that are read as they are, in their order, with the statements that give their values."""
_FLAGS: Final = ("undone", "automatic")
_RESTORING: Final = f"select change from imports where change is not null and id not in ({_IMPORTS})"
_CHANGES: Final = f"""
select c.id, c.uid, c.made, c.what, c.kind as turn, c.automatic, c.device, c.clock, by.uid as undone_by
from changes c left join changes by on by.id = c.undone_by and by.id <> c.id
where c.id not in ({_RESTORING}) and coalesce(c.of, 0) not in ({_RESTORING}) order by c.id desc
"""
_JOURNAL: Final = 'select tbl, row, "before", "after" from journal where change = ? order by id desc'


def hidden_papers(rows: Rows) -> Iterator[int]:
    """The papers that are in no list, by number."""
    return (row[0] for row in rows("select paper from hidden order by paper"))


def asides(rows: Rows, hidden: Iterable[Entry], *, history: bool) -> Iterator[Aside]:
    """Everything but the papers in lists.

    Args:
        hidden: the papers of `hidden_papers`.
        history: whether the journal is wanted, too.
    """
    for entry in hidden:
        yield Aside(HIDDEN, {"paper": entry})
    for kind, statement in _PLAIN.items():
        for row in rows(statement):
            yield Aside(kind, _values(row))
    if history:
        yield from _history(rows)


def _values(row: sqlite3.Row) -> dict[str, object]:
    values = dict(zip(row.keys(), row, strict=True))
    return values | {name: bool(values[name]) for name in _FLAGS if name in values}


def _history(rows: Rows) -> Iterator[Aside]:
    """The changes, newest first, each with its rows, the last one first."""
    uids = {row["id"]: row["uid"] for row in rows("select id, uid from imports")}

    def paper(number: object) -> object:
        return next((row[0] for row in rows("select uid from papers where id = ?", number)), None)

    def side(table: str, text: str | None) -> dict[str, object] | None:
        if text is None:
            return None
        values = json.loads(text)
        named = {name: paper(values[name]) for name in TABLES[table].papers if values.get(name) is not None}
        if isinstance(values.get("origins"), str):
            origins = json.loads(values["origins"])
            named["origins"] = json.dumps({name: at and [uids.get(at[0]), at[1]] for name, at in origins.items()})
        return {**values, **named}

    for change in rows(_CHANGES):
        yield Aside("change", _values(change))
        for row in rows(_JOURNAL, change["id"]):
            table = row["tbl"]
            name = row["row"] if len(TABLES[table].key) == 1 else json.loads(row["row"])
            if isinstance(name, list):
                parts = zip(TABLES[table].key, name, strict=True)
                name = [str(paper(part)) if key == "paper" else part for key, part in parts]
            yield Aside(
                "changed",
                {
                    "change": change["uid"],
                    "table": table,
                    "row": name,
                    "before": side(table, row["before"]),
                    "after": side(table, row["after"]),
                },
            )
