"""Several publications of one notice in a file: of those with the same bidders, the newest counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govgraph.graph.statements.statement import digest
from govgraph.loaders.base import Record, Rejected
from govgraph.loaders.notices.notice import Notice
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.vocabulary import pattern
from govgraph.messages import _

#: A paper and the notices that it is, or why it holds none.
Read = tuple[Paper, "list[Notice] | str"]
Moment = tuple[str, str]


def waiting(read: Iterable[Read | Rejected]) -> Iterator[Read | Rejected | Record]:
    """All notices in their order; those of one heading in a file wait to the end, older ones as merged records."""
    groups: dict[str, list[Read]] = {}
    order: list[str] = []
    for one in read:
        if isinstance(one, Rejected) or isinstance(one[1], str) or one[0].record is None:
            yield one
            continue
        heading = digest(pattern("again").sub("", one[1][0].heading))[:16]
        if heading not in groups:
            order.append(heading)
        groups.setdefault(heading, []).append(one)
        if len(order) > 2_000 and len(groups[order[0]]) == 1:
            yield groups.pop(order.pop(0))[0]
    for heading in order:
        group = groups[heading]
        yield from group if len(group) == 1 else _newest(group)


def _newest(group: list[Read]) -> Iterator[Read | Rejected | Record]:
    """Of the publications of one notice with the same bidders the newest, of others each."""
    told = [(_procedure(one), one) for one in group]
    latest: dict[tuple[str, ...], tuple[Moment, Read]] = {}
    for (key, moment), one in told:
        if key not in latest or moment >= latest[key][0]:
            latest[key] = moment, one
    for (key, moment), one in told:
        newest = latest[key][1][0]
        if newest.position != one[0].position and newest.payload != one[0].payload:
            yield Record(one[0].position, [], merged=True)
            continue
        yield one
        for other, (later, _one) in latest.items():
            if other[1:] == key[1:] and later > moment:
                reason = _("a result that a newer notice of the file gives differently; both are loaded")
                yield Rejected.of(one[0].position, reason, [key[0], other[0]], whole=False)


def _procedure(one: Read) -> tuple[tuple[str, ...], Moment]:
    """Who bids or wins, in which procedure, kind and lots; and when the notice was published."""
    paper, notices = one
    assert not isinstance(notices, str)
    notice = notices[0]
    number = notice.number.text if notice.number else ""
    buyer = notice.buyers[0].name if notice.buyers else ""
    offers = [offer for part in notice.parts for offer in part.offers]
    who = "；".join(sorted("、".join(sorted(firm.name for firm in offer.firms)) for offer in offers))
    lots = "|".join(sorted(part.number for part in notice.parts))
    moment = paper.published.text if paper.published else "", paper.edited
    return (who, notice.kind, number, buyer, lots), moment
