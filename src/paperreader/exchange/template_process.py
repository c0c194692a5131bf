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
    from collections.abc import Iterable, Iterator, Mapping

LONGEST: Final = 100_000
"""Characters of a rendered template at most."""
_SECONDS: Final = 3
"""Of processor time."""
_MEMORY: Final = 1 << 30
"""Bytes."""
_PIECE: Final = 16_384
"""Characters of an export that are handed on together."""
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


def export_for(asked: IO[str], out: IO[str]) -> None:
    """Run as the other process for an export: the request is on the first line, each paper on a line of its own.

    It answers with lines of text as they are made, and last that it is done, or what is wrong and where.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = json.loads(asked.readline())
    _limit()
    allowance = _Allowance()
    variables = {"papers": _Papers(asked, allowance), "today": request["today"]}
    try:
        for text in _rendered_papers(request["source"], variables, allowance, markup=request["markup"]):
            print(json.dumps({"text": text}), file=out)
        answer: dict[str, object] = {"done": True}
    except MemoryError:
        answer = {"line": 0, "problem": "it needs too much memory"}
    except Exception as error:  # noqa: BLE001 - whatever a template does is told where it was asked for
        answer = {"line": _line(error), "problem": _words(error, variables)}
    print(json.dumps(answer), file=out, flush=True)


class _Allowance:
    """The processor time and the text that a template may use: so much for every paper that it asks for."""

    def __init__(self) -> None:
        self._text = LONGEST
        self.grant()

    def grant(self) -> None:
        """Allow as much again from now on."""
        self._text += LONGEST
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            used = resource.getrusage(resource.RUSAGE_SELF)
            seconds = int(used.ru_utime + used.ru_stime) + _SECONDS
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))

    def use(self, text: str) -> str:
        """Return a text that may still be written.

        Raises:
            ValueError: it may not.
        """
        self._text -= len(text)
        if self._text < 0:
            raise ValueError(f"it writes more than {LONGEST:,} characters for a paper")
        return text


class _Papers:
    """The papers, as they come in. They can be gone through once: nobody keeps them."""

    def __init__(self, lines: Iterable[str], allowance: _Allowance) -> None:
        self._lines, self._allowance, self._begun = lines, allowance, False

    def __iter__(self) -> Iterator[object]:
        if self._begun:
            raise ValueError("a template can go through the papers only once")
        self._begun = True
        for line in self._lines:
            self._allowance.grant()
            yield json.loads(line)


def _rendered_papers(
    source: str, variables: Mapping[str, Any], allowance: _Allowance, *, markup: bool
) -> Iterator[str]:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=markup, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    some: list[str] = []
    size = 0
    for piece in environment.from_string(source).generate(**variables):
        some.append(allowance.use(piece))
        size += len(piece)
        if size > _PIECE:
            yield "".join(some)
            some, size = [], 0
    yield "".join(some)


def _limit() -> None:
    """Limit time and memory, where the system has such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, resource.RLIM_INFINITY))
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
    if isinstance(error, UndefinedError) and "has no attribute" not in said:
        return f"{said}; there are {', '.join(variables)}"
    return said or type(error).__name__
