"""Made-up OCDS releases, one a line, of about 75 statements each: python -m benchmarks.releases 20000 FILE [--seed 7] [--start 0]

A release is one procurement process from call to contract: a buyer, an agent, suppliers with ids and addresses, lots, bids,
an award and a contract for each lot. Buyers and suppliers are as skewed as in ``benchmarks.generate``. A release
depends on its number, the seed and the size of the market alone.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from benchmarks.generate import _skewed

_REGIONS = (
    "北京市",
    "上海市",
    "浙江省杭州市",
    "广东省深圳市",
    "广东省广州市",
    "湖南省长沙市",
    "贵州省贵阳市",
    "四川省成都市",
)
_METHODS = (("open", "公开招标"), ("open", "公开招标"), ("selective", "竞争性磋商"), ("limited", "询价"))
_CORES = "虚实甲乙天地华信海云智创新联通正达众诚汇科德"
_NEW = "2024-03-01T00:00:00Z"
Json = dict[str, Any]


def release(number: int, market: int, seed: int = 7) -> Json:
    """One release of a market of ``market`` processes."""
    dice = random.Random(seed * 1_000_003 + number)
    buyer = _party("B", _skewed(dice, max(5, market // 60)), "buyer")
    agent = _party("A", _skewed(dice, max(3, market // 400)), "procuringEntity")
    suppliers = {
        n: _party("S", n, "supplier", "tenderer")
        for n in (_skewed(dice, max(12, market // 12)) for _ in range(2))
    }
    start = date(2016, 1, 1) + timedelta(dice.randrange(3000))
    method, said = dice.choice(_METHODS)
    lots = [str(n + 1) for n in range(dice.choice((1, 1, 1, 2)))]
    budget = round(10 ** dice.uniform(5, 8), 2)
    bids, awards, contracts = [], [], []
    for lot in lots:
        bidders = dice.sample(sorted(suppliers), min(len(suppliers), dice.choice((1, 2))))
        for place, bidder in enumerate(bidders):
            bids.append({"id": f"b{lot}-{place}", "status": "valid", "value": _money(budget * (0.9 + place / 20)),
                         "tenderers": [_short(suppliers[bidder])], "relatedLots": [lot]})  # fmt: skip
        winner = _short(suppliers[bidders[0]])
        awards.append({"id": f"a{lot}", "title": f"包{lot}", "status": "active", "date": _day(start, 30), "value": _money(budget * 0.9),
                       "suppliers": [winner], "relatedLots": [lot]})  # fmt: skip
        contracts.append({"id": f"c{lot}", "awardID": f"a{lot}", "dateSigned": _day(start, 45), "value": _money(budget * 0.9)})  # fmt: skip
    return {
        "ocid": f"ocds-made75-{number}", "id": f"{number}-1", "date": _NEW, "tag": ["contract"], "initiationType": "tender",
        "parties": [buyer, *([agent] if number % 2 else []), *suppliers.values()], "buyer": _short(buyer),
        "tender": {
            "id": f"t{number}", "title": f"虚构系统项目{number}", "status": "complete", "procurementMethod": method,
            "procurementMethodDetails": said, "value": _money(budget),
            "tenderPeriod": {"startDate": _day(start)},
            "items": [{"id": "1", "description": "软件开发服务", "classification": {"scheme": "CPV", "id": f"72{dice.randrange(100, 999)}000"}}],
            "lots": [{"id": lot, "title": f"包{lot}", "value": _money(budget)} for lot in lots],
        },
        "bids": {"details": bids}, "awards": awards, "contracts": contracts,
    }  # fmt: skip


def _party(kind: str, number: int, *roles: str) -> Json:
    region = _REGIONS[number % len(_REGIONS)]
    if kind == "B":
        name = f"{region}虚构区第{number}信息中心"
    else:
        core, rest = "", number
        for _ in range(4):
            rest, place = divmod(rest * 7 + 3, len(_CORES))
            core += _CORES[place]
        name = f"{region}{core}{number}{'招标代理' if kind == 'A' else '科技'}有限公司"
    address = {"region": region, "countryName": "中国", "streetAddress": f"虚构路{number}号"}
    return {"id": f"{kind}-{number}", "name": name, "identifier": {"scheme": "XX-REG", "id": f"{kind}{number:08}"},
            "address": address, "roles": list(roles)}  # fmt: skip


def _short(party: Json) -> Json:
    return {"id": party["id"], "name": party["name"]}


def _money(amount: float) -> Json:
    return {"amount": round(amount, 2), "currency": "CNY"}


def _day(start: date, after: int = 0) -> str:
    return f"{start + timedelta(after)}T00:00:00Z"


def write_releases(path: Path, count: int, *, market: int = 0, start: int = 0, seed: int = 7) -> None:
    """Write ``count`` releases from number ``start`` on, those of a ``market`` of as many where it is not given."""
    with path.open("wb") as out:
        for number in range(start, start + count):
            out.write(orjson.dumps(release(number, market or count, seed), option=orjson.OPT_APPEND_NEWLINE))


def main() -> None:
    """Write a file of releases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--market", type=int, default=0)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write_releases(given.file, given.count, market=given.market, start=given.start, seed=given.seed)


if __name__ == "__main__":
    main()
