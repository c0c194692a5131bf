"""Views and jumps within a change: the queries and papers that a key opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from paperreader.domain import clean, composed, name_key, new_uid, one_line, shortened
from paperreader.library.database import Invalid, NoSuchView

if TYPE_CHECKING:
    import sqlite3

    from paperreader.library.database import Values
    from paperreader.library.journal import Change

_KEYS: Final = "123456789"


def save_view(change: Change, name: str, query: str, key: str | None) -> str:
    """Save a query under a name. Returns the name as it is stored.

    Raises:
        Invalid: the name is empty, or the key is not a digit from 1 to 9.
    """
    if key and (len(key) > 1 or key not in _KEYS):
        raise Invalid(f"{shortened(key)!r} cannot open a view; choose a digit from 1 to 9.")
    name = _view_name(name)
    there = _named(change, name)
    values: Values = {"name": name, "query": clean(query)}
    if key is not None:
        values["key"] = key or None
    if there is None:
        [last] = change.connection.execute("select coalesce(max(position), 0) from views").fetchone()
        values = {"key": None, "position": last + 1, **values}
    uid = new_uid() if there is None else there["uid"]
    if key:
        others = change.connection.execute("select uid from views where key = ? and uid <> ?", (key, uid)).fetchall()
        change.put_all("views", {row["uid"]: {"key": None} for row in others})
    change.put("views", uid, values)
    return name


def rename_view(change: Change, uid: str, name: str) -> tuple[str, str]:
    """Rename a view. Returns the old name and the new one.

    Raises:
        NoSuchView: there is no such view.
        Invalid: the name is empty, or another view's.
    """
    view = _found(change, uid)
    name = _view_name(name)
    there = _named(change, name)
    if there is not None and there["uid"] != uid:
        raise Invalid(f"There is already a view {shortened(there['name'])}; choose another name, or delete that one.")
    change.put("views", uid, {"name": name})
    return view["name"], name


def delete_view(change: Change, uid: str) -> str:
    """Delete a view. Returns its name.

    Raises:
        NoSuchView: there is no such view.
    """
    name = str(_found(change, uid)["name"])
    change.delete_all("criteria", [row["uid"] for row in _criteria(change, uid)])  # undo brings them back, too
    change.delete("views", uid)
    return name


def set_criteria(change: Change, view: str | None, text: str) -> str:
    """Set what the papers of a view must meet, or those of no view; an empty text removes it.

    Returns:
        Of what they are the criteria, in words.

    Raises:
        NoSuchView: there is no such view.
    """
    whose = "all papers" if view is None else f"the view {shortened(_found(change, view)['name'])}"
    there, body = _criteria(change, view), clean(text).strip()
    if body:
        change.put("criteria", there[0]["uid"] if there else new_uid(), {"view": view, "body": body})
    else:
        change.delete_all("criteria", [row["uid"] for row in there])
    return whose


def set_jump(change: Change, letter: str, paper: int) -> None:
    """Let a letter jump to a paper.

    Raises:
        Invalid: it is not a single visible character.
    """
    if len(letter) != 1 or not letter.isprintable() or letter.isspace():
        raise Invalid(f"{shortened(letter)!r} cannot be a jump key; choose a letter or a digit.")
    row = change.connection.execute("select uid from jumps where letter = ?", (letter,)).fetchone()
    change.put("jumps", row["uid"] if row else new_uid(), {"letter": letter, "paper": paper})


def _criteria(change: Change, view: str | None) -> list[sqlite3.Row]:
    return change.connection.execute("select uid from criteria where view is ?", (view,)).fetchall()


def _view_name(text: str) -> str:
    name = composed(one_line(text))
    if not any(character.isprintable() and character != " " for character in name):
        raise Invalid("A view needs a name.")
    return name


def _named(change: Change, name: str) -> sqlite3.Row | None:
    """The view of that name, in whatever case."""
    rows = change.connection.execute("select uid, name from views").fetchall()
    return next((row for row in rows if name_key(row["name"]) == name_key(name)), None)


def _found(change: Change, uid: str) -> sqlite3.Row:
    row = change.find("views", uid)
    if row is None:
        raise NoSuchView("This view has since been deleted. Undo (u) restores it.")
    return row
