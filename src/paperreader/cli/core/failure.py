"""The error that ends a command with a message and exit code 1."""

from __future__ import annotations

import click


class Failure(click.ClickException):
    """The command could not be carried out; the message says why and what to do."""

    exit_code = 1
