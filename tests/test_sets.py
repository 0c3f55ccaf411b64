"""The bundled sets: what each holds, and that what stands in two of them is one."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from govgraph.data import ARTICLE, FOLDER, SETS, bundled_tables
from govgraph.graph.statements.entity import Entity
from govgraph.loaders import tables
from govgraph.loaders.base import Record
from govgraph.sets import load_set, sources
from govgraph.workspace import Workspace
from tests.bundled import SHARED, govgraph

YICHANG = FOLDER / "sets" / "yichang"


def steps(path: Path, kind: str) -> dict[str, Entity]:
    """The entities of one class in a table, by id."""
    with path.open("rb") as stream:
        items = list(tables.read(stream, str(path), path.stem))
    made = [e for item in items if isinstance(item, Record) for e in item.entities]
    return {e.id: e for e in made if e.types == (kind,)}


def rows(name: str) -> list[dict[str, str]]:
    with gzip.open(YICHANG / name, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("kind", "name"), [("Award", "awards"), ("Bid", "bids"), ("Project", "bids"), ("Consortium", "bids")])  # fmt: skip
def test_what_stands_in_two_sets_is_one(kind: str, name: str) -> None:
    """Yichang's notices on IT are curated and in the city's set: the same ids, whichever is loaded."""
    of_the_city = steps(YICHANG / f"yichang-{name}.csv.gz", kind)
    curated = steps(FOLDER / "sets" / "curated" / f"yichang-it-{name}.csv", kind)
    assert curated
    assert set(curated) < set(of_the_city)
    assert {i: curated[i].values() for i in curated} == {i: of_the_city[i].values() for i in curated}


def test_bids_meet_their_awards() -> None:
    awarded = set(steps(YICHANG / "yichang-awards.csv.gz", "Project"))
    assert len(awarded & set(steps(YICHANG / "yichang-bids.csv.gz", "Project"))) == 1335


def test_no_text_and_nobody_private() -> None:
    """Facts alone: no scope of works, no telephone, no e-mail address, no person."""
    heads = {name: " ".join(rows(f"yichang-{name}.csv.gz")[0]) for name in ("awards", "bids")}
    assert heads == {
        "awards": "公告标题 项目名称 标段编号 招标人 招标代理机构 中标人 中标价(元) 费率 公告日期 公告网址",
        "bids": "公示标题 项目名称 标段编号 投标人 名次 投标报价(元) 费率 公示日期 公示网址",
    }
    every = [row for table in ("yichang-awards.csv.gz", "yichang-bids.csv.gz") for row in rows(table)]
    assert not [row for row in every if len(row["费率"]) > 40 or "@" in "".join(row.values())]


def test_prices_that_slipped_a_row_are_left_out() -> None:
    """Where the head of the table stands in place of the first price, each price is that of the bidder above."""
    shifted = [
        r for r in rows("yichang-bids.csv.gz") if r["项目名称"] == "枝江市人工智能产业创新基地建设项目"
    ]
    assert len(shifted) == 3
    assert not [r for r in shifted if r["投标报价(元)"] or r["费率"]]
    source = SHARED / "data" / "steps" / "yichang-candidates.jsonl"
    if source.is_file():
        heads = [line for line in source.read_text("utf-8").splitlines() if "元/%" in line]
        addresses = {line.split('"url":"')[1].split('"')[0] for line in heads}
        assert len(addresses) == 63
        assert not [
            r for r in rows("yichang-bids.csv.gz") if r["公示网址"] in addresses and r["投标报价(元)"]
        ]


def test_a_price_is_at_least_ten_thousand() -> None:
    """0.95 and 89.62 are rates without their sign; the lowest price of a contest here is 48800."""
    prices = [float(r["投标报价(元)"]) for r in rows("yichang-bids.csv.gz") if r["投标报价(元)"]]
    assert len(prices) == 4999
    assert min(prices) == 48800


def test_sets_replace_each_other(tmp_path: Path) -> None:
    """The article after the city leaves nothing of the city, and a user's own source stays."""
    workspace = Workspace(tmp_path)
    own = tmp_path / "own.yml"
    own.write_text(
        "source: {id: own, title: T, publisher: P}\nentities: {x: {type: Company, name: 甲}}\n", "utf-8"
    )
    assert govgraph(workspace, "load", str(own)).exit_code == 0
    assert {one.source for one in load_set(workspace, "yichang").files} == sources("yichang")
    load_set(workspace, "article")
    assert {one.id for one in workspace.sources()} == {"own", "background", ARTICLE}
    assert sources("article") < sources("curated")
    assert not sources("curated") & sources("yichang")


def test_every_set_has_files() -> None:
    assert all(sources(name) for name in SETS)
    assert len(bundled_tables("curated")) == 10
