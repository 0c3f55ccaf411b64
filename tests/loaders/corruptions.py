"""Ways in which files come to be broken, each by a seeded chance: bytes, and the values of JSON."""

from __future__ import annotations

import json
import random
import re
from typing import Any

_JUNK: list[Any] = [
    None, "", " ", "x", "虚构", 0, -1, 7, 1.5, 1e400, True, [], {}, [[]], [None], ["x"], [{}], {"id": 5}, {"name": "y"}, "2020-02-30",
    "0000-00-00", "٢٠٢٠-٠١-٠١", "1e-30", "\x00", "\x01\u202e", "a" * 3000, {"name": {"zh": "z"}}, [1e400], "100.00000000000000001", {"": ""},
    "@30@", "@900@", "@100000@",
]  # fmt: skip


def broken_bytes(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to three of them flipped, cut out, doubled or cut off."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(found)) if found else 0
        length = chance.choice((1, 1, 1, 7, 200))
        how = chance.randrange(5)
        if how == 0 and found:
            found[place] ^= 1 << chance.randrange(8)
        elif how == 1:
            del found[place : place + length]
        elif how == 2:
            found[place:place] = found[place : place + length]
        elif how == 3:
            found[place:place] = bytes([chance.choice(b'\x00\x01\n\r"{}[],:\xff<>&=')])
        elif chance.random() < 0.3:
            del found[place:]
    return bytes(found)


def broken_values(value: Any, chance: random.Random, share: float = 0.03) -> Any:
    """A JSON value of which parts are missing, or something else."""
    if chance.random() < share:
        return chance.choice(_JUNK)
    if isinstance(value, dict):
        kept = {
            key: broken_values(item, chance, share) for key, item in value.items() if chance.random() > share
        }
        return kept | ({"x\x01": 1} if chance.random() < share else {})
    if isinstance(value, list):
        items = [broken_values(item, chance, share) for item in value if chance.random() > share]
        return [*items, *items[:1]] if chance.random() < share else items
    return value


def broken_json(data: bytes, chance: random.Random) -> bytes:
    """The same of a file of one JSON value, or of one on each line."""
    if data.startswith(b"{") and data.count(b"\n{") > 2:
        lines = [broken_values(json.loads(line), chance) for line in data.splitlines()]
    else:
        lines = [broken_values(json.loads(data), chance)]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return re.sub(r'"@(\d+)@"', _deep, text).encode("utf-8", "replace")


def _deep(found: re.Match[str]) -> str:
    """Brackets in brackets, as deep as it says; JSON's writer could not write them."""
    return '{"records":[' * int(found[1]) + "]}" * int(found[1])
