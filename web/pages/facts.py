"""Facts and claims in the words of pages: short amounts, shares in per cent, headings over ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from markupsafe import Markup

from govgraph.graph.reader.findings import Finding
from govgraph.graph.reader.presenter import FactPresenter, Shown
from govgraph.graph.reader.reader import GraphReader
from govgraph.ontology.model import Property, ontology
from govgraph.views.amounts import full, short
from govgraph.views.record_names import with_names
from govgraph.web.pages.page import Page

_MONEY = ("amount", "investment", "registeredCapital")
_PER_CENT = ("stake", "stakeMin", "stakeMax", "rate")


class PagePresenter(FactPresenter):
    """Findings as pages show them: amounts are short, shares come first, records without a name have one."""

    def __init__(self, reader: GraphReader, language: str) -> None:
        super().__init__(reader, language)
        self._currency, self._currencies = "CNY", dict[str, str]()

    def learn(self, ids: Iterable[str]) -> None:
        """Fetch the names of things."""
        before = set(self.nodes)
        super().learn(ids)
        new = {id_: node for id_, node in self.nodes.items() if id_ not in before}
        self.nodes |= with_names(self.reader, new, self.language)

    def tell(self, findings: Sequence[Finding]) -> list[Shown]:
        """Findings in their order; an amount is in the currency that is given beside it."""
        self._currencies |= {f.subject: f.value for f in findings if f.predicate == "currency" and f.value}
        return super().tell(findings)

    def _shown(self, f: Finding) -> Shown:
        self._currency = dict(f.details).get("currency") or self._currencies.get(f.subject, "CNY")
        return super()._shown(f)

    def value(self, property_: Property, value: str) -> str:
        """A value as people read it: the label of a code, an amount in 亿 or bn, per cent."""
        if property_.name in _MONEY:
            return money_text(value, self._currency, self.language)
        if property_.datatype == "boolean":
            return self.t("是", "yes") if value == "true" else self.t("否", "no")
        return self.code(property_.code_list, value) + ("%" if property_.name in _PER_CENT else "")

    def details(self, f: Finding) -> list[tuple[str, str]]:
        """An edge's own properties, shares first."""
        return sorted(f.details, key=lambda detail: (detail[0] not in _PER_CENT, detail[0]))


def money_text(text: str, currency: str, language: str) -> str:
    """An amount given as text, with its full value for who points at it; another text as it is."""
    try:
        return money(float(text), currency, language)
    except ValueError:
        return text


def money(value: float, currency: str, language: str) -> Markup:
    """An amount as the language writes it; its full value stands in the title and for machines."""
    return Markup('<data value="{}" title="{}">{}</data>').format(
        f"{value:.2f}".removesuffix(".00"), full(value, currency, language), short(value, currency, language)
    )


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
