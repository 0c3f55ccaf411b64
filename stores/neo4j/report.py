"""What a load did, and what a local server is doing, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.messages import _, joined
from govgraph.neo4j_local.server import Status
from govgraph.stores.neo4j.load import Report

_DID = (_("{count} added"), _("{count} changed"), _("{count} removed"))
_WOULD = (_("{count} would be added"), _("{count} would be changed"), _("{count} would be removed"))


def load_lines(report: Report, *, dry_run: bool = False) -> Iterator[str]:
    """The changes by kind, then counts before and after where they differ."""
    changes = {name: c for name, c in sorted(report.changes.items()) if c.added or c.changed or c.removed}
    if not changes:
        yield _("nothing to change")
    for name, c in changes.items():
        words = _WOULD if dry_run else _DID
        parts = zip((c.added, c.changed, c.removed), words, strict=True)
        told = joined((word.format(count=count) for count, word in parts if count), ", ")
        yield joined((name, told), ": ")
    if report.left:
        yield _("{left} no longer stated and left in place (--snapshot removes them)").format(
            left=report.left
        )
    if report.kept:
        yield _("{kept} nodes no longer stated stay, because others' relationships hang on them").format(
            kept=report.kept
        )
    for name, after in report.after.items():
        before = report.before.get(name, 0)
        if before != after:
            yield _("in the database, {name}: {before} before, {after} after").format(
                name=name, before=before, after=after
            )


def status_lines(status: Status) -> Iterator[str]:
    """Whether the server runs, and where; the password never."""
    if not status.running or status.address is None:
        yield _("not running; its data take {data_size:.1f} MB").format(
            data_size=status.data_size / 1000000.0
        )
        return
    yield _("running: Neo4j {version}, pid {pid}, {uri}, user {user}").format(
        version=status.version, pid=status.pid, uri=status.address.uri, user=status.address.user
    )
    if status.browser:
        yield f"Browser: {status.browser}"
    yield _("its data take {data_size:.1f} MB").format(data_size=status.data_size / 1000000.0)
