"""From the names that people type to the ids that statements use."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from govgraph.errors import QueryError
from govgraph.graph.statements.lexical import short
from govgraph.graph.statements.parquet import connect, open_ontology, open_statements
from govgraph.ontology.model import Ontology, ontology

_KINDS = ("id", "name", "englishName", "alias")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity that a name can mean: its id, main name and most specific class."""

    id: str
    name: str
    cls: str


class Names:
    """All names of a workspace's entities."""

    def __init__(self, paths: Sequence[Path], model: Ontology | None = None) -> None:
        database = connect()
        open_statements(database, paths)
        open_ontology(database, model or ontology())
        rows = database.execute("""
            WITH classes AS (SELECT s.subject, arg_max(c.name, (c.depth, c.name)) AS cls FROM statement s
                             JOIN class c ON c.name = s.object WHERE predicate = 'type' AND NOT c.is_edge GROUP BY s.subject)
            SELECT subject, cls, predicate, object FROM statement JOIN classes USING (subject)
            WHERE predicate IN ('name', 'englishName', 'alias') GROUP BY ALL ORDER BY ALL
        """).fetchall()
        unnamed = database.execute(
            "SELECT DISTINCT subject FROM statement JOIN class c ON c.name = object AND NOT c.is_edge WHERE predicate = 'type'"
        )
        self._entities: dict[str, Named] = {id_: Named(id_, "", "") for (id_,) in unnamed.fetchall()}
        self._by_name: dict[str, dict[str, int]] = {}
        for id_ in self._entities:
            self._add(id_, id_, 0)
        for id_, cls, predicate, text in rows:
            if predicate == "name" or not self._entities[id_].name:
                self._entities[id_] = Named(id_, text, cls)
            self._add(text, id_, _KINDS.index(predicate))

    def _add(self, text: str, id_: str, kind: int) -> None:
        kinds = self._by_name.setdefault(fold(text), {})
        kinds[id_] = min(kind, kinds.get(id_, kind))

    def __getitem__(self, id_: str) -> Named:
        """The entity with an id; raises KeyError."""
        return self._entities[id_]

    def __contains__(self, id_: str) -> bool:
        return id_ in self._entities

    def resolve(self, text: str) -> str:
        """The id that a name means.

        An id wins over a main name, a main name over a foreign name or alias. Raises QueryError that
        lists the candidates of an ambiguous name, or the nearest to an unknown one.
        """
        found = self._by_name.get(fold(text), {})
        if found:
            best = min(found.values())
            ids = sorted(id_ for id_, kind in found.items() if kind == best or (kind > 1 and best > 1))
            if len(ids) == 1:
                return ids[0]
            raise QueryError(
                f"'{short(text)}' can mean several things; give one of these ids:\n" + self._list(ids)
            )
        near = self.nearest(text)
        hint = f"; did you mean one of these?\n{self._list(near)}" if near else ""
        raise QueryError(f"nothing here is called '{short(text)}'{hint}")

    def nearest(self, text: str, count: int = 5) -> list[str]:
        """Ids whose names look most like a text, best first."""
        wanted = fold(text)[:100]
        inside = [name for name in self._by_name if wanted and (wanted in name or name in wanted)]
        inside.sort(key=lambda name: (abs(len(name) - len(wanted)), name))
        close = difflib.get_close_matches(wanted, list(self._by_name), count, 0.5)
        ids = dict.fromkeys(id_ for name in (*inside, *close) for id_ in sorted(self._by_name[name]))
        return list(ids)[:count]

    def _list(self, ids: Iterable[str]) -> str:
        return "\n".join(f"  {id_}  {self._entities[id_].name}" for id_ in ids)


def fold(text: str) -> str:
    """A name as it is compared: width, case and surrounding space do not matter."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
