"""The sources' texts, where somebody has them at hand: passages by locator, after checking the hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from govgraph.errors import SourceError, Violation
from govgraph.graph.statements.lexical import short
from govgraph.graph.statements.statement import Statement
from govgraph.messages import _


@dataclass(frozen=True)
class SourceText:
    """One source's text file, split into paragraphs (lines, counted from 1)."""

    path: Path
    sha256: str

    @cached_property
    def paragraphs(self) -> list[str]:
        """The lines; raises SourceError when the file is not the one that locators point into."""
        raw = self.path.read_bytes()
        found = hashlib.sha256(raw).hexdigest()
        if found != self.sha256:
            raise SourceError(
                _("is not the text that the facts point into (sha256 {found}…, not {sha256}…)").format(
                    found=found[:12], sha256=self.sha256[:12]
                ),
                str(self.path),
            )
        return raw.decode("utf-8").split("\n")

    def passages(self, locator: str) -> list[str]:
        """The passages at ``paragraph:start-end[,…]``; raises SourceError for a place outside."""
        return [self._passage(place) for place in locator.split(",") if place]

    def _passage(self, place: str) -> str:
        number, _colon, span = place.partition(":")
        start, end = (int(offset) for offset in span.split("-"))
        if int(number) > len(self.paragraphs):
            raise SourceError(_("has no paragraph {number}").format(number=number), str(self.path))
        paragraph = self.paragraphs[int(number) - 1]
        if not 0 <= start < end <= len(paragraph):
            raise SourceError(
                _("offsets {span} lie outside paragraph {number} ({paragraph} characters)").format(
                    span=span, number=number, paragraph=len(paragraph)
                ),
                str(self.path),
            )
        return paragraph[start:end]


class Texts:
    """The text files in a folder, by the names that sources give for them."""

    def __init__(self, folder: Path, statements: Iterable[Statement]) -> None:
        if not folder.is_dir():
            raise SourceError(_("is no folder"), str(folder))
        files: dict[str, str] = {}
        hashes: dict[str, str] = {}
        for stated in statements:
            if stated.predicate == "textFile":
                files[stated.source] = stated.object
            elif stated.predicate == "sha256":
                hashes[stated.source] = stated.object
        self._texts = {
            source: SourceText(folder / file, hashes.get(source, ""))
            for source, file in files.items()
            if _inside(folder, file) and (folder / file).is_file()
        }

    def passages(self, source: str, locator: str) -> list[str]:
        """Passages of a source, empty where its text is not at hand."""
        text = self._texts.get(source)
        return text.passages(locator) if text and locator else []

    def check(self, statements: Iterable[Statement]) -> Iterator[Violation]:
        """What does not fit the texts: wrong hash, places outside, surfaces not printed there."""
        spoilt: set[str] = set()
        for stated in statements:
            text = self._texts.get(stated.source)
            if text is None or stated.source in spoilt or not stated.locator:
                continue
            try:
                passages = text.passages(stated.locator)
            except SourceError as error:
                spoilt |= {stated.source} if "sha256" in error.message else set()
                yield _violation(stated, "text", error.message)
                continue
            if stated.surface and not any(stated.surface in passage for passage in passages):
                yield _violation(
                    stated,
                    "surface",
                    _("'{surface}' is not printed at {locator}").format(
                        surface=short(stated.surface), locator=stated.locator
                    ),
                )


def _inside(folder: Path, file: str) -> bool:
    """A source file may not name a text outside the folder that was given."""
    return (folder / file).resolve().is_relative_to(folder.resolve())


def _violation(stated: Statement, rule: str, detail: str) -> Violation:
    return Violation(stated.source, stated.subject, stated.predicate, rule, detail, stated.locator)
