"""The command that shows what the graph has."""

from __future__ import annotations

import click

from govgraph.commands.shared import Context, echo_json, guarded


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
@click.pass_obj
@guarded
def schema(context: Context, name: str | None, form: str) -> None:
    """What the graph has: labels, relationships and properties, with counts, definitions and examples.

    NAME is a label, a relationship type, or a property.

    Example: govgraph schema HOLDS_SHARES_IN
    """
    from dataclasses import asdict

    from govgraph.queries.schema_text import schema_markdown, schema_text

    found = context.workspace.schema()
    kinds = found.find(name) if name else []
    if form == "json":
        echo_json([asdict(kind) for kind in kinds] if name else found.to_json())
    elif form == "markdown":
        click.echo(
            schema_markdown(kinds or [*found.labels, *found.relationships], context.language), nl=False
        )
    else:
        click.echo(schema_text(found, kinds, context.language), nl=False)
