"""A paper as Hugging Face's API and the pages of its site ship it, in JSON.

Below the formats; the same item stands in the answers of the API and in an attribute of a saved page.
"""

from __future__ import annotations

from collections.abc import Mapping

from paperreader.domain.paper import Paper
from paperreader.formats.values.fields import unwrapped
from paperreader.formats.values.json_values import (
    count_of,
    date_of,
    identifiers_of,
    line_of,
    links_of,
    names_of,
    object_of,
    text_of,
    title_from,
    words_of,
)


def daily_paper(item: Mapping[str, object]) -> Paper:
    """The paper of an item, which keeps it under `paper`, with what the page adds beside it, or is it itself.

    `summary` is the abstract; `ai_summary` is a machine's, and is left out.
    """
    both = {**item, **object_of(item.get("paper"))}
    title, abstract = line_of(both.get("title")), unwrapped(text_of(both.get("summary")))
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
