"""What a vendor won and a buyer bought: answers worked out by hand from tests/web/procurement.yml."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from tests.bundled import build_files
from tests.once import once
from tests.web.server import Server, running
from tests.web.test_pages import read, section, words

EN = {"Accept-Language": "en"}
ZH = {"Accept-Language": "zh"}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the made-up market."""
    files = [Path(__file__).with_name("procurement.yml")]
    root = once(tmp_path_factory, "market", lambda folder: build_files(files, folder))
    with running("--workspace", root, "serve", "--port", "0", "--workers", "1") as server:
        yield server


def rows(page: HTMLParser) -> list[list[str]]:
    """The cells of the table of steps."""
    return [[words(cell) for cell in row.css("td")] for row in page.css("table.steps tbody tr")]


def figures(page: HTMLParser) -> list[str]:
    """The totals above the table."""
    return [words(item) for item in page.css("ul.figures.money li")]


def facet(page: HTMLParser, name: str) -> dict[str, str]:
    """A facet's values with their counts."""
    for found in page.css(".facets section"):
        if words(found.css_first("h2, h3")) == name:
            return {words(item.css_first("a")): words(item.css_first(".n")) for item in found.css("li")}
    raise AssertionError(f"no facet {name}")


def test_a_vendors_page_opens_with_what_it_won(market: Server) -> None:
    page = read(market, "/page/jia-soft", **EN)
    assert words(page.css_first("main h2")) == "What it won"
    assert [row[:6] for row in rows(page)] == [
        ["2022-04-04", "嘉禾运维 Award", "Jiahe Data Bureau", "Single source", "", "alone"],
        [
            "2021-05",
            "嘉禾城市大脑 Award",
            "Jiahe Data Bureau",
            "Open tender",
            "CNY 2 m Award amount",
            "lead through 甲乙联合体",
        ],
        [
            "2021-03-10",
            "嘉禾政务云 Award",
            "Jiahe Data Bureau",
            "Open tender",
            "CNY 1 m Award amount",
            "alone",
        ],
        ["2020-07", "Jiahe Hotline Award", "嘉禾市卫健委", "", "CNY 300,000 Announced amount", "alone"],
    ]
    assert [row[6] for row in rows(page)] == ["", "", "3", ""], "a bid that was withdrawn is none"


def test_no_sum_mixes_kinds_of_amounts_or_currencies_and_none_counts_what_was_cancelled(
    market: Server,
) -> None:
    assert figures(read(market, "/page/jia-soft", **EN)) == [
        "4 steps",
        "CNY 3 m Award amount · 2 with an amount",
        "CNY 300,000 Announced amount · 1 with an amount",
    ]
    assert figures(read(market, "/page/yi", **EN)) == [
        "2 steps, 1 of them cancelled, failed or withdrawn and in no sum",
        "CNY 2 m Award amount · 1 with an amount",
    ]
    everything = read(market, "/page/jia-soft?stage=all", **EN)
    assert "CNY 1 m Bid · Bid price · 1 with an amount" in figures(everything)


def test_amounts_with_tax_are_never_added_to_those_without(market: Server) -> None:
    assert figures(read(market, "/page/bing", **EN)) == [
        "2 steps",
        "CNY 200 Award amount, without tax · 1 with an amount",
        "CNY 113 Award amount, with tax · 1 with an amount",
    ]


def test_a_group_adds_up_its_companies_once_a_step(market: Server) -> None:
    page = read(market, "/page/jia-group", **ZH)
    assert [row[1].split()[0] for row in rows(page)] == [
        "嘉禾运维",
        "嘉禾医院系统",
        "嘉禾城市大脑",
        "嘉禾政务云",
        "嘉禾热线",
    ]
    assert figures(page) == [
        "5 个环节",
        "300万元 中标金额 · 2 项有金额",
        "50万 USD 中标金额 · 1 项有金额",
        "30万元 公告金额 · 1 项有金额",
    ]
    assert "2 家公司合并计算" in words(page.css_first("section.procured details summary"))


def test_amounts_have_their_full_value(market: Server) -> None:
    amount = read(market, "/page/jia-soft", **ZH).css("table.steps data")[0]
    assert (amount.attributes["value"], amount.attributes["title"], words(amount)) == (
        "2000000",
        "2,000,000元",
        "200万元",
    )


def test_partners_rivals_and_owners(market: Server) -> None:
    page = read(market, "/page/jia-soft", **ZH)
    around = {
        words(one.css_first("h3")).split(" ")[0]: [words(li) for li in one.css("li")]
        for one in page.css("section.procured .columns section")
    }
    assert around == {
        "联合体伙伴": ["甲云有限公司 1", "乙网络有限公司 1"],
        "投标对手": ["丙科技有限公司 1", "乙网络有限公司 1"],
        "主要股东": ["甲云有限公司 60% (2021)", "甲集团 60% (2017)", "乙网络有限公司 40% (2017)"],
    }


def test_holders_stand_below_their_group_and_dates_are_never_added(market: Server) -> None:
    table = section(read(market, "/page/jia-soft", **ZH), "股东").css_first("table.holders")
    assert table is not None
    assert [words(cell) for cell in table.css("thead th")] == ["股东", "2021-06", "2017"]
    assert [[words(cell) for cell in row.css("th, td")] for row in table.css("tbody tr")] == [
        ["甲集团", "", "60%"], ["甲云有限公司", "60%", ""], ["乙网络有限公司", "", "40%"],
    ]  # fmt: skip
    assert [row.css_first("th").attributes.get("class") for row in table.css("tbody tr")] == [
        None,
        "below",
        None,
    ]
    assert [words(cell) for cell in table.css("tfoot td")] == ["60%", "100%"]


def test_a_buyers_page_opens_with_what_it_bought(market: Server) -> None:
    page = read(market, "/page/jiahe-data", **ZH)
    assert words(page.css_first("main h2")) == "采购了什么"
    assert [(row[0], row[2]) for row in rows(page)] == [
        ("2022-06-06", "乙网络有限公司"), ("2022-04-04", "甲软件有限公司"), ("2021-05", "甲乙联合体"), ("2021-03-10", "甲软件有限公司"),
    ]  # fmt: skip
    assert facet(page, "单一来源") == {"否或未知": "3", "是": "1"}


def test_an_address_filters_sorts_and_turns_pages(market: Server) -> None:
    filtered = read(market, "/page/jia-soft?year=2021&method=open-tender&sort=-amount", **EN)
    assert [row[0] for row in rows(filtered)] == ["2021-05", "2021-03-10"]
    assert facet(filtered, "Year") == {"2021": "2"}, "a facet counts what all other choices leave"
    assert facet(filtered, "Method") == {"Open tender": "2"}
    assert not rows(read(market, "/page/jia-soft?page=2", **EN))
    read(market, "/page/jia-soft?sort=nonsense", 400)
    head = filtered.css_first("table.steps th[aria-sort]")
    assert head is not None
    assert head.attributes["aria-sort"] == "descending"


def test_a_record_without_a_name_is_called_by_project_amount_and_date(market: Server) -> None:
    assert words(read(market, "/page/a6", **ZH).css_first("h1")) == "嘉禾热线 · 30万元 · 2020-07"
    assert words(read(market, "/page/a6", **EN).css_first("h1")) == "Jiahe Hotline · CNY 300,000 · 2020-07"


def test_all_steps_by_facets(market: Server) -> None:
    page = read(market, "/procurement", **EN)
    assert figures(page)[0] == "14 steps, 2 of them cancelled, failed or withdrawn and in no sum"
    assert facet(page, "Stage") == {"Award": "8", "Bid": "4", "Call for tenders": "1", "Contract": "1"}
    assert facet(page, "Region") == {"Jiahe": "10", "示例省": "10", "not known": "4"}
    assert facet(page, "Known bids") == {"not known": "8", "3": "6"}
    won = read(market, "/procurement?stage=Award&vendor=jia-cloud", **EN)
    assert [row[1].split()[0] for row in rows(won)] == ["嘉禾医院系统", "嘉禾城市大脑"], (
        "through a consortium too"
    )
    by_name = read(market, "/procurement?stage=Award&buyer=嘉禾市卫健委&q=热线", **EN)
    assert [row[0] for row in rows(by_name)] == ["2020-07"]
    assert not rows(read(market, "/procurement?domain=government-cloud&stage=Contract", **EN))
    read(market, "/procurement?buyer=nobody", 400)


def test_files_hold_what_is_seen(market: Server) -> None:
    answer = market.http.get("/page/jia-soft/steps.csv?year=2021")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["id"], row["role"], row["amount"], row["buyers"]) for row in found] == [
        ("a2", "lead", "2000000.0", "jiahe-data"), ("a1", "alone", "1000000.0", "jiahe-data"),
    ]  # fmt: skip
    everything = json.loads(market.http.get("/procurement.json?stage=Award&single=yes").text)
    assert [(row["id"], row["method"], row["amount"]) for row in everything] == [
        ("a4", "single-source", None)
    ]
    assert market.http.get("/procurement.xml").status_code == 404
    assert market.http.get("/page/shili/steps.csv").status_code == 200
    assert market.http.get("/page/nothing/steps.csv").status_code == 404


def test_counts_are_those_of_the_graph_and_not_of_what_is_listed(market: Server) -> None:
    """By hand: jia-soft bids once, wins three awards itself, is in a consortium and a group, and is held by three."""
    page = read(market, "/page/jia-soft", **ZH)
    assert words(page.css_first("#links")) == "关系 9"
    assert "9 条关系" in words(read(market, "/search?q=jia-soft", **ZH).css_first(".hits"))
