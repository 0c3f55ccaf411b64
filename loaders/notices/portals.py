"""What portals have of their own: addresses, the names of their JSON's fields, where a page's notice stands."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("portals.tsv")


@lru_cache(maxsize=1)
def _rows() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in _TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *rest = line.split("\t")
            found.setdefault(kind, []).append(rest)
    return found


@lru_cache(maxsize=64)
def names(kind: str) -> tuple[str, ...]:
    """The names of JSON fields, or the selectors, of one kind, the most telling first."""
    return tuple(name for row in _rows()[kind] for name in row[0].split("|"))


@lru_cache(maxsize=1)
def value_fields() -> dict[str, tuple[str, str]]:
    """The names of JSON fields that stand for labels: the key and the label of each."""
    return {name: (row[1], row[2]) for row in _rows()["value"] for name in row[0].split("|")}


def portal_of(url: str, title: str = "") -> str:
    """The portal that an address lies on or that a page's title ends with; empty where neither tells."""
    found = re.match(r"https?://([\w.-]+)", url)
    host = found[1].lower() if found else ""
    for part, name in _rows()["host"]:
        if host and (host == part or host.endswith("." + part)):
            return name
    tail = re.split(r"[_|–]|\s-\s?|-(?=[^-]*$)", title)[-1].strip() if title else ""
    known = {name for _, name in _rows()["host"]}
    return tail if tail in known or (re.search(r"(?:采购网|交易网|交易平台|交易中心|服务平台)$", tail) and tail != title) else ""  # fmt: skip
