"""Abstracts as they are read: shown, moved over, wrapped, watched for keywords."""

from __future__ import annotations

from paperreader.prose.graphemes import graphemes, next_grapheme, previous_grapheme
from paperreader.prose.keywords import Keywords, keyword_spans
from paperreader.prose.lines import wrap
from paperreader.prose.passages import Passages, Unit, paragraphs, sentences, words
from paperreader.prose.shown import Readable, readable

__all__ = [
    "Keywords",
    "Passages",
    "Readable",
    "Unit",
    "graphemes",
    "keyword_spans",
    "next_grapheme",
    "paragraphs",
    "previous_grapheme",
    "readable",
    "sentences",
    "words",
    "wrap",
]
