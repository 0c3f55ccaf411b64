"""What all commands share: the workspace, how errors are told, options of several commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from govgraph.commands.progress import Progress
from govgraph.errors import GovgraphError, InvalidGraph, QueryError, SourceError, StoreError, UnknownName
from govgraph.messages import told

# Engines and views are imported inside the commands that need them, so that `--help` is instant.

DONE, FAILED, USAGE, BAD_DATA = 0, 1, 2, 3

CHECKOUT = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), help="A checkout; this one by default."
)


FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "markdown"]), default="table", show_default=True
)  # fmt: skip
TEXT_OR_JSON = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


class Seconds(click.FloatRange):
    """A time limit: some time, and not more than a day."""

    def __init__(self) -> None:
        super().__init__(min=0, max=86_400, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The seconds; what is no number is in no range."""
        found = super().convert(value, param, ctx)
        return self.convert(-1, param, ctx) if found != found else found


class Context:
    """What all commands share: the workspace and how much is said."""

    def __init__(self, folder: Path, quiet: bool, language: str, patience: float = 0) -> None:
        from govgraph.workspace import Workspace

        self.workspace = Workspace(folder, patience)
        self.quiet, self.language = quiet, language

    def say(self, text: str) -> None:
        """Progress and remarks go to standard error, so that results can be piped."""
        if not self.quiet:
            warn(text)

    def progress(self) -> Progress:
        """What a command is at: a bar on a terminal, lines in a log."""
        return Progress(self.quiet)


def warn(text: str) -> None:
    """What is not to be missed, on standard error."""
    click.echo(told(text), err=True)


def echo_json(value: object) -> None:
    """A result for programs; its texts are in English, whatever the language."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into a message and an exit code."""

    @wraps(command)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except InvalidGraph as error:
            from govgraph.checking import violation_lines

            for line in violation_lines(error.violations):
                warn(line)
            fail(error.text, BAD_DATA)
        except SourceError as error:
            fail(error.text, BAD_DATA)
        except (QueryError, UnknownName) as error:
            fail(error.text, USAGE)
        except (StoreError, GovgraphError) as error:
            fail(error.text, FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(DONE)

    return told


def fail(message: str, code: int) -> NoReturn:
    """Say what went wrong, and end with an exit code (docs/sources.md has them)."""
    click.secho(f"govgraph: {told(message)}", fg="red", err=True)
    sys.exit(code)
