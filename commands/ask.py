"""The commands that ask a query of one's own: Cypher and SPARQL."""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import click

from govgraph.commands.shared import FORMAT, Context, Seconds, guarded, warn
from govgraph.errors import QueryError
from govgraph.messages import _, reason_of

_ENDINGS, _NAME = (".cypher", ".cql", ".rq", ".sparql"), 256  # bytes that a file's name may have
_PARAMETER = click.option(
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; a value that is JSON is taken as JSON.",
)
_LIMIT = click.option(
    "--limit", type=click.IntRange(min=0), default=100_000, show_default=True, help="Rows shown at the most."
)
_TIMEOUT = click.option(
    "--timeout", type=Seconds(), default=30.0, show_default=True, help="Seconds that the query may take."
)
_STRICT = click.option("--strict", is_flag=True, help="What would be warned of is an error.")


@click.command()
@click.argument("text", metavar="TEXT|FILE|-")
@_PARAMETER
@click.option("--on", "engine", default="embedded", show_default=True, metavar="ENGINE",
              help="Which engine answers: embedded, neo4j, or one that a package adds.")  # fmt: skip
@FORMAT
@_LIMIT
@_TIMEOUT
@_STRICT
@click.pass_obj
@guarded
def cypher(
    context: Context, text: str, given: tuple[str, ...], engine: str, form: str, limit: int, timeout: float, strict: bool
) -> None:  # fmt: skip
    """Ask the graph in Cypher: a text, a file, or - for standard input.

    Names that the graph does not have, and what engines answer differently, are warned of. Nothing can be written.

    Example: govgraph cypher "MATCH (g:CorporateGroup)-[:HOLDS_SHARES_IN]->(v:JointVenture) RETURN g.name, v.name"
    """
    table = context.workspace.cypher(
        read_text(text),
        on=engine,
        time_limit=timeout,
        row_limit=limit,
        strict=strict,
        parameters=parameters(given),
    )
    show(context, table, form)


@click.command()
@click.argument("text", metavar="TEXT|FILE|-")
@_PARAMETER
@FORMAT
@_LIMIT
@_TIMEOUT
@_STRICT
@click.pass_obj
@guarded
def sparql(
    context: Context, text: str, given: tuple[str, ...], form: str, limit: int, timeout: float, strict: bool
) -> None:  # fmt: skip
    """Ask the graph in SPARQL: a SELECT as text, a file, or - for standard input.

    The prefix gg: is the ontology's.

    Example: govgraph sparql "SELECT ?name { ?g a gg:CorporateGroup ; gg:name ?name }"
    """
    table = context.workspace.sparql(
        read_text(text), time_limit=timeout, row_limit=limit, strict=strict, parameters=parameters(given)
    )
    show(context, table, form)


def show(context: Context, table: Any, form: str) -> None:
    """The rows, and what must be said beside them."""
    from govgraph.queries.render import render

    for warning in table.warnings:
        warn(warning)
    click.echo(render(table, form, exact=True, language=context.language), nl=False)
    if table.note:
        warn(table.note)
    if not table.rows:
        context.say(_("no rows"))


def read_text(text: str) -> str:
    """The query that an argument means: itself, the content of a file of that name, or standard input."""
    path = Path(text)
    try:
        if text == "-":
            return sys.stdin.read()
        if path.suffix in _ENDINGS or (len(os.fsencode(text)) < _NAME and path.is_file()):
            return path.read_text("utf-8")
    except OSError as error:
        raise QueryError(
            _("{path} cannot be read: {error}").format(path=path, error=reason_of(error))
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(_("{path} cannot be read: {error}").format(path=path, error=str(error))) from error
    return text


def parameters(given: tuple[str, ...]) -> dict[str, Any]:
    """Parameters by name; raises QueryError for one that is not NAME=VALUE."""
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise QueryError(_("--param {given}: should read NAME=VALUE").format(given=one[:60]))
        found[name.strip().removeprefix("$")] = _value(value)
    return found


def _value(text: str) -> Any:
    """JSON where it is JSON, else the text."""
    try:
        value = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    return text if isinstance(value, float) and not math.isfinite(value) else value
