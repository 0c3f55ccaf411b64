"""Whatever becomes of a file: no loader fails on it, every record is counted, and what is loaded can be built."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from govgraph.graph.builder.left_out import count_left_out
from govgraph.loaders.registry import detect, find
from govgraph.loaders.run import load_into
from govgraph.workspace import Workspace
from tests.loaders.corruptions import broken_bytes, broken_json
from tests.loaders.portal_pages import ALL
from tests.loaders.releases import package
from tests.loaders.test_bods import COMPANY, flat, owns
from tests.loaders.test_ftm import OWNERSHIP, PROCUREMENT
from tests.loaders.test_ocds_junk import full
from tests.loaders.workbook import write_workbook

HERE = Path(__file__).parent
MAP = """source: {title: T, publisher: P, published: 2023-12}
row: Contract
columns:
  采购人: [concerns.hasBuyer.name, signedByBuyer.name]
  供应商: signedBySupplier.name
  金额(万元): amount
  日期: date
  项目: concerns.name
"""
ROWS = [
    ["采购人", "供应商", "金额(万元)", "日期", "项目"],
    *(
        [f"虚构市{n}局", f"虚构{n}号软件有限公司", f"{n}.5", f"2023-0{n}-11", f'第{n}期"平台"，一包']
        for n in range(1, 8)
    ),
]


def ocds(folder: Path) -> Path:
    return _json(folder, package(*(full(number) for number in range(5))))


def bods(folder: Path) -> Path:
    people = [flat("personStatement", f"p{n}", names=[{"fullName": f"Some One {n}"}]) for n in range(3)]
    people.append(flat("personStatement", "p9", personType="anonymousPerson", missingInfoReason="a minor"))
    stake = {"type": "shareholding", "share": {"exact": 20}, "startDate": "2016-04-06"}
    held = [owns(f"o{n}", "e1", {"describedByPersonStatement": f"p{n}"}, stake) for n in (0, 1, 2, 9)]
    later = [flat("personStatement", "p0b", names=[{"fullName": "Some O."}], replacesStatements=["p0"])]
    return _json(folder, [COMPANY, *people, *held, *later])


def ftm(folder: Path) -> Path:
    rows = [{"id": id_, "schema": schema, "properties": p} for id_, schema, p in (*PROCUREMENT, *OWNERSHIP)]
    path = folder / "whole.json"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def notice_json(folder: Path) -> Path:
    return _json(folder, list(ALL.values())[:6] if isinstance(ALL, dict) else list(ALL)[:6])


def notice_html(folder: Path) -> Path:
    return HERE / "notices" / "pages" / "award_table_t20220908_300001.html"


def shareholders(folder: Path) -> Path:
    path = folder / "whole.csv"
    rows = "".join(f"虚构{n}号投资有限公司,虚构控股集团有限公司,{n}.5%,2019-01-0{n}\n" for n in range(1, 9))
    path.write_text("holder,held,percent,as_of\n" + rows + '"某,某",虚构控股集团有限公司,3%,\n', "utf-8")
    return path


def tables(folder: Path) -> Path:
    path = folder / "whole.csv"
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in ROWS)
    path.write_text("\n".join(map(",".join, quoted)), "utf-8")
    return path


def workbook(folder: Path) -> Path:
    return write_workbook(folder / "whole.xlsx", {"合同": ROWS})


def _json(folder: Path, value: object) -> Path:
    path = folder / "whole.json"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    "ocds": ocds, "bods": bods, "ftm": ftm, "notice json": notice_json, "notice html": notice_html,
    "shareholders": shareholders, "tables": tables, "workbook": workbook,
}  # fmt: skip
COUNTS = {"workbook": 8, "notice json": 15, "notice html": 15}


def spoil(kind: str, folder: Path, count: int, seed: int) -> list[Path]:
    """So many broken copies of a good file."""
    whole = KINDS[kind](folder)
    data, paths = whole.read_bytes(), []
    data = data[:60_000] if kind == "notice html" else data
    for number in range(count):
        chance = random.Random(f"{kind} {seed} {number}")
        shaped = whole.suffix == ".json" and number % 2
        paths.append(folder / f"broken-{number}{whole.suffix}")
        paths[-1].write_bytes(broken_json(data, chance) if shaped else broken_bytes(data, chance))
    return paths


def check_kind(kind: str, folder: Path, count: int, seed: int) -> None:
    source = folder / "files"
    source.mkdir()
    paths = spoil(kind, source, count, seed)
    for path in paths:
        detect(path)  # never fails
    (folder / "map.map.yml").write_text(MAP, "utf-8")
    with_map = folder / "map.map.yml" if kind in ("tables", "workbook") else None
    counts = load_into(folder / "ws", find(paths, None if with_map else kind.split()[0], with_map), jobs=1)
    assert len(counts) == count
    assert [one.problem for one in counts if " fails on it " in one.problem] == []
    for one in counts:
        assert one.read == one.loaded + one.duplicates + sum(one.quarantined.values()), one
    if kind != "workbook":  # an archive tells that it is broken
        assert sum(not one.problem for one in counts) > count / 3, (
            "most of what is broken is still worth reading"
        )
    workspace = Workspace(folder / "ws")
    assert count_left_out(workspace.build().folder) == 0, "loaders set aside what is wrong themselves"


@pytest.mark.parametrize("kind", KINDS)
def test_no_corruption_breaks_a_load_or_a_build(kind: str, tmp_path: Path) -> None:
    check_kind(kind, tmp_path, COUNTS.get(kind, 25), 0)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 21))
@pytest.mark.parametrize("kind", KINDS)
def test_many_corruptions(kind: str, seed: int, tmp_path: Path) -> None:
    check_kind(kind, tmp_path, 100, seed)
