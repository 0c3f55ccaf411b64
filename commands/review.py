"""The commands that decide whether organisations are one."""

from __future__ import annotations

from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from govgraph.commands.shared import Context, guarded
from govgraph.messages import _, told

if TYPE_CHECKING:
    from govgraph.graph.identity.review_list import MatchCandidate

_BECAUSE = click.option("--because", required=True, help="The reason, kept beside the decision.")
_BY = click.option("--by", default="", help="Who decides; the user of the system by default.")


@click.group()
def review() -> None:
    """Organisations that look alike or were merged: list them, say which are one."""


@review.command("list")
@click.option(
    "--merged", is_flag=True, help="What was merged, with the names, on what ground and where it was read."
)
@click.option("--limit", default=200, show_default=True, help="Pairs, or merges; 0 for all.")
@click.option("--format", "form", type=click.Choice(["text", "tsv"]), default="text", show_default=True)
@click.pass_obj
@guarded
def review_list(context: Context, merged: bool, limit: int, form: str) -> None:
    """What the last build left for a person to decide, the likely pairs first, grouped by organisation.

    Example: govgraph review list --limit 20
    """
    (_list_merges if merged else _list_doubts)(context, limit, form)


def _list_doubts(context: Context, limit: int, form: str) -> None:
    from govgraph.graph.identity.review_list import read_review

    doubts, remarks = read_review(context.workspace.current.folder / "review.tsv")
    shown = doubts[: limit or None]
    if form == "tsv":
        for doubt in shown:
            click.echo("\t".join((doubt.one, doubt.other, doubt.one_name, doubt.other_name, _reasons(doubt))))
    else:
        for (id_, name), group in groupby(shown, attrgetter("one", "one_name")):
            click.echo(f"{name}  {id_}")
            for doubt in group:
                click.echo(f"    {doubt.other_name}  {doubt.other}  {_reasons(doubt)}")
    if len(doubts) > len(shown):
        context.say(_("{number} more pairs; --limit 0 shows all").format(number=len(doubts) - len(shown)))
    for remark in remarks:
        context.say(told(remark))


def _reasons(doubt: MatchCandidate) -> str:
    return "; ".join(map(told, doubt.reasons.split("; ")))


def _list_merges(context: Context, limit: int, form: str) -> None:
    from govgraph.graph.identity.merges import MERGES, read_merges

    merges = read_merges(context.workspace.current.folder / MERGES)
    shown = list(islice(merges, limit or None))
    if form == "tsv":
        for m in shown:
            line = (m.canonical, m.id, m.canonical_name, m.name, told(m.reason), m.source, m.locator)
            click.echo("\t".join(line))
    else:
        for (id_, name), group in groupby(shown, attrgetter("canonical", "canonical_name")):
            click.echo(f"{name}  {id_}")
            for m in group:
                click.echo(f"    {m.name}  {m.id}  {told(m.reason)}  {m.source} {m.locator}".rstrip())
    if rest := sum(1 for _ in merges):
        context.say(_("{number} more merges; --limit 0 shows all").format(number=rest))


@review.command("accept")
@click.argument("one")
@click.argument("other")
@_BECAUSE
@_BY
@click.pass_obj
@guarded
def review_accept(context: Context, one: str, other: str, because: str, by: str) -> None:
    """Two are one organisation, from the next build on; names or ids.

    Example: govgraph review accept org-0a org-0b --because "one licence number"
    """
    _tell(context, context.workspace.decide(one, other, "accept", because, by))


@review.command("reject")
@click.argument("one")
@click.argument("other")
@_BECAUSE
@_BY
@click.pass_obj
@guarded
def review_reject(context: Context, one: str, other: str, because: str, by: str) -> None:
    """Two are two organisations, whatever a rule says, from the next build on; names or ids.

    Example: govgraph review reject org-0a org-0b --because "father and son firms"
    """
    _tell(context, context.workspace.decide(one, other, "reject", because, by))


@review.command("split")
@click.argument("organisation")
@click.argument("others", nargs=-1)
@_BECAUSE
@_BY
@click.pass_obj
@guarded
def review_split(context: Context, organisation: str, others: tuple[str, ...], because: str, by: str) -> None:
    """Take apart what was merged: all, or the ids or names that are given, from the next build on.

    Example: govgraph review split org-0a org-0b --because "two firms of one name"
    """
    _tell(context, context.workspace.split(organisation, *others, reason=because, who=by))


def _tell(context: Context, pairs: list[tuple[str, str]]) -> None:
    for one, other in pairs:
        context.say(_("decided: {one} and {other}").format(one=one, other=other))
    context.say(_("Now run: govgraph build"))
