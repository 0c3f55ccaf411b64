"""The command that opens a prompt for queries."""

from __future__ import annotations

import click

from govgraph.commands.shared import Context, guarded


@click.command()
@click.option("--on", "engine", default="embedded", show_default=True, metavar="ENGINE",
              help="Which engine answers: embedded, sparql, neo4j, or one that a package adds.")  # fmt: skip
@click.pass_obj
@guarded
def shell(context: Context, engine: str) -> None:
    """A prompt for Cypher and SPARQL, with completion and history; :help says what else it does.

    Example: govgraph shell
    """
    from govgraph.commands.prompt import Prompt

    Prompt(context, engine).run()
