"""What a page says, event by event, put together to one notice."""

from __future__ import annotations

import re

from govgraph.loaders.ccgp.events import Event
from govgraph.loaders.ccgp.fields import Fields
from govgraph.loaders.ccgp.labels import key_of, rank_of
from govgraph.loaders.ccgp.text import affected, change_below, deadline_in, ended, parties_in, title_in
from govgraph.loaders.notices.notice import Firm, Notice, Part, Said, lot_of_heading
from govgraph.text.procedures import project_title

_NOTHING = re.compile(r"[\s/\\—\-.。无_]*|详见.{0,12}|见.{0,6}附件|暂无|null|None")
_LONG = frozenset({"reason", "changed", "failure"})  # values that go on over the lines below
_WAITS = _LONG | {"title", "number", "buyer", "agent", "supplier", "amount", "method", "budget", "ceiling", "period",
                  "deadline", "opening", "publicity", "first", "decided", "total", "offer"}  # fmt: skip
#: Fields that can be what a correction changes, when they stand below 更正内容.
_CHANGED = frozenset({"deadline", "opening", "budget", "ceiling", "amount", "price", "supplier", "period"})
_ASIDE = frozenset({"drop", "buyer", "agent", "name", "corrected", "number", "title", "first", "published"})
_EXPERTS = re.compile(r"(?:专业人员|论证(?:专家|人员|小组)|专家)(?:论证)?(?:意见|姓名|名单|信息|[:：])")


class NoticeReader(Fields):
    """Collects a notice of a known kind from the events of its page."""

    def read(self, events: list[Event]) -> Notice:
        """The notice that the events tell."""
        for event in events:
            if event.key == "published" and event.kind == "field" and (day := self._day(event)):
                self.notice.published = day  # dates without a year are read in its light
                break
        for event in events:
            self._take(event)
        self._finish(events)
        return self.notice

    # ── event by event ────────────────────────────────────────────────────────────────────────

    def _take(self, event: Event) -> None:
        if event.kind == "rows":
            self.waiting = None
            self._changes(event)
            self.offers.rows(event)
        elif event.kind == "line":
            self._line(event)
        elif event.kind == "section":
            self.waiting, self.party = None, key_of(event.section.removesuffix("信息"))
        elif event.kind == "lot":
            self.offers.part(event.lot, event.value, event.place)
            if self.waiting and self.waiting.key in ("supplier", "amount") and event.value:
                self._field(event, self.waiting.key, event.value)
        elif event.value.strip():
            if self.waiting and self.waiting.key == "changed" and event.key in _CHANGED:
                self._field(self.waiting, "changed", f"{event.label}：{event.value}")
            else:
                self.waiting = event if event.key in _LONG else None
            self._field(event, event.key, event.value)
        else:
            if event.key in ("buyer", "agent", "supplier"):
                self.party = event.key
            self.waiting = event if event.key in _WAITS else None

    def _line(self, event: Event) -> None:
        if not self.waiting:
            return
        key = self.waiting.key
        if key in _LONG or len(event.value) < 200:
            self._field(self.waiting, key, event.value)
        if key not in _LONG and key != "offer":  # winners may follow line by line
            self.waiting = None

    def _field(self, event: Event, key: str, value: str) -> None:
        value = value.strip()
        if key == "drop" or (_NOTHING.fullmatch(value) and key not in ("supplier", "failure")):
            return
        if key == "name":
            key = self.party if self.party in ("buyer", "agent", "supplier") else ""
        if key in _LONG:
            self.long.setdefault(key, []).append(value)
            self.places.setdefault(key, event.place)
            if key == "failure" and self.notice.kind in ("award", "candidates"):
                self.offers.failed(event.lot, value, event.place)
            return
        if handler := getattr(self, f"_on_{key}", None):
            handler(event, value)
        elif key in ("supplier", "candidate", "amount", "price", "period", "score", "code", "registered"):
            self.offers.field(event, key, value, rank_of(event.label) if key == "candidate" else 0)

    # ── at the end ────────────────────────────────────────────────────────────────────────────

    def _finish(self, events: list[Event]) -> None:
        notice = self.notice
        if not notice.title and (title := project_title(self.sheet.heading)):
            notice.title = Said(title, "heading")
        notice.title = notice.title or title_in(events)
        buyer, agent = parties_in(events) if not notice.buyers or not notice.agents else (None, None)
        if buyer and agent:
            notice.buyers = notice.buyers or [Firm(buyer.text, buyer.place)]
            notice.agents = notice.agents or [Firm(agent.text, agent.place)]
        notice.parts = self.offers.parts()
        if any("不分先后" in event.label + event.value for event in events):
            for bid in (bid for part in notice.parts for bid in part.bids):
                bid.rank = None
        lot = lot_of_heading(self.sheet.heading)
        if lot and notice.kind != "plan" and not any(part.number for part in notice.parts):
            for part in notice.parts or [Part()]:
                part.number = lot
            notice.parts = notice.parts or [Part(lot, place="heading")]
        if notice.kind == "publicity":
            notice.suppliers = [f for part in notice.parts for offer in part.winners for f in offer.firms]
            notice.parts = [part for part in notice.parts if part.number]
            for part in notice.parts:
                part.winners = []
            notice.reasons = [
                Said(text, self.places["reason"]) for text in [self._long_text("reason")] if text
            ]
        elif notice.kind == "failure":
            self._failure()
        elif notice.kind == "correction":
            self._correction(events)
        elif notice.kind == "tender" and not notice.deadline:
            notice.deadline = self.deadlines[0] if self.deadlines else deadline_in(events, notice.year)

    def _long_text(self, key: str) -> str:
        text = " ".join(self.long.get(key, ()))
        if found := _EXPERTS.search(text):
            text = text[: found.start()]
        text = re.sub(r"[\s、（(]*[一二三四五六七八九十0-9]{1,2}[、.．）)]?\s*$", "", text).strip()
        return "" if _NOTHING.fullmatch(text) else text

    def _failure(self) -> None:
        """A lot that failed is not the whole."""
        notice, reason = self.notice, self._long_text("failure")
        status = ended(self.sheet.heading, reason)
        lots = [part for part in notice.parts if part.number]
        for part in lots:
            part.status = part.status or status
        if not lots:
            notice.parts = [Part(status=status, place=self.places.get("failure", ""))]
        notice.change = Said(reason, self.places["failure"]) if reason else None

    def _correction(self, events: list[Event]) -> None:
        notice, text = self.notice, self._long_text("changed")
        if not text:  # old forms leave the field empty and write below
            below = " ".join(e.label + "：" + e.value if e.kind == "field" else e.value for e in events if e.key not in _ASIDE)  # fmt: skip
            text = change_below(below)
        if text:
            notice.change = Said(text, self.places.get("changed", "body"))
        days = {day.text for day in self.deadlines}
        if len(days) == 1:
            notice.deadline = self.deadlines[0]
        items = " ".join(e.value for e in events if e.key == "affected")
        notice.corrects = affected(items, self.sheet.heading, text)
        if notice.corrects != "award":
            for part in notice.parts:
                part.winners, part.bids = [], []
