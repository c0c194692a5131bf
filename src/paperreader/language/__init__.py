"""Abstracts as they are read: shown, moved over, wrapped, watched for keywords."""

from __future__ import annotations

from paperreader.language.graphemes import graphemes, next_grapheme, previous_grapheme
from paperreader.language.keywords import Keywords, keyword_spans
from paperreader.language.lines import wrap
from paperreader.language.passages import Passages, Unit, paragraph_spans, sentence_spans, word_spans
from paperreader.language.shown import Readable, readable

__all__ = [
    "Keywords",
    "Passages",
    "Readable",
    "Unit",
    "graphemes",
    "keyword_spans",
    "next_grapheme",
    "paragraph_spans",
    "previous_grapheme",
    "readable",
    "sentence_spans",
    "word_spans",
    "wrap",
]
