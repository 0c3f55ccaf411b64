"""Small worlds as text: one statement a line, ``subject property value``; values keep their blanks."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import rdflib

from govgraph.graph.builder.build import build
from govgraph.graph.graph import Graph
from govgraph.graph.statements.parquet import write_statements
from govgraph.graph.statements.statement import Statement
from govgraph.ontology.model import FOLDER, ID_BASE, NAMESPACE, Ontology, ontology

GG = rdflib.Namespace(NAMESPACE)
ID = rdflib.Namespace(ID_BASE)


def statements(text: str, source: str = "test", **shared: str) -> list[Statement]:
    """Statements of one source; a line may end in ``| field=value …``."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        fact, _, extra = line.partition(" | ")
        subject, predicate, value = fact.split(None, 2)
        known = ontology().properties.get(predicate)
        datatype = "class" if predicate == "type" else known.datatype if known else "string"
        fields = {"locator": "1:0-1", **shared, **dict(part.split("=") for part in extra.split())}
        fields = {"datatype": datatype, "source": source} | fields
        found.append(Statement(subject, predicate, value.strip("'"), **fields))
    return found


def apart(said: Iterable[Statement], world: str) -> list[Statement]:
    """The same statements about entities and keys of a world of their own."""
    keys = {key for c in ontology().classes.values() for key in c.keys}
    return [
        replace(
            s,
            subject=f"{world}--{s.subject}",
            object=f"{world}--{s.object}" if s.datatype == "entity" or s.predicate in keys else s.object,
        )
        for s in said
    ]


def parquet(folder: Path, *parts: Iterable[Statement]) -> list[Path]:
    """One file of statements a part."""
    paths = [folder / f"{i}.parquet" for i in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        write_statements(part, path)
    return paths


def built(folder: Path, *parts: Iterable[Statement], inference: bool = True) -> Graph:
    """The graph of some sources' statements."""
    return build(parquet(folder, *parts), folder / f"graph-{inference}", inference=inference)


def links(graph: Graph, inferred: bool | None = None) -> set[tuple[str, str, str]]:
    """Relationships as (start, type, end): all, only inferred ones, or only stated ones."""
    return {
        (row["start_id"], table.type, row["end_id"])
        for table in graph.edges
        for batch in graph.rows(table)
        for row in batch
        if inferred is None or (row.get("rule") is not None) == inferred
    }


def raw_rdf(said: Iterable[Statement], model: Ontology | None = None) -> rdflib.Graph:
    """Statements as plain triples, with one evidence node a statement, for tools that know only RDF."""
    model = model or ontology()
    graph = rdflib.Graph()
    for s in said:
        subject = ID[s.subject]
        if s.predicate == "type":
            names = model.classes[s.object].lineage if s.object in model.classes else (s.object,)
            for name in names:
                graph.add((subject, rdflib.RDF.type, GG[name]))
        elif s.datatype == "entity":
            graph.add((subject, GG[s.predicate], ID[s.object]))
        else:
            # rdflib tells a plain literal from one of xsd:string, which RDF does not
            kind = None if s.datatype == "string" else rdflib.XSD[s.datatype]
            graph.add((subject, GG[s.predicate], rdflib.Literal(s.object, datatype=kind)))
        if any(s.object == c.name and c.is_edge for c in model.classes.values()):
            graph.add((subject, GG.sources, rdflib.Literal(s.source)))
        evidence = ID[s.id]
        graph.add((evidence, rdflib.RDF.type, GG.Evidence))
        for name in ("modality", "rule", "source"):
            if getattr(s, name):
                graph.add((evidence, GG[name], rdflib.Literal(getattr(s, name))))
    return graph


def copied(folder: Path, extra: str = "", drop: str = "") -> Path:
    """A copy of the ontology's files under ``folder/ontology``, with Turtle added or a text taken out."""
    target = folder / "ontology"
    target.mkdir(parents=True)
    for path in FOLDER.glob("*.ttl"):
        shutil.copy(path, target)
    path = target / "govgraph.ttl"
    text = path.read_text("utf-8")
    assert drop in text
    path.write_text((text.replace(drop, "") if drop else text) + extra, "utf-8")
    return folder
