"""What a workspace holds and what a build changed, for people and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from govgraph.errors import StoreError
from govgraph.graph.changes import Change
from govgraph.graph.inputs import published
from govgraph.graph.statements.lexical import short
from govgraph.ontology.model import ontology
from govgraph.queries.table import Column, Table
from govgraph.workspace import Workspace

_COLUMNS = (
    Column("id", "text", "来源", "Source"),
    Column("publisher", "text", "发布者", "Publisher"),
    Column("date", "text", "日期", "Date"),
    Column("records", "integer", "记录", "Records"),
    Column("statements", "integer", "陈述", "Statements"),
    Column("set_aside", "integer", "搁置", "Set aside"),
    Column("format", "text", "格式", "Format"),
    Column("loaded_at", "text", "载入时间", "Loaded"),
    Column("path", "list", "文件", "File"),
)
_WORDS = {
    "zh": {
        "workspace": "工作区", "sources": "来源", "curated": "手工整理", "loaded": "自动载入", "orphans": "不明来源",
        "build": "构建", "fresh": "与来源一致", "stale": "来源已变;请运行 govgraph build", "none": "尚无;请运行 govgraph build",
        "aside": "搁置", "disk": "磁盘", "added": "新增", "removed": "删除", "changed": "修改", "same": "没有变化", "more": "另有 {} 条",
    },
    "en": {
        "workspace": "Workspace", "sources": "Sources", "curated": "curated", "loaded": "loaded", "orphans": "unknown",
        "build": "Build", "fresh": "made of these sources", "stale": "the sources have changed; run: govgraph build",
        "none": "none yet; run: govgraph build", "aside": "Set aside", "disk": "Disk", "added": "Added", "removed": "Removed",
        "changed": "Changed", "same": "nothing has changed", "more": "and {} more",
    },
}  # fmt: skip


def source_table(workspace: Workspace) -> Table:
    """All sources, one a row."""
    said = published(workspace.inputs())
    rows = [
        (
            one.id, said.get(one.id, {}).get("publisherName"), said.get(one.id, {}).get("date"), one.records,
            one.statements, sum(one.set_aside.values()), one.format, one.loaded_at[:16].replace("T", " "), [one.path] if one.path else [],
        )
        for one in workspace.sources()
    ]  # fmt: skip
    return Table(_COLUMNS, tuple(rows))


def status_json(workspace: Workspace) -> dict[str, Any]:
    """Sources by kind, the build and whether it is fresh, what was set aside by reason, bytes on disk."""
    found = workspace.sources()
    aside = sum((Counter(one.set_aside) for one in found), Counter[str]())
    try:
        build: dict[str, Any] | None = {"name": workspace.current.name, "fresh": workspace.is_fresh()}
    except StoreError:
        build = None
    return {
        "workspace": str(workspace.root),
        "sources": dict(Counter(one.kind for one in found)),
        "orphans": workspace.orphans(),
        "build": build,
        "setAside": dict(aside.most_common()),
        "bytes": sum(path.stat().st_size for path in workspace.root.rglob("*") if path.is_file()),
    }


def status_text(workspace: Workspace, language: str) -> str:
    """The same for people."""
    found, words = status_json(workspace), _WORDS[language]
    build = found["build"]
    state = (
        words["none"]
        if build is None
        else f"{build['name']} · {words['fresh' if build['fresh'] else 'stale']}"
    )
    kinds = ", ".join(f"{words[kind]} {number}" for kind, number in found["sources"].items()) or "0"
    lines = [f"{words['workspace']}: {found['workspace']}", f"{words['sources']}: {kinds}"]
    if found["orphans"]:
        lines.append(
            f"{words['orphans']}: {', '.join(found['orphans'])} (govgraph adopt ID, govgraph forget ID)"
        )
    lines += [f"{words['build']}: {state}"]
    lines += [f"{words['aside']}: {number} × {reason}" for reason, number in found["setAside"].items()]
    lines.append(f"{words['disk']}: {found['bytes'] / 1_000_000:,.1f} MB")
    return "\n".join(lines) + "\n"


def changes_json(workspace: Workspace) -> Iterator[str]:
    """A JSON array of changes, in parts."""
    first = True
    for change in workspace.changes():
        values = [{"property": p, "before": b, "after": a} for p, b, a in change.values]
        yield ("[\n " if first else ",\n ") + json.dumps(
            {**asdict(change), "values": values}, ensure_ascii=False
        )
        first = False
    yield "[]\n" if first else "\n]\n"


def changes_text(workspace: Workspace, language: str, limit: int) -> str:
    """Changes in words, at most ``limit`` lines of each kind (0: all), with the number of all."""
    words = _WORDS[language]
    lines: list[str] = []
    for what, found in groupby(workspace.changes(), attrgetter("what")):
        every = iter(found)
        shown = list(islice(every, limit or None))
        rest = sum(1 for _ in every)
        lines.append(f"{words[what]}: {len(shown) + rest}")
        for change in shown:
            lines += _lines(change, language)
        if rest:
            lines.append("  " + words["more"].format(rest))
    return "\n".join(lines or [words["same"]]) + "\n"


def _lines(change: Change, language: str) -> Iterator[str]:
    label = _label(change.type, language)
    if change.start:
        start, end = change.start_name or change.start, change.end_name or change.end
        yield f"  {short(start, 60)} — {label} → {short(end, 60)}"
    else:
        yield f"  {label} {short(change.name, 60) or change.id}"
    for name, before, after in change.values:
        yield f"      {_label(name, language)}: {short(before, 40) or '–'} → {short(after, 40) or '–'}"


def _label(name: str, language: str) -> str:
    """The label of a class, a property or a relationship type; the name itself where the ontology has none."""
    model = ontology()
    term = model.classes.get(name) or model.properties.get(name)
    term = term or next((p for p in model.properties.values() if p.relationship_type == name), None)
    return name if term is None else term.label_zh if language == "zh" else term.label_en
