"""The commands of Neo4j: start, stop, status, load."""

from __future__ import annotations

import sys

import click

from govgraph.commands.shared import Context, guarded
from govgraph.errors import StoreError
from govgraph.messages import _, told


@click.group()
def neo4j() -> None:
    """Neo4j: a local one without Docker, and loading the graph into any.

    NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE name a server; else the local one is used.
    """


@neo4j.command("start")
@click.option("--browser", is_flag=True, help="Serve the Neo4j Browser too.")
@click.option("--port", type=click.IntRange(1, 65535), help="Bolt port; any free one where it is left out.")
@click.option("--heap", default="512m", show_default=True, help="Memory of its Java.")
@click.pass_obj
@guarded
def neo4j_start(context: Context, browser: bool, port: int | None, heap: str) -> None:
    """Start the workspace's local Neo4j; the first start fetches it.

    Example: govgraph neo4j start --browser
    """
    from govgraph.stores.neo4j.connect import local_server
    from govgraph.stores.neo4j.report import status_lines

    server = local_server(context.workspace.root, browser=browser, bolt_port=port, heap=heap)
    server.start(context.say)
    for line in status_lines(server.status()):
        click.echo(told(line))
    if browser:
        from govgraph.views.browser_style import browser_style

        style = server.home / "govgraph.grass"
        style.write_text(browser_style(), "utf-8")
        context.say(
            _("Drop this style sheet on the Browser for its colours and captions: {style}").format(
                style=style
            )
        )
    context.say(_("The password is in {home}").format(home=server.home / "password"))


@neo4j.command("stop")
@click.pass_obj
@guarded
def neo4j_stop(context: Context) -> None:
    """Stop the local Neo4j; its data stay.

    Example: govgraph neo4j stop
    """
    from govgraph.stores.neo4j.connect import local_server

    context.say(_("stopped") if local_server(context.workspace.root).stop() else _("it was not running"))


@neo4j.command("status")
@click.pass_obj
@guarded
def neo4j_status(context: Context) -> None:
    """Whether the local Neo4j runs, and where.

    Example: govgraph neo4j status
    """
    from govgraph.stores.neo4j.connect import local_server
    from govgraph.stores.neo4j.report import status_lines

    for line in status_lines(local_server(context.workspace.root).status()):
        click.echo(told(line))


@neo4j.command("load")
@click.option(
    "--full", is_flag=True, help="Make the local database anew from import files (fast, for much data)."
)
@click.option("--snapshot", is_flag=True, help="Remove what is no longer stated; else nothing is removed.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.pass_obj
@guarded
def neo4j_load(context: Context, full: bool, snapshot: bool, dry_run: bool) -> None:
    """Load the built graph into Neo4j.

    Only what changed since the last load is sent. A load that broke off is completed by the next.

    Example: govgraph neo4j load --dry-run
    """
    from govgraph.stores.neo4j.connect import find_address, local_server
    from govgraph.stores.neo4j.load import load
    from govgraph.stores.neo4j.load_full import load_full
    from govgraph.stores.neo4j.report import load_lines

    workspace = context.workspace
    graph, ledgers = workspace.graph(), workspace.root / "loads"
    with workspace.lock():
        if full and not dry_run:
            report = load_full(graph, local_server(workspace.root), ledgers, progress=context.say)
        else:
            address = find_address(workspace.root, ask=_ask_password)
            report = load(graph, address, ledgers, snapshot=snapshot, dry_run=dry_run, progress=context.say)
    for line in load_lines(report, dry_run=dry_run):
        click.echo(told(line))


def _ask_password(prompt: str) -> str:
    """Ask where somebody is there to answer."""
    if not sys.stdin.isatty():
        raise StoreError(_("NEO4J_URI is set but NEO4J_PASSWORD is not"))
    return str(click.prompt(told(prompt), hide_input=True, err=True))
