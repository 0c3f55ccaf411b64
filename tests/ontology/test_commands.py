"""``govgraph ontology`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

from tests.bundled import govgraph
from tests.ontology.world import copied


def test_derive_names_what_it_changed(tmp_path: Path) -> None:
    root = copied(tmp_path / "copy")
    first = govgraph(tmp_path, "ontology", "derive", "--root", str(root))
    assert first.exit_code == 0
    assert "shapes.ttl" in first.stdout
    assert govgraph(tmp_path, "ontology", "derive", "--root", str(root)).stdout == ""


def test_check_fails_with_the_reason(tmp_path: Path) -> None:
    root = copied(tmp_path / "copy", "\n<https://w3id.org/govgraph/id/x> a gg:Vendor, gg:Region .\n")
    result = govgraph(tmp_path, "ontology", "check", "--root", str(root))
    assert result.exit_code == 3
    assert "x is a Vendor" in result.stderr
    assert "nothing is two of these" in result.stderr
