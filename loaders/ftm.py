"""FollowTheMoney entities, one JSON object a line: the schemata of ownership and procurement.

Companies, public bodies, persons, ownership, directorships, contracts and their awards become graph;
schemata that say nothing of them (addresses, sanctions, passports, families) are counted as left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from govgraph.graph.entity import Edge, Entity
from govgraph.loaders.base import About, Item, Record, Rejected, entity_id
from govgraph.loaders.holdings import Holdings
from govgraph.loaders.json_stream import Piece, read_json
from govgraph.text.keys import read_key

NAME = "ftm"
LEAST: Mapping[str, int] = {"Agent": 1}
_CLASSES = {
    "Person": "Person",
    "Company": "Company",
    "LegalEntity": "LegalEntity",
    "Organization": "Organization",
    "PublicBody": "PublicBody",
    "Contract": "Project",
    "CallForTenders": "CallForTenders",
}
_KEYS = {"uscCode": "uscc", "leiCode": "lei", "innCode": "ru-inn", "ogrnCode": "ru-ogrn"}
Json = Mapping[str, Any]


def detect(path: Path, head: bytes) -> bool:
    """JSON objects with a schema and properties."""
    return (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        and b'"schema"' in head
        and b'"properties"' in head
        and b'"id"' in head
    )


def read(path: Path, source: str) -> Iterator[Item]:
    """One record an entity; an edge whose ends are not in the file is rejected."""
    yield About({"publisherName": "FollowTheMoney"})
    kinds: dict[str, tuple[str, str]] = {}
    for piece in read_json(path, frozenset()):
        schema, id_ = _head(piece)
        if schema in _CLASSES and id_:
            kinds[id_] = (
                _CLASSES[schema],
                entity_id(
                    "agent" if schema not in ("Contract", "CallForTenders") else "project", source, id_
                ),
            )
    holdings = Holdings()
    for piece in read_json(path, frozenset()):
        if not isinstance(piece, Piece) or not isinstance(piece.value, dict) or not _head(piece)[0]:
            yield Rejected.of(
                piece.position, getattr(piece, "flaw", "") or "no entity", getattr(piece, "value", None)
            )
        else:
            item = _read_entity(piece.position, piece.value, kinds, source)
            wrong = holdings.wrong(item.entities) if isinstance(item, Record) else ""
            yield Rejected.of(piece.position, wrong, piece.value) if wrong else item


def _head(piece: object) -> tuple[str, str]:
    value = piece.value if isinstance(piece, Piece) else None
    if not isinstance(value, dict) or not isinstance(value.get("properties"), dict):
        return "", ""
    return str(value.get("schema") or ""), str(value.get("id") or "")


def _read_entity(position: str, value: Json, kinds: Mapping[str, tuple[str, str]], source: str) -> Item:
    schema, id_ = str(value["schema"]), str(value.get("id") or "")
    properties: Json = value["properties"]
    if schema in _CLASSES:
        made = _node(position, value, properties, *kinds[id_], source)
        return (
            Record(position, [made], key=id_)
            if made
            else Rejected.of(position, "an entity without name", value)
        )
    edges = {
        "Ownership": _ownership,
        "Directorship": _directorship,
        "Membership": _directorship,
        "ContractAward": _award,
    }
    if schema not in edges:
        return Rejected.of(position, f"a schema that is left aside ({schema})", value)
    found = edges[schema](position, id_, properties, kinds, source)
    return (
        Record(position, found, key=id_)
        if found
        else Rejected.of(position, "an edge whose ends the file does not state", value)
    )


def _node(
    position: str, value: Json, properties: Json, type_: str, made_id: str, source: str
) -> Entity | None:
    names = [" ".join(str(n).split()) for n in properties.get("name") or properties.get("title") or ()]
    names = list(dict.fromkeys(n for n in names if n))
    if not names:
        return None
    caption = " ".join(str(value.get("caption") or "").split())
    name = caption if caption in names else names[0]
    made = Entity.of(type_, made_id, source, locator=position)
    made.add("name", name)
    for other in names:
        if other != name:
            made.add("alias", other)
    if type_ in ("Company", "LegalEntity", "Organization", "PublicBody"):
        for field, scheme in _KEYS.items():
            for code in properties.get(field) or ():
                key = read_key(str(code), scheme)
                if key and key.valid:
                    made.add(*(("creditCode", key.value) if scheme == "uscc" else ("identifier", str(key))))
        _date(made, "founded", properties, "incorporationDate")
        _date(made, "dissolved", properties, "dissolutionDate")
    return made


def _ownership(
    position: str, id_: str, p: Json, kinds: Mapping[str, tuple[str, str]], source: str
) -> list[Entity]:
    found: list[Entity] = []
    for owner in p.get("owner") or ():
        for asset in p.get("asset") or ():
            held = kinds.get(asset, ("", ""))[0]
            if (
                owner not in kinds
                or held not in ("Company", "LegalEntity")
                or kinds[owner][0] in ("Project", "CallForTenders")
            ):
                continue
            edge = Edge.between("Shareholding", kinds[owner][1], kinds[asset][1], source, locator=position)
            edge.add("interest", "shareholding")
            if stake := _percent(p.get("percentage")):
                edge.add("stake", stake)
            _date(edge, "since", p, "startDate")
            _date(edge, "until", p, "endDate")
            found.append(edge)
    return found


def _directorship(
    position: str, id_: str, p: Json, kinds: Mapping[str, tuple[str, str]], source: str
) -> list[Entity]:
    found: list[Entity] = []
    for person in p.get("director") or p.get("member") or ():
        for body in p.get("organization") or ():
            if kinds.get(person, ("", ""))[0] != "Person" or kinds.get(body, ("Person", ""))[0] in (
                "Person",
                "Project",
                "CallForTenders",
            ):
                continue
            edge = Edge.between("Affiliation", kinds[person][1], kinds[body][1], source, locator=position)
            edge.add("role", "director" if "director" in p else "member")
            _date(edge, "since", p, "startDate")
            found.append(edge)
    return found


def _award(
    position: str, id_: str, p: Json, kinds: Mapping[str, tuple[str, str]], source: str
) -> list[Entity]:
    contracts = [c for c in p.get("contract") or () if kinds.get(c, ("", ""))[0] == "Project"]
    suppliers = [
        s
        for s in p.get("supplier") or ()
        if kinds.get(s, ("Person", ""))[0] not in ("Person", "Project", "CallForTenders")
    ]
    if not contracts or not suppliers:
        return []
    award = Entity.of("Award", entity_id("award", source, id_), source, locator=position)
    for contract in contracts:
        award.add("concerns", kinds[contract][1])
    for supplier in suppliers:
        award.add("awardedTo", kinds[supplier][1])
    amounts: list[object] = p.get("amount") or []
    currencies: list[object] = p.get("currency") or []
    if len(amounts) == 1 and re.fullmatch(r"\d{1,16}(\.\d{1,6})?", str(amounts[0])):
        award.add("amount", str(amounts[0]))
        award.add("amountKind", "award")
        if len(currencies) == 1 and re.fullmatch("[A-Z]{3}", str(currencies[0])):
            award.add("currency", str(currencies[0]))
    _date(award, "date", p, "date")
    return [award]


def _date(made: Entity, property_: str, p: Json, field: str) -> None:
    """The date, where the entity has one: two dates are two opinions, and none of them is chosen."""
    values = {
        str(v)[:10] for v in p.get(field) or () if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", str(v)[:10])
    }
    if len(values) == 1:
        made.add(property_, values.pop())


def _percent(values: object) -> str:
    try:
        number = (
            Decimal(str(values[0]).strip(" %"))
            if isinstance(values, list) and len(values) == 1
            else Decimal(-1)
        )
    except InvalidOperation:
        return ""
    return f"{number.normalize():f}" if number.is_finite() and 0 <= number <= 100 else ""
