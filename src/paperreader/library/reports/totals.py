"""What a library holds, in numbers: papers of each kind, and the files that they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperreader.domain import local_today
from paperreader.library.reports.screening_report import screening

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paperreader.library.database import Ask


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers there are of each kind. Trashed papers are counted in `trashed` alone."""

    all: int
    unread: int
    starred: int
    noted: int
    highlighted: int
    decided: Mapping[str, int]
    """By decision; every decision is included."""
    undecided: int
    trashed: int
    queued: int
    due: int
    """Today, or before."""
    reasons: tuple[str, ...] = ()
    """Why papers were rejected, most common first."""


@dataclass(frozen=True, slots=True)
class Import:
    """One imported file."""

    id: int
    file: str
    format: str
    started: str
    papers: int
    leftovers: int
    undone: bool = False
    """Its papers are hidden."""


def counts_of(ask: Ask) -> Counts:
    """The numbers that the sidebar shows."""
    [row] = ask(
        """
        with away as materialized (
            select paper from states where trashed and paper not in (select paper from hidden)
        )
        select (select count(*) from papers) - (select count(*) from hidden)
                - (select count(*) from away) as papers,
            (select count(*) from away) as trashed,
            (select count(*) from states
                where read and not trashed and paper not in (select paper from hidden)) as read,
            (select count(*) from states
                where starred and not trashed and paper not in (select paper from hidden)) as starred,
            (select count(distinct paper) from notes
                where paper not in away and paper not in (select paper from hidden)) as noted,
            (select count(distinct paper) from highlights
                where paper not in away and paper not in (select paper from hidden)) as highlighted,
            (select count(*) from queue
                where paper not in away and paper not in (select paper from hidden)) as queued,
            (select count(*) from states
                where due <= ? and not trashed and paper not in (select paper from hidden)) as due
        """,
        local_today().isoformat(),
    )
    decided = screening(ask, None)
    return Counts(
        all=row["papers"],
        unread=row["papers"] - row["read"],
        starred=row["starred"],
        noted=row["noted"],
        highlighted=row["highlighted"],
        decided=decided.decided,
        undecided=decided.undecided,
        trashed=row["trashed"],
        queued=row["queued"],
        due=row["due"],
        reasons=tuple(reason for reason, _ in decided.reasons),
    )


def imports_of(ask: Ask) -> list[Import]:
    """The imported files, newest first. Trashed papers are not counted."""
    return [
        Import(id_, file, format_, started, papers, leftovers, undone=bool(undone))
        for id_, file, format_, started, papers, leftovers, undone in ask(
            """
            select i.id, file, format, started,
                (select count(*) from papers p where p.import = i.id)
                    - (select count(*) from gone g join papers p on p.id = g.paper
                        where p.import = i.id) as papers,
                (select count(*) from leftovers l where l.import = i.id) as leftovers, undone from imports i
            order by i.id desc
            """
        )
    ]
