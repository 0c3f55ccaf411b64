"""From what a person types of two organisations to the ids that a decision is about.

An id that a merge has absorbed means itself here, since the merge may be what is wrong; so does the name under
which it was read. Raises QueryError, with the nearest names, for what does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence

from govgraph.errors import QueryError
from govgraph.graph.identity.merges import MERGES, read_merges
from govgraph.graph.opened import Build
from govgraph.graph.reader.names import Names
from govgraph.graph.reader.reader import GraphReader
from govgraph.messages import _
from govgraph.text.fold import fold

_KINDS = ("Organization", "Region", "Project")
Pair = tuple[str, str]


class Chooser:
    """Knows the things of a build and which ids each was made of."""

    def __init__(self, build: Build) -> None:
        self._reader = GraphReader(build)
        self._names = Names(self._reader)
        self._merges = list(read_merges(build.folder / MERGES))
        self._into = {merge.id: merge.canonical for merge in self._merges} or dict(self._reader.merged)

    def accepted(self, one: str, other: str) -> list[Pair]:
        """The pair of ids that is said to be one organisation; refused where it is one already."""
        a, b = self._meant(one)[0], self._meant(other)[0]
        if self._whole(a) == self._whole(b):
            raise QueryError(
                _("'{one}' and '{other}' are one already: {thing}").format(
                    one=one, other=other, thing=self._called(self._whole(a))
                )
            )
        if self._kind(a) != self._kind(b):
            raise QueryError(
                _("'{one}' is of the kind {kind}, '{other}' of {kind2}").format(
                    one=one, kind=self._kind(a), other=other, kind2=self._kind(b)
                )
            )
        return [(a, b)]

    def rejected(self, one: str, other: str) -> list[Pair]:
        """The pair of ids that is said to be two organisations."""
        first, second = self._meant(one), self._meant(other)
        if set(first) & set(second):
            raise QueryError(
                _(
                    "'{one}' and '{other}' mean the same: {thing}; say by ids which part of it is another,"
                    " as review list --merged shows them"
                ).format(one=one, other=other, thing=self._called(self._whole(first[0])))
            )
        return [(first[0], second[0])]

    def split(self, one: str, others: Sequence[str]) -> list[Pair]:
        """A thing and the ids that are to stand apart from it again: those given, else all that it absorbed."""
        whole = self._whole(self._meant(one)[0])
        absorbed = [merge.id for merge in self._merges if merge.canonical == whole]
        if not absorbed:
            raise QueryError(_("nothing was merged into {thing}").format(thing=self._called(whole)))
        chosen = [id_ for other in others for id_ in self._meant(other) if id_ != whole]
        if strange := sorted(set(chosen) - set(absorbed)):
            raise QueryError(
                _("'{id}' was not merged into {thing}").format(id=strange[0], thing=self._called(whole))
            )
        if others and not chosen:
            raise QueryError(_("{thing} cannot be split from itself").format(thing=self._called(whole)))
        return [(whole, id_) for id_ in chosen or absorbed]

    def _meant(self, text: str) -> list[str]:
        """The ids that a text means: itself, or of the thing that it names those that were read under that name."""
        text = text.strip()
        if text in self._into:
            return [text]
        whole = self._names.resolve(text)
        self._kind(whole)
        if whole == text:
            return [text]
        wanted = fold(text)
        parts = [merge for merge in self._merges if merge.canonical == whole]
        own = [whole] if any(fold(merge.canonical_name) == wanted for merge in parts) else []
        return own + [merge.id for merge in parts if fold(merge.name) == wanted] or [whole]

    def _whole(self, id_: str) -> str:
        return self._into.get(id_, id_)

    def _kind(self, id_: str) -> str:
        node = self._reader.node(self._whole(id_))
        kind = next((name for name in _KINDS if node and name in node.labels), "")
        if not kind:
            raise QueryError(
                _("{thing} is no organisation, region or project").format(
                    thing=self._called(self._whole(id_))
                )
            )
        return kind

    def _called(self, id_: str) -> str:
        node = self._reader.node(id_)
        return f"{node.title} ({id_})" if node and node.title != id_ else id_
