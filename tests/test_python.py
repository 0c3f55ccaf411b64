"""The public interface: what it offers, and that docs/python.md and the notebook run as they stand."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import govgraph
from govgraph.queries.table import Column, Table, free_table
from govgraph.workspace import Workspace

DOCS = Path(__file__).parents[1] / "docs"


def test_what_is_public_is_there_and_nothing_else() -> None:
    assert dir(govgraph) == sorted(govgraph.__all__)
    for name in govgraph.__all__:
        assert getattr(govgraph, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = govgraph.nothing


def test_every_public_name_says_what_it_is() -> None:
    for name in govgraph.__all__:
        if name != "__version__":
            assert getattr(govgraph, name).__doc__, name
    methods = [
        name for name in vars(Workspace) if not name.startswith("_") and name not in ("root", "patience")
    ]
    assert [name for name in methods if not getattr(getattr(Workspace, name), "__doc__", "")] == []


def test_importing_it_imports_no_engine() -> None:
    heavy = "{'pandas', 'duckdb', 'kglite', 'pyoxigraph', 'neo4j', 'igraph', 'rdflib'}"
    code = f"import sys, govgraph; print(sorted({heavy} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_the_page_on_python_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text("utf-8"), re.S)
    assert len(blocks) >= 5
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)
    assert {p.name for p in tmp_path.iterdir()} == {"example", "tencent.html", "graph.graphml"}
    removed = {change.id for change in names["ws"].changes() if change.what == "removed"}
    assert "agreement-anhui-unicom" in removed
    assert "持股于" in str(names["why"])


def test_the_notebook_runs_and_holds_no_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = json.loads((DOCS / "first-questions.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    shown = []
    for cell in cells:
        *before, last = ast.parse("".join(cell["source"])).body
        exec(compile(ast.Module(before, []), "cell", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
            continue
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if hasattr(value, "_repr_html_"):
            shown.append(value._repr_html_())
    assert len(shown) >= 5, "tables, a data frame, evidence, a view"
    assert any("<table>" in html and "腾讯" in html for html in shown)
    assert any("<svg" in html for html in shown)


def test_unknown_names_are_told_the_nearest(bundled: Workspace) -> None:
    with pytest.raises(govgraph.QueryError, match="did you mean 'single-bidder'"):
        bundled.query("single-biddr")
    for engine in ("embeded", "kuzu"):
        with pytest.raises(govgraph.QueryError, match=r"embedded"):
            bundled.query("single-bidder", on=engine)


def test_a_table_of_any_rows() -> None:
    table = free_table(("a", "b", "c", "d"), [(1, 1.5, ["x", 2], {"k": "值"}), (None, 2, [], None)])
    assert [c.type for c in table.columns] == ["integer", "number", "value", "value"]
    assert list(table) == [(1, 1.5, ["x", 2], {"k": "值"}), (None, 2, [], None)]
    frame = table.to_pandas()
    assert list(frame.columns) == ["a", "b", "c", "d"]
    assert len(frame) == 2
    arrow = table.to_arrow()
    assert arrow.column("c").to_pylist() == ['["x", 2]', "[]"]  # what is of no one type is JSON
    assert arrow.column("b").to_pylist() == [1.5, 2.0]


def test_what_a_notebook_shows_is_harmless_and_says_what_is_left_out() -> None:
    table = Table((Column("a", "text", "甲<b>"),), tuple((f"<script>{n}",) for n in range(60)))
    html = table._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;49" in html
    assert "&lt;script&gt;50" not in html
    assert "10 more rows" in html
