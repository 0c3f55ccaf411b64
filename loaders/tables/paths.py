"""Where the paths of a column map lead, by the ontology: over links to a property of one of a row's entities."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from govgraph.messages import Message, _
from govgraph.ontology.model import Ontology, Property

#: The entities on the way from the row, by the links that lead to them; ``()`` is the row itself.
Path_: TypeAlias = tuple[str, ...]

#: Links to those who are vendors by it.
_SUPPLIERS = ("awardedTo", "hasBidder", "signedBySupplier", "namesSupplier")


class Paths:
    """Follows paths from a row of one class; ``classes`` collects the class of each entity of the row.

    ``stated`` has the classes that the map states, with their lines; ``wrong`` takes what is wrong.
    """

    def __init__(
        self,
        model: Ontology,
        row: str,
        stated: Mapping[Path_, tuple[int, str]],
        wrong: Callable[[int, str], None],
    ) -> None:
        self.model, self.stated, self.wrong = model, stated, wrong
        self.classes: dict[Path_, str] = {(): row}

    def follow(self, path: str, line: int) -> tuple[Path_, str] | None:
        """The entity and property that a path leads to; what is wrong with it is collected."""
        *links, last = path.split(".")
        owner: Path_ = ()
        for link in links:
            if not (known := self.property(owner, link, path, line)):
                return None
            if not known.is_link:
                self.wrong(
                    line, _("{link} in '{path}' is a value and leads no further").format(link=link, path=path)
                )
                return None
            owner = (*owner, link)
            if owner not in self.classes:
                self.classes[owner] = self.class_of(owner, known, line)
        if last == "type":
            if not owner:
                self.wrong(line, _("the class of a row is said by row"))
            return (owner, last) if owner else None
        if not (known := self.property(owner, last, path, line)):
            return None
        if known.is_link:
            self.wrong(
                line,
                _("'{path}' leads to {range}: say which value of it ({path}.name)").format(
                    path=path, range=a("/".join(known.range))
                ),
            )
            return None
        return owner, last

    def property(self, owner: Path_, name: str, path: str, line: int) -> Property | None:
        """The property that a step of a path names, if what it is reached by can have it."""
        known = self.model.properties.get(name)
        class_ = self.classes[owner]
        if known is None:
            near = [p.name for p in self.model.properties.values() if self.fits(class_, p)]
            self.wrong(
                line,
                _("unknown property '{name}' in '{path}'{hint}").format(
                    name=name, path=path, hint=meant(name, near)
                ),
            )
        elif not known.stored:
            self.wrong(
                line,
                _("{name} is not stored: take {inverse} the other way round").format(
                    name=name, inverse=known.inverse
                ),
            )
        elif not self.fits(class_, known):
            of = _("{what} is {kind}").format(what=".".join(owner) or _("a row"), kind=a(class_))
            self.wrong(
                line,
                _("{name} in '{path}' is of {domain}, and {of}").format(
                    name=name, path=path, domain=", ".join(known.domain), of=of
                ),
            )
        else:
            return known
        return None

    def fits(self, class_: str, known: Property) -> bool:
        """Whether things of a class, or of a narrower one that a column says, can have a property."""
        wide = class_ == "Agent"
        return not known.domain or any(
            self.model.is_a(class_, d) or (wide and self.model.is_a(d, "Agent")) for d in known.domain
        )

    def class_of(self, owner: Path_, known: Property, line: int) -> str:
        """The class of what a link leads to: the one stated, else the link's own."""
        at, stated = self.stated.get(owner, (0, ""))
        if not stated:
            if known.name in _SUPPLIERS:
                return "Vendor"
            if len(known.range) > 1:
                self.wrong(
                    line,
                    _("{name} leads to one of {range}: say which under classes").format(
                        name=known.name, range=", ".join(known.range)
                    ),
                )
            return known.range[0]
        if stated not in self.model.classes:
            self.wrong(
                at,
                _("unknown class '{name}'{hint}").format(name=stated, hint=meant(stated, self.model.classes)),
            )
        elif not self.model.is_a(stated, known.range[0]):
            self.wrong(
                at,
                _("{stated} is no {range}, which {name} leads to").format(
                    stated=a(stated), range=known.range[0], name=known.name
                ),
            )
        else:
            return stated
        return known.range[0]

    def range(self, link: str) -> str:
        """The widest class of what a link leads to."""
        return self.model.properties[link].range[0]


def a(name: str) -> Message:
    """A class with its article: an Award, a Bid."""
    return (_("an {name}") if name[:1] in "AEIO" else _("a {name}")).format(name=name)


def meant(word: str, known: Iterable[str]) -> str:
    """What may have been meant by an unknown word."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return _(" (did you mean {near}?)").format(near=near[0]) if near else ""
