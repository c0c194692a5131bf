"""The records of a batch: finds the paper that each is about, then stores all at once.

Identifiers decide unless the texts contradict them; two arXiv ids are always two papers. Without identifiers the text
decides. What is contradicted or uncertain becomes a possible duplicate for the reader to decide on. If a record names
two stored papers, they are merged if their texts agree, and become possible duplicates if not.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from paperreader.domain import Paper, fold, paper_label
from paperreader.identity import Kind, Likeness, Verdict, contradiction, likeness, loses, merge, prints
from paperreader.library.database import Grams, chosen, paper_rows, remember_keys, visibility
from paperreader.library.deduplication import merging
from paperreader.library.importing.drafts import HERE, Draft, Numbers, index, insert_drafts, numbered
from paperreader.library.importing.record_candidates import Candidates
from paperreader.library.journal import identifier_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from paperreader.domain import Entry, Identifier, Record
    from paperreader.identity import Prints
    from paperreader.library.database import KeyGiver, Stored, Values
    from paperreader.library.importing.preparation import Chunk, Prepared
    from paperreader.library.journal import Change

_CLAIMED: Final = 0.9
"""The score of two papers that a source says are one while their texts differ."""


class Batch:
    """The papers of one batch."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        chunks: Sequence[Chunk],
        number: int | None,
        keys: KeyGiver,
        *,
        numbered: bool = False,
    ) -> None:
        """Look up all records in the library.

        Args:
            number: the import that they are part of, once it has a number.
            keys: gives new papers their citation keys.
            numbered: papers of an exported library keep the numbers that they have there, where these are free.
        """
        self._keys = keys
        self._other_keys: list[tuple[str, int]] = []
        self._connection = connection
        self._number = number
        self._chunks = chunks
        self._candidates = Candidates(connection, [one for chunk in chunks for one in chunk.records])
        self._numbers = Numbers(connection, kept=numbered)
        self._drafts: dict[int, Draft] = {}
        self._loaded: dict[int, Stored] = {}
        self._revived: dict[int, None] = {}
        self._records: list[tuple[int, int, int]] = []
        self._joined: dict[int, int] = {}
        self._grams: list[tuple[int, int]] = []
        self.hidden: dict[int, tuple[int, int]] = {}
        """New papers that are in no list of the library they are from, with the hash and line of each."""
        self.merged: dict[int, str] = {}
        """The papers that records of this batch were merged into, with their labels."""
        self._pairs: dict[tuple[int, int], Likeness | None] = {}
        """Pairs of papers that a source says are one (`None`), or that are similar."""

    @property
    def news(self) -> bool:
        """Whether there is anything new to store."""
        return bool(self._records or self.hidden)

    def kept(self, paper: int) -> int:
        """The paper itself, or the one that `flush` merged it into."""
        return self._joined.get(paper, paper)

    def take(self, prepared: Prepared) -> tuple[int, str] | None:
        """The paper that a record is about, and whether it is `added`, `merged` or `unchanged`.

        `None`: it has annotations on a paper that is not here, and nothing to call that.
        """
        record = prepared.record
        if record.hidden:
            return self._take_hidden(prepared)
        there = self._annotated(prepared) if record.annotations else None
        if there is None:
            if record.annotations and not record.paper.title:
                return None
            there = self._known(prepared.hash, record.entry)
        return self._place(prepared) if there is None else (there, "unchanged")

    def _place(self, prepared: Prepared) -> tuple[int, str]:
        """The paper that a record of which nothing is known is about, and what became of it."""
        candidates, record, hash_ = self._candidates, prepared.record, prepared.hash
        before = self._as_known_before(prepared)
        there, others = self._find(prepared) if before is None else (before, {})
        if there is None:
            there, outcome = self._numbers.take(record.entry), "added"
            self._drafts[there] = Draft(record.paper, {}, prepared.prints, prepared, record.entry)
            self._own(there, record.paper.identifiers)
            self._hold(there, prepared.prints)
        elif there in candidates.hidden and there not in self._revived:
            outcome = "added"
            self._revive(there, record)
        else:
            called = paper_label(self._load(there).paper)
            outcome = self._unite(there, prepared, others)
            if outcome == "unchanged" and record.entry is not None and not others and self._is_own(there, record.entry):
                return there, outcome
            if outcome == "merged":
                self.merged.setdefault(there, called)
        for other, alike in others.items():
            self._pairs.setdefault((min(there, other), max(there, other)), alike)
        candidates.by_hash[hash_] = there
        self._records.append((hash_, record.line, there))
        if record.entry is not None:
            candidates.by_uid.setdefault(record.entry.uid, there)
        return there, outcome

    def _take_hidden(self, prepared: Prepared) -> tuple[int, str]:
        """The paper of a record that is in no list: known by its uid, or new, and compared with no others."""
        record = prepared.record
        uid = record.entry.uid if record.entry is not None else ""
        there = self._candidates.by_uid.get(uid)
        if there is not None:
            return there, "unchanged"
        there = self._numbers.take(record.entry)
        self._drafts[there] = Draft(record.paper, {}, prepared.prints, prepared, record.entry)
        self._grams += [(gram, there) for gram in chosen(prepared.prints, self._candidates.by_gram)]
        self._candidates.by_uid[uid] = there
        self.hidden[there] = (prepared.hash, record.line)
        return there, "added"

    def _is_own(self, there: int, entry: Entry) -> bool:
        """Whether a stored paper is the very one that was exported."""
        stored = self._load(there).stored
        return stored is not None and stored.uid == entry.uid

    def flush(self, change: Change, number: int, imported: str) -> int:
        """Write the batch as part of an import.

        Args:
            change: journals what is changed in stored papers.
            number: the import.
            imported: the time of the import.

        Returns:
            How many possible duplicates were found.
        """
        connection = self._connection
        new = {id_: draft for id_, draft in self._drafts.items() if draft.stored is None}
        insert_drafts(connection, new, self._keys, number, imported)
        connection.executemany("insert or ignore into hidden values (?)", [(paper,) for paper in self.hidden])
        index(connection, new, self._chunks)
        self._change_stored(change, number)
        remember_keys(connection, self._other_keys)
        connection.executemany(
            "insert or ignore into records(hash, import, line, paper) values (?, ?, ?, ?)",
            [(hash_, number, line, paper) for hash_, line, paper in self._records],
        )
        if self._revived:
            connection.executemany(
                "update papers set import = ?, imported = ? where id = ?",
                [(number, imported, paper) for paper in self._revived],
            )
            visibility.refresh_hidden(connection, self._revived)
        Grams(connection).add(self._grams)
        return self._decide(change, number)

    def _annotated(self, prepared: Prepared) -> int | None:
        """The visible paper that annotations are on: by its uid, identifiers, address or title."""
        candidates, paper = self._candidates, prepared.record.paper
        named = [
            candidates.by_uid.get(prepared.record.about),
            *chain.from_iterable(candidates.by_identifier.get(one, ()) for one in paper.identifiers),
            *(candidates.by_link.get(link) for link in paper.links),
            candidates.by_hash.get(prepared.hash),
        ]
        there = next((one for one in named if one is not None and self._is_visible(one)), None)
        if there is None and paper.title:
            there, possible = self._find(prepared)
            if there is None:
                called = [one for one in possible if fold(paper_label(self._load(one).paper)) == fold(paper.title)]
                there = called[0] if len(called) == 1 else None
        return there if there is not None and self._is_visible(there) else None

    def _find(self, prepared: Prepared) -> tuple[int | None, dict[int, Likeness | None]]:
        """The paper that a record is about, and other papers that may be the same."""
        candidates, record, paper = self._candidates, prepared.record, prepared.record.paper
        if record.entry is not None and (there := candidates.by_uid.get(record.entry.uid)) is not None:
            return there, {}
        owners = dict.fromkeys(chain.from_iterable(candidates.by_identifier.get(one, ()) for one in paper.identifiers))
        against = {one: how for one in owners if (how := self._contradiction(one, record)) is not None}
        agreeing = [one for one in owners if one not in against]
        possible: dict[int, Likeness | None] = {one: how for one, how in against.items() if self._is_visible(one)}
        seen = [one for one in agreeing if self._is_visible(one)]
        if seen:
            others = dict.fromkeys(seen[1:])
            if paper.abstract and not self._load(seen[0]).paper.abstract:  # its text may be a stored paper's
                candidates.look_up(prepared.prints)
                found = self._alike(paper, prepared.prints)
                others |= {one: None for one, how in found.items() if how.verdict is Verdict.SAME and one != seen[0]}
            return seen[0], possible | others
        if against:
            candidates.look_up(prepared.prints)
        alike = self._alike(paper, prepared.prints)
        same = [one for one, how in alike.items() if how.verdict is Verdict.SAME and one not in against]
        if record.entry is not None:
            possible |= {one: self._claimed(how) for one, how in alike.items() if one in same and self._is_beside(one)}
            same = [one for one in same if one not in possible]
        there = next(iter([*filter(self._is_visible, same), *agreeing, *same]), None)
        if there is None:
            for one, how in alike.items():
                if how.verdict is Verdict.DOUBTFUL and one not in candidates.hidden:
                    possible.setdefault(one, how)
        return there, possible

    def _known(self, hash_: int, entry: Entry | None) -> int | None:
        """The paper of a record that was imported before; of two equal papers of an exported library, its own."""
        there = self._candidates.by_hash.get(hash_)
        if there is None or entry is None:
            return there
        own = self._candidates.by_uid.get(entry.uid)
        return own if own is not None else None if self._is_beside(there) else there

    def _as_known_before(self, prepared: Prepared) -> int | None:
        """The paper of a record that was imported before all that it says was read.

        A paper that has volume or pages by now may have them from another record that was the same without.
        """
        without_reference, without_place = prepared.earlier_hashes
        if without_reference != prepared.hash:
            there = self._known(without_reference, prepared.record.entry)
            if there is not None:
                return there
        there = self._known(without_place, prepared.record.entry) if without_place != without_reference else None
        return None if there is None or self._load(there).paper.place is not None else there

    def _contradiction(self, one: int, record: Record) -> Likeness | None:
        """Why a record is not about a paper, although they share an identifier; `None` if nothing says so."""
        if record.entry is not None and self._is_beside(one):
            return Likeness(Verdict.DOUBTFUL, _CLAIMED, "the same identifier in one export of a library", Kind.SOURCE)
        told = [self._load(paper).paper for paper in (one, *self._candidates.merged.get(one, ()))]
        found = [contradiction(paper, record.paper) for paper in told]
        return None if None in found else found[0]

    def _claimed(self, how: Likeness) -> Likeness:
        return Likeness(Verdict.DOUBTFUL, how.score, f"{how.why}, but two papers of one library", Kind.SOURCE)

    def _is_beside(self, one: int) -> bool:
        """Whether a paper is a separate paper in the exported library that is being imported."""
        draft = self._load(one)
        if draft.stored is None:
            return draft.entry is not None
        return self._number is not None and draft.stored.imported_with == self._number

    def _is_visible(self, one: int) -> bool:
        return one not in self._candidates.hidden or one in self._revived

    def _alike(self, paper: Paper, print_: Prints) -> dict[int, Likeness]:
        """The papers whose text is, or may be, that of `paper`; most similar first."""
        nearest = self._candidates.nearest(print_, set(paper.values("arxiv")))
        self._load_all(nearest)
        found = [(likeness(self._as_told(one), paper), self._candidates.kept.get(one, one)) for one in nearest]
        alike: dict[int, Likeness] = {}
        for how, one in sorted(found, key=lambda item: (-item[0].score, item[1])):
            if how.verdict is not Verdict.OTHER:
                alike.setdefault(one, how)
        return alike

    def _as_told(self, one: int) -> Paper:
        """A paper for comparison: a merged one has its own text, but the identifiers of the kept one."""
        told = self._load(one).paper
        kept = self._candidates.kept.get(one)
        return told if kept is None else replace(told, identifiers=self._load(kept).paper.identifiers)

    def _unite(self, there: int, prepared: Prepared, others: Mapping[int, Likeness | None]) -> str:
        draft, record = self._load(there), prepared.record
        free = self._free(there, record.paper, {one for one, how in others.items() if how is not None})
        edited = {name for name, origin in draft.origins.items() if origin is None}
        if record.paper.citation_key not in (None, draft.paper.citation_key):
            self._other_keys.append((record.paper.citation_key, there))
        new = merge(draft.paper, replace(record.paper, identifiers=free))
        new = paper_rows.keep_edited(draft.paper, new, edited)
        if new == draft.paper:
            return "merged" if loses(record.paper, new) else "unchanged"
        for name in paper_rows.changed_fields(draft.paper, new):
            draft.origins[name] = [HERE, record.line]
        if new.abstract != draft.paper.abstract:
            draft.prints = prepared.prints
            self._hold(there, draft.prints)
        self._adopt(there, draft, new, free)
        return "merged"

    def _revive(self, there: int, record: Record) -> None:
        """Bring back a paper whose import was undone, as this record has it, with what the reader added."""
        draft = self._load(there)
        edited = {name for name, origin in draft.origins.items() if origin is None}
        draft.origins = dict.fromkeys(edited)
        free = self._free(there, record.paper, set())
        read = replace(record.paper, identifiers=free, citation_key=draft.paper.citation_key)
        new = paper_rows.keep_edited(draft.paper, read, edited)
        draft.prints = prints(new)
        self._revived[there] = None
        self._adopt(there, draft, new, free)

    def _free(self, there: int, paper: Paper, possible: set[int]) -> tuple[Identifier, ...]:
        """The identifiers of a record to give its paper: not those of another, unless that is a possible duplicate.

        None if the reader wrote those of the paper.
        """
        if self._load(there).origins.get("identifiers", []) is None:
            return ()
        return tuple(
            one
            for one in paper.identifiers
            if all(
                owner in (there, *possible) or not self._is_visible(owner)
                for owner in self._candidates.by_identifier.get(one, ())
            )
        )

    def _adopt(self, there: int, draft: Draft, new: Paper, identifiers: Iterable[Identifier]) -> None:
        draft.paper, draft.prepared = new, None
        draft.identifiers |= dict.fromkeys(identifiers)
        self._drafts[there] = draft
        self._own(there, identifiers)

    def _own(self, there: int, identifiers: Iterable[Identifier]) -> None:
        for one in identifiers:
            owners = self._candidates.by_identifier.setdefault(one, [])
            if there not in owners:
                owners.append(there)
        if arxiv := {one.value for one in identifiers if one.scheme == "arxiv"}:
            self._candidates.arxiv.setdefault(there, set()).update(arxiv)

    def _hold(self, there: int, print_: Prints) -> None:
        """Let later records, those of this batch too, find this paper by its text."""
        for gram in chosen(print_, self._candidates.by_gram):
            self._candidates.by_gram.setdefault(gram, []).append(there)
            self._grams.append((gram, there))

    def _load_all(self, papers: Iterable[int]) -> None:
        """Load several papers at once, before they are needed one by one."""
        missing = [one for one in papers if one not in self._drafts and one not in self._loaded]
        if missing:
            self._loaded |= paper_rows.load(self._connection, missing)

    def _load(self, there: int) -> Draft:
        if there in self._drafts:
            return self._drafts[there]
        if there not in self._loaded:
            self._loaded[there] = paper_rows.load(self._connection, [there])[there]
        stored = self._loaded[there]
        return Draft(stored.paper, dict(stored.origins), stored=stored)

    def _change_stored(self, change: Change, number: int) -> None:
        """Write and journal what is new in stored papers."""
        old = {id_: draft for id_, draft in self._drafts.items() if draft.stored is not None}
        identifiers: dict[str, Values] = {}
        for id_, draft in old.items():
            identifiers |= identifier_rows(id_, draft.identifiers)
        change.put_all("identifiers", identifiers)
        change.put_all(
            "papers",
            {
                draft.stored.uid: paper_rows.values(draft.paper, numbered(draft.origins, number))
                for draft in old.values()
                if draft.stored is not None
            },
        )

    def _decide(self, change: Change, number: int) -> int:
        """Merge papers that a source says are one, if their texts agree; keep the others as possible duplicates."""
        possible: dict[tuple[int, int], Likeness] = {}
        for pair, alike in self._pairs.items():
            one, other = sorted(map(self.kept, pair))
            if one == other:
                continue
            if alike is None:
                alike = likeness(self._load(one).paper, self._load(other).paper)
                if alike.verdict is Verdict.SAME and merging.may_be_duplicates(self._connection, one, other):
                    merging.merge(change, one, other)
                    self._joined[other] = one
                    self._joined |= {paper: one for paper, kept in self._joined.items() if kept == other}
                    continue
                why = "a source says they are one paper"
                alike = Likeness(Verdict.DOUBTFUL, max(alike.score, _CLAIMED), why, Kind.SOURCE)
            possible[one, other] = alike
        return merging.keep_possible_duplicates(self._connection, possible, number)
