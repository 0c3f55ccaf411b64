"""Everything govgraph raises on purpose.

    GovgraphError
    ├── SourceError      a source file is unreadable, malformed or states what cannot be
    ├── InvalidGraph     statements break the ontology's rules (carries the violations)
    ├── QueryError       a question is unknown, badly put or broke a limit
    │   └── UnknownName  there is no loader, engine or export form of that name
    └── StoreError       an engine is missing, unreachable or refused

Only ``cli.py`` turns these into a message and an exit code.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govgraph.messages import _, joined, told


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One statement or entity that breaks one rule; ``predicate`` is empty for whole entities."""

    source: str
    subject: str
    predicate: str
    rule: str
    detail: str
    locator: str = ""


class GovgraphError(Exception):
    """Base of all expected errors; its text is fit to be shown to a user, in the language that they are told things in."""

    @property
    def text(self) -> str:
        """The text in English, as a message that can be told in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else super().__str__()

    def __str__(self) -> str:
        return told(self.text)


class SourceError(GovgraphError):
    """A source file cannot be read as what it claims to be.

    ``file`` and ``line`` (1-based, 0 when unknown) say where.
    """

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        self.message, self.file, self.line = message, file, line
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(joined((place, message), "") if place else message)


class InvalidGraph(GovgraphError):  # noqa: N818 - named for what the user has, not for Python
    """Statements that break the ontology; nothing was built from them."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        count = len(self.violations)
        text = (
            _("{count} violations of the ontology") if count != 1 else _("{count} violation of the ontology")
        )
        super().__init__(text.format(count=count))


class QueryError(GovgraphError):
    """A question is unknown, its parameters are wrong, or it broke a limit."""


class UnknownName(QueryError):  # noqa: N818 - named for what the user has, not for Python
    """There is no ``kind`` (format, engine, export form) of this name; the text says which is nearest."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        near = difflib.get_close_matches(name.lower(), self.known, 1, 0.5)
        hint = _("; did you mean '{near}'?").format(near=near[0]) if near else ""
        super().__init__(
            _("unknown {kind} '{name}'{hint} (known: {known})").format(
                kind=_(kind), name=name[:60], hint=hint, known=", ".join(self.known)
            )
        )


class StoreError(GovgraphError):
    """A store cannot be opened, reached, written or read."""
