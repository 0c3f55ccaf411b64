"""The column map of a table: which column fills which property, checked against the ontology.

``docs/tables.md`` explains the format. A row is a thing of one class; a path leads from it over links to
a property (``concerns.hasBuyer.name``), and each step of it is one entity of the row.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.graph.lexical import is_date, problem
from govgraph.loaders.registry import MAP
from govgraph.loaders.tables_sheets import bare
from govgraph.loaders.yaml_nodes import Fields, Items, Node, Text, read_yaml
from govgraph.ontology.model import Ontology, Property, ontology
from govgraph.text.units import unit_of

#: The entities on the way from the row, by the links that lead to them; ``()`` is the row itself.
Path_ = tuple[str, ...]

_KEYS = ("row", "columns", "classes", "constants", "ignore", "source", "sheet", "header")
_OPTIONS = ("to", "unit", "format", "values", "split", "scheme")
_SOURCE = {
    "title": "name",
    "publisher": "publisherName",
    "url": "url",
    "published": "date",
    "licence": "licence",
}
_NO_ROW = (
    "Claim",
    "Evidence",
    "Inference",
    "EdgeClass",
    "Thing",
    "Source",
    "Document",
    "ProcurementStep",
    "Region",
)
MONEY = frozenset({"amount", "investment", "registeredCapital"})
PERCENT = frozenset({"stake", "stakeMin", "stakeMax", "rate"})
#: What an amount of a row of this class is, where the map does not say it.
_KINDS = {"Contract": "contract", "Award": "award", "Bid": "bid", "ProcurementPlan": "budget"}
#: Links to those who are vendors by it.
_SUPPLIERS = ("awardedTo", "hasBidder", "signedBySupplier", "namesSupplier")


@dataclass(frozen=True, slots=True)
class Column:
    """One column and one property that it fills; ``values`` says what its words mean."""

    head: str
    owner: Path_
    property: str
    line: int
    unit: str = ""
    format: str = ""
    split: str = ""
    scheme: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableMap:
    """A map that was found to be sound. ``classes`` has the class of each entity of a row."""

    file: str
    row: str
    columns: tuple[Column, ...]
    classes: Mapping[Path_, str]
    constants: tuple[tuple[Path_, str, str], ...]
    ignore: frozenset[str]
    about: Mapping[str, str]
    sheet: str = ""
    header: tuple[int, int] | None = None

    @property
    def heads(self) -> list[str]:
        """The heads of the mapped columns, each once."""
        return list(dict.fromkeys(column.head for column in self.columns))


def map_beside(path: Path) -> Path | None:
    """The map that lies beside a table: ``NAME.map.yml`` beside ``NAME.csv``."""
    beside = path.with_name(path.name.split(".")[0] + MAP) if "." in path.name else None
    for candidate in (path.with_suffix(MAP), path.with_name(path.name + MAP), beside):
        if candidate and candidate.is_file() and candidate != path:
            return candidate
    return None


def read_map(path: Path) -> TableMap:
    """A map; raises SourceError with file and line for the first thing that is wrong with it."""
    problems, found = _read(path)
    if problems or not found:
        first, more = problems[0], len(problems) - 1
        note = f" (and {more} more: govgraph check {path})" if more else ""
        raise SourceError(first.message + note, first.file, first.line)
    return found


def map_problems(path: Path) -> list[SourceError]:
    """Everything that is wrong with a map, each with file and line."""
    return _read(path)[0]


def _read(path: Path) -> tuple[list[SourceError], TableMap | None]:
    try:
        root = read_yaml(path)
    except SourceError as error:
        return [error], None
    reader = _Reader(path, ontology())
    found = reader.read(root)
    return sorted(reader.problems, key=lambda p: p.line), found if not reader.problems else None


class _Reader:
    """Reads one map and collects what is wrong with it."""

    def __init__(self, path: Path, model: Ontology) -> None:
        self.path, self.model = path, model
        self.problems: list[SourceError] = []
        self.classes: dict[Path_, str] = {}
        self.stated: dict[Path_, tuple[int, str]] = {}
        self.columns: list[Column] = []

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(SourceError(message, str(self.path), line))

    def read(self, root: Node) -> TableMap | None:
        fields = self.fields(root, "a map")
        for key, (line, _) in fields.items():
            if key not in _KEYS:
                self.wrong(line, f"unknown key '{key}'{_meant(key, _KEYS)}")
        row_line, row_node = fields.get("row", (1, None))
        row = self.text(row_node, "row") if row_node else ""
        if not self.known_class(row, row_line):
            return None
        self.classes[()] = row
        for key, (line, node) in self.part(fields, "classes").items():
            self.stated[tuple(key.split("."))] = (line, self.text(node, f"classes.{key}"))
        for head, (line, node) in self.part(fields, "columns").items():
            self.column(head, line, node)
        if not self.columns:
            self.wrong(1, "maps no column (columns: …)")
        constants = [
            made for key, (line, node) in self.part(fields, "constants").items() for made in self.constant(key, line, node)
        ]  # fmt: skip
        for owner, (line, _) in self.stated.items():
            if owner not in self.classes:
                self.wrong(line, f"no column leads to '{'.'.join(owner)}'")
        self.complete(constants, row_line)
        ignore = [self.text(node, "ignore") for node in self.items(fields.get("ignore"))]
        return TableMap(
            str(self.path), row, tuple(self.columns), self.classes, tuple(constants), frozenset(map(bare, ignore)),
            self.about(fields), self.text(fields["sheet"][1], "sheet") if "sheet" in fields else "", self.header(fields),
        )  # fmt: skip

    # ── the parts of a map ────────────────────────────────────────────────────────────────

    def known_class(self, row: str, line: int) -> bool:
        if not row:
            self.wrong(line, "does not say what a row is (row: Contract)")
        elif row not in self.model.classes:
            self.wrong(line, f"unknown class '{row}'{_meant(row, self.model.classes)}")
        elif row in _NO_ROW:
            self.wrong(line, f"a row cannot be a {row}; say which kind of it")
        else:
            return True
        return False

    def about(self, fields: Mapping[str, tuple[int, Node]]) -> dict[str, str]:
        found = {}
        for key, (line, node) in self.part(fields, "source").items():
            value = self.text(node, f"source.{key}")
            if key not in _SOURCE:
                self.wrong(line, f"unknown key 'source.{key}'{_meant(key, _SOURCE)}")
            elif key == "published" and not is_date(value):
                self.wrong(line, f"'{value}' is no date (2019, 2019-05 or 2019-05-02)")
            else:
                found[_SOURCE[key]] = value
        return found

    def header(self, fields: Mapping[str, tuple[int, Node]]) -> tuple[int, int] | None:
        if "header" not in fields:
            return None
        line, node = fields["header"]
        match = re.fullmatch(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?", self.text(node, "header"))
        if not match or int(match[2] or match[1]) < int(match[1]):
            self.wrong(line, "header is no row (2) and no rows (2-3)")
            return None
        return int(match[1]), int(match[2] or match[1])

    def column(self, head: str, line: int, node: Node) -> None:
        options: dict[str, tuple[int, Node]] = {}
        if isinstance(node, Fields):
            options, to = node.items, node.items.get("to", (line, Items((), line)))[1]
            for key, (at, _) in options.items():
                if key not in _OPTIONS:
                    self.wrong(at, f"unknown key '{key}' of a column{_meant(key, _OPTIONS)}")
        else:
            to = node
        targets = to.items if isinstance(to, Items) else (to,)
        if not targets:
            self.wrong(line, f"column '{head}' leads nowhere (to: …)")
        words = {
            name: self.text(options[name][1], name)
            for name in ("unit", "format", "split", "scheme")
            if name in options
        }
        values = {
            key: self.text(value, "values") for key, (_, value) in self.part(options, "values").items()
        }  # fmt: skip
        for target in targets:
            path = self.text(target, f"column '{head}'")
            if found := self.follow(path, target.line, values):
                owner, name = found
                unit = words.get("unit") or (unit_of(head) if name in MONEY | PERCENT else "")
                column = Column(head, owner, name, target.line, unit, words.get("format", ""), words.get("split", ""),
                                words.get("scheme", ""), {bare(k): v for k, v in values.items()})  # fmt: skip
                self.columns.append(column)
                self.options(column, options)

    def options(self, column: Column, options: Mapping[str, tuple[int, Node]]) -> None:
        """What is said of a column must fit the property."""
        kind = "class" if column.property == "type" else self.model.properties[column.property].datatype
        lines = {key: line for key, (line, _) in options.items()}
        if "unit" in lines and column.property not in MONEY | PERCENT:
            self.wrong(lines["unit"], f"{column.property} has no unit")
        if "format" in lines and kind != "date":
            self.wrong(lines["format"], f"{column.property} is no date and has no format")
        if "split" in lines and (column.property != "name" or not column.owner):
            self.wrong(lines["split"], "only the names of what a row links to can be split")
        if kind == "class" and not column.values:
            self.wrong(
                column.line, "say which word means which class (values: {自然人: Person, 企业: Company})"
            )
        for value in column.values.values():
            self.value(column.owner, column.property, value, lines.get("values", column.line))

    def constant(self, path: str, line: int, node: Node) -> Iterator[tuple[Path_, str, str]]:
        value = self.text(node, f"constants.{path}")
        if found := self.follow(path, line, {}):
            owner, name = found
            if name == "type":
                self.wrong(line, "say the class under classes")
            elif self.value(owner, name, value, line):
                yield owner, name, value

    def value(self, owner: Path_, name: str, value: str, line: int) -> bool:
        """Whether a value that the map states is one of the property."""
        if name == "type":
            if value not in self.model.classes:
                self.wrong(line, f"unknown class '{value}'{_meant(value, self.model.classes)}")
            elif owner and not self.model.is_a(value, self.range(owner[-1])):
                self.wrong(line, f"a {value} is no {self.range(owner[-1])}, which {owner[-1]} leads to")
            return True
        known = self.model.properties[name]
        if known.code_list and value not in (codes := self.model.codes[known.code_list]):
            self.wrong(
                line, f"'{value}' is not in the code list {known.code_list} ({', '.join(sorted(codes)[:20])})"
            )
        elif flaw := problem(known.datatype, value):
            self.wrong(line, flaw)
        else:
            return True
        return False

    # ── paths ─────────────────────────────────────────────────────────────────────────────

    def follow(self, path: str, line: int, values: Mapping[str, str]) -> tuple[Path_, str] | None:
        """The entity and property that a path leads to; what is wrong with it is collected."""
        *links, last = path.split(".")
        owner: Path_ = ()
        for link in links:
            if not (known := self.property(owner, link, path, line)):
                return None
            if not known.is_link:
                self.wrong(line, f"{link} in '{path}' is a value and leads no further")
                return None
            owner = (*owner, link)
            if owner not in self.classes:
                self.classes[owner] = self.class_of(owner, known, line)
        if last == "type":
            if not owner:
                self.wrong(line, "the class of a row is said by row")
            return (owner, last) if owner else None
        if not (known := self.property(owner, last, path, line, values)):
            return None
        if known.is_link:
            self.wrong(
                line, f"'{path}' leads to a {'/'.join(known.range)}: say which value of it ({path}.name)"
            )
            return None
        return owner, last

    def property(
        self, owner: Path_, name: str, path: str, line: int, values: Mapping[str, str] | None = None
    ) -> Property | None:
        known = self.model.properties.get(name)
        class_ = self.classes[owner]
        if known is None:
            near = [p.name for p in self.model.properties.values() if self.fits(class_, p)]
            self.wrong(line, f"unknown property '{name}' in '{path}'{_meant(name, near)}")
        elif not known.stored:
            self.wrong(line, f"{name} is not stored: take {known.inverse} the other way round")
        elif not self.fits(class_, known):
            of = f"{'.'.join(owner)} is a {class_}" if owner else f"a row is a {class_}"
            self.wrong(line, f"{name} in '{path}' is of {', '.join(known.domain)}, and {of}")
        else:
            return known
        return None

    def fits(self, class_: str, known: Property) -> bool:
        """Whether things of a class, or of a narrower one that a column says, can have a property."""
        return not known.domain or any(self.model.is_a(class_, d) or (class_ == "Agent" and self.model.is_a(d, "Agent"))
                                       for d in known.domain)  # fmt: skip

    def class_of(self, owner: Path_, known: Property, line: int) -> str:
        at, stated = self.stated.get(owner, (0, ""))
        if not stated:
            if known.name in _SUPPLIERS:
                return "Vendor"
            if len(known.range) > 1:
                self.wrong(
                    line, f"{known.name} leads to one of {', '.join(known.range)}: say which under classes"
                )
            return known.range[0]
        if stated not in self.model.classes:
            self.wrong(at, f"unknown class '{stated}'{_meant(stated, self.model.classes)}")
        elif not self.model.is_a(stated, known.range[0]):
            self.wrong(at, f"a {stated} is no {known.range[0]}, which {known.name} leads to")
        else:
            return stated
        return known.range[0]

    def range(self, link: str) -> str:
        return self.model.properties[link].range[0]

    def complete(self, constants: list[tuple[Path_, str, str]], line: int) -> None:
        """Every entity of a row needs what the ontology requires of its class, and an amount its kind."""
        given = {(c.owner, c.property) for c in self.columns} | {
            (owner, name) for owner, name, _ in constants
        }
        for owner, class_ in self.classes.items():
            links = {
                path[len(owner)] for path in self.classes if path[: len(owner)] == owner and path != owner
            }
            names = {name for o, name in given if o == owner} | links
            if class_ == "Project" and "projectNumber" in names:
                continue
            for need in self.model.classes[class_].required:
                if need not in names:
                    place = ".".join((*owner, need))
                    self.wrong(line, f"no column fills {place}: a {class_} must have {need}")
            if "amount" in names and "amountKind" not in names:
                if kind := _KINDS.get(class_):
                    constants.append((owner, "amountKind", kind))
                else:
                    self.wrong(
                        line,
                        f"say what the amount is (constants: {'.'.join((*owner, 'amountKind'))}: ceiling)",
                    )

    # ── nodes ─────────────────────────────────────────────────────────────────────────────

    def fields(self, node: Node, what: str) -> Mapping[str, tuple[int, Node]]:
        if isinstance(node, Fields):
            return node.items
        self.wrong(node.line, f"{what} is keys with values")
        return {}

    def part(self, fields: Mapping[str, tuple[int, Node]], key: str) -> Mapping[str, tuple[int, Node]]:
        return self.fields(fields[key][1], key) if key in fields else {}

    def items(self, entry: tuple[int, Node] | None) -> tuple[Node, ...]:
        if entry is None:
            return ()
        return entry[1].items if isinstance(entry[1], Items) else (entry[1],)

    def text(self, node: Node, what: str) -> str:
        if isinstance(node, Text):
            return node.value.strip()
        self.wrong(node.line, f"{what} is one text")
        return ""


def _meant(word: str, known: object) -> str:
    assert hasattr(known, "__iter__")
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f" (did you mean {near[0]}?)" if near else ""
