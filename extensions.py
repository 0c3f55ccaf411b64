"""What other packages can add: loaders, stores and export forms, each a table open by entry points.

A package adds one by an entry point in the table's group; ``docs/extending.md`` shows how. Nothing is
imported before it is asked for by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar, cast

from govgraph.errors import GovgraphError, UnknownName
from govgraph.messages import _

T = TypeVar("T")


@dataclass(frozen=True)
class Registry(Generic[T]):
    """The ``kind`` of things in a group of entry points: our own, by name, and those that are installed."""

    group: str
    kind: str
    own: Mapping[str, str]

    def installed(self) -> tuple[str, ...]:
        """The names that other packages add, sorted."""
        return tuple(sorted(_installed(self.group, tuple(self.own))))

    def names(self) -> tuple[str, ...]:
        """All names, our own first."""
        return (*self.own, *self.installed())

    def get(self, name: str) -> T:
        """What stands under a name; raises UnknownName, or GovgraphError where it cannot be imported."""
        found = self._entry(name)
        try:
            return cast(T, found.load())
        except Exception as error:  # whatever a package that is not ours does when it is imported
            raise GovgraphError(
                _("the {kind} '{name}' ({value}) cannot be imported: {name2}: {error}").format(
                    kind=self.kind, name=name, value=found.value, name2=type(error).__name__, error=error
                )
            ) from error

    def _entry(self, name: str) -> EntryPoint:
        if name in self.own:
            return EntryPoint(name, self.own[name], self.group)
        found = _installed(self.group, tuple(self.own)).get(name)
        if found is None:
            raise UnknownName(self.kind, name, self.names())
        return found


@cache
def _installed(group: str, own: tuple[str, ...]) -> Mapping[str, EntryPoint]:
    """The entry points of a group; raises GovgraphError where two packages claim one name, or one of ours."""
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        other = "govgraph" if entry.name in own else found[entry.name].value if entry.name in found else ""
        if other and other != entry.value:
            raise GovgraphError(
                _("two packages offer '{name}' in {group}: {other} and {value}").format(
                    name=entry.name, group=group, other=other, value=entry.value
                )
            )
        found[entry.name] = entry
    return found
