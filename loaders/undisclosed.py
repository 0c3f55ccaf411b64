"""A holder whom a source does not name: it is stated, since that somebody holds a share is a fact."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.messages import _

NAME, ENGLISH = "未披露持有人", "undisclosed holder"
KEPT = _("a holder without name, kept as undisclosed")


def undisclosed(
    type_: str, id_: str, source: str, locator: str, why: str = "", reason: str = "unstated"
) -> Entity:
    """The holder of one stake; ``reason`` is our code of the words ``why`` in which the source does not name it."""
    made = Entity.of(type_, id_, source, locator=locator)
    made.add("name", NAME)
    made.add("englishName", ENGLISH)
    made.add("undisclosedReason", reason)
    if why:
        made.add("description", why[:200])
    return made
