"""A selection by year as charts: how many steps, and what they come to where all amounts are of one kind."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from govgraph.views.amounts import short
from govgraph.web.pages.page import Page
from govgraph.web.pages.procurement.answers import Cell, added
from govgraph.web.pages.procurement.charts import Bar, chart
from govgraph.web.pages.procurement.selection import Selection

_MOST = 40  # years: more bars than that cannot be told apart


def yearly(
    page: Page, selection: Selection, cells: Sequence[Cell], path: str
) -> tuple[tuple[str, Markup], ...]:
    """Titles and charts of steps of all years; every bar leads to the selection of its year."""
    dated = [cell for cell in cells if cell.year is not None]
    years = sorted({cell.year for cell in dated if cell.year is not None})
    if len(years) < 2:
        return ()
    span = range(max(years[0], years[-1] - _MOST + 1), years[-1] + 1)
    counts = {str(year): sum(cell.steps for cell in dated if cell.year == year) for year in span}
    said = page.t("各年环节数", "Steps by year")
    left = sum(cell.steps for cell in cells if cell.year is None or cell.year < span[0])
    if left:
        said += page.t(f"（另有 {left:,} 个日期不明或更早）", f" ({left:,} more are undated or earlier)")
    drawn = [(said, chart(said, [_bar(page, selection, path, y, n, f"{n:,}") for y, n in counts.items()]))]
    sums = [
        s for s in added(dated, lambda cell: str(cell.year)) if s.amount is not None and s.group in counts
    ]
    if len({(s.stage, s.currency, s.kind) for s in sums}) == 1:
        amounts = {s.group: s.amount or 0.0 for s in sums}
        kind = kind_words(page, sums[0].kind)
        told = page.t(f"各年{kind}合计", f"{kind} by year")
        bars = [
            _bar(
                page,
                selection,
                path,
                year,
                amounts.get(year, 0.0),
                short(amounts.get(year, 0.0), sums[0].currency, page.language),
            )
            for year in counts
        ]
        drawn.append((told, chart(told, bars)))
    return tuple((title, svg) for title, svg in drawn if svg)


def _bar(page: Page, selection: Selection, path: str, year: str, value: float, words: str) -> Bar:
    query = selection.toggled("year", year)
    return Bar(year, value, words, page.href(path, **query), selection.chosen.get("year") == year)


def kind_words(page: Page, kind: str) -> str:
    """What is added up: the kind of amount, and whether value added tax is in it where sources say so."""
    words = {"taxed": page.t("含税", "with tax"), "untaxed": page.t("不含税", "without tax")}
    told = [words.get(part) or page.code("amount-kind", part) for part in kind.split()]
    return page.t("，", ", ").join(told) or page.t("金额类别不明", "kind not known")
