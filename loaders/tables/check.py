"""Reading a column map and checking it against the ontology: everything that is wrong, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from govgraph.errors import SourceError
from govgraph.graph.statements.lexical import is_date, problem
from govgraph.loaders.io.yaml_nodes import Fields, Items, Node, Text, read_yaml
from govgraph.loaders.tables.map import MONEY, PERCENT, Column, TableMap
from govgraph.loaders.tables.paths import Path_, Paths, a, meant
from govgraph.loaders.tables.sheets import bare
from govgraph.messages import _, joined
from govgraph.ontology.model import Ontology, ontology
from govgraph.text.places import division
from govgraph.text.units import unit_of

_KEYS = (
    "row",
    "columns",
    "classes",
    "constants",
    "ignore",
    "source",
    "sheet",
    "header",
    "url",
    "scope",
    "modality",
)
_OPTIONS = ("to", "unit", "format", "values", "split", "scheme", "within")
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
#: What an amount of a row of this class is, where the map does not say it.
_KINDS = {"Contract": "contract", "Award": "award", "Bid": "bid", "ProcurementPlan": "budget"}


def read_map(path: Path) -> TableMap:
    """A map; raises SourceError with file and line for the first thing that is wrong with it."""
    problems, found = _read(path)
    if problems or not found:
        first, more = problems[0], len(problems) - 1
        note = _(" (and {more} more: govgraph check {path})").format(more=more, path=path) if more else ""
        raise SourceError(joined((first.message, note), ""), first.file, first.line)
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
        self.stated: dict[Path_, tuple[int, str]] = {}
        self.paths = Paths(model, "Thing", self.stated, self.wrong)
        self.columns: list[Column] = []

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(SourceError(message, str(self.path), line))

    def read(self, root: Node) -> TableMap | None:
        fields = self.fields(root, _("a map"))
        for key, (line, _node) in fields.items():
            if key not in _KEYS:
                self.wrong(line, _("unknown key '{key}'{hint}").format(key=key, hint=meant(key, _KEYS)))
        row_line, row_node = fields.get("row", (1, None))
        row = self.text(row_node, "row") if row_node else ""
        if not self.known_class(row, row_line):
            return None
        self.paths = Paths(self.model, row, self.stated, self.wrong)
        for key, (line, node) in self.part(fields, "classes").items():
            self.stated[tuple(key.split("."))] = (line, self.text(node, f"classes.{key}"))
        for head, (line, node) in self.part(fields, "columns").items():
            self.column(head, line, node)
        if not self.columns:
            self.wrong(1, _("maps no column (columns: …)"))
        constants = [
            made for key, (line, node) in self.part(fields, "constants").items() for made in self.constant(key, line, node)
        ]  # fmt: skip
        for owner, (line, _stated) in self.stated.items():
            if owner not in self.paths.classes:
                self.wrong(line, _("no column leads to '{owner}'").format(owner=".".join(owner)))
        if not self.problems:  # else what is missing may only be misspelt
            self.complete(constants, row_line)
        ignore = [self.text(node, "ignore") for node in self.items(fields.get("ignore"))]
        words = {key: self.text(fields[key][1], key) for key in ("sheet", "url", "scope") if key in fields}
        return TableMap(
            str(self.path), row, tuple(self.columns), self.paths.classes, tuple(constants), frozenset(map(bare, ignore)),
            self.about(fields), header=self.header(fields), modality=self.modality(fields), **words,
        )  # fmt: skip

    # ── the parts of a map ────────────────────────────────────────────────────────────────

    def known_class(self, row: str, line: int) -> bool:
        if not row:
            self.wrong(line, _("does not say what a row is (row: Contract)"))
        elif row not in self.model.classes:
            self.wrong(
                line, _("unknown class '{name}'{hint}").format(name=row, hint=meant(row, self.model.classes))
            )
        elif row in _NO_ROW:
            self.wrong(line, _("a row cannot be {row}; say which kind of it").format(row=a(row)))
        else:
            return True
        return False

    def about(self, fields: Mapping[str, tuple[int, Node]]) -> dict[str, str]:
        found = {}
        for key, (line, node) in self.part(fields, "source").items():
            value = self.text(node, f"source.{key}")
            if key not in _SOURCE:
                self.wrong(
                    line, _("unknown key 'source.{key}'{hint}").format(key=key, hint=meant(key, _SOURCE))
                )
            elif key == "published" and not is_date(value):
                self.wrong(line, _("'{value}' is no date (2019, 2019-05 or 2019-05-02)").format(value=value))
            else:
                found[_SOURCE[key]] = value
        return found

    def modality(self, fields: Mapping[str, tuple[int, Node]]) -> str:
        line, node = fields.get("modality", (1, None))
        value = self.text(node, "modality") if node else "asserted"
        known = [code for code in self.model.codes["modality"] if code != "inferred"]  # which needs a rule
        if value not in known:
            self.wrong(line, f"unknown modality '{value}'{meant(value, known)}")
        return value

    def header(self, fields: Mapping[str, tuple[int, Node]]) -> tuple[int, int] | None:
        if "header" not in fields:
            return None
        line, node = fields["header"]
        match = re.fullmatch(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?", self.text(node, "header"))
        if not match or int(match[2] or match[1]) < int(match[1]):
            self.wrong(line, _("header is no row (2) and no rows (2-3)"))
            return None
        return int(match[1]), int(match[2] or match[1])

    def column(self, head: str, line: int, node: Node) -> None:
        options: dict[str, tuple[int, Node]] = {}
        if isinstance(node, Fields):
            options, to = node.items, node.items.get("to", (line, Items((), line)))[1]
            for key, (at, _node) in options.items():
                if key not in _OPTIONS:
                    self.wrong(
                        at,
                        _("unknown key '{key}' of a column{hint}").format(key=key, hint=meant(key, _OPTIONS)),
                    )
        else:
            to = node
        targets = to.items if isinstance(to, Items) else (to,)
        if not targets:
            self.wrong(line, _("column '{head}' leads nowhere (to: …)").format(head=head))
        words = {
            name: self.text(options[name][1], name)
            for name in ("unit", "format", "split", "scheme", "within")
            if name in options
        }
        values = {
            key: self.text(value, "values") for key, (_, value) in self.part(options, "values").items()
        }  # fmt: skip
        for target in targets:
            path = self.text(target, _("column '{head}'").format(head=head))
            if found := self.paths.follow(path, target.line):
                owner, name = found
                unit = words.get("unit") or (unit_of(head) if name in MONEY | PERCENT else "")
                column = Column(head, owner, name, target.line, unit, words.get("format", ""), words.get("split", ""),
                                words.get("scheme", ""), {bare(k): v for k, v in values.items()}, "unit" not in words,
                                words.get("within", "") if self.is_region(owner, name) else "")  # fmt: skip
                self.columns.append(column)
                self.options(column, options)
        if "within" in options:
            self.within(options["within"][0], words["within"], head)

    def is_region(self, owner: Path_, name: str) -> bool:
        """Whether a path leads to the name of a region that the row's things lie in."""
        return bool(owner) and name == "name" and self.paths.classes[owner] == "Region"

    def within(self, line: int, code: str, head: str) -> None:
        if not any(c.within for c in self.columns if c.head == head):
            self.wrong(line, "only a region lies within another (to: concerns.inRegion.name)")
        if not division(code, None):
            self.wrong(line, f"'{code}' is no code of a division (420500)")

    def options(self, column: Column, options: Mapping[str, tuple[int, Node]]) -> None:
        """What is said of a column must fit the property."""
        kind = "class" if column.property == "type" else self.model.properties[column.property].datatype
        lines = {key: line for key, (line, _) in options.items()}
        if "unit" in lines and column.property not in MONEY | PERCENT:
            self.wrong(lines["unit"], _("{property} has no unit").format(property=column.property))
        if "format" in lines and kind != "date":
            self.wrong(
                lines["format"], _("{property} is no date and has no format").format(property=column.property)
            )
        if "split" in lines and (column.property != "name" or not column.owner):
            self.wrong(lines["split"], _("only the names of what a row links to can be split"))
        if kind == "class" and not column.values:
            self.wrong(
                column.line, _("say which word means which class (values: {自然人: Person, 企业: Company})")
            )
        for value in column.values.values():
            self.value(column.owner, column.property, value, lines.get("values", column.line))

    def constant(self, path: str, line: int, node: Node) -> Iterator[tuple[Path_, str, str]]:
        value = self.text(node, f"constants.{path}")
        if found := self.paths.follow(path, line):
            owner, name = found
            if name == "type":
                self.wrong(line, _("say the class under classes"))
            elif self.value(owner, name, value, line):
                yield owner, name, value

    def value(self, owner: Path_, name: str, value: str, line: int) -> bool:
        """Whether a value that the map states is one of the property."""
        if name == "type":
            if value not in self.model.classes:
                self.wrong(
                    line,
                    _("unknown class '{name}'{hint}").format(
                        name=value, hint=meant(value, self.model.classes)
                    ),
                )
            elif owner and not self.model.is_a(value, self.paths.range(owner[-1])):
                self.wrong(
                    line,
                    _("{value} is no {owner}, which {owner2} leads to").format(
                        value=a(value), owner=self.paths.range(owner[-1]), owner2=owner[-1]
                    ),
                )
            return True
        known = self.model.properties[name]
        if known.code_list and value not in (codes := self.model.codes[known.code_list]):
            self.wrong(
                line,
                _("'{value}' is not in the code list {code_list} ({codes})").format(
                    value=value, code_list=known.code_list, codes=", ".join(sorted(codes)[:20])
                ),
            )
        elif flaw := problem(known.datatype, value):
            self.wrong(line, flaw)
        else:
            return True
        return False

    def complete(self, constants: list[tuple[Path_, str, str]], line: int) -> None:
        """Every entity of a row needs what the ontology requires of its class, and an amount its kind."""
        given = {(c.owner, c.property) for c in self.columns} | {
            (owner, name) for owner, name, _ in constants
        }
        for owner, class_ in self.paths.classes.items():
            links = {
                path[len(owner)]
                for path in self.paths.classes
                if path[: len(owner)] == owner and path != owner
            }
            names = {name for o, name in given if o == owner} | links
            enough = {"Project": "projectNumber", "Region": "name"}.get(class_)
            for need in () if enough in names else self.model.classes[class_].required:
                if need not in names:
                    place = ".".join((*owner, need))
                    self.wrong(
                        line,
                        _("no column fills {place}: {class_name} must have {need}").format(
                            place=place, class_name=a(class_), need=need
                        ),
                    )
            if "amount" in names and "amountKind" not in names:
                if kind := _KINDS.get(class_):
                    constants.append((owner, "amountKind", kind))
                else:
                    self.wrong(
                        line,
                        _("say what the amount is (constants: {value}: ceiling)").format(
                            value=".".join((*owner, "amountKind"))
                        ),
                    )

    # ── nodes ─────────────────────────────────────────────────────────────────────────────

    def fields(self, node: Node, what: str) -> Mapping[str, tuple[int, Node]]:
        if isinstance(node, Fields):
            return node.items
        self.wrong(node.line, _("{what} is keys with values").format(what=what))
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
        self.wrong(node.line, _("{what} is one text").format(what=what))
        return ""
