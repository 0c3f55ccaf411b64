"""YAML read as text with line numbers: every scalar stays what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from govgraph.errors import SourceError
from govgraph.messages import _, reason_of


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written, with its line (from 1)."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping in the order written; keys are unique."""

    items: dict[str, tuple[int, Node]]
    line: int


Node: TypeAlias = Text | Items | Fields

_MAX_BYTES = 32 << 20
_MAX_DEPTH = 20


def read_yaml(path: Path) -> Node:
    """Read one YAML document.

    Raises SourceError with the line for what is not UTF-8, empty, no YAML, or repeats a key.
    """
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(_("cannot be read: {reason}").format(reason=reason_of(error)), name) from error
    if len(raw) > _MAX_BYTES:
        raise SourceError(
            _("is larger than {max_bytes} MiB, too large for a curated file").format(
                max_bytes=_MAX_BYTES >> 20
            ),
            name,
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(_("is not UTF-8 (byte {start})").format(start=error.start), name, line) from error
    try:
        root = yaml.compose(
            text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise SourceError(
            _("is not YAML: {problem}").format(problem=error.problem), name, mark.line + 1 if mark else 0
        ) from error
    except yaml.YAMLError as error:
        raise SourceError(f"is not YAML: {error}".replace("\n", " "), name, 1) from error
    if root is None:
        raise SourceError(_("is empty"), name, 1)
    return _Converter(name).convert(root, 0, 1)


class _Converter:
    """Turns YAML's nodes into ours; aliases are refused, since they can grow without bound."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: set[int] = set()

    def convert(self, node: yaml.Node, depth: int, used_on: int) -> Node:
        line = node.start_mark.line + 1
        if depth > _MAX_DEPTH:
            raise SourceError(_("is nested too deeply"), self.name, line)
        if id(node) in self.seen:
            raise SourceError(_("uses a YAML alias (*name); write the value out"), self.name, used_on)
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return Text(node.value, line)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.convert(item, depth + 1, line) for item in node.value), line)
        return Fields(self.fields(node, depth), line)

    def fields(self, node: yaml.Node, depth: int) -> dict[str, tuple[int, Node]]:
        found: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise SourceError(_("a key must be plain text"), self.name, line)
            if key.value in found:
                first = found[key.value][0]
                raise SourceError(
                    _("duplicate key '{value}' (first on line {first})").format(value=key.value, first=first),
                    self.name,
                    line,
                )
            found[key.value] = (line, self.convert(value, depth + 1, line))
        return found
