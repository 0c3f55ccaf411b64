"""The saved questions: NAME.cypher and NAME.rq in this folder, each with its header.

A header is the block of comments at the top of the Cypher file, one ``key: value`` a line:

    title: Chinese | English
    theme: one word that groups questions in the list
    answers, why, excludes, references: text; a line that starts with two spaces continues it
    param NAME: TYPE [list] = DEFAULT | Chinese help | English help
    column NAME: TYPE [of CODE-LIST] | Chinese heading | English heading
    order: columns by which rows are sorted, `desc` for falling
    needs: classes, or a class and a property (``Bid.amount``), that the answer rests on; a short answer counts them
    innocent, settles: Chinese | English; of an indicator, what else may explain a row, and what would settle it
    analysis: the measure of ``queries/analysis.py`` that makes the rows from what the text returns

A question of one's own needs the title alone: its columns are then those that the text returns.

Parameter types are text, integer, number, date, boolean, and entity (a name or id of something in
the graph). ``null`` as a default leaves the parameter out.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from govgraph.errors import QueryError
from govgraph.messages import _
from govgraph.queries.table import TYPES, Column

FOLDER = Path(__file__).parent
_TEXTS = (
    "title",
    "theme",
    "answers",
    "why",
    "excludes",
    "references",
    "order",
    "needs",
    "innocent",
    "settles",
    "analysis",
)
_PARAMETER_TYPES = ("text", "integer", "number", "date", "boolean", "entity")
#: Themes of questions in their order, in Chinese and English.
THEMES = {
    "ties": "巨头关联 · Ties of the giants",
    "ownership": "股权与模式 · Ownership and models",
    "single-source": "单一来源 · Single source",
    "competition": "竞争与联合 · Competition and alliances",
    "market": "市场结构 · Markets",
    "red-flags": "风险信号 · Red flags",
    "evidence": "证据 · Evidence",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; ``default`` is None where the question can do without."""

    name: str
    type: str
    many: bool
    default: str | None
    help_zh: str
    help_en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A saved question with both its texts."""

    name: str
    title_zh: str
    title_en: str
    theme: str
    answers: str
    why: str
    excludes: str
    references: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    cypher: str
    sparql: str
    analysis: str = ""
    needs: tuple[str, ...] = ()
    innocent: tuple[str, str] = ("", "")
    settles: tuple[str, str] = ("", "")

    @property
    def body(self) -> str:
        """The Cypher without its header."""
        return self.cypher[len(_leading_comments(self.cypher)) :].strip()

    def text(self, language: str) -> str:
        """The query in ``cypher`` or ``sparql``."""
        text = self.cypher if language == "cypher" else self.sparql
        if not text:
            raise QueryError(_("{name} has no {language} text").format(name=self.name, language=language))
        return text


def query_names(folder: Path = FOLDER) -> list[str]:
    """Names of all saved questions."""
    return sorted(path.stem for path in folder.glob("*.cypher"))


def is_saved(query: Query, folder: Path = FOLDER) -> bool:
    """Whether a question is one of the saved ones, not somebody's own file."""
    path = folder / f"{query.name}.cypher"
    return path.is_file() and path.read_text("utf-8") == query.cypher


def read_query(name: str, folder: Path = FOLDER) -> Query:
    """Read a saved question by name; raises QueryError where there is none or its header is bad."""
    path = folder / f"{name}.cypher"
    if name not in query_names(folder):
        near = difflib.get_close_matches(name, query_names(folder), 1)
        hint = _("did you mean '{near}'?").format(near=near[0]) if near else _("see: govgraph query list")
        raise QueryError(_("no question is called '{name}'; {hint}").format(name=name, hint=hint))
    cypher = path.read_text("utf-8")
    twin = path.with_suffix(".rq")
    return parse_query(name, cypher, twin.read_text("utf-8") if twin.is_file() else "")


def find_query(name: str) -> Query:
    """A saved question by its name, or one of a user's own by its file (``mine.cypher``)."""
    return read_file(Path(name)) if name.endswith((".cypher", ".rq")) else read_query(name)


def read_file(path: Path) -> Query:
    """Read a question of the same form from a user's own file, with its .rq beside it if there is one."""
    try:
        cypher = path.read_text("utf-8")
        twin = path.with_suffix(".rq")
        return parse_query(path.stem, cypher, twin.read_text("utf-8") if twin.is_file() else "")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(_("{path} cannot be read: {error}").format(path=path, error=error)) from error


def parameter_lines(query: Query) -> str:
    """``:param`` lines with the defaults, for Neo4j Browser and cypher-shell."""
    return "".join(f":param {p.name} => {_literal(p)}\n" for p in query.parameters)


def _literal(parameter: Parameter) -> str:
    value = parameter.default
    if value is None:
        return "null"
    items = [part.strip() for part in value.split(",")] if parameter.many else [value]
    if parameter.type in ("text", "entity", "date"):
        items = ["'" + item.replace("\\", "\\\\").replace("'", "\\'") + "'" for item in items]
    return f"[{', '.join(items)}]" if parameter.many else items[0]


def parse_query(name: str, cypher: str, sparql: str = "") -> Query:
    """Read header and texts of a question."""
    header = _header(name, cypher)
    texts = {key: header.get(key, [("", "")])[0][1] for key in _TEXTS}
    title_zh, title_en = _halves(texts["title"])
    if "title" not in header:
        raise QueryError(_("{name}: the header has no {missing}").format(name=name, missing="title"))
    return Query(
        name, title_zh, title_en, texts["theme"], texts["answers"], texts["why"], texts["excludes"], texts["references"],
        parameters=tuple(_parameter(name, *item) for item in header.get("param", [])),
        columns=tuple(_column(name, *item) for item in header.get("column", [])),
        order=_listed(texts["order"]), cypher=cypher, sparql=sparql, analysis=texts["analysis"],
        needs=_listed(texts["needs"]), innocent=_halves(texts["innocent"]), settles=_halves(texts["settles"]),
    )  # fmt: skip


def _header(name: str, text: str) -> dict[str, list[tuple[str, str]]]:
    """Lines of the header by key; ``param x: …`` gives key ``param`` with ("x", "…")."""
    found: dict[str, list[tuple[str, str]]] = {}
    last: tuple[str, str] | None = None
    for number, line in enumerate(_leading_comments(text).splitlines(), 1):
        content = line[2:]
        match = re.fullmatch(r" (\w+)(?: (\w+))?: (.*)", content)
        if match:
            key, item, value = match[1], match[2] or "", match[3].strip()
            if key not in (*_TEXTS, "param", "column"):
                raise QueryError(
                    _("{name}:{number}: unknown header '{key}'").format(name=name, number=number, key=key)
                )
            found.setdefault(key, []).append((item, value))
            last = (key, item)
        elif content.startswith("   ") and last:
            item, value = found[last[0]].pop()
            found[last[0]].append((item, f"{value} {content.strip()}"))
        elif content.strip():
            raise QueryError(
                _("{name}:{number}: not a header line: {line}").format(name=name, number=number, line=line)
            )
    return found


def _leading_comments(text: str) -> str:
    return "".join(takewhile(lambda line: line.startswith("//"), text.splitlines(keepends=True)))


def _parameter(query: str, name: str, text: str) -> Parameter:
    match = re.fullmatch(r"(\w+)( list)? = ([^|]*)\|([^|]*)\|(.*)", text)
    if not match or match[1] not in _PARAMETER_TYPES:
        raise QueryError(
            _("{query}: param {name}: should read TYPE = DEFAULT | 中文 | English").format(
                query=query, name=name
            )
        )
    default = match[3].strip()
    return Parameter(
        name,
        match[1],
        bool(match[2]),
        None if default == "null" else default,
        match[4].strip(),
        match[5].strip(),
    )


def _column(query: str, name: str, text: str) -> Column:
    kind, *labels = [part.strip() for part in text.split("|")]
    type_, _of, codes = kind.partition(" of ")
    if len(labels) != 2 or type_ not in TYPES:
        raise QueryError(
            _("{query}: column {name}: should read TYPE [of CODE-LIST] | 中文 | English").format(
                query=query, name=name
            )
        )
    return Column(name, type_, labels[0], labels[1], codes)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _halves(text: str) -> tuple[str, str]:
    zh, _, en = text.partition("|")
    return zh.strip(), en.strip()
