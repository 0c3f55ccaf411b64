"""A holder whom a source does not name: it is stated, since that somebody holds a share is a fact."""

from __future__ import annotations

from govgraph.graph.statements.entity import Entity
from govgraph.messages import _

NAME, ENGLISH = "未披露持有人", "undisclosed holder"
KEPT = _("a holder without name, kept as undisclosed")


def undisclosed(type_: str, id_: str, source: str, locator: str, why: str = "") -> Entity:
    """The holder of one stake; ``why`` is the reason that the source gives for not naming it."""
    made = Entity.of(type_, id_, source, locator=locator)
    made.add("name", NAME)
    made.add("englishName", ENGLISH)
    if why:
        made.add("description", why[:200])
    return made
