"""The id of a procurement procedure, the same for whatever notice of it."""

from __future__ import annotations

from govgraph.graph.statements.entity import entity_id
from govgraph.text.names import normalise, parse
from govgraph.text.procedures import number_key, title_key


def project_id(buyer: str, number: str, title: str, year: str, scope: str) -> str:
    """The id of the procedure: buyer and number, else buyer, title and year; else of ``scope`` alone.

    A number alone is the agent's affair and may be another's too. So where the buyer is not named in full
    (any 第一人民医院), or not at all, the title must agree as well. ``scope`` is the record's own place: what
    nothing identifies is met by nothing.
    """
    who, which, what = normalise(buyer), number_key(number), title_key(title)
    if which and who and not parse(buyer).lack:
        return entity_id("project", "procedure", who, which)
    if which and what:
        return entity_id("project", "procedure", who, which, what)
    if who and what and year:
        return entity_id("project", "procedure", who, "", what, year)
    return entity_id("project", "notice", scope, who, which, what)
