"""Renders a template in a process of its own, which may be endless or ask for more memory than there is.

The template is somebody's program, perhaps not the user's own: Jinja's sandbox keeps it from everything but its
variables, and the limits of this process from everything else. It talks JSON over its standard input and output.
"""

from __future__ import annotations

import contextlib
import json
import signal
import traceback
from typing import IO, TYPE_CHECKING, Any, Final

from paperreader.domain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST: Final = 100_000
"""Characters of a rendered template at most."""
_SECONDS: Final = 3
"""Of processor time."""
_MEMORY: Final = 1 << 30
"""Bytes."""
_COMPILED: Final = "<template>"
"""The name that Jinja gives the lines of a template in a traceback."""


def render_for(asked: IO[str], out: IO[str]) -> None:
    """Run as the other process: answer with the text, or with what is wrong and its line (0: none in particular)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the reader
    request = json.load(asked)
    _limit()
    try:
        answer: dict[str, object] = {"text": _rendered(request["source"], request["variables"])}
    except MemoryError:
        answer = {"line": 0, "problem": "it needs too much memory"}
    except Exception as error:  # noqa: BLE001 - whatever a template does is told where it was asked for
        answer = {"line": _line(error), "problem": _words(error, request["variables"])}
    json.dump(answer, out)
    out.flush()


def _limit() -> None:
    """Limit time and memory, where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _rendered(source: str, variables: Mapping[str, Any]) -> str:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # A note is Markdown, not HTML.
    environment = SandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return "".join(_bounded(environment.from_string(source).generate(**variables)))


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    left = LONGEST
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise ValueError(f"its text is longer than {LONGEST:,} characters")
        yield piece


def _line(error: Exception) -> int:
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    places = traceback.extract_tb(error.__traceback__)
    return next((place.lineno or 0 for place in reversed(places) if place.filename == _COMPILED), 0)


def _words(error: Exception, variables: Mapping[str, Any]) -> str:
    from jinja2 import TemplateSyntaxError, UndefinedError

    if isinstance(error, TypeError) and "loader" in str(error):
        return "a template cannot include another"
    said = one_line(str(error.message or "") if isinstance(error, TemplateSyntaxError) else str(error))
    if isinstance(error, UndefinedError):
        return f"{said}; there are {', '.join(variables)}"
    return said or type(error).__name__
