"""The tables that the first migration makes, as SQL."""

from __future__ import annotations

from typing import Final

PAPERS: Final = """
create table meta(key text primary key, value text not null) without rowid;

create table imports(
    id integer primary key,
    file text not null,
    format text not null,
    hash text,
    started text not null,
    finished text,
    papers integer not null default 0,
    added integer not null default 0,
    merged integer not null default 0,
    unchanged integer not null default 0
);
create table papers(
    id integer primary key,
    uid text not null unique,
    label text not null,
    title text,
    title_from text,
    title_confidence real,
    abstract text not null,
    authors text not null default '[]',
    author_count integer,
    published text,
    published_inferred integer not null default 0,
    venue text,
    categories text not null default '[]',
    upvotes integer,
    comments integer,
    imported text not null,
    import integer references imports(id),
    fingerprint integer
);
create index papers_imported on papers(imported desc);
create index papers_import on papers(import);
create index papers_fingerprint on papers(fingerprint);
create table identifiers(
    scheme text not null,
    value text not null,
    paper integer not null references papers(id) on delete cascade,
    primary key(scheme, value)
) without rowid;
create index identifiers_paper on identifiers(paper);
create table records(
    hash integer not null,
    import integer not null references imports(id),
    line integer not null,
    paper integer not null references papers(id) on delete cascade,
    primary key(hash, import, line)
) without rowid;
create index records_paper on records(paper);
create table leftovers(
    id integer primary key,
    import integer not null references imports(id),
    line integer not null,
    text text not null,
    why text not null
);
create index leftovers_import on leftovers(import);

create table tags(
    uid text primary key,
    name text not null unique collate nocase,
    colour text,
    created text not null, updated text not null, revision integer not null
);
create table taggings(
    uid text primary key,
    paper integer not null references papers(id) on delete cascade,
    tag text not null references tags(uid) on delete cascade,
    created text not null, updated text not null, revision integer not null,
    unique(paper, tag)
);
create index taggings_tag on taggings(tag, paper);
create table notes(
    uid text primary key,
    paper integer not null references papers(id) on delete cascade,
    highlight text references highlights(uid) on delete set null,
    body text not null,
    created text not null, updated text not null, revision integer not null
);
create index notes_paper on notes(paper);
create table highlights(
    uid text primary key,
    paper integer not null references papers(id) on delete cascade,
    quote text not null, prefix text not null, suffix text not null,
    start integer not null, "end" integer not null,
    colour text not null, comment text not null, tags text not null,
    created text not null, updated text not null, revision integer not null
);
create index highlights_paper on highlights(paper);
create table states(
    uid text primary key,
    paper integer not null unique references papers(id) on delete cascade,
    read integer not null default 0,
    starred integer not null default 0,
    decision text,
    reason text,
    created text not null, updated text not null, revision integer not null
);
create index states_read on states(paper) where read;
create index states_starred on states(paper) where starred;

create table changes(
    id integer primary key,
    uid text not null unique,
    device text not null,
    clock text not null,
    made text not null,
    what text not null,
    kind text not null check (kind in ('do', 'undo', 'redo')),
    automatic integer not null default 0,
    of integer references changes(id),
    undone_by integer references changes(id),
    final integer not null default 0
);
create index changes_undoable on changes(automatic, id) where kind = 'do' and undone_by is null;
create index changes_redoable on changes(undone_by) where undone_by is not null and not final;
create table journal(
    id integer primary key,
    change integer not null references changes(id),
    tbl text not null,
    row text not null,
    before text,
    after text
);
create index journal_change on journal(change);
create index journal_row on journal(row);
"""
