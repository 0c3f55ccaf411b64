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
from govgraph.messages import Message, _, told
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
_KINDS = {"curated": _("curated {count}"), "loaded": _("loaded {count}")}
_CHANGES = {"added": _("Added: {count}"), "removed": _("Removed: {count}"), "changed": _("Changed: {count}")}


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


def status_text(workspace: Workspace) -> str:
    """The same for people."""
    found = status_json(workspace)
    kinds = [told(_KINDS[kind].format(count=count)) for kind, count in found["sources"].items()]
    lines = [
        _("Workspace: {path}").format(path=found["workspace"]),
        _("Sources: {kinds}").format(kinds=", ".join(kinds) or "0"),
    ]
    if found["orphans"]:
        orphans = _("Of unknown origin: {ids} (govgraph adopt ID, govgraph forget ID)")
        lines.append(orphans.format(ids=", ".join(found["orphans"])))
    lines.append(_("Build: {state}").format(state=_state(found["build"])))
    for reason, count in found["setAside"].items():
        lines.append(_("Set aside: {count} × {reason}").format(count=count, reason=told(reason)))
    lines.append(_("Disk: {size:,.1f} MB").format(size=found["bytes"] / 1_000_000))
    return "\n".join(map(told, lines)) + "\n"


def _state(build: dict[str, Any] | None) -> Message:
    if build is None:
        return _("none yet; run: govgraph build")
    if build["fresh"]:
        return _("{name}, made of these sources").format(name=build["name"])
    return _("{name}; the sources have changed; run: govgraph build").format(name=build["name"])


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
    lines: list[str] = []
    for what, found in groupby(workspace.changes(), attrgetter("what")):
        every = iter(found)
        shown = list(islice(every, limit or None))
        rest = sum(1 for _ in every)
        lines.append(told(_CHANGES[what].format(count=len(shown) + rest)))
        for change in shown:
            lines += _lines(change, language)
        if rest:
            lines.append("  " + told(_("and {count} more").format(count=rest)))
    return "\n".join(lines or [told(_("nothing has changed"))]) + "\n"


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
