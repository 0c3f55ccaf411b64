"""公共资源交易中心 portals: what their services answer (Epoint JSON) with each notice's page as HTML.

Award results and lists of candidates are read in full, calls, corrections, failures, contracts and
single-source publicities as far as their labels say. A candidate is no winner: it becomes a bid. Where a
file holds several publications of one notice, the newest counts and the others are merged into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from govgraph.graph.statements.entity import Entity, entity_id
from govgraph.graph.statements.statement import digest
from govgraph.loaders.base import Item, Record, Rejected
from govgraph.loaders.ggzy.facts import AGAIN
from govgraph.loaders.ggzy.labels import key_of
from govgraph.loaders.ggzy.notice import Parsed, parse_notice
from govgraph.loaders.ggzy.wrappers import Source, sources
from govgraph.loaders.io.files import head_of
from govgraph.loaders.notices.entities import NoticeEntities
from govgraph.loaders.notices.html import read_page
from govgraph.loaders.personal import scrub_text

LEAST: Mapping[str, int] = {"Project": 1}
#: The steps that a notice of each kind publishes; corrections and contracts have their numbers already.
_PUBLISHES = {
    "award": "Award",
    "candidates": "Bid",
    "tender": "CallForTenders",
    "publicity": "SingleSourcePublicity",
}
_MARKS = (
    b'"infocontent',
    b'\\"infocontent',
    b'"infoid',
    b'\\"infoid',
    b'"xiaqucode',
    b'"categorynum',
    b'\\"categorynum',
    b'"noticecontent',
    b'"infourl',
)


def detect(stream: BinaryIO, name: str) -> bool:
    """JSON that has the field names of the portals' software near its beginning."""
    head = head_of(stream)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"{", b"[", b'"') and any(mark in head.lower() for mark in _MARKS)


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record for each notice; notices of one heading wait to the end, since the newest replaces others."""
    several = _several(stream)
    entities = NoticeEntities(source)
    waiting: dict[str, list[tuple[Source, Parsed]]] = {}
    for one in sources(stream):
        if isinstance(one, Rejected):
            yield one
            continue
        parsed = parse_notice(one)
        if isinstance(parsed, str):
            yield Rejected.of(one.position, parsed, _kept(one))
        elif _heading(one) in several:
            waiting.setdefault(_heading(one), []).append((one, parsed))
        else:
            yield from _items(entities, one, parsed)
    for group in waiting.values():
        yield from _newest(entities, group)


def _several(stream: BinaryIO) -> frozenset[str]:
    """The headings that more than one record of the file bears, as digests."""
    seen: set[str] = set()
    again: set[str] = set()
    for one in sources(stream):
        if isinstance(one, Source):
            heading = _heading(one)
            (again if heading in seen else seen).add(heading)
    return frozenset(again)


def _heading(one: Source) -> str:
    return digest(AGAIN.sub("", one.title))[:16]


def _newest(entities: NoticeEntities, group: list[tuple[Source, Parsed]]) -> Iterator[Item]:
    """Of the publications of one notice with the same bidders the newest, of others each."""
    latest: dict[tuple[str, ...], tuple[Source, Parsed]] = {}
    for one, parsed in group:
        key = (*_procedure(parsed), _who(parsed))
        if key not in latest or _moment(one) >= _moment(latest[key][0]):
            latest[key] = (one, parsed)
    for one, parsed in group:
        newest = latest[*_procedure(parsed), _who(parsed)][0]
        if newest.position != one.position and newest.payload() != one.payload():
            yield Record(one.position, [], merged=True)
            continue
        yield from _items(entities, one, parsed)
        for later, other in latest.values():
            if _procedure(other) == _procedure(parsed) and _moment(later) > _moment(one):
                reason = "a result that a newer notice of the file gives differently; both are loaded"
                yield Rejected.of(one.position, reason, [_who(parsed), _who(other)], whole=False)


def _procedure(parsed: Parsed) -> tuple[str, ...]:
    notice = parsed.notice
    number = notice.number.text if notice.number else ""
    buyer = notice.buyers[0].name if notice.buyers else ""
    return notice.kind, number, buyer, "|".join(sorted(part.number for part in notice.parts))


def _who(parsed: Parsed) -> str:
    """Who bids or wins in a notice."""
    offers = [offer for part in parsed.notice.parts for offer in (*part.winners, *part.bids)]
    return "；".join(sorted("、".join(sorted(firm.name for firm in offer.firms)) for offer in offers))


def _moment(one: Source) -> tuple[str, str]:
    return one.published[0], one.text("lasteditdate", "startdate", "pubinwebdate")


def _items(entities: NoticeEntities, one: Source, parsed: Parsed) -> Iterator[Item]:
    for item in entities.items(parsed.notice, one.payload()):
        if isinstance(item, Record):
            yield from _numbered(entities, item, parsed)
            item.entities += _document(entities, one, parsed)
            for place, reason, value in parsed.aside:
                at = f"{one.position}#{place}" if place else one.position
                yield Rejected.of(at, reason, value, whole=False)
        yield item


def _numbered(entities: NoticeEntities, record: Record, parsed: Parsed) -> list[Rejected]:
    """State the notice's own number on the steps that it publishes; what contradicts is set aside."""
    number, before = parsed.notice.notice_number, len(entities.writer.rejected)
    for entity in record.entities:
        if number and _PUBLISHES.get(parsed.notice.kind) in entity.types:
            entities.writer.say(entity, "noticeNumber", number)
    return entities.writer.rejected[before:]


def _document(entities: NoticeEntities, one: Source, parsed: Parsed) -> Iterator[Entity]:
    """The notice itself: its heading, the portal's id and address of it, and its date."""
    notice = parsed.notice
    id_ = one.text("infoid", "infoguid", "rowguid", "id")
    if not notice.heading or not id_:
        return
    made = Entity.of(
        "Document", entity_id("notice", entities.source, id_), entities.source, locator=one.position
    )
    made.add("name", scrub_text(notice.heading[:200]))
    made.add("identifier", f"ggzy:{id_}"[:200])
    made.add("concerns", entities.project)
    if notice.published:
        made.add("date", notice.published.text, surface=notice.published.printed[:20])
    url = one.text("infourl", "linkurl", "url", "href")
    if re.match(r"https?://\S{4,500}$", url):
        made.add("url", url)
    yield made


def _kept(one: Source) -> dict[str, object]:
    """A rejected record with its page's text, without people, in place of its HTML, which would be cut off."""
    values = {name: value for name, value in one.values.items() if value not in (None, "")}
    for name, value in values.items():
        if isinstance(value, str) and ("<" in value or len(value) > 200):
            lines = read_page(value).text().splitlines()
            values[name] = "\n".join(line for line in lines if key_of(re.split("[:： ]", line)[0]) != "drop")[
                :15_000
            ]
    return values
