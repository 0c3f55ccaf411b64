"""A prompt for queries: lines in, rows out; what begins with a colon is for the prompt itself."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from govgraph.commands.ask import parameters as read_parameters
from govgraph.commands.ask import show
from govgraph.commands.shared import Context, warn
from govgraph.errors import GovgraphError, QueryError
from govgraph.messages import _, told
from govgraph.queries.table import Table

_FORMATS = {".csv": "csv", ".json": "json", ".md": "markdown"}
_HELP = _(
    "A query ends with ; or an empty line.\n"
    ":schema [NAME]      labels, relationships and properties\n"
    ":why NAME [OTHER]   the evidence for a thing, or for what ties two\n"
    ":view FILE.html     the network of the last answer\n"
    ":export FILE        the last answer as .csv, .json or .md\n"
    ":on ENGINE          ask another engine: embedded, neo4j, sparql\n"
    ":param NAME=VALUE   a parameter for the queries that follow\n"
    ":quit"
)
_KEYWORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "ORDER BY", "LIMIT", "DISTINCT", "UNWIND", "CALL", "EXISTS", "COUNT",
    "count(", "collect(", "sum(", "AND", "OR", "NOT", "IN", "CONTAINS", "STARTS WITH", "IS NOT NULL", "date(", "shortestPath(",
)  # fmt: skip


class Prompt:
    """A session: the engine that answers, parameters, and the last answer."""

    def __init__(self, context: Context, engine: str) -> None:
        self.context, self.engine = context, engine
        self.parameters: dict[str, Any] = {}
        self.last: Table | None = None
        self._commands: Mapping[str, Callable[[list[str]], None]] = {
            "help": lambda words: click.echo(told(_HELP)), "schema": self._schema, "why": self._why, "view": self._view,
            "export": self._export, "on": self._on, "param": self._param,
        }  # fmt: skip
        self._on([engine])

    def run(self) -> None:
        """Read until the end of input: with completion at a terminal, line by line from a file or pipe."""
        lines: Iterable[str] = self._typed() if sys.stdin.isatty() else sys.stdin
        for text in whole(lines):
            if text.lower() in (":quit", ":exit", ":q"):
                return
            self.do(text)

    def do(self, text: str) -> None:
        """One query or one command; what goes wrong is told, and the prompt stays."""
        try:
            if text.startswith(":"):
                self._command(text[1:])
                return
            workspace, query = self.context.workspace, text.rstrip("; \n")
            if self.engine == "sparql":
                self.last = workspace.sparql(query, parameters=self.parameters)
            else:
                self.last = workspace.cypher(query, on=self.engine, parameters=self.parameters)
            show(self.context, self.last, "table")
        except GovgraphError as error:
            warn(error.text)
        except OSError as error:
            warn(str(error))

    def _command(self, text: str) -> None:
        try:
            words = shlex.split(text)
        except ValueError:
            words = text.split()
        name = words[0] if words else "help"
        if name not in self._commands:
            raise QueryError(_("there is no :{name}; see :help").format(name=name[:40]))
        self._commands[name](words[1:])

    def _schema(self, words: list[str]) -> None:
        from govgraph.queries.schema_text import schema_text

        found = self.context.workspace.schema()
        kinds = [kind for word in words for kind in found.find(word)]
        click.echo(schema_text(found, kinds, self.context.language), nl=False)

    def _why(self, words: list[str]) -> None:
        if not words:
            raise QueryError(_("{command} takes a name").format(command=":why"))
        click.echo(str(self.context.workspace.why(*words[:2], language=self.context.language)))

    def _view(self, words: list[str]) -> None:
        path = Path(words[0] if words else "answer.html")
        self.context.workspace.view_rows(self._answer()).save(path)
        self.context.say(str(path))

    def _export(self, words: list[str]) -> None:
        from govgraph.queries.render import render

        path = Path(words[0] if words else "answer.csv")
        if path.suffix not in _FORMATS:
            raise QueryError(_("the file's ending says its form: .csv, .json or .md"))
        path.write_text(render(self._answer(), _FORMATS[path.suffix]), "utf-8")
        self.context.say(str(path))

    def _answer(self) -> Table:
        if self.last is None:
            raise QueryError(_("there is no answer yet; ask something first"))
        return self.last

    def _on(self, words: list[str]) -> None:
        engine = words[0] if words else self.engine
        self.context.workspace.open(engine).close()  # told now, not at the first query
        self.engine = engine

    def _param(self, words: list[str]) -> None:
        self.parameters |= read_parameters(tuple(words))

    def _typed(self) -> Iterator[str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory

        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(self.context.workspace.root / "history")),
            completer=completer(self.context), multiline=False, complete_while_typing=True, enable_open_in_editor=True,
        )  # fmt: skip
        more = ""
        while True:
            try:
                line = session.prompt(f"{self.engine}> " if not more else "... ")
            except KeyboardInterrupt:
                more = ""
                yield "\x03"
                continue
            except EOFError:
                return
            more = (
                "" if not line.strip() or line.rstrip().endswith(";") or line.startswith(":") else more + line
            )
            yield line + "\n"


def whole(lines: Iterable[str]) -> Iterator[str]:
    """Queries and commands out of lines: a query ends with ``;``, an empty line, or the input; ^C drops what was begun."""
    begun: list[str] = []
    for line in lines:
        text = line.strip()
        if text == "\x03":
            begun = []
        elif not begun and text.startswith(":"):
            yield text
        elif text.endswith(";") or (begun and not text):
            yield "\n".join([*begun, text]).strip()
            begun = []
        elif text:
            begun.append(line.rstrip())
    if begun:
        yield "\n".join(begun)


def completer(context: Context) -> Any:
    """Completes keywords, the schema's names, names of things inside quotes, and the prompt's own commands."""
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document

    found = context.workspace.schema()
    kinds = [*found.labels, *found.relationships]
    known = sorted({kind.name for kind in kinds} | {p.name for kind in kinds for p in kind.properties})
    words = [*_KEYWORDS, *known]
    names = context.workspace.names()

    class Words(Completer):
        def get_completions(self, document: Document, event: Any) -> Iterator[Completion]:
            line = document.text_before_cursor
            quote = max(line.rfind("'"), line.rfind('"'))
            if quote >= 0 and line.count(line[quote]) % 2:
                begun = line[quote + 1 :]
                for node in names.find(begun, "", 10, 0)[0] if begun else ():
                    yield Completion(node.title, -len(begun))
                return
            begun = document.get_word_before_cursor()
            choice = [
                ":" + name for name in ("schema", "why", "view", "export", "on", "param", "help", "quit")
            ]
            pool = choice if line.startswith(":") and " " not in line else words
            start = line if pool is choice else begun
            for word in pool:
                if start and word.lower().startswith(start.lower()) and word != start:
                    yield Completion(word, -len(start))

    return Words()
