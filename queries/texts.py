"""What a question answers, why it matters and what it leaves out, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import yaml

from govgraph.queries.library import FOLDER, Query

TEXTS = ("answers", "why", "excludes", "references")


def in_language(query: Query, language: str) -> Query:
    """The same question with its texts in a language; English stands in its header, Chinese in ``texts_zh.yml``."""
    texts = _chinese().get(query.name) if language == "zh" else None
    if texts is None:
        return query
    answers, why, excludes, references = (texts[key] for key in TEXTS)
    return replace(query, answers=answers, why=why, excludes=excludes, references=references)


@cache
def _chinese() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "texts_zh.yml").read_text("utf-8"))
    return found
