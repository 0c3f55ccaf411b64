"""From what people type to things: one resolver for commands, questions, searches and pages.

A text is compared by its key (govgraph.text.fold), so that script, legal form, case and punctuation do
not matter; how a name sounds in pinyin counts where no name is written so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cached_property

from govgraph.errors import QueryError
from govgraph.graph.opened import Build
from govgraph.graph.reader.index import ALIAS, FOREIGN, INITIALS, SOUND
from govgraph.graph.reader.reader import GraphReader, Node
from govgraph.graph.statements.lexical import short
from govgraph.messages import _
from govgraph.text.fold import fold, keys, spelled

_MIDDLE = 4  # a text this long is also looked for inside pinyin, a shorter one only at its start
_SEARCH = f"""JOIN (
    SELECT id, min(CASE WHEN text = q THEN least(kind, {SOUND}) WHEN starts_with(text, q) THEN 10 + least(kind, {SOUND})
                        WHEN kind < {SOUND} OR length(q) >= {_MIDDLE} THEN 20 + least(kind, {SOUND}) END) AS place
    FROM key JOIN (SELECT unnest($q::VARCHAR[]) AS q) ON contains(text, q) GROUP BY id) USING (id)
WHERE place IS NOT NULL AND ($class = '' OR list_contains(labels, $class)) ORDER BY place, degree DESC, title, id"""
_OF_CLASS = "WHERE list_contains(labels, $class) ORDER BY degree DESC, title, id"


class Names:
    """Everything that the things of a build are called."""

    def __init__(self, build: Build | GraphReader) -> None:
        self._build = build

    @cached_property
    def _reader(self) -> GraphReader:
        """Opened when a name is first asked for: most questions have none."""
        return self._build if isinstance(self._build, GraphReader) else GraphReader(self._build)

    def resolve(self, text: str) -> str:
        """The id that a text means.

        An id wins over a main name, a main name over a foreign name, alias or number, a name that is written
        so over one that is only so in another script or form, and each over one that sounds so. An absorbed
        id means the thing that it became. Raises QueryError that lists the candidates of an ambiguous
        name, or the nearest to an unknown one.
        """
        ids = self.meant(text)
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise QueryError(
                _("'{text}' can mean several things; give one of these ids:\n{ids}").format(
                    text=short(text), ids=self._list(ids)
                )
            )
        near = self.nearest(text)
        hint = _("; did you mean one of these?\n{near}").format(near=self._list(near)) if near else ""
        raise QueryError(_("nothing here is called '{text}'{hint}").format(text=short(text), hint=hint))

    def meant(self, text: str) -> list[str]:
        """The ids of all that a text means equally well; empty where it means nothing."""
        id_ = self._reader.merged.get(text.strip(), text.strip())
        if self._reader.node(id_):
            return [id_]
        which = "SELECT id, min(kind) FROM key WHERE text = ? AND kind < ? GROUP BY id"
        kinds = dict(self._reader.rows(which, [fold(text), INITIALS]))
        ranks = {node.id: _rank(node, text, kinds[node.id]) for node in self._reader.nodes(kinds).values()}
        best = min(ranks.values(), default=0)
        return sorted(id_ for id_, rank in ranks.items() if rank == best)

    def nearest(self, text: str, count: int = 5) -> list[str]:
        """Ids whose names look most like a text, best first."""
        wanted = fold(text[:100])
        known: dict[str, list[str]] = {}
        for key, id_ in self._reader.rows("SELECT text, id FROM key WHERE kind < ? ORDER BY ALL", [SOUND]):
            known.setdefault(key, []).append(id_)
        inside = [name for name in known if wanted and (wanted in name or name in wanted)]
        inside.sort(key=lambda name: (abs(len(name) - len(wanted)), name))
        close = difflib.get_close_matches(wanted, list(known), count, 0.5)
        return list(dict.fromkeys(id_ for name in (*inside, *close) for id_ in known[name]))[:count]

    def find(self, text: str, cls: str, limit: int, offset: int) -> tuple[list[Node], int]:
        """Some of the things that a part of a name may mean, the best first, and how many there are in all."""
        query, values = _SEARCH, {"q": keys(text), "class": cls}
        if not text.strip() and cls:
            query, values = _OF_CLASS, {"class": cls}
        total = self._reader.rows(f"SELECT count(*) FROM node n {query.rpartition('ORDER BY')[0]}", values)
        return self._reader.select_nodes(f"{query} LIMIT {limit:d} OFFSET {offset:d}", values), total[0][0]

    def _list(self, ids: Iterable[str]) -> str:
        nodes = self._reader.nodes(ids := list(ids))
        return "\n".join(f"  {id_}  {nodes[id_].title if nodes[id_].title != id_ else ''}" for id_ in ids)


def _rank(node: Node, text: str, kind: int) -> int:
    """How well a thing is meant, 0 the best; ``kind`` is that of its best key."""
    written = [[node.id], [node.title], [node.english, *node.alias]]
    same = [place for place, names in enumerate(written) if spelled(text) in map(spelled, names)]
    if same:
        return same[0]
    return len(written) + (1 if kind in (FOREIGN, ALIAS) else kind)
