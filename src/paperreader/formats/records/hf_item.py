"""A paper in the JSON that Hugging Face's API returns, and that its pages contain in an attribute."""

from __future__ import annotations

from collections.abc import Mapping

from paperreader.domain import Paper
from paperreader.formats.values import (
    count_of,
    date_of,
    identifiers_of,
    line_of,
    links_of,
    names_of,
    object_of,
    text_of_value,
    title_from,
    unwrapped,
    words_of,
)


def daily_paper(item: Mapping[str, object]) -> Paper:
    """Return the paper of an item, which has it under `paper` beside what the page adds, or is the paper itself.

    `summary` is the abstract; `ai_summary` is written by a machine and left out.
    """
    both = {**item, **object_of(item.get("paper"))}
    title, abstract = line_of(both.get("title")), unwrapped(text_of_value(both.get("summary")))
    comments = count_of(both, "numComments")
    return Paper(
        title=title or None,
        title_from=title_from(title, abstract),
        abstract=abstract,
        authors=names_of(both.get("authors")),
        published=date_of(both.get("publishedAt")),
        upvotes=count_of(both, "upvotes"),
        comments=count_of(both, "comments") if comments is None else comments,
        identifiers=identifiers_of("arxiv", both.get("id")),
        links=links_of(both.get("githubRepo"), both.get("projectPage")),
        keywords=words_of(both.get("ai_keywords")),
    )
