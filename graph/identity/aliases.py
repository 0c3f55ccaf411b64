"""Which names that people gave an organisation lead to it, in whatever form they are.

Whoever curates an alias has read it. So it counts as it stands, full legal name or not, where one curated
organisation alone bears it, and no group. What would mean as many others elsewhere does not: 数据局 for 长沙市数据局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb

from govgraph.graph.identity.tables import derive
from govgraph.text.names import normalise, parse
from govgraph.text.vocabulary import TRADES

_FORMLESS = ("company", "brand", "short", "group", "unclear")
#: Said within a place of the only one there: 市数据局, 一医院, 附中.
_LOCAL = re.compile(
    "[省市区县州镇]|第?[0-9一二三四五六七八九十]|.*(?:医院|附院|[中小]学|幼儿园|服务中心|数据中心|行政中心)$"
)
_TOKENS = """
INSERT INTO token
    WITH bearer AS (
        SELECT n.normal, min(coalesce(p.place, 'CN')) AS place FROM called c JOIN name_read n USING (name) LEFT JOIN place p ON p.id = c.id
        WHERE c.curated GROUP BY n.normal
        HAVING count(DISTINCT c.id) = 1 AND NOT bool_or(c.is_group) AND bool_or(c.name IN (SELECT alias FROM alias_read)))
    SELECT DISTINCT c.id, 'x|' || b.normal, false FROM called c JOIN name_read n USING (name) JOIN bearer b ON b.normal = n.normal
    LEFT JOIN place p ON p.id = c.id WHERE coalesce(p.place, b.place) = b.place;
"""


def alias_counts(alias: str, name: str) -> bool:
    """Whether a curated alias of an organisation of this name means it and nobody else.

    >>> alias_counts("信通院", "中国信息通信研究院"), alias_counts("数据局", "长沙市数据局")
    (True, False)
    """
    read = parse(alias)
    if not read.lack:
        return True
    if read.kind == "institution":
        # what is left of a name without its place stands in every other place
        return not _LOCAL.match(read.name) and not normalise(name).endswith(read.name)
    if read.kind == "company" and (TRADES.fullmatch(read.core) or "more than one place" in read.lack):
        return False
    return read.kind in _FORMLESS


def add_alias_tokens(database: duckdb.DuckDBPyConnection) -> None:
    """Add to ``token`` what joins loaded organisations to the curated one that bears their name alone."""

    def read(row: tuple[str, str]) -> Iterator[tuple[object, ...]]:
        if alias_counts(*row):
            yield row[:1]

    query = """SELECT DISTINCT a.name, m.name FROM called a JOIN called m USING (id)
        WHERE a.curated AND m.curated AND NOT m.is_alias"""
    derive(database, query, "alias_read", ("alias",), read)
    database.execute(_TOKENS)
