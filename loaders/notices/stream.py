"""What a notice says, in its order: labelled values, running text and rows, each with what it stands under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govgraph.loaders.notices.vocabulary import core_of, group, key_of, remembered, scope_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What a field or table stands under: sections from the outside in, the last a caption, and the lot.

    ``fresh``: no other table stands between the innermost words and this one. ``about``: what the innermost
    words that tell it are about, and whether they are the innermost of all.
    """

    words: tuple[str, ...] = ()
    lot: str = ""
    lot_name: str = ""
    fresh: bool = True
    about: tuple[str, bool] = ("", False)


@remembered
def _scope(section: str, part: str, caption: str, lot: str, lot_name: str, fresh: bool) -> Scope:
    words = tuple(one for one in (section, part, caption) if one)
    told = ((kind, depth == 0) for depth, one in enumerate(reversed(words)) if (kind := scope_of(one)))
    return Scope(words, lot, lot_name, fresh, next(told, ("", False)))


@dataclass(slots=True)
class Seen:
    """A table or run of rows as met: where, its head, what it stands under; ``used`` once it gave anything."""

    place: str
    head: str
    caption: str
    used: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value, or a line of running text (``key`` empty)."""

    key: str
    label: str
    value: str
    place: str
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of one thing, by key, with all heads of the table as printed.

    ``others`` are cells that may judge it: remarks, results, and those under labels that are not known.
    """

    cells: Mapping[str, Field]
    heads: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    scope: Scope
    seen: Seen


@dataclass(slots=True)
class Stream:
    """The fields and rows so far, the tables met, and the section, caption and lot that the reader is in."""

    stream: list[Field | Row] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    section: str = ""
    part: str = ""
    caption: str = ""
    lot: str = ""
    lot_name: str = ""
    fresh: bool = True

    @property
    def scope(self) -> Scope:
        """What the next field or table stands under."""
        return _scope(self.section, self.part, self.caption, self.lot, self.lot_name, self.fresh)

    def note(self, key: str, label: str, value: str, place: str = "") -> None:
        """Add a labelled value."""
        where = place or core_of(label)
        if self.lot and not place:
            where = f"包{self.lot} / {where}" if where else f"包{self.lot}"
        self.stream.append(Field(key, label, value.strip(), where, self.scope))

    def text(self, line: str, place: str) -> None:
        """Add a line of running text."""
        self.stream.append(Field("", "", line, place or "text", self.scope))

    def under(self, caption: str) -> None:
        """What follows stands under a caption."""
        self.caption, self.fresh = caption, True

    def in_lot(self, number: str, name: str = "") -> None:
        """What follows is about a lot, or about the whole (``number`` empty)."""
        self.lot, self.lot_name = number, name

    def party(self, label: str) -> None:
        """A heading that names a role (采购人信息) says whose the next 名称 is."""
        key = key_of(label.rstrip(":：").removesuffix("信息"))
        if key in group("PARTIES"):
            self.stream.append(Field("party", label, key, "", self.scope))
            if key in ("buyer", "agent"):
                self.in_lot("")

    def meet(self, place: str, head: str) -> Seen:
        """A table is met."""
        self.seen.append(Seen(place, head[:120], " / ".join(self.scope.words)[-80:]))
        return self.seen[-1]
