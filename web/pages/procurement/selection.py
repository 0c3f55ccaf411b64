"""Which steps are asked for: an address is a selection, read from its query string and written back into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govgraph.errors import QueryError
from govgraph.web.pages.page import Page
from govgraph.web.pages.params import LONGEST, asked_number

#: Facets, and the SQL expression of each; those of ``MANY`` give several values a step.
FACETS: Mapping[str, str] = {
    "stage": "stage",
    "year": "CAST(year AS VARCHAR)",
    "region": "regions",
    "buyer": "buyers",
    "vendor": "firms",
    "method": "method",
    "domain": "domains",
    "single": "CASE WHEN single THEN 'yes' ELSE 'no' END",
    "bids": "CASE WHEN bids IS NULL THEN NULL WHEN bids < 5 THEN CAST(bids AS VARCHAR) WHEN bids < 10 THEN '5-9' ELSE '10+' END",
}
MANY = ("region", "buyer", "vendor", "domain")
#: The value of a facet for steps of which it is not known.
UNKNOWN = "-"
#: The stage of an address that asks for steps of all stages where a page would open on one.
ALL = "all"
#: Orders by name; each ends on the id, so that pages never overlap.
SORTS: Mapping[str, str] = {
    "-date": "date DESC NULLS LAST", "date": "date NULLS LAST", "-amount": "amount DESC NULLS LAST", "amount": "amount NULLS LAST",
    "title": "title", "-title": "title DESC", "method": "method NULLS LAST", "-method": "method DESC NULLS LAST",
    "-bids": "bids DESC NULLS LAST", "bids": "bids NULLS LAST",
}  # fmt: skip
PAGED = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """Chosen values by facet, a text that titles hold, an order and a page; ``within`` is a condition that always holds."""

    chosen: Mapping[str, str]
    text: str = ""
    sort: str = "-date"
    number: int = 1
    within: str = "true"
    values: Mapping[str, Any] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)  # of the query string, but no choice
    opens: str = ""  # the stage that is chosen where the address names none

    def where(self, but: str = "") -> tuple[str, dict[str, Any]]:
        """The condition as SQL with its values, without that of one facet."""
        parts, values = [self.within], dict(self.values)
        for name, value in self.chosen.items():
            if name == but:
                continue
            sql = FACETS[name]
            if value == UNKNOWN:
                parts.append(f"len({sql}) = 0" if name in MANY else f"{sql} IS NULL")
            else:
                parts.append(f"list_contains({sql}, ${name})" if name in MANY else f"{sql} = ${name}")
                values[name] = value
        if self.text:
            parts.append("contains(words, lower($text))")
            values["text"] = self.text
        return " AND ".join(f"({part})" for part in parts), values

    @property
    def order(self) -> str:
        """The SQL order."""
        return f"{SORTS[self.sort]}, date DESC NULLS LAST, id"

    def query(self, **changed: str | int | None) -> dict[str, str | int]:
        """The query string of this selection with some values changed (None takes one away); defaults are left out."""
        found: dict[str, str | int | None] = {
            **self.carried,
            **self.chosen,
            "q": self.text,
            "sort": self.sort,
        }
        found |= changed
        if self.opens:
            stage = found.get("stage") or ALL
            found["stage"] = None if stage == self.opens else stage
        return {
            key: value for key, value in found.items()
            if value not in (None, "", 1) and (key, value) != ("sort", "-date")
        }  # fmt: skip

    def cleared(self) -> dict[str, str]:
        """The query string without any choice."""
        return {**self.carried, **({"stage": ALL} if self.opens else {})}

    def toggled(self, name: str, value: str) -> dict[str, str | int]:
        """The query string with a facet's value chosen, or let go where it is chosen already."""
        return self.query(**{name: None if self.chosen.get(name) == value else value})

    def sorted_by(self, column: str) -> dict[str, str | int]:
        """The query string with an order turned round, or begun: amounts and dates from the top."""
        first, second = (
            (f"-{column}", column) if column in ("date", "amount", "bids") else (column, f"-{column}")
        )
        return self.query(sort=second if self.sort == first else first)


def read_selection(page: Page, within: str = "true", **values: Any) -> Selection:
    """What a request selects; raises QueryError for an order that there is not. Fields left empty choose nothing."""
    given = page.request.query_params
    chosen = {name: given[name].strip()[:LONGEST] for name in FACETS if given.get(name, "").strip()}
    sort = given.get("sort", "-date")
    if sort not in SORTS:
        raise QueryError(
            page.t(f"没有这种排序；可用：{'、'.join(SORTS)}", f"no such order; there are: {', '.join(SORTS)}")
        )
    return Selection(chosen, given.get("q", "").strip()[:LONGEST], sort, asked_number(page), within, values)


def meaning(selection: Selection, names: Any) -> Selection:
    """The same with names of buyers, vendors and regions put into ids; raises QueryError where a name means none or several."""
    found = dict(selection.chosen)
    for name in ("buyer", "vendor", "region"):
        if found.get(name, UNKNOWN) != UNKNOWN:
            found[name] = names.resolve(found[name])
    return replace(selection, chosen=found)
