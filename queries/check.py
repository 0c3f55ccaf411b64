"""Checks of a question's files: header, terms, parameters, and the subset of Cypher that runs everywhere.

The subset is what the embedded engine and Neo4j 5 both answer the same; what is outside it is found in
the text, without strings and comments, and named with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govgraph.messages import _, joined
from govgraph.ontology.model import ontology
from govgraph.queries.analysis import MEASURES
from govgraph.queries.library import Query
from govgraph.queries.remarks import CAUTION

_OUTSIDE = (
    (r"\b(CREATE|MERGE|DELETE|SET|REMOVE|FOREACH|LOAD\s+CSV)\b", _("a question only reads")),
    (r"\bCALL\s+(?![{(])[\w.]+", _("procedures and plugins are not everywhere; a measure belongs to analysis.py")),
    (r"\b(percentileCont|percentileDisc|stDev|stDevP)\s*\(", _("not in the embedded engine: sort, collect and index")),
    (r"\(\s*\w*\s*(:\w+)*\s+WHERE\b", "a WHERE inside a node pattern: put it after the pattern"),
    (r"(?<=[(\w]):[\w]+\s*[&!%]|(?<=[(\w]):!", "a label expression with & or !: use WHERE n:Label"),
    (r"\)\s*\{\s*(\d+\s*(,\s*\d*)?|,\s*\d+)\s*\}|\)\)\s*[+*]", _("a quantified path pattern: use [:TYPE*1..3]")),
    (r"\b(ANY|ALL)?\s*SHORTEST\b|\bSHORTEST\s+\d", "SHORTEST: use shortestPath()"),
    (r"\bCOLLECT\s*\{", _("COLLECT { }: use a pattern comprehension or collect()")),
    (r"\blabels\(\s*\w+\s*\)\s*\[", _("labels(n)[0] depends on the engine: use n:Label")),
    (r"\bduration\.between\b", _("duration.between: use duration.inDays or duration.inMonths")),
    (r"\[\s*\w*\s*(:[\w|]+)?\s*\*\s*(\]|\d+\s*\.\.\s*\]|\{)", _("a path without an upper bound: use *1..8")),
    (r"/\*", _("only // comments")),
    (r"\bapoc\.|\bgds\.", _("a plugin")),
)  # fmt: skip
# names that texts read from values of other kinds than nodes and relationships
_PARTS = {"days", "months", "year", "month", "day", "inDays", "inMonths"}


def check_query(query: Query) -> Sequence[str]:
    """All that is wrong with a question's header and texts, one line each."""
    cypher = query.cypher
    found = [*_header(query), *_cypher_terms(cypher), *portability(cypher), *_parameters(query)]
    if query.sparql:
        found += [*_sparql_terms(query.sparql), *_clashes(query)]
    return [joined((query.name, problem), ": ") for problem in found]


def portability(cypher: str) -> list[str]:
    """What is outside the subset that runs the same on the embedded engine and on Neo4j 5."""
    text = _bare(cypher)
    found = [
        _("line {line}: {reason}").format(line=_line(text, match.start()), reason=reason)
        for pattern, reason in _OUTSIDE
        for match in re.finditer(pattern, text)
    ]
    return [*found, *_relationship_values(text), *_unnamed_columns(text)]


def _header(query: Query) -> Iterator[str]:
    for key in ("title_zh", "title_en", "theme", "answers", "why", "excludes", "references"):
        if not getattr(query, key):
            yield _("the header has no {key}").format(key=key.replace("_", " "))
    for parameter in query.parameters:
        if not (parameter.help_zh and parameter.help_en):
            yield _("parameter {name} has no help in both languages").format(name=parameter.name)
    names = [column.name for column in query.columns]
    for column in query.columns:
        if not (column.label_zh and column.label_en):
            yield _("column {name} has no heading in both languages").format(name=column.name)
        if column.codes and column.codes not in ontology().codes:
            yield _("column {name}: there is no code list {codes}").format(
                name=column.name, codes=column.codes
            )
    if not query.order:
        yield _("the header has no order")
    for part in query.order:
        if part.split()[0] not in names:
            yield _("the order names no column: {part}").format(part=part)
    if query.analysis and query.analysis not in MEASURES:
        yield _("there is no measure {analysis}").format(analysis=query.analysis)
    if query.theme == "red-flags" and CAUTION not in query.references:
        yield _("a red flag's references must say: {caution}").format(caution=CAUTION)
    if CAUTION in query.references and not all((*query.innocent, *query.settles)):
        yield _(
            "an indicator's header must have innocent explanations and what settles it, in both languages"
        )
    for need in query.needs:
        name, dot, property_ = need.partition(".")
        if name not in ontology().classes or (dot and property_ not in ontology().properties):
            yield _("needs: the ontology has no {term}").format(term=need)


def _cypher_terms(cypher: str) -> Iterator[str]:
    """Labels, relationship types and properties that the ontology does not declare."""
    model, text = ontology(), _bare(cypher)
    types = {p.relationship_type for p in model.properties.values() if p.is_link}
    for match in re.finditer(r"\[\w*:([\w|]+)", text):
        for name in match[1].split("|"):
            if name not in types:
                yield _("line {line}: no relationship {name} in the ontology").format(
                    line=_line(text, match.start()), name=name
                )
    for match in re.finditer(r"(?<![\[\w])\(?\b\w*((?::[A-Z]\w*[a-z]\w*)+)", text):
        for name in match[1][1:].split(":"):
            if name not in model.classes:
                yield _("line {line}: no label {name} in the ontology").format(
                    line=_line(text, match.start()), name=name
                )
    keys = set(re.findall(r"[{,]\s*(\w+):", text))
    for match in re.finditer(r"\b[A-Za-z_]\w*\.([A-Za-z_]\w*)", text):
        if match[1] not in model.properties and match[1] not in keys | _PARTS:
            yield _("line {line}: no property {match} in the ontology").format(
                line=_line(text, match.start()), match=match[1]
            )
    for match in re.finditer(r"\(\w*(?::\w+)+ \{([^}]*)\}", text):
        for name in re.findall(r"(\w+):", match[1]):
            if name not in model.properties:
                yield _("line {line}: no property {name} in the ontology").format(
                    line=_line(text, match.start()), name=name
                )


def _sparql_terms(sparql: str) -> Iterator[str]:
    model, text = ontology(), _bare(sparql, "#")
    for match in re.finditer(r"\bgg:(\w+)", text):
        if match[1] not in model.classes and match[1] not in model.properties:
            yield _("SPARQL line {line}: no term gg:{match} in the ontology").format(
                line=_line(text, match.start()), match=match[1]
            )


def _parameters(query: Query) -> Iterator[str]:
    """Every declared parameter is used in each text and every used one is declared."""
    declared = {p.name for p in query.parameters}
    python = declared if query.analysis else set()  # a measure may use what the texts do not
    for language, text in (("Cypher", _bare(query.cypher)), ("SPARQL", _bare(query.sparql, "#"))):
        used = set(re.findall(r"\$(\w+)", text))
        for name in sorted(used - declared):
            yield _("{language}: ${name} is not declared").format(language=language, name=name)
        for name in sorted(declared - used - python) if text.strip() else ():
            yield _("{language}: ${name} is not used").format(language=language, name=name)


def _clashes(query: Query) -> Iterator[str]:
    """A parameter's name may be a variable only as a heading of the outermost SELECT."""
    text = _bare(query.sparql, "#")
    start = text.find("WHERE")
    for name in (p.name for p in query.parameters):
        for match in re.finditer(rf"\?{name}\b", text):
            heading = match.start() < start and re.search(r"AS\s+$", text[: match.start()])
            if not heading:
                yield _("SPARQL line {line}: ?{name} is the parameter ${name}; take another name").format(
                    line=_line(text, match.start()), name=name
                )


def _relationship_values(text: str) -> Iterator[str]:
    """A relationship's value as the id of a node to find: the embedded engine then silently finds nothing."""
    for name in sorted(set(re.findall(r"-\[(\w+)(?::[\w|]+)?\]", text))):
        carried = re.search(rf"\bWITH\b[^()]*\b{name}\b", text)
        value = rf"\b{name}\.\w+"
        patterns = [rf"\([^()]*\{{[^}}]*:\s*{value}"]
        if carried:  # in the clause that matches the relationship itself the comparison works
            patterns += [rf"\.id\s*=\s*{value}", rf"{value}\s*=\s*\w+\.id\b"]
        for match in (m for pattern in patterns for m in re.finditer(pattern, text)):
            yield (
                _(
                    "line {line}: {name} is a relationship, and a node with its value as id is not found by "
                    "the embedded engine: WITH {name}.id AS about first"
                ).format(line=_line(text, match.start()), name=name)
            )


def _unnamed_columns(text: str) -> Iterator[str]:
    """Columns of the last RETURN that have no alias; the engines name them differently."""
    starts = [match.end() for match in re.finditer(r"\bRETURN\b(?:\s+DISTINCT\b)?", text)]
    if not starts:
        yield _("line 1: there is no RETURN")
        return
    tail = re.split(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b", text[starts[-1] :])[0]
    for item in _split(tail):
        if item.strip() and not re.search(r"\bAS\s+`?\w+`?\s*;?\s*$", item):
            yield _("line {line}: the column {item} has no AS").format(
                line=_line(text, starts[-1]), item=" ".join(item.split())[:40]
            )


def _split(text: str) -> list[str]:
    """Split at commas that stand in no bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _bare(text: str, comment: str = "//") -> str:
    """The text without strings, addresses and comments, every character else in its place."""
    marks = re.compile(
        rf"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|<[a-z]+:[^>\s]*>|{re.escape(comment)}[^\n]*""", re.S
    )
    return marks.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
