"""Values of FollowTheMoney entities: lists of texts, of which a single-valued property takes the only one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from govgraph.graph.statements.entity import Entity
from govgraph.graph.statements.lexical import is_date
from govgraph.ontology.model import ontology
from govgraph.text.keys import read_key

Json = Mapping[str, Any]
_KEYS = {"uscCode": "uscc", "leiCode": "lei", "innCode": "ru-inn", "ogrnCode": "ru-ogrn"}


def texts(p: Json, *fields: str) -> list[str]:
    """The distinct texts of some properties, in order."""
    found = (_text(value) for field in fields for value in _list(p.get(field)))
    return list(dict.fromkeys(text for text in found if text))


def _text(value: object) -> str:
    """A text with single blanks, or a number as text; empty for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def only(p: Json, *fields: str) -> str:
    """The one value of the first of these properties that has any; two are two opinions, and none is chosen."""
    for field in fields:
        if values := texts(p, field):
            return values[0] if len(values) == 1 else ""
    return ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def add_date(made: Entity, property_: str, p: Json, *fields: str) -> None:
    """The date, where the entity has one."""
    for field in fields:
        days = {text[:10] for text in texts(p, field) if is_date(text[:10])}
        if len(days) == 1:
            made.add(property_, days.pop())
            return


def add_text(made: Entity, property_: str, p: Json, *fields: str) -> None:
    """A text, where the entity has one."""
    if value := only(p, *fields):
        made.add(property_, value[:500])


def add_keys(made: Entity, p: Json) -> None:
    """Identifiers of an organisation that can be such."""
    for field, scheme in _KEYS.items():
        for code in texts(p, field):
            key = read_key(code, scheme)
            if key and key.valid:
                made.add(
                    "creditCode" if scheme == "uscc" else "identifier",
                    key.value if scheme == "uscc" else str(key),
                )


def add_amount(made: Entity, kind: str, p: Json) -> None:
    """The one amount and its currency."""
    amount, currency = only(p, "amount"), only(p, "currency").upper()
    if re.fullmatch(r"[0-9]{1,16}(\.[0-9]{1,6})?", amount):
        made.add("amount", amount)
        made.add("amountKind", kind)
        if currency in ontology().codes["currency"]:
            made.add("currency", currency)


_RANGES = (
    (r"([0-9.]+)\s*%?\s*(?:-|–|to)\s*([0-9.]+)\s*%?", ("stakeMin", "stakeMax"), ()),
    (r"more than ([0-9.]+)\s*%? but (?:not more|no more) than ([0-9.]+)\s*%?", ("stakeMin", "stakeMax"), ("stakeMinExclusive",)),
    (r"(?:>|more than|over)\s*([0-9.]+)\s*%?", ("stakeMin",), ("stakeMinExclusive",)),
    (r"(?:>=|≥|at least)\s*([0-9.]+)\s*%?", ("stakeMin",), ()),
    (r"(?:<|less than|under)\s*([0-9.]+)\s*%?", ("stakeMax",), ("stakeMaxExclusive",)),
    (r"(?:<=|≤|up to)\s*([0-9.]+)\s*%?", ("stakeMax",), ()),
    (r"([0-9.]+)\s*%?", ("stake",), ()),
)  # fmt: skip


def add_stake(edge: Entity, p: Json) -> bool:
    """A percentage, or the ends of a range. Returns whether all that is stated was read; of two none is taken."""
    stated = texts(p, "percentage")
    if len(stated) != 1:
        return not stated
    for pattern, names, exclusive in _RANGES:
        if match := re.fullmatch(pattern, stated[0].lower()):
            values = [_percent(text) for text in match.groups()]
            if not all(values):
                return False
            for name, value in zip(names, values, strict=True):
                edge.add(name, value)
            for name in exclusive:
                edge.add(name, "true")
            return True
    return False


def _percent(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return ""
    return f"{round(number, 6).normalize():f}" if number.is_finite() and 0 <= number <= 100 else ""


def pairs(p: Json, one: str, other: str) -> Iterator[tuple[str, str]]:
    """Every pair of ends of an edge."""
    for start in texts(p, one):
        for end in texts(p, other):
            yield start, end
