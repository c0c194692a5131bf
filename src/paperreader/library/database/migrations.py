"""The tables of a library, as migrations that sqlite-utils applies and records.

`records` and `leftovers` hold what was imported, `changes` and `journal` what was done; `tables` lists the tables that
changes are made in. The search tables can be rebuilt from the rest at any time.

A migration never changes once it has landed, since libraries have run it: fixes go into a later one.
Only `opening` imports this module, and only for a new or an old file, because sqlite-utils is slow to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlite_utils import Migrations

from paperreader.library.database.first_tables import PAPERS

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS: Final = Migrations("paperreader")


def _run(db: Database, statements: str) -> None:
    # One at a time: `executescript` would commit the transaction that the migration runs in.
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


@MIGRATIONS()
def m001_papers(db: Database) -> None:
    """What the sources say, what the reader adds, and the journal."""
    _run(db, PAPERS)


# The search tables are told their words by `index`, which folds them: so FTS5's simplest tokenizer does, which splits
# at the spaces between them, and the words of a paper are what `query.words` says, here as in the query. They keep
# no text (`content=''`), no places in it (`detail=none`) and no lengths (`columnsize=0`): a quarter of the size.
# `enable_fts` can say none of this, nor `prefix=`, which a search while typing needs.
_SEARCH: Final = """
create virtual table search_text using fts5(
    words, content='', detail=none, columnsize=0, tokenize='ascii'
);
create virtual table search_titles using fts5(
    words, content='', detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3 4'
);
create table search_labels(
    paper integer primary key,
    words text not null
);
create table search_annotations(
    paper integer primary key,
    words text not null
);
create table search_words(
    term text primary key,
    id integer not null,
    papers integer not null,
    titles integer not null
) without rowid;
create unique index search_words_id on search_words(id);
create table search_near(key integer primary key);
insert into search_text(search_text, rank) values('hashsize', 8388608);
insert into search_titles(search_titles, rank) values('hashsize', 2097152);
create index papers_published on papers(published);
create index papers_upvotes on papers(upvotes);
"""


@MIGRATIONS()
def m002_search(db: Database) -> None:
    """The search tables: the words of papers, titles and annotations, the vocabulary, and similar spellings."""
    _run(db, _SEARCH)


# What is trashed or decided is counted and left out at every list: by indexes that hold all that is asked.
_SCREENING: Final = """
alter table states add column trashed integer not null default 0;
create index states_trashed on states(paper) where trashed;
create index states_decided on states(decision, trashed, reason, paper) where decision is not null;
create table views(
    uid text primary key,
    name text not null unique collate nocase,
    query text not null,
    key text,
    position integer not null,
    created text not null, updated text not null, revision integer not null
);
create table jumps(
    uid text primary key,
    letter text not null unique,
    paper integer not null references papers(id) on delete cascade,
    created text not null, updated text not null, revision integer not null
);
create index jumps_paper on jumps(paper);
create index notes_linking on notes(paper) where instr(body, '[[');
create index notes_highlight on notes(highlight) where highlight is not null;
"""


@MIGRATIONS()
def m003_screening(db: Database) -> None:
    """The trash, saved views, jumps to papers, and indexes for decisions and links between notes."""
    _run(db, _SCREENING)


@MIGRATIONS()
def m004_words(db: Database) -> None:
    """The caller reindexes all papers, with marked words for their fields, and names for signs."""


# What is derived can be found out again: `hidden` from `merges` and from the imports that are undone (see
# `visibility`), `grams` and `new_grams` from the texts (see `record_candidates`), `search_near_new` from the words (see
# `vocabulary`), `doubts` by looking for them again. `origins` is JSON: for each field that did not come with the
# paper's first record, the import and line that gave it, or null where the reader wrote it.
_SOURCES: Final = """
alter table papers add column keywords text not null default '[]';
alter table papers add column remarks text not null default '[]';
alter table papers add column origins text;
drop index papers_fingerprint;
alter table imports add column uid text;
alter table imports add column change integer references changes(id);
alter table imports add column undone integer not null default 0;
update imports set uid = lower(hex(randomblob(16)));
create unique index imports_uid on imports(uid);
create table merges(
    uid text primary key,
    paper integer not null unique references papers(id) on delete cascade,
    kept integer not null references papers(id) on delete cascade,
    created text not null, updated text not null, revision integer not null
);
create index merges_kept on merges(kept);
create table apart(
    uid text primary key,
    one integer not null references papers(id) on delete cascade,
    other integer not null references papers(id) on delete cascade,
    created text not null, updated text not null, revision integer not null,
    unique(one, other)
);
create index apart_other on apart(other);
create table hidden(paper integer primary key references papers(id) on delete cascade);
create view gone as select paper from states where trashed union select paper from hidden;
create table doubts(
    one integer not null references papers(id) on delete cascade,
    other integer not null references papers(id) on delete cascade,
    score real not null,
    why text not null,
    import integer references imports(id),
    primary key(one, other)
) without rowid;
create index doubts_other on doubts(other);
create table grams(key integer primary key);
create table new_grams(key integer primary key);
create table search_near_new(key integer primary key);
"""


@MIGRATIONS()
def m005_sources(db: Database) -> None:
    """Where every field comes from, which papers are one, imports that can be undone, and what finds look-alikes."""
    _run(db, _SOURCES)


# A paper that is looked for is on a page with a thousand others, and FTS5 reads all of them to find it: small pages
# halve that (its own size is 4,050 bytes), and cost a twelfth of the index.
_PAGES: Final = """
insert into search_text(search_text, rank) values('pgsz', 1000);
insert into search_titles(search_titles, rank) values('pgsz', 1000);
"""


@MIGRATIONS()
def m006_newest_first(db: Database) -> None:
    """The caller reindexes all papers, newest first, and on smaller pages."""
    _run(db, _PAGES)


# Libraries that were written while the fifth migration was new ran it without this table.
_NEW_WORDS: Final = """
create table if not exists search_near_new(key integer primary key);
"""


@MIGRATIONS()
def m007_new_words(db: Database) -> None:
    """Make sure that every library has the table for keys of new words."""
    _run(db, _NEW_WORDS)


# Two papers that may be one can hold the same identifier until somebody has said what they are. What the journal has of
# identifiers is told anew: their rows are named by their paper too, and one that went from a paper to another is gone
# from the one and new on the other. `kind` is why two papers are asked about (see `comparison.Kind`), `place` a paper's
# volume, issue and pages, as JSON.
_SHARED: Final = """
create table identifiers_of(
    scheme text not null,
    value text not null,
    paper integer not null references papers(id) on delete cascade,
    primary key(scheme, value, paper)
) without rowid;
insert into identifiers_of select scheme, value, paper from identifiers;
drop table identifiers;
alter table identifiers_of rename to identifiers;
create index identifiers_paper on identifiers(paper);
insert into journal(change, tbl, row, before, after)
    select change, tbl,
        json_array(json_extract(row, '$[0]'), json_extract(row, '$[1]'), json_extract(after, '$.paper')), null,
        json_object('scheme', json_extract(row, '$[0]'), 'value', json_extract(row, '$[1]'),
            'paper', json_extract(after, '$.paper'))
    from journal where tbl = 'identifiers' and before is not null and after is not null
    and json_extract(after, '$.paper') is not null order by id;
update journal set
    row = json_array(json_extract(row, '$[0]'), json_extract(row, '$[1]'),
        coalesce(json_extract(before, '$.paper'), json_extract(after, '$.paper'))),
    before = case when before is null then null else json_object('scheme', json_extract(row, '$[0]'),
        'value', json_extract(row, '$[1]'), 'paper', json_extract(before, '$.paper')) end,
    after = case when before is null then after end
    where tbl = 'identifiers' and json_array_length(row) = 2;
alter table papers add column place text;
alter table doubts add column kind text;
update doubts set kind = case
    when why like 'a source names%' then 'source'
    when why like '%another number%' then 'version'
    when why like '%two PubMed%' or why like '%two DOIs%' then 'venue'
    when why like 'titles %' then 'title'
    else 'abstract' end
"""


@MIGRATIONS()
def m008_shared_identifiers(db: Database) -> None:
    """Identifiers shared by possible duplicates, the kind of a possible duplicate, and a paper's place in its venue."""
    _run(db, _SHARED)


# `sorting` is what a label is put in order by (see `sort_keys`): found out again by whoever applies this, as SQLite
# knows no letters but those of ASCII; until then a label stands by itself. Names that are equal whatever their case
# are looked for by its `nocase`; the few of which it does not know the case have an index of their own. `note_links`
# has what the links of notes name (see `backlinks`), and can be found out again from these.
_NAMES: Final = """
alter table papers add column sorting text;
create index papers_sorting on papers(coalesce(sorting, lower(label)));
create index tags_beyond_ascii on tags(name) where length(name) <> length(cast(name as blob));
create table note_links(
    key text not null,
    note text not null references notes(uid) on delete cascade,
    primary key(key, note)
) without rowid;
create index note_links_note on note_links(note);
"""


@MIGRATIONS()
def m009_names(db: Database) -> None:
    """Sort keys for titles, tags that look the same united, and links found by their targets."""
    _run(db, _NAMES)


@MIGRATIONS()
def m010_formulas(db: Database) -> None:
    """The caller reindexes all papers: a formula is now one word, however its numbers are written."""


@MIGRATIONS()
def m011_links(db: Database) -> None:
    """The URLs of papers that are not identifiers."""
    _run(db, "alter table papers add column links text not null default '[]'")


# `position` grows along the queue. A merge hides one of two papers and may leave its row beside the other's.
_QUEUE: Final = """
create table queue(
    uid text primary key,
    paper integer not null unique references papers(id) on delete cascade,
    position integer not null,
    created text not null, updated text not null, revision integer not null
);
create index queue_position on queue(position)
"""


@MIGRATIONS()
def m012_queue(db: Database) -> None:
    """Papers to read next, in an order of the reader's own."""
    _run(db, _QUEUE)


# `due` is a day where the reader is; `memory` what `domain.memory` knows, as JSON.
_DUE: Final = """
alter table states add column due text;
alter table states add column memory text;
create index states_due on states(due) where due is not null
"""


@MIGRATIONS()
def m013_due(db: Database) -> None:
    """The days on which papers are to be read again."""
    _run(db, _DUE)


_RATING: Final = """
alter table states add column rating integer;
create index states_rating on states(rating) where rating is not null
"""


@MIGRATIONS()
def m014_rating(db: Database) -> None:
    """Degrees of relevance, beside the decisions."""
    _run(db, _RATING)


_ATTACHMENTS: Final = """
create table attachments(
    uid text primary key,
    paper integer not null references papers(id) on delete cascade,
    path text not null,
    created text not null, updated text not null, revision integer not null
);
create index attachments_paper on attachments(paper);
"""


@MIGRATIONS()
def m015_attachments(db: Database) -> None:
    """The files of papers, by their paths."""
    _run(db, _ATTACHMENTS)


# At most one row of each view, and one of no view, which is for all papers.
_CRITERIA: Final = """
create table criteria(
    uid text primary key,
    view text unique references views(uid) on delete cascade,
    body text not null,
    created text not null, updated text not null, revision integer not null
);
"""


@MIGRATIONS()
def m016_criteria(db: Database) -> None:
    """What the papers of a view must meet, in the reader's words."""
    _run(db, _CRITERIA)


# `reference` is JSON: an object of names and values. `other_keys` has the keys that lead to a paper besides its own:
# those it had, and those that other sources give it. As in BibTeX, the case of ASCII letters makes no difference. The
# caller gives every paper its key.
_CITED: Final = """
alter table papers add column citation_key text;
alter table papers add column reference text;
create index papers_citation_key on papers(citation_key collate nocase);
create table other_keys(
    key text not null collate nocase,
    paper integer not null references papers(id) on delete cascade,
    primary key(key, paper)
) without rowid;
create trigger papers_other_key after update of citation_key on papers
    when old.citation_key is not null and new.citation_key is not old.citation_key
    begin insert or ignore into other_keys values(old.citation_key, new.id); end
"""


@MIGRATIONS()
def m017_cited(db: Database) -> None:
    """The keys by which papers are cited, and what else sources say of them as references."""
    _run(db, _CITED)
