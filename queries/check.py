"""Checks of a question's files: header, terms, parameters, and Cypher that every engine answers the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govgraph.errors import QueryError
from govgraph.messages import _, joined
from govgraph.ontology.model import ontology
from govgraph.queries.analysis import MEASURES
from govgraph.queries.library import Query
from govgraph.queries.remarks import CAUTION
from govgraph.stores.cypher.parts import Parts, parts
from govgraph.stores.cypher.reading import only_reads
from govgraph.stores.cypher.refused import ways_round
from govgraph.stores.cypher.remarks import remarks
from govgraph.stores.cypher.rewrite import unnamed_columns
from govgraph.stores.cypher.terms import unknown_terms
from govgraph.stores.cypher.tokens import line_of
from govgraph.stores.cypher.vocabulary import everything
from govgraph.stores.rdf.terms import unknown_sparql_terms


def check_query(query: Query) -> Sequence[str]:
    """All that is wrong with a question's header and texts, one line each."""
    cypher = query.cypher
    terms = unknown_terms(parts(cypher), {}, everything())
    found = [*_header(query), *terms, *portability(cypher), *_parameters(query)]
    if query.sparql:
        found += [
            *(joined(("SPARQL", one), " ") for one in unknown_sparql_terms(query.sparql, {})),
            *_clashes(query),
        ]
    return [joined((query.name, problem), ": ") for problem in found]


def portability(cypher: str) -> list[str]:
    """What the embedded engine and Neo4j 5 do not answer alike."""
    found = parts(cypher)
    try:
        only_reads(found)
    except QueryError as error:
        return [error.text]
    refused = sorted(ways_round(found), key=lambda one: one[0].start)
    lines = [
        _("line {line}: {reason}").format(line=line_of(cypher, token.start), reason=words)
        for token, words in refused
    ]
    return [*lines, *remarks(found, {}, everything(), lists=False), *_unnamed_columns(found)]


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


def _parameters(query: Query) -> Iterator[str]:
    """Every declared parameter is used in each text and every used one is declared."""
    declared = {p.name for p in query.parameters}
    python = declared if query.analysis else set()  # a measure may use what the texts do not
    sparql = _bare(query.sparql)
    asked = {"Cypher": set(parts(query.cypher).parameters), "SPARQL": set(re.findall(r"\$(\w+)", sparql))}
    for language, used in asked.items():
        for name in sorted(used - declared):
            yield _("{language}: ${name} is not declared").format(language=language, name=name)
        for name in sorted(declared - used - python) if language == "Cypher" or sparql.strip() else ():
            yield _("{language}: ${name} is not used").format(language=language, name=name)


def _clashes(query: Query) -> Iterator[str]:
    """A parameter's name may be a variable only as a heading of the outermost SELECT."""
    text = _bare(query.sparql)
    start = text.find("WHERE")
    for name in (p.name for p in query.parameters):
        for match in re.finditer(rf"\?{name}\b", text):
            heading = match.start() < start and re.search(r"AS\s+$", text[: match.start()])
            if not heading:
                yield _("SPARQL line {line}: ?{name} is the parameter ${name}; take another name").format(
                    line=line_of(text, match.start()), name=name
                )


def _unnamed_columns(found: Parts) -> Iterator[str]:
    """Columns that have no alias: a header can declare none of them."""
    if not any(token.is_word("RETURN") for token in found.tokens):
        yield _("line 1: there is no RETURN")
    for end, name in unnamed_columns(found):
        if name.strip("`").isidentifier():
            continue  # a variable is called the same everywhere
        line = line_of(found.text, found.tokens[end - 1].start)
        yield _("line {line}: the column {item} has no AS").format(
            line=line, item=" ".join(name.strip("`").split())[:40]
        )


def _bare(sparql: str) -> str:
    """A SPARQL text without strings, addresses and comments, every character else in its place."""
    marks = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|<[a-z]+:[^>\s]*>|#[^\n]*""", re.S)
    return marks.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)
