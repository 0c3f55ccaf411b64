"""Settings from a file: the defaults of commands, as `govgraph.toml` gives them."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from govgraph.errors import QueryError
from govgraph.messages import _, reason_of

FILE = "govgraph.toml"


def read_settings(path: str | None, main: click.Group) -> dict[str, Any]:
    """The defaults of commands by the names of their parameters, as click takes them.

    Raises QueryError for a file that is named and missing, one that is no TOML, and a key that is no option.
    """
    file = Path(path or FILE)
    if not path and not file.exists():
        return {}
    try:
        return _defaults(tomllib.loads(file.read_text("utf-8")), main, str(file), ())
    except OSError as error:
        raise QueryError(
            _("{file} cannot be read: {reason}").format(file=file, reason=reason_of(error))
        ) from error
    except ValueError as error:
        raise QueryError(_("{file} is not TOML: “{error}”").format(file=file, error=error)) from error


def _defaults(
    given: Mapping[str, Any], command: click.Command, file: str, above: tuple[str, ...]
) -> dict[str, Any]:
    """A table of the file: options of a command, and tables of the commands below it."""
    options = {name: one.name or "" for one in command.params for name in _names(one)}
    below = {} if not isinstance(command, click.Group) else _below(command)
    found: dict[str, Any] = {}
    for key, value in given.items():
        name = key.replace("_", "-")
        if isinstance(value, Mapping) and name in below:
            found[name] = _defaults(value, below[name], file, (*above, key))
        elif name in options and not isinstance(value, Mapping):
            found[options[name]] = value
        else:
            raise _unknown(
                file, ".".join((*above, key)), [".".join((*above, one)) for one in (*options, *below)]
            )
    return found


def _names(one: click.Parameter) -> list[str]:
    """What an option is called, without its dashes; a file says neither --help nor --config."""
    if not isinstance(one, click.Option) or one.is_eager or one.name == "config":
        return []
    return [name.removeprefix("--") for name in one.opts if name.startswith("--")]


def _below(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    found = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    return {name: command for name, command in found if command}


def _unknown(file: str, key: str, known: Iterable[str]) -> QueryError:
    near = difflib.get_close_matches(key, list(known), 1, 0.5)
    hint = _("; did you mean '{near}'?").format(near=near[0]) if near else ""
    return QueryError(_("{file}: there is no setting '{key}'{hint}").format(file=file, key=key, hint=hint))
