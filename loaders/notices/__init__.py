"""Procurement notices of any portal: pages, texts, Word and PDF files, portals' JSON, archives of these.

A notice is what has an event (a call, an award …) and a party. A candidate, a bidder or one who is invited
is never a winner. Contacts and evaluation experts are dropped by their labels.

From a file to entities: ``containers`` (``pages``, ``records``, ``flat``) give papers, lines and tables;
``blocks`` (``lines``, ``pieces``, ``table_shapes``) a ``stream`` of labelled values and rows; ``reader`` asks
``kinds`` for the event, ``facts`` for who, which, when, ``offers`` (``evidence``, ``parts``, ``told``) for
who won or bid, and gives notices; ``entities`` (``steps``, ``parties``, ``amounts``) state them. The words
that all of them read by are ``vocabulary.tsv``. Where a file holds several publications of one notice, the
newest counts and the others are merged into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import BinaryIO

from govgraph.graph.statements.entity import Entity, entity_id
from govgraph.loaders.base import About, Item, Record, Rejected
from govgraph.loaders.io.files import head_of
from govgraph.loaders.notices.containers import decode, is_json, papers
from govgraph.loaders.notices.entities import NoticeEntities
from govgraph.loaders.notices.kinds import ending_of
from govgraph.loaders.notices.notice import Notice
from govgraph.loaders.notices.pages import kept, paper_of_text
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.portals import names, value_fields
from govgraph.loaders.notices.reader import read_paper
from govgraph.loaders.notices.republished import waiting
from govgraph.loaders.notices.vocabulary import event_of, use
from govgraph.loaders.personal import scrub_text

LEAST: Mapping[str, int] = {"Project": 1}
WORDS = "notices.tsv"
_FIELD = re.compile(rb'"([a-z]{4,40})\\*"\s*:')
_OFFICE = (".docx", ".pdf", ".mht", ".mhtml")


def prepare(root: Path) -> None:
    """Read with the words that a workspace adds (``notices.tsv`` in it)."""
    use(root / WORDS)


def detect(stream: BinaryIO, name: str) -> bool:
    """Whether a file's beginning reads as a notice; portals' JSON is told by its fields' names."""
    head = head_of(stream)
    if is_json(head):
        fields = {match[1] for match in _FIELD.finditer(head.lower().replace(b"_", b""))}
        own = fields & {one.encode() for one in (*names("own"), *value_fields())}
        return bool(fields & {one.encode() for one in names("mark")}) or (len(own) > 3 and b"ocid" not in fields)  # fmt: skip
    if head[:5] == b"%PDF-" or head[:2] == b"PK" or PurePath(name).suffix.lower() in _OFFICE:
        found = (one for one in notices_of(stream, name) if not isinstance(one, Rejected))
        return any(isinstance(notices, list) for _, notices in found)
    if b"\x00" in head[:200] and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return False
    paper = paper_of_text(decode(head), PurePath(name).name, "")
    notices = read_paper(paper)
    if isinstance(notices, str):
        return False
    ends = event_of(ending_of(notices[0].heading)) and (paper.published or notices[0].number)
    return bool(ends) or any(notice.party for notice in notices)


def notices_of(stream: BinaryIO, name: str) -> Iterator[tuple[Paper, list[Notice] | str] | Rejected]:
    """The papers of a file, each with the notices that it is, or why it holds none."""
    for paper in papers(stream, PurePath(name).name):
        yield paper if isinstance(paper, Rejected) else (paper, read_paper(paper))


def in_file(path: Path) -> Iterator[tuple[Paper, list[Notice] | str] | Rejected]:
    """The papers of a file on disk."""
    with path.open("rb") as stream:
        yield from notices_of(stream, path.name)


def read(stream: BinaryIO, name: str, source: str) -> Iterator[Item]:
    """One record for each notice; notices of one heading wait to the end, since the newest replaces others."""
    entities = NoticeEntities(source)
    about: dict[str, str] | None = None
    for one in waiting(notices_of(stream, name)):
        if isinstance(one, (Record, Rejected)):
            yield one
            continue
        paper, found = one
        if about is None:
            about = _about(paper, found)
            yield About(about)
        if isinstance(found, str):
            yield Rejected.of(paper.position, found, kept(paper))
            continue
        for notice in found:
            for item in entities.items(notice, paper.payload):
                if isinstance(item, Record) and paper.id and notice.heading:
                    item.entities.append(_document(entities, paper, notice))
                yield item


def _about(paper: Paper, found: list[Notice] | str) -> dict[str, str]:
    """What a file of one page says of itself."""
    if paper.record is not None or paper.position:
        return {}
    heading = found[0].heading if isinstance(found, list) else (paper.headings or [""])[0]
    about = {"name": scrub_text(heading[:200]), "url": paper.url, "publisherName": paper.portal}
    day = found[0].published if isinstance(found, list) else paper.published
    return about | ({"date": day.text} if day else {})


def _document(entities: NoticeEntities, paper: Paper, notice: Notice) -> Entity:
    """The notice itself: its heading, the portal's id and address of it, and its date."""
    id_ = entity_id("notice", entities.source, paper.id)
    made = Entity.of("Document", id_, entities.source, locator=paper.position)
    made.add("name", scrub_text(notice.heading[:200]))
    made.add("identifier", f"ggzy:{paper.id}"[:200])
    made.add("concerns", entities.project)
    if notice.published:
        made.add("date", notice.published.text, surface=notice.published.printed[:20])
    for property_, value in (("url", paper.url), ("publisherName", paper.portal)):
        if value:
            made.add(property_, value)
    return made
