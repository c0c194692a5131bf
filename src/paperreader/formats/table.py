"""The table of formats, and how one is recognised and read.

Each has a module in `readers` with `sniff(head) -> float`, which says how sure it is (0 to 1) that a text with this
beginning is in its format, and `read(stream, today) -> Iterator[Record | Leftover]`, which never raises for content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TextIO

from paperreader.domain import Leftover, Record
from paperreader.formats.readers import (
    abstracts,
    arxiv_atom,
    arxiv_mail,
    arxiv_rss,
    arxiv_snapshot,
    crossref,
    database_text,
    datacite,
    dataset_viewer,
    endnote_xml,
    hf_daily,
    hf_trending,
    huggingface,
    hypothesis,
    json_lines,
    medline,
    openalex,
    openreview,
    paragraphs,
    pubmed_xml,
    readwise,
    refer,
    refworks,
    ris,
    saved_html,
    semantic_scholar,
    tables,
    title_summary,
    web_annotation,
    web_of_science,
)
from paperreader.formats.readers.bibtex import entries as bibtex
from paperreader.formats.records import answers
from paperreader.formats.sources import OpenText, Unreadable
from paperreader.formats.values import is_furniture, unmarked

_SURE_ENOUGH: Final = 0.3


@dataclass(frozen=True, slots=True)
class Format:
    """A format that papers are read from."""

    name: str
    """Its name on the command line and in the library."""
    title: str
    """Its name for people."""
    sniff: Callable[[str], float]
    reader: Callable[[TextIO, date], Iterator[Record | Leftover]]
    """Its module's `read`."""
    printed: bool = False
    """Whether its texts were copied from a rendered page, so that any markup in them is literal."""

    def read(self, stream: TextIO, today: date) -> Iterator[Record | Leftover]:
        """Yield the papers of a text, and the pieces that could not be read."""
        found = self.reader(stream, today)
        return found if self.printed else unmarked(found)


FORMATS: Final = (
    Format("huggingface", "Hugging Face papers page", huggingface.sniff, huggingface.read, printed=True),
    Format("hf-trending", "Markdown copy of a Hugging Face papers page", hf_trending.sniff, hf_trending.read),
    Format("abstracts", "“Abstract:” lines", abstracts.sniff, abstracts.read, printed=True),
    Format("title-summary", "Labelled text (Title: … Summary: …)", title_summary.sniff, title_summary.read),
    Format("dataset-viewer", "Hugging Face dataset viewer", dataset_viewer.sniff, dataset_viewer.read, printed=True),
    Format("json", "JSON, or JSON lines", json_lines.sniff, json_lines.read),
    Format("arxiv-snapshot", "arXiv's metadata snapshot", arxiv_snapshot.sniff, arxiv_snapshot.read),
    Format("arxiv-atom", "arXiv API or Atom feed", arxiv_atom.sniff, arxiv_atom.read),
    Format("arxiv-rss", "arXiv RSS feed", arxiv_rss.sniff, arxiv_rss.read),
    Format("arxiv-mail", "arXiv listing mail", arxiv_mail.sniff, arxiv_mail.read),
    Format("hf-daily", "Hugging Face daily papers, JSON", hf_daily.sniff, hf_daily.read),
    Format("semantic-scholar", "Semantic Scholar JSON", semantic_scholar.sniff, semantic_scholar.read),
    Format("openalex", "OpenAlex JSON", openalex.sniff, openalex.read),
    Format("crossref", "Crossref or CSL-JSON", crossref.sniff, crossref.read),
    Format("datacite", "DataCite JSON", datacite.sniff, datacite.read),
    Format("openreview", "OpenReview JSON", openreview.sniff, openreview.read),
    Format("w3c", "Web Annotations, JSON-LD", web_annotation.sniff, web_annotation.read),
    Format("hypothesis", "Hypothesis annotations, JSON", hypothesis.sniff, hypothesis.read),
    Format("readwise", "Readwise highlights, CSV", readwise.sniff, readwise.read),
    Format("bibtex", "BibTeX, BibLaTeX", bibtex.sniff, bibtex.read),
    Format("ris", "RIS", ris.sniff, ris.read),
    Format("csv", "Tables: CSV, TSV and the like", tables.sniff, tables.read),
    Format("medline", "MEDLINE text, nbib", medline.sniff, medline.read),
    Format("web-of-science", "Web of Science text", web_of_science.sniff, web_of_science.read),
    Format("pubmed-xml", "PubMed XML", pubmed_xml.sniff, pubmed_xml.read),
    Format("endnote-xml", "EndNote XML", endnote_xml.sniff, endnote_xml.read),
    Format("refer", "EndNote tagged text, enw, refer", refer.sniff, refer.read),
    Format("refworks", "RefWorks tagged text", refworks.sniff, refworks.read),
    Format("database-text", "Database text: Ovid, ProQuest …", database_text.sniff, database_text.read),
    Format("html", "Saved web page", saved_html.sniff, saved_html.read),
    Format("paragraphs", "Plain text: titles and paragraphs", paragraphs.sniff, paragraphs.read, printed=True),
)

ANSWER: Final = Format("answer", "Service answer without papers", answers.sniff, answers.read)
"""Recognised like a format, but it contains no papers, so it cannot be chosen."""


def recognise(head: str) -> Format | None:
    """Return the format of a text that begins with `head`, or `None` if none is sure enough."""
    return surest_format(rank_formats(head))


def surest_format(ranked: Sequence[tuple[Format, float]]) -> Format | None:
    """Return the first format of a ranking, or `None` if it is not sure enough."""
    best = next(iter(ranked), None)
    return best[0] if best is not None and best[1] >= _SURE_ENOUGH else None


def format_named(name: str) -> Format:
    """Return the format of that name, which must exist."""
    return next(one for one in (*FORMATS, ANSWER) if one.name == name)


def read_records(chosen: Format, text: OpenText) -> Iterator[Record | Leftover]:
    """Yield what a format reads; if the text is damaged, the last piece says why it ends there."""
    line = 1
    try:
        for one in chosen.read(text.stream, date.today()):  # noqa: DTZ011 - the reader's own calendar
            line = one.line
            if not isinstance(one, Leftover) or not is_furniture(one.text):
                yield one
    except Unreadable as error:
        yield cut_short(line, str(error))
    except OSError as error:
        yield cut_short(line, f"{text.name} cannot be read: {error.strerror}.")


def cut_short(line: int, why: str) -> Leftover:
    """Return the leftover that says why a text could not be read to its end."""
    return Leftover(line, "", f"Nothing could be read from about here on. {why}")


def rank_formats(head: str) -> list[tuple[Format, float]]:
    """Return the formats that a text beginning with `head` may be in, and how sure each is, the surest first."""
    tried = [(one, one.sniff(head)) for one in (*FORMATS, ANSWER)]
    return sorted((pair for pair in tried if pair[1] > 0), key=lambda pair: -pair[1])
