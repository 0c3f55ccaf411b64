"""The commands that decide whether organisations are one."""

from __future__ import annotations

import click

from govgraph.commands.shared import Context, guarded
from govgraph.messages import _, told


@click.group()
def review() -> None:
    """Organisations that look alike: list them, say which are one."""


@review.command("list")
@click.pass_obj
@guarded
def review_list(context: Context) -> None:
    """What the last build left for a person to decide, with the reasons.

    Example: govgraph review list
    """
    from govgraph.graph.identity.candidates import read_review

    doubts, left_out = read_review(context.workspace.current.folder / "review.tsv")
    for doubt in doubts:
        reasons = "; ".join(map(told, doubt.reasons.split("; ")))
        click.echo("\t".join((doubt.one, doubt.other, doubt.one_name, doubt.other_name, reasons)))
    for remark in left_out:
        context.say(remark)


@review.command("accept")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="The reason, kept beside the decision.")
@click.pass_obj
@guarded
def review_accept(context: Context, one: str, other: str, because: str) -> None:
    """Two ids are one organisation, from the next build on.

    Example: govgraph review accept org-0a org-0b --because "one licence number"
    """
    context.workspace.decide(one, other, "accept", because)
    context.say(_("Now run: govgraph build"))


@review.command("reject")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="The reason, kept beside the decision.")
@click.pass_obj
@guarded
def review_reject(context: Context, one: str, other: str, because: str) -> None:
    """Two ids are two organisations, whatever a rule says, from the next build on.

    Example: govgraph review reject org-0a org-0b --because "father and son firms"
    """
    context.workspace.decide(one, other, "reject", because)
    context.say(_("Now run: govgraph build"))
