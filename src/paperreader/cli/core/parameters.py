"""Arguments and options that several commands share, and the parameter types they need."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

from paperreader.cli.core import offers
from paperreader.cli.core.context import library_file
from paperreader.cli.core.failure import Failure
from paperreader.cli.core.input import STDIN, stdin_names
from paperreader.domain import clean, shortened
from paperreader.query import ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.shell_completion import CompletionItem

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType

_HELP: Final = ("-h", "--help")
_LARGEST: Final = 2**63 - 1


def examples(*lines: str) -> str:
    """Format the examples at the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


class Operands(click.Command):
    """A command in which `-tag` or `- item` can be given without `--` before it: only its options are options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:  # noqa: D102 - click's own
        options: list[str] = []
        if "--" in args:
            at = args.index("--")
            args = [*args[:at], *args[at + 1 :]]
        elif any(one in _HELP for one in args):
            return super().parse_args(ctx, ["--help"])
        else:
            options, args = self._told_apart(args)
        return super().parse_args(ctx, [*options, "--", *args])

    def _told_apart(self, args: Sequence[str]) -> tuple[list[str], list[str]]:
        """Split arguments into the options with their values, and the rest."""
        known = {name: one for one in self.params if isinstance(one, click.Option) for name in one.opts}
        options: list[str] = []
        rest: list[str] = []
        left = iter(args)
        for one in left:
            option = known.get(one.partition("=")[0])
            if option is None or ("=" in one and option.is_flag):
                rest.append(one)
            else:
                options.append(one)
                if not option.is_flag and "=" not in one:
                    options.extend(islice(left, 1))
        return options, rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:  # noqa: D102 - click's own
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):  # click only looks for options
            for parameter in self.params:
                if isinstance(parameter, click.Argument):
                    found += parameter.shell_complete(ctx, incomplete)
        return found


class TypedText(_ParamType):
    """Text that a user typed, without undecodable bytes or terminal control characters."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002, D102
        return clean(value)


class _Offered(TypedText):
    """Text that is completed from a library."""

    def __init__(self, offered: Callable[[Path, str], Sequence[offers.Completion]]) -> None:
        self._offered = offered

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        return _items(self._offered(library_file(ctx), incomplete))


def _items(found: Sequence[offers.Completion]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(one.value, help=one.help or None) for one in found]


class KnownTag(_Offered):
    """The name of a tag, completed from those that exist."""

    def __init__(self) -> None:
        super().__init__(offers.tags)


class KnownView(_Offered):
    """The name of a saved view, completed from those that exist."""

    def __init__(self) -> None:
        super().__init__(offers.views)


class PaperName(_Offered):
    """A paper, completed by its number or an identifier."""

    def __init__(self) -> None:
        super().__init__(offers.papers)


class _Query(_Offered):
    """A query, or a paper."""

    def __init__(self) -> None:
        super().__init__(offers.query_terms)


class SortOrder(TypedText):
    """The name of an order, with a dash before it to reverse it; whether there is one is checked later."""

    def shell_complete(  # noqa: D102 - click's own
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        every = [
            *(offers.Completion(one.name, one.help) for one in ORDERS.values()),
            *(offers.Completion(f"-{one.name}", one.reversed) for one in ORDERS.values() if one.turns),
        ]
        return _items([one for one in every if one.value.startswith(incomplete)])


class TypedQuery(_Query):
    """The papers that a command changes. Never empty, since that would mean all of them."""

    name = "query"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: D102
        text = clean(value)
        if not text.strip():
            self.fail("it is empty. For every paper, write '*'.", param, ctx)
        return text


as_json_option: Final = click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")


@dataclass(frozen=True, slots=True)
class PaperRequest:
    """The papers that a command should show; all of them if nothing was given."""

    query: str = ""
    """What to search for, if no papers are named."""
    numbers: tuple[str, ...] = ()
    """Papers by their numbers, or by any of their names if they were read from standard input."""


def is_number(text: str) -> bool:
    """Whether an argument is a paper's number. To search for a number, the user puts it in quotes of its own."""
    return text.strip().isdecimal()


def request_of(ctx: object, parameter: object, arguments: Sequence[str]) -> PaperRequest:
    """Turn arguments into a request: either for papers by their numbers, or for what one query finds."""
    if tuple(arguments) == (STDIN,) and not getattr(ctx, "resilient_parsing", False):  # nothing is read to complete
        return PaperRequest(numbers=stdin_names())
    numbers = tuple(one.strip() for one in arguments if is_number(one))
    if not numbers:
        return PaperRequest(one_query(ctx, parameter, arguments))
    if len(numbers) < len(arguments):
        number = shortened(numbers[0], 20)
        raise Failure(
            f"“{number}” on its own is a paper's number, but here it is next to other words. To search for it "
            f"as well, put it in quotes of its own: '\"{number}\"'."
        )
    return PaperRequest(numbers=numbers)


def one_query(_ctx: object, _parameter: object, arguments: Sequence[str]) -> str:
    """Join arguments into one query. Each stays together: `"a OR b" c` becomes `(a OR b) c`."""
    from paperreader.query import Or, parse

    if len(arguments) < 2:
        return "".join(arguments)
    *others, last = (f"({one})" if isinstance(parse(one).root, Or) else one for one in arguments)
    if last != arguments[-1]:
        last = last[:-1]  # the end of a group can be missing, as its last word may be unfinished
    return " ".join([*others, last])


sort_option: Final = click.option(
    "--sort", type=SortOrder(), metavar="ORDER", help=f"{', '.join(ORDERS)}; - before it reverses the order."
)
request_argument: Final = click.argument("query", nargs=-1, type=_Query(), callback=request_of)
"""A query as several words, or numbers of papers; nothing means all papers."""
yes_option: Final = click.option("--yes", is_flag=True, help="Do not ask, however many papers are affected.")
query_argument: Final = click.argument("query", type=TypedQuery())
"""One paper, or all that a query finds, as one argument: see `targets.papers_to_change`."""


def _paper(ctx: click.Context, _parameter: object, typed: str) -> str:
    """Take the name of a paper from standard input, if it is `-`."""
    if typed != STDIN or ctx.resilient_parsing:
        return typed
    names = stdin_names()
    if len(names) > 1:
        raise Failure(f"Standard input names {len(names):,} papers, but this is about one.")
    return names[0]


paper_argument: Final = click.argument("paper", type=PaperName(), callback=_paper)


class WholeNumber(click.IntRange):
    """A number from 1 up, capped at the largest that SQLite can store."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: D102
        return min(super().convert(value, param, ctx), _LARGEST)


class Named(Protocol):
    """A row of the table of formats or of exports."""

    @property
    def name(self) -> str:
        """Its name on the command line."""

    @property
    def title(self) -> str:
        """Its name for people."""


class OneOf(_ParamType):
    """A row of a table, chosen by its name. The table is loaded only when needed."""

    name = "format"

    def __init__(self, table: Callable[[], Sequence[Named]]) -> None:
        self._table = table

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002, D102
        return "[" + "|".join(one.name for one in self._table()) + "]"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Named:  # noqa: D102
        for one in self._table():
            if one.name == str(value).lower():
                return one
        names = ", ".join(one.name for one in self._table())
        return self.fail(f"unknown format {shortened(str(value))!r}. Choose one of {names}.", param, ctx)

    def shell_complete(  # noqa: D102 - click's own
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(one.name, help=one.title) for one in self._table() if one.name.startswith(incomplete)]


class SignedTag(_ParamType):
    """`+tag` or `-tag`."""

    name = "tag"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: D102
        text = clean(value)
        if text[:1] not in ("+", "-"):
            said = shortened(text)
            self.fail(f"{said!r}: write +{said or 'tag'} to add a tag, -{said or 'tag'} to remove it.", param, ctx)
        if not text[1:].strip():
            self.fail(f"{shortened(text)!r} is not a tag.", param, ctx)
        return text

    def shell_complete(  # noqa: D102 - click's own
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        return _items(offers.signed_tags(library_file(ctx), incomplete))
