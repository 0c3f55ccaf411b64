"""The commands of what a workspace holds: sources, forget, adopt, changes, status."""

from __future__ import annotations

import json
from pathlib import Path

import click

from govgraph.commands.shared import FORMAT, Context, guarded


@click.command()
@FORMAT
@click.pass_obj
@guarded
def sources(context: Context, form: str) -> None:
    """All sources of the workspace: whose, from when, how much, from which file.

    Example: govgraph sources
    """
    from govgraph.inventory import source_table
    from govgraph.queries.render import render

    click.echo(render(source_table(context.workspace), form, language=context.language), nl=False)
    if orphans := context.workspace.orphans():
        context.say(
            f"{len(orphans)} sources of an older workspace, of which it is not known whether people wrote them,"
            f" are in no build: {', '.join(orphans)}. Say for each: govgraph adopt ID, or govgraph forget ID"
        )


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.pass_obj
@guarded
def forget(context: Context, ids: tuple[str, ...]) -> None:
    """Remove sources for good, with all that only they say.

    Example: govgraph forget awards-json
    """
    for id_, count in context.workspace.forget(*ids).items():
        context.say(f"{id_}: {count} statements removed")
    context.say("Now run: govgraph build")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.pass_obj
@guarded
def adopt(context: Context, ids: tuple[str, ...]) -> None:
    """Take sources of an older workspace, of which nobody knew, for facts that people wrote down.

    Example: govgraph adopt my-facts
    """
    context.workspace.adopt(*ids)
    context.say("Now run: govgraph build")


@click.command()
@click.option("--limit", default=50, show_default=True, help="Lines of each kind; 0 for all.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
@guarded
def changes(context: Context, limit: int, form: str) -> None:
    """What the last build added, removed and changed.

    Example: govgraph changes
    """
    from govgraph.inventory import changes_json, changes_text

    if form == "json":
        for part in changes_json(context.workspace):
            click.echo(part, nl=False)
    else:
        click.echo(changes_text(context.workspace, context.language, limit), nl=False)


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
@guarded
def status(context: Context, form: str) -> None:
    """Where the workspace stands: sources, whether the build is fresh, what is set aside, disk.

    Example: govgraph status
    """
    from govgraph.inventory import status_json, status_text

    if form == "json":
        click.echo(json.dumps(status_json(context.workspace), ensure_ascii=False, indent=1))
    else:
        click.echo(status_text(context.workspace, context.language), nl=False)


@guarded
def carry_over(context: Context) -> None:
    """Bring an older workspace up to date, and say what could not be placed."""
    found = context.workspace.carry_over()
    if found is None:
        return
    root: Path = context.workspace.root
    click.echo(f"{root} was made by an older govgraph and is carried over", err=True)
    if found:
        click.echo(
            f"{len(found)} sources stood in it of which it is not known whether people wrote them: {', '.join(found)}."
            " They are in no build. Say for each: govgraph adopt ID, or govgraph forget ID",
            err=True,
        )
