"""An older workspace, whose ``statements/`` was input and output in one, as one of today.

What stood there beside a file of ``loaded/`` was made by a build and goes into the build in use. What
stood alone is a curated source, or what a loaded file left behind when it was deleted by hand: that is
told by its ids, which loaders make and people do not, and is never taken for curated. It waits in
``orphans/`` until somebody says what it is.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import closing
from pathlib import Path

from govgraph.graph.inputs import ORPHANS
from govgraph.graph.statements.parquet import connect
from govgraph.graph.statements.sql import scan

_OLD = "statements"
#: What loaders call things: ``project-`` and twenty digits of a digest; edges and claims have such ids anywhere.
_MADE = re.compile(r"(?!e-|l-|c-)[a-z]+-[0-9a-f]{20}")


def is_old(root: Path) -> bool:
    """Whether a workspace has the older folders."""
    return (root / _OLD).is_dir()


def carry_over(root: Path) -> list[str]:
    """Move what lies in the older folders to where it belongs today; returns the ids of orphans.

    Whoever is killed in between goes on where it was left: each file is moved once.
    """
    build = _build_in_use(root)
    for path in sorted((root / _OLD).glob("*.parquet")):
        if build:
            (build / "resolved").mkdir(exist_ok=True)
            if not (build / "resolved" / path.name).exists():
                shutil.copyfile(path, build / "resolved" / path.name)
        if (root / "loaded" / path.name).exists():
            path.unlink()
            continue
        target = root / ("curated" if _is_curated(path) else ORPHANS) / path.name
        target.parent.mkdir(exist_ok=True)
        os.replace(path, target)
    for name in ("review.tsv", "merged.tsv", "unmerged.jsonl"):
        if (root / name).exists():
            if build and not (build / name).exists():
                shutil.copyfile(root / name, build / name)
            (root / name).unlink()
    shutil.rmtree(root / _OLD)
    return orphans(root)


def orphans(root: Path) -> list[str]:
    """Sources of which nobody knows where they came from."""
    return sorted(path.stem for path in (root / ORPHANS).glob("*.parquet"))


def _build_in_use(root: Path) -> Path | None:
    try:
        build = root / "builds" / (root / "CURRENT").read_text("utf-8").strip()
    except OSError:
        return None
    return build if build.is_dir() else None


def _is_curated(path: Path) -> bool:
    """Whether people wrote these ids: there is more than the source itself, and nothing with an id of a loader's."""
    with closing(connect()) as database:
        rows = database.execute(
            f"""SELECT DISTINCT subject FROM {scan([path])} WHERE subject <> source AND NOT starts_with(subject, 'e-')
                UNION SELECT object FROM {scan([path])} WHERE datatype = 'entity' AND object <> source"""
        ).fetchall()
    return bool(rows) and not any(_MADE.fullmatch(id_) for (id_,) in rows)
