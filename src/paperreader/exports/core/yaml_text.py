"""Texts for YAML, as JSON writes them: in double quotes, which nothing in the text can end."""

from __future__ import annotations

import json
import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What JSON leaves as it is, and YAML does not allow, or takes for the end of a line."""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]{1,200}")
_WORDS: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "nan", "inf"))


def yaml_string(text: str) -> str:
    """Return a text as a string of YAML."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def yaml_key(key: str) -> str:
    """Return a text as a key of YAML: in quotes only where it must be."""
    return key if _PLAIN.fullmatch(key) and key.lower() not in _WORDS else yaml_string(key)
