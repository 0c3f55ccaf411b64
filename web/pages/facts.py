"""Facts and claims in the words of pages: amounts in 亿, shares in per cent, headings over ties."""

from __future__ import annotations

from functools import cache

from govgraph.graph.reader.findings import Finding
from govgraph.graph.reader.presenter import FactPresenter
from govgraph.ontology.model import Property, ontology
from govgraph.queries.render import amount
from govgraph.web.pages.page import Page

_MONEY = ("amount", "investment", "registeredCapital")
_PER_CENT = ("stake", "stakeMin", "stakeMax", "rate")


class PagePresenter(FactPresenter):
    """Findings as pages show them: amounts are short, shares come first."""

    def value(self, property_: Property, value: str) -> str:
        """A value as people read it: the label of a code, an amount in 亿 or 万, per cent."""
        if property_.name in _MONEY:
            return money(value, self.language)
        if property_.datatype == "boolean":
            return self.t("是", "yes") if value == "true" else self.t("否", "no")
        return self.code(property_.code_list, value) + ("%" if property_.name in _PER_CENT else "")

    def details(self, f: Finding) -> list[tuple[str, str]]:
        """An edge's own properties, shares first."""
        return sorted(f.details, key=lambda detail: (detail[0] not in _PER_CENT, detail[0]))


def money(text: str, language: str) -> str:
    """An amount in currency units, exact where it is short: 27.42亿, 2.742 billion."""
    try:
        value = float(text)
    except ValueError:
        return text
    if language == "zh":
        return amount(value)
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= unit:
            return f"{value / unit:.3f}".rstrip("0").rstrip(".") + name
    return f"{value:,.2f}".removesuffix(".00")


def heading(page: Page, type_: str, out: bool) -> tuple[str, str]:
    """The heading over an entity's links of one kind, and a word on which way they point."""
    p = by_type(type_)
    if p is None:
        return type_, ""
    if out or p.symmetric:
        return page.term(p), ""
    inverse = next((q for q in ontology().properties.values() if q.inverse == p.name and not q.stored), None)
    return (page.term(inverse), "") if inverse else (page.term(p), page.t("由对方指向此处", "pointing here"))


@cache
def by_type(type_: str) -> Property | None:
    """The property behind a relationship type."""
    return next(
        (p for p in ontology().properties.values() if p.is_link and p.relationship_type == type_), None
    )
