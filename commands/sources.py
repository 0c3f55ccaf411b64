"""The commands of what a workspace holds: sources, forget, adopt, changes, status."""

from __future__ import annotations

from pathlib import Path

import click

from govgraph.commands.shared import FORMAT, TEXT_OR_JSON, Context, echo_json, guarded, warn
from govgraph.messages import _


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
            _(
                "{orphans} sources of an older workspace, of which it is not known whether people wrote "
                "them, are in no build: {orphans2}. Say for each: govgraph adopt ID, or govgraph forget "
                "ID"
            ).format(orphans=len(orphans), orphans2=", ".join(orphans))
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
        context.say(_("{id}: {count} statements removed").format(id=id_, count=count))
    context.say(_("Now run: govgraph build"))


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.pass_obj
@guarded
def adopt(context: Context, ids: tuple[str, ...]) -> None:
    """Take sources of an older workspace, of which nobody knew, for facts that people wrote down.

    Example: govgraph adopt my-facts
    """
    context.workspace.adopt(*ids)
    context.say(_("Now run: govgraph build"))


@click.command()
@click.option("--limit", default=50, show_default=True, help="Lines of each kind; 0 for all.")
@TEXT_OR_JSON
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
@TEXT_OR_JSON
@click.pass_obj
@guarded
def status(context: Context, form: str) -> None:
    """Where the workspace stands: sources, whether the build is fresh, what is set aside, disk.

    Example: govgraph status
    """
    from govgraph.inventory import status_json, status_text

    if form == "json":
        echo_json(status_json(context.workspace))
    else:
        click.echo(status_text(context.workspace), nl=False)


@guarded
def carry_over(context: Context) -> None:
    """Bring an older workspace up to date, and say what could not be placed."""
    found = context.workspace.carry_over()
    if found is None:
        return
    root: Path = context.workspace.root
    warn(_("{root} was made by an older govgraph and is carried over").format(root=root))
    if found:
        warn(
            _(
                "{found} sources stood in it of which it is not known whether people wrote them: "
                "{found2}. They are in no build. Say for each: govgraph adopt ID, or govgraph forget ID"
            ).format(found=len(found), found2=", ".join(found)),
        )
