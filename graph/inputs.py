"""What a workspace was given: its sources, one Parquet file each, with what is known of how it came.

    curated/ID.parquet, loaded/ID.parquet    the statements of a source
    curated/ID.json, loaded/ID.json          its ``SourceRecord``

A source id stands in one place. The same file (absolute path) updates its source; another file that would
take the id of one replaces it only where that was asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from govgraph.graph.disk import write_text
from govgraph.graph.statements.parquet import connect
from govgraph.graph.statements.sql import scan
from govgraph.messages import _

ORPHANS = "orphans"  # of an older workspace: it is not known where they came from
KINDS = ("curated", "loaded")
_BESIDE = {"versions": ".parquet", "quarantine": ".jsonl"}
_LONGEST = 60  # characters of an id: a file name has 255 bytes, and a Chinese character three


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """How a source came into the workspace: from which file, when, and what became of its records.

    ``path`` is absolute, empty where it is not known; ``name`` is the path below the folder that was
    given. ``set_aside`` counts records and values that were not loaded, by reason.
    """

    id: str
    kind: str
    format: str
    path: str = ""
    name: str = ""
    loaded_at: str = ""
    records: int = 0
    statements: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    #: of what was read, and what became of it: whoever loads the same again need not read it (govgraph.loaders.unchanged)
    digest: str = ""
    counts: dict[str, Any] = field(default_factory=dict)


class Inputs:
    """The sources of one workspace folder. Whoever changes them holds the workspace's lock."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> list[Path]:
        """The Parquet files of all sources, curated ones first, in order of name."""
        return [path for kind in KINDS for path in sorted((self.root / kind).glob("*.parquet"))]

    def records(self) -> dict[str, SourceRecord]:
        """All sources by id; one without a record (written by hand) has its id alone."""
        return {path.stem: _read(path) for path in self.files()}

    def has(self, id_: str) -> bool:
        """Whether there is a source of this id."""
        return self._parquet(id_) is not None

    def put(self, record: SourceRecord, parquet: Path) -> tuple[int, int]:
        """Put a source's statements into place, over what it said; returns how many were added and removed."""
        target = self.root / record.kind / f"{record.id}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        before = self._parquet(record.id)
        changed = _difference(parquet, before) if before else (record.statements, 0)
        os.replace(parquet, target)
        write_text(target.with_suffix(".json"), json.dumps(asdict(record), ensure_ascii=False, indent=1))
        for kind in KINDS:  # last: whoever is killed before has the source twice, not lost
            if kind != record.kind:
                self._unlink(kind, record.id)
        return changed

    def forget(self, id_: str) -> int:
        """Remove a source for good, with what was set aside of it; returns how many statements it had."""
        paths = [self.root / kind / f"{id_}.parquet" for kind in (*KINDS, ORPHANS)]
        count = sum(_count(path) for path in paths if path.exists())
        for path in paths:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
        for kind, suffix in _BESIDE.items():
            (self.root / kind / f"{id_}{suffix}").unlink(missing_ok=True)
        return count

    def _parquet(self, id_: str) -> Path | None:
        paths = (self.root / kind / f"{id_}.parquet" for kind in KINDS)
        return next((path for path in paths if path.exists()), None)

    def _unlink(self, kind: str, id_: str) -> None:
        for suffix in (".parquet", ".json"):
            (self.root / kind / f"{id_}{suffix}").unlink(missing_ok=True)


class Names:
    """Gives each file of a load its source id, or says why it cannot have one."""

    def __init__(self, inputs: Inputs, replace: bool) -> None:
        self.known, self.replace = inputs.records(), replace
        self.by_path = {record.path: record.id for record in self.known.values() if record.path}
        self.taken: dict[str, str] = {}  # id: path, of this load

    def name_all(self, files: Sequence[tuple[Path, str]]) -> list[str]:
        """Ids of files that are given with their names below the folder that was loaded."""
        plain = Counter(slug(name) for name in {name for _, name in files})
        return [self._id(str(path.absolute()), name, plain[slug(name)] > 1) for path, name in files]

    def _id(self, path: str, name: str, alike: bool) -> str:
        if path in self.by_path:
            return self.by_path[path]
        id_ = slug(name)
        other = self.known.get(id_)
        if alike or (other and other.name and other.name != name and not self.replace):
            return with_digest(id_, name)  # another name that only looks the same once it is an id
        return id_

    def problem(self, id_: str, path: Path) -> str:
        """Why a file may not be the source of this id, empty where it may; it then has taken it."""
        mine, other = str(path.absolute()), self.known.get(id_)
        if self.taken.setdefault(id_, mine) != mine:
            return _("would be source '{id}', as {taken} of the same load is; nothing was read").format(
                id=id_, taken=self.taken[id_]
            )
        if other is None or self.replace or other.path in ("", mine):
            return ""
        del self.taken[id_]
        return _(
            "would replace source '{id}' ({statements} statements from {path}); nothing was read; to "
            "replace it, load with --replace"
        ).format(id=id_, statements=other.statements, path=other.path)


def slug(name: str) -> str:
    """The id that a file's name makes: letters and digits of any script, in lower case, joined by ``-``.

    >>> slug("2024/Awards_May.json"), slug("中标公告（第2批）.html")
    ('2024-awards-may-json', '中标公告-第2批-html')
    """
    folded = unicodedata.normalize("NFKC", name).lower()
    words = "".join(sign if sign.isalnum() else " " for sign in folded).split()
    text = "-".join(words)
    return text if 0 < len(text) <= _LONGEST else with_digest(text[:_LONGEST].strip("-"), name)


def with_digest(id_: str, name: str) -> str:
    """An id that no other name has."""
    return f"{id_[:_LONGEST]}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}".strip(
        "-"
    )


def _read(path: Path) -> SourceRecord:
    known = {one.name for one in fields(SourceRecord)}
    try:
        content = json.loads(path.with_suffix(".json").read_text("utf-8"))
        return SourceRecord(**{key: value for key, value in content.items() if key in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return SourceRecord(path.stem, path.parent.name, "", statements=_count(path))


def _difference(new: Path, old: Path) -> tuple[int, int]:
    with connect() as database:
        one, other = (f"(SELECT * FROM {scan([path])} WHERE predicate <> 'sha256')" for path in (new, old))
        counts = [
            database.execute(f"SELECT count(*) FROM (FROM {a} EXCEPT FROM {b})").fetchall()[0][0]
            for a, b in ((one, other), (other, one))
        ]  # fmt: skip
    return int(counts[0]), int(counts[1])


def _count(path: Path) -> int:
    with connect() as database:
        rows = database.execute(f"SELECT count(*) FROM {scan([path])}").fetchall()
    return int(rows[0][0])


def published(files: Sequence[Path]) -> dict[str, dict[str, str]]:
    """By source id, what each source says of itself: name, publisherName, date and url."""
    found: dict[str, dict[str, str]] = {}
    if files:
        with connect() as database:
            rows = database.execute(
                f"""SELECT DISTINCT source, predicate, object FROM {scan(files)} WHERE subject = source
                    AND predicate IN ('name', 'publisherName', 'date', 'url') ORDER BY ALL"""
            ).fetchall()
        for source, predicate, value in rows:
            found.setdefault(source, {})[predicate] = value
    return found
