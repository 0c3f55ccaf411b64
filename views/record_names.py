"""What records without a name are called: their project, amount and date, in both languages.

A portal's award or bid has a number and no name; an id in its place tells nobody anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from govgraph.graph.reader.reader import GraphReader, Node
from govgraph.ontology.model import ontology
from govgraph.views.amounts import short

# A record's own project, or that of the lot or project which it is itself a part of.
_UNNAMED = """
SELECT n.id, n.cls, arg_min(p.title, p.id), arg_min(coalesce(p."englishName", p.title), p.id), n.amount,
       coalesce(n.currency, 'CNY'), min(s.object)
FROM node n LEFT JOIN link l ON l.start_id = n.id AND l.type IN ('CONCERNS', 'LOT_OF') AND l.rule IS NULL
     LEFT JOIN node p ON p.id = l.end_id AND p.title <> p.id
     LEFT JOIN statement s ON s.owner = n.id AND s.predicate = 'date'
WHERE n.title = n.id AND n.id IN (SELECT unnest(?)) AND n.cls <> 'Source' GROUP BY ALL ORDER BY n.id
"""


def record_names(reader: GraphReader, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Names in Chinese and English of those things that have none of their own, by id.

    A thing of which neither a project nor an amount nor a date is known goes by its class and id.
    """
    found: dict[str, tuple[str, str]] = {}
    wanted = sorted(set(ids))
    for id_, *known in reader.rows(_UNNAMED, [wanted]) if wanted else ():
        found[id_] = (_name(id_, known, "zh"), _name(id_, known, "en"))
    return found


def _name(id_: str, known: list[Any], language: str) -> str:
    cls, project_zh, project_en, amount, currency, date = known
    term = ontology().classes.get(cls)
    word = "" if term is None else term.label_zh if language == "zh" else term.label_en
    project = project_zh if language == "zh" else project_en
    told = [short(amount, currency, language)] if amount is not None else []
    told += [date] if date else []  # as it is given: a month is no day
    if not project and not told:
        told = [id_]
    return " · ".join([project or word, *told])


def with_names(reader: GraphReader, nodes: Mapping[str, Node], language: str) -> dict[str, Node]:
    """Things by id, those without a name called by what is known of them, in a language."""
    names = record_names(reader, (node.id for node in nodes.values() if node.title == node.id))
    place = 0 if language == "zh" else 1
    return {
        id_: replace(node, title=names[id_][place]) if id_ in names else node for id_, node in nodes.items()
    }
