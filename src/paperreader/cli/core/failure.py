"""How a command says that it cannot do what it was asked."""

from __future__ import annotations

import click


class Failure(click.ClickException):
    """The command could not be done; the message says why and what to do."""

    exit_code = 1
