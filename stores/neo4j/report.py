"""What a load did, and what a local server is doing, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govgraph.messages import Message, _, joined
from govgraph.neo4j_local.server import Status
from govgraph.stores.neo4j.load import Change, Report

_DID = (_("{count} added"), _("{count} changed"), _("{count} removed"))
_PARTS = ("added", "changed", "removed")
_WOULD = (_("{count} would be added"), _("{count} would be changed"), _("{count} would be removed"))


_KINDS = 3  # that changed most, named one by one
_COUNTED = ("Thing", "Claim", "Evidence")


def load_lines(report: Report, *, dry_run: bool = False) -> Iterator[str]:
    """The changes in all and of the kinds that changed most, then what the database holds: some ten lines."""
    changes = {name: c for name, c in sorted(report.changes.items()) if c.added or c.changed or c.removed}
    words = _WOULD if dry_run else _DID
    if not changes:
        yield _("nothing to change")
    for title, found in (
        (_("nodes"), [c for name, c in changes.items() if not name.isupper()]),
        (_("relationships"), [c for name, c in changes.items() if name.isupper()]),
    ):
        if found:
            yield _line(title, Change(*(sum(getattr(c, part) for c in found) for part in _PARTS)), words)
    most = sorted(changes, key=lambda name: -sum(getattr(changes[name], part) for part in _PARTS))
    for name in most[:_KINDS]:
        yield _line(name, changes[name], words)
    if len(most) > _KINDS:
        yield _("and {count} other kinds").format(count=len(most) - _KINDS)
    if report.left:
        yield _("{left} no longer stated and left in place (--snapshot removes them)").format(
            left=report.left
        )
    if report.kept:
        yield _("{kept} nodes no longer stated stay, because others' relationships hang on them").format(
            kept=report.kept
        )
    for name in _COUNTED:
        before, after = report.before.get(name, 0), report.after.get(name, 0)
        if before != after:
            yield _("in the database, {name}: {before} before, {after} after").format(
                name=name, before=before, after=after
            )


def _line(title: str, change: Change, words: Sequence[Message]) -> Message:
    parts = zip((getattr(change, part) for part in _PARTS), words, strict=True)
    told = joined((word.format(count=count) for count, word in parts if count), ", ")
    return joined((title, told), ": ")


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
