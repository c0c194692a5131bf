"""How each field of the query language finds papers: one row for every field that is not a choice.

Names and values of the fields are in `query.fields`; this is the library's side. A query field that simply searches a
field of papers gets its row automatically (see `lookup_of`).

A field of words has the SQL that reads its texts. The index has no fields, so the words of some fields are indexed
again with a prefix character of their own, and for those the index alone is enough. A name or a bound becomes a
condition about `p`, a row of `papers`; values from the query are parameters, never part of the SQL.

Adding a prefix, or changing what is indexed with one, takes a migration that reindexes all papers.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from paperreader.domain import (
    FIELDS as PAPER_FIELDS,
    FieldKind,
    PartialDate,
    colours_called,
    local_days,
    local_today,
    name_key,
    spellings,
)
from paperreader.language import words
from paperreader.query import FIELDS, Compare, Has, Node, Or, QueryKind

if TYPE_CHECKING:
    import sqlite3

    from paperreader.domain import Paper
    from paperreader.query import QueryField

_JOINT: Final = "\ue000"
"""Joins the words of a category into one term."""
_LAST: Final = "\U0010ffff"
"""Comes after all that a key can go on with."""
_UNITS: Final = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}


class Condition(NamedTuple):
    """A piece of SQL and the values for its question marks."""

    sql: str
    parameters: tuple[object, ...] = ()


NOTHING: Final = Condition("0")
"""The condition that no paper meets."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """How one field finds papers."""

    texts: str = ""
    """SQL for the field's texts of the paper `:paper`, one per row."""
    field_prefix: str = ""
    """What stands before its terms in the index: a character that is in no word, and splits none."""
    terms: Callable[[Paper], list[str]] | None = None
    """Returns the terms that are indexed with that prefix for a paper."""
    tells_many_apart: bool = False
    """Many papers share each of its terms, so they are indexed with the titles as well."""
    owner: Node | None = None
    """What a paper must have in order to have any such texts; few do, and only theirs are read."""
    name: Callable[[sqlite3.Connection, str, Mapping[str, str]], Condition] | None = None
    """Returns the condition for papers with this value; also given the reader's own names of colours."""
    expression: Callable[[str], str] | None = None
    """Alternatively, returns an FTS5 expression; empty if nothing can have this value."""
    bound: Callable[[Compare], Condition] | None = None
    """Returns the condition for a comparison with a number or date."""


def category_expression(name: str) -> str:
    """Return the FTS5 expression for a category (`cs.LG`), or for a whole archive (`cs`)."""
    terms = _category_terms(name.rstrip("."))
    return f'"{FIELD_PREFIXES["cat"]}{terms[-1]}"' if terms else ""


def _category_terms(category: str) -> list[str]:
    """Return the terms of a category: `cs.LG` is also indexed under its archive, `cs`."""
    name = words(category)
    if not name:
        return []
    whole = [_JOINT.join(name)]
    archive = words(category.partition(".")[0])
    return whole if archive == name or not archive else [_JOINT.join(archive), *whole]


def lookup_of(one: QueryField) -> Lookup:
    """Return the lookup for a field of papers; names are compared ignoring the case of ASCII letters."""
    field = _PAPER_FIELDS[one.of]
    column = f"p.{field.name}"
    if one.kind is QueryKind.BOUND:
        return Lookup(bound=_date(column) if field.kind is FieldKind.DATE else _count(column))
    if one.kind is QueryKind.WORDS:
        return Lookup(_texts(field.name))
    called = f"exists (select 1 from json_each({column}) where value = ? collate nocase)"
    if not field.is_list:
        called = f"{column} = ? collate nocase"
    return Lookup(_texts(field.name), name=lambda _, value, __: Condition(called, (value,)))


_PAPER_FIELDS: Final = {field.name: field for field in PAPER_FIELDS}


def _texts(name: str) -> str:
    """Return SQL for the texts in a field of `:paper`."""
    field = _PAPER_FIELDS[name]
    if field.kind is FieldKind.IDENTIFIERS:
        return "select value from identifiers where paper = :paper"
    if field.is_list:
        return f"select value from papers, json_each({name}) where papers.id = :paper"
    return f"select {name} from papers where id = :paper and {name} is not null"


def _tagged(connection: sqlite3.Connection, value: str, _: Mapping[str, str]) -> Condition:
    """Find papers by a tag and the tags below it (`todo/soon`), else by tags that begin so, as it may be unfinished."""
    names = _tags_called(value, connection.execute("select uid, name from tags").fetchall())
    return Condition(f"p.id in (select paper from taggings where tag in ({_places(names)}))", tuple(names))


def _highlighted_with(connection: sqlite3.Connection, value: str, _: Mapping[str, str]) -> Condition:
    """The same for the tags of highlights."""
    sets = [row[0] for row in connection.execute("select distinct tags from highlights").fetchall()]
    names = {*_tags_called(value, {(tag, tag) for one in sets for tag in json.loads(one)})}
    meant = json.dumps([one for one in sets if not names.isdisjoint(json.loads(one))])
    return Condition("p.id in (select paper from highlights where tags in (select value from json_each(?)))", (meant,))


def _keyed(_: sqlite3.Connection, value: str, __: Mapping[str, str]) -> Condition:
    """Find papers by a citation key, also one that they or papers merged into them had; `smith*` by its beginning."""
    begun = value.endswith("*")
    key = value.removesuffix("*")
    same = "{0} >= ? collate nocase and {0} < ? collate nocase" if begun else "{0} = ? collate nocase"
    bounds = (key, key + _LAST) if begun else (key,)
    return Condition(
        "p.id in (select coalesce(m.kept, k.id) from ("
        f"select id from papers where {same.format('citation_key')} "
        f"union select paper from other_keys where {same.format('key')}"
        ") k left join merges m on m.paper = k.id)",
        (*bounds, *bounds),
    )


def _tags_called(value: str, tags: Iterable[Sequence[str]]) -> list[str]:
    """The keys of those tags, each a key and a name, that are called so, or are below; else of those that begin so."""
    wanted = name_key(value)
    rows = [(key, name_key(name)) for key, name in tags]
    exact = [key for key, name in rows if name == wanted or name.startswith(wanted + "/")]
    return exact or [key for key, name in rows if name.startswith(wanted)]


def _highlighted_in(_: sqlite3.Connection, value: str, names: Mapping[str, str]) -> Condition:
    """Find papers by a colour of their highlights, called by itself or by the reader's own name for it."""
    colours = colours_called(value, names)
    sql = f"select paper from highlights where colour collate nocase in ({_places(colours)})"
    return Condition(f"p.id in ({sql})", tuple(colours))


def _imported_from(connection: sqlite3.Connection, value: str, _: Mapping[str, str]) -> Condition:
    """Find papers by any part of the file name, since nobody types the whole path."""
    wanted = name_key(value)
    files = connection.execute("select id, file from imports").fetchall()
    numbers = [number for number, file in files if wanted in name_key(file)]
    return Condition("p.import in (select value from json_each(?))", (json.dumps(numbers),))


def _identified(connection: sqlite3.Connection, text: str, _: Mapping[str, str]) -> Condition:
    """Find papers by an identifier of any scheme, or else by identifiers that begin so, as it may be unfinished.

    The schemes are listed so that SQLite can use its index.
    """
    values = spellings(text)
    schemes: list[object] = []
    while row := connection.execute(
        "select min(scheme) from identifiers where scheme > ?", (schemes[-1] if schemes else "",)
    ).fetchone():
        if row[0] is None:
            break
        schemes.append(row[0])
    whole = f"select paper from identifiers where scheme in ({_places(schemes)}) and value in ({_places(values)})"
    if connection.execute(f"{whole} limit 1", (*schemes, *values)).fetchone():
        return Condition(f"p.id in ({whole})", (*schemes, *values))
    begun = f"select paper from identifiers where scheme in ({_places(schemes)}) and value >= ? and value < ?"
    return Condition(
        f"p.id in ({' union all '.join([begun] * len(values))})",
        tuple(one for value in values for one in (*schemes, value, value + "\U0010ffff")),
    )


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _count(column: str) -> Callable[[Compare], Condition]:
    return lambda node: Condition(f"{column} {node.op} ?", (int(node.value),))


def _date(column: str) -> Callable[[Compare], Condition]:
    return lambda node: _span(column, node.op, node.value, node.value + "\U0010ffff")


def _moment(column: str, node: Compare) -> Condition:
    """Compare a moment with an age, or with local days."""
    if node.value[-1].isalpha():
        return _age(column, node)
    begin, end = node.value, node.value + "\U0010ffff"
    with contextlib.suppress(ValueError, OverflowError):  # before the first day that has a midnight, or behind the last
        begin, end = local_days(PartialDate.parse(node.value))
    return _span(column, node.op, begin, end)


_ANNOTATIONS: Final = (
    *(f"select paper, updated from {table} where 1" for table in ("notes", "highlights", "taggings")),
    "select paper, updated from states where (starred or rating is not null or decision is not null)",
)
"""SQL for the papers with a note, a highlight or a tag, or with a star, a rating or a decision."""


def annotated(node: Compare | None = None) -> Condition:
    """Return the condition for papers that the reader annotated: ever, or last at a time.

    A row of states has one time for all of them, so being read again counts for a paper with a star.
    """
    every = " union all ".join(_ANNOTATIONS)
    if node is None:
        return Condition(f"p.id in (select paper from ({every}))")
    when = _moment("last", node)
    last = f"select paper, max(updated) as last from ({every}) group by paper"
    return Condition(f"p.id in (select paper from ({last}) where {when.sql})", when.parameters)


def _span(column: str, op: str, begin: str, end: str) -> Condition:
    """Treat a partial date as a span: `=2024-05` is within it, `>` after its end, `<` before its start."""
    conditions = {
        "=": (f"{column} >= ? and {column} < ?", (begin, end)),
        ">=": (f"{column} >= ?", (begin,)),
        ">": (f"{column} >= ?", (end,)),
        "<": (f"{column} < ?", (begin,)),
        "<=": (f"{column} < ?", (end,)),
    }
    return Condition(*conditions[op])


def _age(column: str, node: Compare) -> Condition:
    try:
        moment = datetime.now(UTC) - timedelta(hours=int(node.value[:-1]) * _UNITS[node.value[-1]])
    except OverflowError:  # before the year 1
        return NOTHING if node.op in (">", ">=") else Condition("1")
    op = "<=" if node.op in (">", ">=") else ">="
    return Condition(f"{column} {op} ?", (moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),))


def _rated(node: Compare) -> Condition:
    return Condition(f"p.id in (select paper from states where rating {node.op} ?)", (int(node.value),))


def _due(node: Compare) -> Condition:
    """Find papers by the day on which they are due; those of earlier days are due today as well."""
    listed = "p.id {}in (select paper from states where due is not null{})"
    if node.value in ("yes", "no"):
        return Condition(listed.format("not " if node.value == "no" else "", ""))
    if node.value == "today":
        op = "<=" if node.op == "=" else node.op
        return Condition(listed.format("", f" and due {op} ?"), (local_today().isoformat(),))
    days = _span("due", node.op, node.value, node.value + "\U0010ffff")
    return Condition(listed.format("", f" and {days.sql}"), days.parameters)


_OWN: Final = {
    "title": Lookup("select words from search_labels where paper = :paper"),
    "abstract": Lookup(_texts("abstract")),
    "author": Lookup(_texts("authors"), field_prefix="\ue001", terms=lambda paper: words(" ".join(paper.authors))),
    "venue": Lookup(
        _texts("venue"),
        field_prefix="\ue002",
        terms=lambda paper: words(paper.venue or ""),
    ),
    "cat": Lookup(
        _texts("categories"),
        field_prefix="\ue003",
        terms=lambda paper: [term for one in paper.categories for term in _category_terms(one)],
        tells_many_apart=True,
        expression=category_expression,
    ),
    "year": Lookup(
        field_prefix="\ue004",
        terms=lambda paper: [] if paper.published is None else [f"{paper.published.year:04d}"],
        tells_many_apart=True,
        bound=_date("p.published"),
    ),
    "note": Lookup(
        "select body from notes where paper = :paper union all select comment from highlights where paper = :paper",
        owner=Or((Has("note"), Has("highlight"))),
    ),
    "hl": Lookup(
        "select quote from highlights where paper = :paper"
        " union all select comment from highlights where paper = :paper"
        " union all select value from highlights, json_each(tags) where paper = :paper",
        owner=Has("highlight"),
    ),
    "hl.colour": Lookup(name=_highlighted_in),
    "hl.tag": Lookup(name=_highlighted_with),
    "tag": Lookup(
        "select n.name from taggings t join tags n on n.uid = t.tag where t.paper = :paper",
        name=_tagged,
    ),
    "id": Lookup(_texts("identifiers"), name=_identified),
    "key": Lookup(name=_keyed),
    "source": Lookup(name=_imported_from),
    "added": Lookup(bound=lambda node: _moment("p.imported", node)),
    "annotated": Lookup(bound=annotated),
    "due": Lookup(bound=_due),
    "rating": Lookup(bound=_rated),
}
"""The fields that need more than `lookup_of` gives."""
LOOKUPS: Final = _OWN | {one.name: lookup_of(one) for one in FIELDS.values() if one.of}
"""By the names of the fields."""
FIELD_PREFIXES: Final = {name: one.field_prefix for name, one in LOOKUPS.items() if one.field_prefix}
_FOUND: Final = [_texts(field.name) for field in PAPER_FIELDS if field.found]
EVERYWHERE: Final = " union all ".join(dict.fromkeys([*(one.texts for one in LOOKUPS.values() if one.texts), *_FOUND]))
"""SQL for all texts of `:paper`."""
OWNERS: Final[dict[str | None, Node]] = {name: one.owner for name, one in LOOKUPS.items() if one.owner is not None}


def prefixed_terms(paper: Paper) -> list[str]:
    """The terms that a paper is indexed under for its fields, each behind the prefix of one."""
    return [one.field_prefix + term for one in LOOKUPS.values() if one.terms is not None for term in one.terms(paper)]
