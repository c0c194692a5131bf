"""The command line program. Results go to standard output, everything else to standard error.

Exit codes: 0 done; 1 the user's mistake, or nothing found where something was named; 2 wrong usage; 3 part of the
input was left out; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from paperreader import __version__
from paperreader.cli.core import Failure, complain, emit, examples, flush, hush, pager, prepare_streams
from paperreader.domain import shortened
from paperreader.library import LibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STOPPED: Final = 130


COMMANDS: Final = {
    "intake": ("import", "imports", "leftovers"),
    "inspect": ("list", "show", "related", "read", "stats", "facets", "log"),
    "export": ("export",),
    "watch": ("watch",),
    "annotate": ("tag", "decide", "mark", "trash", "undo", "redo"),
    "arrange": ("queue", "jumps", "attach", "open"),
    "writing": ("note", "notes", "highlight", "highlights"),
    "correct": ("edit", "duplicates"),
    "organise": ("tags", "views", "criteria"),
    "configure": ("config", "templates", "keywords", "completion"),
}
"""The names of all commands, by the module that has them, which is loaded when one of them is used."""


PAGED: Final = frozenset(
    "list show related stats facets log notes highlights queue imports leftovers tags views duplicates criteria".split()
)
"""The commands whose results go through a pager: those that only print."""


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name."""

    def __init__(self) -> None:
        self._modules = {name: module for module, names in COMMANDS.items() for name in names}
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module = import_module(f"paperreader.cli.commands.{self._modules[name]}")
            self._loaded |= {one.name: one for one in module.COMMANDS}
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name], self._loaded[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class Program(click.Group):
    """The group of all commands. Turns errors into a `Failure`; a closed pipe is not an error."""

    def resolve_command(  # noqa: D102 - click's own
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        is_part = isinstance(command, click.Group) and any(one in command.commands for one in rest)
        pager.allowed = name in PAGED and not is_part and not ctx.params.get("no_pager")
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:  # noqa: D102 - click's own
        try:
            try:
                result = super().invoke(ctx)
            finally:
                pager.finish()
            flush()
        except LibraryError as error:
            raise Failure(str(error)) from error
        except BrokenPipeError:
            hush()
            ctx.exit(0)
        except OSError as error:
            hush()
            place = error.filename or "The output"
            raise Failure(f"{place}: {error.strerror or error}.") from error
        return result


def run(args: Sequence[str]) -> int:
    """Run the command in `args`; returns the exit code. Never raises for anything a user can cause."""
    prepare_streams()
    try:
        code: object = program.main(list(args), prog_name="paperreader", standalone_mode=False)
        flush()
    except click.UsageError as error:
        for line in _usage_lines(error):
            emit(line, err=True)
        complain(_usage_message(error, args))
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("stopped.")
        return _STOPPED
    except OSError:
        hush()
        return 1
    return code if isinstance(code, int) else 0


@click.group(
    cls=Program,
    commands=_Commands(),
    invoke_without_command=True,
    epilog=examples(
        "paperreader --sample                    look around",
        "paperreader import lists/ page.txt      import papers",
        "paperreader list state space models     search",
        "paperreader tag 'title:lora' +adapters  tag what a query finds",
        "paperreader export tag:todo --to bibtex -o todo.bib",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--library",
    type=click.Path(path_type=Path, readable=False),
    envvar="PAPERREADER_LIBRARY",
    metavar="FILE",
    help="The library to use instead of your own (or set PAPERREADER_LIBRARY).",
)
@click.option("--sample", is_flag=True, help="Use the sample lists, in a library of their own.")
@click.option("--query", metavar="TEXT", help="Open the reader with this search, instead of where you were last.")
@click.option("--no-pager", is_flag=True, help="Do not show results in a pager (PAGER, or less) at a terminal.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, library: Path | None, *, sample: bool, query: str | None, no_pager: bool) -> None:  # noqa: ARG001 - read elsewhere
    """Read, search, tag and annotate research abstracts in a terminal.

    Without a command it opens the reader; where there is no terminal, it says what is in the library.
    """
    if sample and ctx.get_parameter_source("library") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--sample has a library of its own: leave out --library.", ctx)
    if ctx.invoked_subcommand is not None:
        if query is not None:
            raise click.UsageError("--query is for the reader: leave out the command, or give it the query.", ctx)
        return
    from paperreader.cli.startup import start

    ctx.exit(start(ctx, sample=sample, query=query))


def _usage_message(error: click.UsageError, args: Sequence[str]) -> str:
    """Explain the error, and how to write a query that begins with a dash, which looks like an option."""
    import shlex

    message = error.format_message()
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return message
    operands = [one for one in error.ctx.command.params if isinstance(one, click.Argument)]
    before = [one.human_readable_name for one in takewhile(lambda one: one.name != "query", operands)]
    if len(before) == len(operands):
        return message
    name = error.option_name
    begins = name if name.startswith("--") else "-"
    typed = shortened(next((one for one in args if one.startswith(begins) and name[-1] in one), name))
    example = " ".join([error.ctx.command_path, *before, "--", shlex.quote(typed)])
    return f"{message} If “{typed}” belongs to the query, write -- before the query and after all options: {example}"


def _usage_lines(error: click.UsageError) -> Iterator[str]:
    """Yield how the command is used."""
    if error.ctx is not None:
        yield error.ctx.get_usage()
        yield f"Try “{error.ctx.command_path} --help”."
