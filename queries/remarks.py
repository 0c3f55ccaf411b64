"""What is said beside an answer, in Chinese and English: what a short one lacks, what a red flag is not.

A question's header names what it rests on (``needs: Bid.amount, CallForTenders``): classes, or a class and a
property that its entities must have. They are counted in the store that answered.
"""

from __future__ import annotations

from govgraph.ontology.model import ontology
from govgraph.queries.library import Query
from govgraph.stores.base import Store

Remark = tuple[str, str]
#: An answer of fewer rows says what its question rests on, and how much of it there is.
FEW = 5
#: Words that every page of a red flag says in its references.
CAUTION = "An indicator is a question, not an accusation."
_CAUTION_ZH = "指标是一个问题，不是指控。"
_COUNT = {
    ("cypher", False): "MATCH (n:{0}) RETURN count(n) AS n",
    ("cypher", True): "MATCH (n:{0}) WHERE {1} RETURN count(n) AS n",
    ("sparql", False): "PREFIX gg: <https://w3id.org/govgraph/ontology#> SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a gg:{0} }}",
    ("sparql", True): "PREFIX gg: <https://w3id.org/govgraph/ontology#> SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a gg:{0} ; gg:{1} ?y }}",
}  # fmt: skip


def caution(query: Query) -> tuple[Remark, ...]:
    """What must stand beside the answer of an indicator; nothing for other questions."""
    if CAUTION not in query.references:
        return ()
    (innocent_zh, innocent_en), (settles_zh, settles_en) = query.innocent, query.settles
    return (
        (
            f"{_CAUTION_ZH}正常的解释：{innocent_zh}。可以查清的办法：{settles_zh}。",
            f"{CAUTION} Innocent explanations: {innocent_en}. What would settle it: {settles_en}.",
        ),
    )


def lacks(query: Query, store: Store, rows: int) -> tuple[Remark, ...]:
    """For an answer of few rows, what the question rests on with its number in this graph."""
    if rows >= FEW or not query.needs:
        return ()
    found = [(*_words(need), count(need, store)) for need in query.needs]
    zh = f"仅{rows}行" if rows else "没有一行"
    en = f"only {rows} row{'' if rows == 1 else 's'}" if rows else "no row"
    if none := [words for *words, number in found if not number]:
        lacking_zh, lacking_en = ("、".join(zh for zh, _ in none), ", ".join(en for _, en in none))
        return ((f"{zh}：此问题需要{lacking_zh}，本图谱一个也没有。",
                 f"{en}: the question needs {lacking_en}, of which this graph has none."),)  # fmt: skip
    there_zh = "、".join(f"{words}{number}个" for words, _, number in found)
    there_en = ", ".join(f"{words}: {number}" for _, words, number in found)
    meet_zh, meet_en = ("，须相互对应", ", and these must belong together") if len(found) > 1 else ("", "")
    return ((f"{zh}：此问题所需，本图谱有{there_zh}{meet_zh}。",
             f"{en}: of what the question needs this graph has {there_en}{meet_en}."),)  # fmt: skip


def count(need: str, store: Store) -> int:
    """How many entities of a class there are, or how many of them have a property (``Class.property``)."""
    name, property_ = (*need.split("."), "")[:2]
    term = property_
    if property_ and store.language == "cypher":
        known = ontology().properties[property_]
        term = f"(n)-[:{known.relationship_type}]->()" if known.is_link else f"n.{property_} IS NOT NULL"
    rows = store.run(_COUNT[store.language, bool(property_)].format(name, term), {}).rows
    return int(next(iter(rows))[0])


def _words(need: str) -> Remark:
    name, property_ = (*need.split("."), "")[:2]
    kind = ontology().classes[name]
    if not property_:
        return kind.label_zh, kind.label_en
    known = ontology().properties[property_]
    return f"{kind.label_zh}（{known.label_zh}）", f"{kind.label_en} ({known.label_en})"
