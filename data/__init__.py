"""Facts that ship with the package: curated files, and tables with their column maps (see LICENSE.md)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
ARTICLE = "bjnews-smart-city-2019-09"
#: The article alone, everything that was read and decided fact by fact, and one city's awards and bids.
SETS = ("article", "curated", "yichang")


def bundled_files(name: str = "curated") -> list[Path]:
    """The curated files of a set, in order of name."""
    if name == "article":
        return [FOLDER / "sources" / f"{stem}.yml" for stem in ("background", ARTICLE)]
    return sorted((FOLDER / "sources").glob("*.yml")) if name == "curated" else []


def bundled_tables(name: str = "curated") -> list[Path]:
    """The tables of a set, in order of name; the map of each lies beside it."""
    folder = FOLDER / "sets" / name
    return sorted(path for path in folder.glob("*") if not path.name.endswith(".yml"))
