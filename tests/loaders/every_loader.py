"""One small input for each loader, with words planted wherever a source can print words, and a number wherever codes stand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from tests.loaders.releases import package, release

#: What a planted value may be in: free words, and a code that should be one.
Made = Callable[[str, str], dict[str, str]]


def ocds(words: str, number: str) -> dict[str, str]:
    """A release with contacts, identifiers and owners; a second one that is broken."""
    who = {"id": number, "name": f"虚构甲有限公司{words}", "roles": ["supplier"], "identifier": {"scheme": "CN-USCC", "id": number},
           "additionalIdentifiers": [{"scheme": "XX-A", "id": number}], "address": {"streetAddress": words},
           "contactPoint": {"name": "某人", "telephone": words, "email": words},
           "beneficialOwners": [{"id": number, "name": f"某某{words}", "identifier": {"id": number}}]}  # fmt: skip
    awards = [{"id": number, "status": "active", "title": words, "suppliers": [{"id": number, "name": who["name"]}],
               "value": {"amount": words, "currency": words}}]  # fmt: skip
    made = release(1, parties=[who], awards=awards, tender={"title": f"项目{words}", "description": words, "status": words,
                   "procurementMethodDetails": words, "items": [{"classification": {"scheme": "A", "id": number, "description": words}}]},
                   bids={"details": [{"id": number, "tenderers": [who], "status": words}]},
                   contracts=[{"id": number, "awardID": words, "title": words, "dateSigned": words}])  # fmt: skip
    broken = {"ocid": "", "tender": {"title": words}, "buyer": {"id": number}}
    return {
        "a.json": json.dumps(
            package(made, broken, publisher={"name": words or "虚构发布者"}), ensure_ascii=False
        )
    }


def bods(words: str, number: str) -> dict[str, str]:
    """A company, its owner, what ties them, and a statement of an unknown kind."""
    identifiers = [
        {"scheme": "CN-USCC", "id": number},
        {"scheme": "XX-A", "id": number},
        {"schemeName": words, "id": number},
    ]

    def state(number_: str, kind: str, details: dict[str, Any]) -> dict[str, Any]:
        return {"statementId": f"s{number_}", "recordId": f"r{number_}", "recordType": kind, "recordStatus": "new",
                "statementDate": "2024-01-01", "recordDetails": details,
                "publicationDetails": {"publisher": {"name": words or "虚构登记处"}, "bodsVersion": "0.4"}}  # fmt: skip

    firm = {"entityType": {"type": "registeredEntity"}, "name": f"Made Up Ltd{words}", "alternateNames": [words], "identifiers": identifiers,
            "addresses": [{"address": words}]}  # fmt: skip
    person = {
        "personType": "knownPerson",
        "names": [{"fullName": f"Some One{words}"}],
        "identifiers": identifiers,
        "birthDate": "1970-01-01",
    }
    held = {
        "subject": "r1",
        "interestedParty": "r2",
        "interests": [{"type": "shareholding", "details": words, "share": {"exact": 40}}],
    }
    statements = [
        state("1", "entity", firm),
        state("2", "person", person),
        state("3", "relationship", held),
        state("4", words or "x", {}),
    ]
    return {"a.json": json.dumps(statements, ensure_ascii=False)}


def ftm(words: str, number: str) -> dict[str, str]:
    """A company and a person who wins, each with numbers, and an entity of another kind."""
    rows: list[tuple[str, str, dict[str, list[str]]]] = [
        ("c", "Company", {"name": [f"Made Up Ltd{words}"], "alias": [words], "uscCode": [number], "registrationNumber": [number],
                          "taxNumber": [number], "phone": [words], "email": [words], "legalForm": [words], "jurisdiction": ["cn"]}),
        ("p", "Person", {"name": [f"Ann Other{words}"], "idNumber": [number], "passportNumber": [number], "phone": [words]}),
        ("k", "Contract", {"title": [f"A contract{words}"], "authority": ["c"], "procedureNumber": [number], "noticeId": [number],
                           "amount": [words], "method": [words]}),
        ("a", "ContractAward", {"supplier": ["p"], "contract": ["k"], "documentNumber": [number], "lotNumber": [words or "1"]}),
        ("d", "Directorship", {"director": ["p"], "organization": ["c"], "role": [f"Chair{words}"]}),
        ("x", "Address", {"full": [words]}),
    ]  # fmt: skip
    return {
        "a.ftm.json": "\n".join(
            json.dumps({"id": i, "schema": s, "properties": p}, ensure_ascii=False) for i, s, p in rows
        )
    }


def tables(words: str, number: str) -> dict[str, str]:
    """Rows of contracts: one that can be read, one whose amount cannot, one that stands twice."""
    map_ = """\
source: {title: 示例台账, publisher: 示例市财政局, published: 2023-12}
row: Contract
columns:
  采购人: [concerns.hasBuyer.name, signedByBuyer.name]
  供应商: signedBySupplier.name
  代码: signedBySupplier.creditCode
  登记号: signedBySupplier.identifier
  编号: concerns.projectNumber
  项目: concerns.name
  金额(元): amount
ignore: [备注]
"""
    text = StringIO()
    row = [
        "示例市数据局",
        "虚构甲科技有限公司",
        number,
        f"XX-A:{number}",
        "SL-1",
        f"一期{words}",
        "100",
        words,
    ]
    rows = [row, [*row[:5], f"二期{words}", f"八九十{words}", words], row]
    csv.writer(text).writerows(
        [["采购人", "供应商", "代码", "登记号", "编号", "项目", "金额（元）", "备注"], *rows]
    )
    return {"a.csv": text.getvalue(), "a.map.yml": map_}


def notice(words: str, number: str) -> dict[str, str]:
    """An award notice with its contacts."""
    lines = {"项目编号": "XG-2024-01", "项目名称": f"虚构平台项目{words}", "采购人": "虚城市数据局", "中标供应商名称": "虚构甲科技有限公司",
             "中标供应商统一社会信用代码": number, "中标金额": "100万元", "采购方式": f"公开招标{words}", "项目联系人": "某人",
             "联系电话": words, "评审专家": "某某", "其他": f"{words} {number}"}  # fmt: skip
    body = "".join(f"<p>{label}：{value}</p>" for label, value in lines.items())
    title = f"虚构平台项目中标公告{words}"
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    return {"a.html": f"<html>{head}<body><h1>{title}</h1>{body}</body></html>"}


def shareholders(words: str, number: str) -> dict[str, str]:
    """Holders with codes; one with a share that cannot be."""
    text = StringIO()
    rows = [[f"虚构控股有限公司{words}", f"虚构子有限公司{words}", "40%", number, number, ""],
            [f"某某{words}", "虚构子有限公司", "20%", number, "", "自然人"],
            [f"虚构丙有限公司{words}", "虚构子有限公司", f"很多{words}", number, "", ""]]  # fmt: skip
    csv.writer(text).writerows(
        [["股东", "被投资企业", "持股比例", "holder_code", "held_code", "type"], *rows]
    )
    return {"a.csv": text.getvalue()}


def curated(words: str, number: str) -> dict[str, str]:
    """A curated file, which is refused as a whole where anything in it is."""
    quoted = json.dumps(f"虚构甲有限公司{words}")
    code = f", identifier: {json.dumps(f'XX-A:{number}')}" if number else ""
    return {
        "a.yml": f"source: {{id: made, title: {quoted}, publisher: 虚构}}\nentities:\n  firm: {{type: LegalEntity, name: {quoted}{code}}}\n"
    }


LOADERS: Mapping[str, Made] = {"ocds": ocds, "bods": bods, "ftm": ftm, "tables": tables, "notice": notice,
                               "shareholders": shareholders, "curated": curated}  # fmt: skip
#: How many records stand in each, counted in the raw file.
RECORDS: Mapping[str, Callable[[str], int]] = {
    "ocds": lambda text: len(json.loads(text)["releases"]),
    "bods": lambda text: len(json.loads(text)),
    "ftm": lambda text: len(text.splitlines()),
    "tables": lambda text: len([*csv.reader(StringIO(text))]) - 1,
    "notice": lambda text: text.count("<html>"),
    "shareholders": lambda text: len([*csv.reader(StringIO(text))]) - 1,
    "curated": lambda text: 1,
}


def load(name: str, folder: Path, words: str = "", number: str = "") -> Counts:
    """The input of a loader, loaded into ``folder/ws``."""
    inside = folder / name
    inside.mkdir(parents=True, exist_ok=True)
    files = LOADERS[name](words, number)
    for file, text in files.items():
        (inside / file).write_text(text, "utf-8", newline="")
    first = inside / next(iter(files))
    format_ = None if name in ("tables", "curated") else name
    return load_into(folder / "ws", find([first], format_), jobs=1)[0]
