"""All commands in one program. Results go to standard output, everything else to standard error.

Exit codes: 0 done; 1 the user's mistake, or nothing found where something was named; 2 wrong usage; 3 part of the
input was left out; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from paperreader import __version__
from paperreader.cli import printing
from paperreader.cli.commands import annotate, configure, correct, inspect, intake, organise
from paperreader.cli.parsing import Failure, Program, examples, usage_lines, usage_message
from paperreader.cli.printing import complain, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

_STOPPED: Final = 130


def run(args: Sequence[str]) -> int:
    """Do what `args` say, and return the exit code. Never raises for what a user can cause."""
    printing.prepare()
    try:
        code: object = program.main(list(args), prog_name="paperreader", standalone_mode=False)
        printing.flush()
    except click.UsageError as error:
        for line in usage_lines(error):
            emit(line, err=True)
        complain(usage_message(error, args))
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("stopped.")
        return _STOPPED
    except OSError:
        printing.hush()
        return 1
    return code if isinstance(code, int) else 0


@click.group(
    cls=Program,
    invoke_without_command=True,
    epilog=examples(
        "paperreader --sample                    look around",
        "paperreader import lists/ page.txt      bring papers in",
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
    help="The library to use, instead of your own. Also: PAPERREADER_LIBRARY.",
)
@click.option("--sample", is_flag=True, help="Use the sample lists, in a library of their own.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, library: Path | None, *, sample: bool) -> None:  # noqa: ARG001 - `places` reads it
    """Read, search, tag and annotate research abstracts in a terminal.

    Without a command it opens the reader; where there is no terminal, it says what is in the library.
    """
    if sample and ctx.get_parameter_source("library") is ParameterSource.COMMANDLINE:
        raise click.UsageError("--sample has a library of its own: leave out --library.", ctx)
    if ctx.invoked_subcommand is not None:
        return
    from paperreader.cli.starting import start

    ctx.exit(start(ctx, sample=sample))


@program.command(
    epilog=examples(
        "echo 'eval \"$(paperreader completion bash)\"' >> ~/.bashrc",
        "echo 'eval \"$(paperreader completion zsh)\"' >> ~/.zshrc",
        "paperreader completion fish > ~/.config/fish/completions/paperreader.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script for completion in a shell.

    It completes commands, options, formats, and tags after “tag QUERY +”.
    """
    from click.shell_completion import get_completion_class

    known = get_completion_class(shell)
    if known is None:
        raise Failure(f"There is no completion for {shell}.")
    emit(known(program, {}, "paperreader", "_PAPERREADER_COMPLETE").source())


for _command in (
    *intake.COMMANDS,
    *inspect.COMMANDS,
    *annotate.COMMANDS,
    *correct.COMMANDS,
    *organise.COMMANDS,
):
    program.add_command(_command)
program.add_command(configure.config)
