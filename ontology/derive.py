"""Everything that follows from the ontology's files and is committed beside them."""

from __future__ import annotations

from pathlib import Path

from govgraph.ontology.alignment import read_alignment
from govgraph.ontology.dictionary import dictionary
from govgraph.ontology.model import read_ontology
from govgraph.ontology.schema import constraints, context, labels
from govgraph.ontology.shapes import shapes


def derived(root: Path) -> dict[str, str]:
    """Derived files of the ontology under ``root/ontology``: content by path relative to ``root``."""
    folder = root / "ontology"
    model = read_ontology([folder / "govgraph.ttl", folder / "codes.ttl"])
    return {
        "ontology/derived/labels.json": labels(model),
        "ontology/derived/constraints.cypher": constraints(model),
        "ontology/derived/shapes.ttl": shapes(model),
        "ontology/derived/context.jsonld": context(model),
        "docs/dictionary.html": dictionary(model, read_alignment(folder / "alignment.ttl")),
    }


def stale(root: Path) -> list[Path]:
    """Derived files that are missing or differ from what the ontology gives."""
    return [root / name for name, content in derived(root).items() if _read(root / name) != content]


def derive(root: Path) -> list[Path]:
    """Write the derived files under ``root``; returns those that changed."""
    changed = stale(root)
    for name, content in derived(root).items():
        path = root / name
        if path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8", newline="\n")
    return changed


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None
