"""The sources' texts, where somebody has them at hand: passages by locator, after checking the hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from govgraph.errors import SourceError, Violation
from govgraph.graph.statements.lexical import short
from govgraph.graph.statements.statement import Statement
from govgraph.messages import _


class Texts:
    """The text files in a folder, by the names that sources give for them; a file has paragraphs (lines, from 1)."""

    def __init__(self, folder: Path, statements: Iterable[Statement]) -> None:
        if not folder.is_dir():
            raise SourceError(_("is no folder"), str(folder))
        said = {
            (s.predicate, s.source): s.object for s in statements if s.predicate in ("textFile", "sha256")
        }
        self._files = {
            source: (path, said.get(("sha256", source), ""))
            for (predicate, source), file in said.items()
            if predicate == "textFile"
            and (path := folder / file).is_file()
            # a source file may not name a text outside the folder that was given
            and path.resolve().is_relative_to(folder.resolve())
        }
        self._read: dict[str, list[str]] = {}

    def passages(self, source: str, locator: str) -> list[str]:
        """The passages at ``paragraph:start-end[,…]`` of a source, empty where its text is not at hand.

        Raises SourceError for a place outside, and where the text is not the one that locators point into.
        """
        if source not in self._files or not locator:
            return []
        return [self._passage(source, place) for place in locator.split(",") if place]

    def _passage(self, source: str, place: str) -> str:
        paragraphs, file = self._paragraphs(source), str(self._files[source][0])
        number, _colon, span = place.partition(":")
        start, end = map(int, span.split("-"))
        if int(number) > len(paragraphs):
            raise SourceError(_("has no paragraph {number}").format(number=number), file)
        paragraph = paragraphs[int(number) - 1]
        if not 0 <= start < end <= len(paragraph):
            outside = _("offsets {span} lie outside paragraph {number} ({paragraph} characters)")
            raise SourceError(outside.format(span=span, number=number, paragraph=len(paragraph)), file)
        return paragraph[start:end]

    def _paragraphs(self, source: str) -> list[str]:
        if source not in self._read:
            path, sha256 = self._files[source]
            raw = path.read_bytes()
            if (found := hashlib.sha256(raw).hexdigest()) != sha256:
                another = _("is not the text that the facts point into (sha256 {found}…, not {sha256}…)")
                raise SourceError(another.format(found=found[:12], sha256=sha256[:12]), str(path))
            self._read[source] = raw.decode("utf-8").split("\n")
        return self._read[source]

    def check(self, statements: Iterable[Statement]) -> Iterator[Violation]:
        """What does not fit the texts: wrong hash, places outside, surfaces not printed there."""
        told: set[str] = set()
        for s in statements:
            try:
                passages = self.passages(s.source, s.locator) if s.source not in told else []
            except SourceError as error:
                if s.source not in self._read:  # another text: once for all that points into it
                    told.add(s.source)
                yield Violation(s.source, s.subject, s.predicate, "text", error.message, s.locator)
                continue
            if s.surface and passages and not any(s.surface in passage for passage in passages):
                missing = _("'{surface}' is not printed at {locator}").format(
                    surface=short(s.surface), locator=s.locator
                )
                yield Violation(s.source, s.subject, s.predicate, "surface", missing, s.locator)
