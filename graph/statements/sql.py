"""SQL that more than one module needs, written once: quoting, and what ids and dates are in SQL."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def quoted(name: str) -> str:
    """A column or table name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def quoted_path(path: Path) -> str:
    """A path as it stands between an SQL text's single quotes."""
    return str(path).replace("'", "''")


def scan(paths: Iterable[Path]) -> str:
    """An SQL expression that reads Parquet files."""
    return "read_parquet([" + ", ".join(f"'{quoted_path(path)}'" for path in paths) + "])"
