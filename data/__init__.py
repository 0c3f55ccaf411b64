"""Curated facts that ship with the package."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
ARTICLE = "bjnews-smart-city-2019-09"


def bundled_files() -> list[Path]:
    """The curated files, in order of name."""
    return sorted((FOLDER / "sources").glob("*.yml"))
