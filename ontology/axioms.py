"""Rules for links that follow from the ontology's axioms on properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from govgraph.ontology.terms import Ontology


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A link ``head`` follows from a path of links; ``^`` marks a step walked backwards."""

    head: str
    body: tuple[str, ...]

    @property
    def name(self) -> str:
        """The rule as text; it stands on every link that the rule infers."""
        return f"{self.head} <- {' '.join(self.body)}"


def derive_rules(model: Ontology) -> list[Rule]:
    """Rules from the axioms on properties: super-property, inverse, symmetry, transitivity, chain.

    Sub-classes need none: a node has the labels of all classes above its own. An edge class and its
    direct property are one relationship already. A property that is not stored is walked backwards.
    """
    return sorted({rule for name in model.properties for rule in _rules_of(model, name)})


def _rules_of(model: Ontology, name: str) -> Iterator[Rule]:
    p = model.properties[name]
    if not p.is_link or not p.stored:
        return
    yield from (Rule(above, (name,)) for above in p.above)
    if p.symmetric:
        yield Rule(name, ("^" + name,))
    if p.transitive:
        yield Rule(name, (name, name))
    if p.inverse:
        yield Rule(name, ("^" + p.inverse,))
        yield Rule(p.inverse, ("^" + name,))
    for chain in p.chains:
        if chain[0].removeprefix("^") not in model.end_properties:
            yield Rule(name, tuple(_stored(model, step) for step in chain))


def _stored(model: Ontology, step: str) -> str:
    """A step over a property that is not stored, as one over its inverse the other way."""
    p = model.properties[step.removeprefix("^")]
    if p.stored:
        return step
    return p.inverse if step.startswith("^") else "^" + p.inverse
