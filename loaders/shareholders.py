"""Shareholder tables of business registers, as CSV in UTF-8 or GBK: who holds how much of whom.

Two shapes: a tree (``eid``, ``name``, ``type``, ``percent``, ``parent_id``: each row holds shares in the
row whose ``eid`` is its ``parent_id``), and plain pairs (``holder``, ``held``, ``percent``, dates). A
percentage is taken as printed (``95.00%``), ``\\N`` and the empty text mean that nothing is stated.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import orjson

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.io.csv_rows import read_rows
from govgraph.loaders.io.files import head_of, text_of
from govgraph.messages import _
from govgraph.text.dates import PartialDate, read_date
from govgraph.text.keys import read_key
from govgraph.text.names import parse

LEAST: Mapping[str, int] = {"LegalEntity": 1}
_COLUMNS = {
    "holder": ("holder", "shareholder", "股东", "股东名称"),
    "held": ("held", "company", "被投资企业", "公司", "企业名称"),
    "percent": ("percent", "stake", "持股比例", "出资比例"),
    "since": ("since", "start", "start_date", "持股日期"),
    "until": ("until", "end", "end_date"),
    "as_of": ("as_of", "asof", "date", "截止日期"),
    "holder_key": ("holder_id", "holder_code", "股东统一社会信用代码"),
    "held_key": ("held_id", "held_code", "统一社会信用代码"),
    "type": ("type", "holder_type", "股东类型"),
}
_TREE = {"eid", "name", "percent", "parent_id"}
_NOTHING = ("", "\\N", "null", "None", "-", "—")
_PERSON = ("P", "person", "自然人", "自然人股东", "个人")
_SHARE_CLASS = re.compile("(?:流通股|限售股|条件股份|库存股|公众股)$")
Row = Mapping[str, str]


def detect(stream: BinaryIO, name: str) -> bool:
    """A CSV (or rejected rows of one) whose first line has the columns of one of the two shapes."""
    first = head_of(stream).split(b"\n", 1)[0]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            names = {name.strip().lower() for name in next(csv.reader([first.decode(encoding)]), [])}
        except (UnicodeDecodeError, csv.Error):
            continue
        if names >= _TREE or all(names & set(_COLUMNS[need]) for need in ("holder", "held", "percent")):
            return True
    return False


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record a row; a row that cannot be read is rejected whole."""
    yield About({"name": Path(name).stem})
    rows = list(_rows(stream))
    first = next((row for _, row, flaw in rows if not flaw), {})
    tree = first.keys() >= _TREE
    companies = {
        row["eid"]: row["name"].strip()
        for _, row, _ in rows
        if tree and _said(row.get("eid")) and _said(row.get("name"))
    }
    held: dict[str, dict[str, str]] = {}
    edges = [flaw or (_from_tree(row, companies) if tree else _from_pair(row)) for _, row, flaw in rows]
    owned = {edge["held"] for edge in edges if not isinstance(edge, str)}
    for (line, row, _flaw), edge in zip(rows, edges, strict=True):
        wrong = edge if isinstance(edge, str) else _impossible(edge, held)
        if wrong or isinstance(edge, str):
            yield Rejected.of(f"line {line}", wrong, dict(row))
        else:
            entities = list(_entities(edge, owned, source, f"line {line}"))
            yield Record(f"line {line}", entities, key=json.dumps(edge, ensure_ascii=False, sort_keys=True))


def _impossible(edge: Mapping[str, str], held: dict[str, dict[str, str]]) -> str:
    """Why a row cannot hold beside those before it, empty where it can."""
    if "holder" not in edge:
        return ""
    stake = percent_of(edge["percent"])
    if not stake:
        return _("a percentage that cannot be")
    if _SHARE_CLASS.search(edge["holder"]):
        return _("a class of shares, no holder")
    when = "|".join(edge.get(key, "") for key in ("since", "as_of"))
    known = held.setdefault(f"{edge['held']}|{edge.get('held_local', '')}|{when}", {})
    holder = f"{edge['holder']}|{edge.get('holder_local', '')}"
    if known.get(holder, stake) != stake:
        return _("a holder that stands twice with different percentages")
    if sum(Decimal(part) for name, part in known.items() if name != holder) + Decimal(stake) > Decimal(
        "100.05"
    ):
        return _("the company's percentages add up to more than 100")
    known[holder] = stake
    return ""


def _rows(stream: BinaryIO) -> Iterator[tuple[int, dict[str, str], str]]:
    """Each row with its line, and what is wrong with it."""
    if head_of(stream).lstrip().startswith(b"{"):  # rows that were rejected before, one JSON object a line
        for number, line in enumerate(text_of(stream).splitlines(), 1):
            try:
                yield number, {str(k): str(v) for k, v in orjson.loads(line).items()}, ""
            except (ValueError, AttributeError, RecursionError):
                yield number, {"": line}, _("no row")
        return
    names: list[str] = []
    for row in read_rows(stream):
        if row.flaw or (names and len(row.values) > len(names)):
            yield row.line, {"": ",".join(row.values)}, row.flaw or _("more values than columns")
        elif not names:
            names = [name.replace("\ufeff", "").strip().lower() for name in row.values]
        elif row.values:
            yield row.line, dict(zip_longest(names, row.values, fillvalue="")), ""


def _said(value: str | None) -> str:
    text = (value or "").replace("\x00", "").strip()
    return "" if text in _NOTHING else text


def _from_tree(row: Row, companies: Mapping[str, str]) -> dict[str, str] | str:
    name, parent = _said(row.get("name")), _said(row.get("parent_id"))
    if not name:
        return _("a row without name")
    if not parent:
        return {"held": name, "held_local": _said(row.get("eid"))}
    if parent not in companies:
        return _("a parent that is no row of the file")
    if not _said(row.get("percent")):
        return _("no percentage")
    return {"holder": name, "holder_local": _said(row.get("eid")), "held": companies[parent], "held_local": parent,
            "percent": _said(row.get("percent")), "type": _said(row.get("type"))}  # fmt: skip


def _from_pair(row: Row) -> dict[str, str] | str:
    edge = {
        key: next((_said(row.get(n)) for n in names if _said(row.get(n))), "")
        for key, names in _COLUMNS.items()
    }
    for need in ("holder", "held", "percent"):
        if not edge[need]:
            return _("no {need}").format(need=need)
    return edge


def percent_of(text: str) -> str:
    """``95.00%`` as ``95``; empty where it is no percentage."""
    found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,8})?)\s*[%％]?", text)
    try:
        value = Decimal(found[1]) if found else Decimal(-1)
    except InvalidOperation:
        return ""
    return f"{value.normalize():f}" if 0 <= value <= 100 else ""


def _entities(edge: Mapping[str, str], owned: Set[str], source: str, place: str) -> Iterator[Entity]:
    held = _agent(edge, "held", "LegalEntity", source, place)
    yield held
    if "holder" not in edge:
        return
    holder = _agent(edge, "holder", _class_of(edge, owned), source, place)
    yield holder
    share = Edge.between("Shareholding", holder.id, held.id, source, locator=place)
    if stake := percent_of(edge["percent"]):
        share.add("stake", stake, surface=edge["percent"][:20])
    share.add("interest", "shareholding")
    for key, property_ in (("since", "since"), ("until", "until"), ("as_of", "asOf")):
        day = read_date(edge[key]) if edge.get(key) else None
        if isinstance(day, PartialDate):
            share.add(property_, day.text)
    yield share


def _class_of(edge: Mapping[str, str], owned: Set[str]) -> str:
    """What a holder is: as stated, or else told by the form of its name; 张三 and 华为 are told by neither.

    Holders may be public bodies or groups. Only who is held itself is sure to be a legal entity.
    """
    name, type_ = edge["holder"], edge["type"]
    if name in owned:
        return "LegalEntity"
    kind = parse(name).kind
    if type_ in _PERSON or (not type_ and kind == "person"):
        return "Person"
    return "Organization" if type_ or kind not in ("short", "brand", "unclear") else "Agent"


def _agent(edge: Mapping[str, str], end: str, type_: str, source: str, place: str) -> Entity:
    """A holder or company; one who may be a person is the same only for the same company of the same file."""
    name, local = edge[end], edge.get(f"{end}_local", "")
    own = type_ in ("Person", "Agent")
    scope = (edge["held"], edge.get("held_local", "")) if own else (local,)
    made = Entity.of(type_, entity_id("agent", source, name, *scope), source, locator=place)
    made.add("name", name)
    key = read_key(edge.get(f"{end}_key", ""))
    if key and key.valid and key.scheme == "uscc" and not own:
        made.add("creditCode", key.value)
    return made
