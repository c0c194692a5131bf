"""Notes for Obsidian: a Markdown file for each paper, with properties, and links that lead to each other's files.

In a graph of Logseq, links are written in its way; and since it takes a title for the name of a page, which links could
then not give, and reads a list in brackets as words with brackets, there is no title, and tags stand without brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperreader.domain import AS_STORED, citation_key, link, one_line, references
from paperreader.exports.front_matter import yaml_list, yaml_text
from paperreader.exports.markdown_text import annotation_blocks, line_of, marked_paragraphs, web_link
from paperreader.exports.pages import UID_KEY, PageFolder, PaperPage, write_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from paperreader.domain import Entry, LinkedPaper, Wording

_KEYS: Final = frozenset(
    "title aliases tags authors year published venue arxiv doi identifiers url "
    f"decision reason rating starred read citekey {UID_KEY}".split()
)
_NOT_IN_A_TAG: Final = re.compile(r"[^\w/-]+")
_NOT_IN_A_LINK: Final = str.maketrans({"[": "(", "]": ")", "|": "/", "`": "'"})


def write(entries: Iterable[Entry], out: TextIO, wording: Wording = AS_STORED, /) -> int:
    """Write the pages of papers one after the other; returns how many. Links lead to the web, as there are no files."""
    count = 0
    for entry in entries:
        write_page(page(entry, wording, PageFolder()), out)
        count += 1
    return count


def page(entry: Entry, wording: Wording, folder: PageFolder) -> PaperPage:
    """Return the page of a paper."""

    def linked(words: str, paper: LinkedPaper) -> str:
        file = folder.name_of(paper.uid)
        if file is None:
            return web_link(words, paper)
        return f"[{line_of(words)}]([[{file}]])" if folder.of_logseq else f"[[{file}|{_link_words(words)}]]"

    marks = [(one.start, one.end) for one in entry.highlights if one.start is not None and one.end is not None]
    blocks = [
        f"# {line_of(entry.paper.title or entry.label)}",
        marked_paragraphs(entry.paper.abstract, marks),
        *map(_with_tags, annotation_blocks(entry, "##", wording, linked)),
    ]
    properties = {key: value for key, value in _properties(entry) if value}
    if folder.of_logseq:
        properties = {key: value for key, value in properties.items() if key not in ("title", "aliases")}
        if "tags" in properties:
            properties["tags"] = ", ".join(_tags(entry.tags))
    return PaperPage(entry.uid, properties, _KEYS, "\n\n".join(filter(None, blocks)) + "\n")


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    title = one_line(paper.title or entry.label)
    yield "title", yaml_text(title)
    yield "aliases", yaml_list([title] if title else [])
    yield "tags", yaml_list(_tags(entry.tags))
    yield "authors", yaml_list(map(one_line, paper.authors))
    yield "year", f"{paper.published.year}" if paper.published else ""
    yield "published", yaml_text(str(paper.published)) if paper.published else ""
    yield "venue", _text(paper.venue)
    yield "arxiv", _text(paper.versioned_arxiv_id)
    yield "doi", _text(next(iter(paper.values("doi")), None))
    yield "identifiers", yaml_list(one_line(f"{one.scheme}:{one.value}") for one in paper.identifiers)
    yield "url", _text(link(entry))
    yield "decision", _text(entry.decision)
    yield "reason", _text(entry.reason)
    yield "rating", "" if entry.rating is None else str(entry.rating)
    yield "starred", "true" if entry.starred else "false"
    yield "read", "true" if entry.read else "false"
    yield "citekey", yaml_text(citation_key(entry))
    yield UID_KEY, yaml_text(entry.uid)


def _text(value: str | None) -> str:
    return yaml_text(one_line(value)) if value else ""


def _tags(names: Iterable[str]) -> list[str]:
    """Return tags as Obsidian knows them: of letters, digits, `_`, `-` and `/`, and not of digits alone."""
    tags: dict[str, str] = {}
    for name in names:
        parts = (_NOT_IN_A_TAG.sub("-", part).strip("-") for part in one_line(name).split("/"))
        tag = "/".join(filter(None, parts))
        if tag:
            tag = tag if any(not sign.isdecimal() for sign in tag) else f"_{tag}"
            tags.setdefault(tag.lower(), tag)
    return list(tags.values())


def _with_tags(block: str) -> str:
    """Write links to tags as tags: in Obsidian, `[[#todo]]` would be a link to a heading."""
    pieces, at = [], 0
    for one in references(block) if "[[#" in block else ():
        if one.tag is not None and (tags := _tags([one.tag])):
            pieces += [block[at : one.start], f"#{tags[0]}"]
            at = one.end
    return "".join([*pieces, block[at:]])


def _link_words(words: str) -> str:
    return one_line(words.translate(_NOT_IN_A_LINK))
