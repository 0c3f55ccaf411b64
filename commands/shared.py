"""What all commands share: the workspace, how errors are told, options of several commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govgraph.errors import GovgraphError, InvalidGraph, QueryError, SourceError, StoreError, UnknownName

# Engines and views are imported inside the commands that need them, so that `--help` is instant.

DONE, FAILED, USAGE, BAD_DATA = 0, 1, 2, 3

CHECKOUT = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), help="A checkout; this one by default."
)


FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "markdown"]), default="table", show_default=True
)  # fmt: skip


class Context:
    """What all commands share: the workspace and how much is said."""

    def __init__(self, folder: Path, quiet: bool, language: str, patience: float = 0) -> None:
        from govgraph.workspace import Workspace

        self.workspace = Workspace(folder, patience)
        self.quiet, self.language = quiet, language

    def say(self, text: str) -> None:
        """Progress and remarks go to standard error, so that results can be piped."""
        if not self.quiet:
            click.echo(text, err=True)


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into a message and an exit code."""

    @wraps(command)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except InvalidGraph as error:
            from govgraph.checking import violation_lines

            for line in violation_lines(error.violations):
                click.echo(line, err=True)
            fail(str(error), BAD_DATA)
        except SourceError as error:
            fail(str(error), BAD_DATA)
        except (QueryError, UnknownName) as error:
            fail(str(error), USAGE)
        except (StoreError, GovgraphError) as error:
            fail(str(error), FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(DONE)

    return told


def fail(message: str, code: int) -> None:
    click.secho(f"govgraph: {message}", fg="red", err=True)
    sys.exit(code)
