"""The single fields of a notice: each handler takes the first value that can be one."""

from __future__ import annotations

import re

from govgraph.loaders.ccgp.events import Event
from govgraph.loaders.ccgp.labels import key_of
from govgraph.loaders.ccgp.offers import FAILED, Offers
from govgraph.loaders.ccgp.page import Sheet, dated
from govgraph.loaders.ccgp.text import end_of, new_deadline
from govgraph.loaders.notices.joint_bids import read_bidders
from govgraph.loaders.notices.notice import Day, Firm, Notice, Part, Price, Said
from govgraph.text.names import normalise, parse
from govgraph.text.procedures import number_key, project_title


class Fields:
    """What the fields of a page say; ``govgraph.loaders.ccgp.notice`` calls ``_on_KEY`` for each."""

    def __init__(self, sheet: Sheet, kind: str) -> None:
        self.sheet = sheet
        self.notice = Notice(kind, heading=sheet.heading, published=sheet.published)
        self.offers = Offers(kind)
        self.party = ""  # whose 名称 the next one is
        self.waiting: Event | None = None
        self.long: dict[str, list[str]] = {}
        self.places: dict[str, str] = {}
        self.deadlines: list[Day] = []

    # ── single fields ─────────────────────────────────────────────────────────────────────────

    def _on_title(self, event: Event, value: str) -> None:
        value = re.sub(r"[（(][^（()）]{0,8}编号\s*[:：]?[^（()）]*[）)]\s*$", "", value).strip()
        if value and not self.notice.title and len(value) < 300:
            self.notice.title = Said(project_title(value) if value == self.sheet.heading else value, event.place)  # fmt: skip

    def _on_number(self, event: Event, value: str) -> None:
        text = re.split(r"[，,；;。]|\s{2,}", value)[0].strip()
        text = re.sub(r"[（(][^（）()]*(?:编号|计划|备案)[^（）()]*[）)]?.*$", "", text).strip() or text
        if re.match(r"[^（(]*[）)]", text):  # （项目编号：X）组织采购: the bracket was open before
            text = re.split("[）)]", text)[0]
        if not self.notice.number and number_key(text):
            self.notice.number = Said(text, event.place)

    def _on_notice_number(self, event: Event, value: str) -> None:
        if number_key(value) and self.notice.kind != "contract":
            self.notice.notice_number = Said(value, event.place)

    def _on_contract_number(self, event: Event, value: str) -> None:
        if self.notice.kind == "contract" and not self.notice.notice_number and len(value) < 80:
            self.notice.notice_number = Said(value, event.place)

    def _on_contract_name(self, event: Event, value: str) -> None:
        self.notice.contract_name = self.notice.contract_name or Said(value[:200], event.place)

    def _on_buyer(self, event: Event, value: str) -> None:
        self._firms(self.notice.buyers, event, value)

    def _on_agent(self, event: Event, value: str) -> None:
        if not re.match(r"自行采购|无代理|采购人自行", value):
            self._firms(self.notice.agents, event, value)

    def _firms(self, firms: list[Firm], event: Event, value: str) -> None:
        """The first field that names any decides; one that repeats a name names it once."""
        if firms:
            return
        text = re.split(r"(?:联系人|联系方式|电话|地址|\s(?:19|20)[0-9]{2}年)", value)[0].strip(
            " ；;。，,：:"
        )
        seen: set[str] = set()
        for name in read_bidders(text).names or ((text,) if text else ()):
            if normalise(name) not in seen:
                seen.add(normalise(name))
                firms.append(Firm(name, event.place))

    def _on_region(self, event: Event, value: str) -> None:
        self.notice.region = self.notice.region or Said(value, event.place)

    def _on_category(self, event: Event, value: str) -> None:
        if not self.notice.categories and len(value) < 2000:
            names = dict.fromkeys(part.strip() for part in re.split(r"[,，;；\n]", value) if part.strip())
            self.notice.categories = [Said(name[:200], event.place) for name in list(names)[:20]]

    def _on_method(self, event: Event, value: str) -> None:
        if not self.notice.method and len(value) < 60:
            self.notice.method = Said(value.strip("。；; "), event.place)

    def _on_budget(self, event: Event, value: str) -> None:
        self._limit("budget", event, value)

    def _on_ceiling(self, event: Event, value: str) -> None:
        self._limit("ceiling", event, value)

    def _limit(self, name: str, event: Event, value: str) -> None:
        price = Price(value[:200], event.label_with_head, event.place)
        target: Notice | Part = self.offers.part(event.lot, "", event.place) if event.lot else self.notice
        if getattr(target, name) is None:
            setattr(target, name, price)

    def _on_total(self, event: Event, value: str) -> None:
        if not self.notice.total and not event.lot:
            self.notice.total = Price(value, event.label_with_head, event.place)

    def _on_result(self, event: Event, value: str) -> None:
        if FAILED.match(value):
            self.offers.failed(event.lot, value, event.place)

    def _on_bidders(self, event: Event, value: str) -> None:
        if found := re.match(r"([0-9]{1,3})\s*家?", value):
            self.notice.bidders = int(found[1])

    def _on_offer(self, event: Event, value: str) -> None:
        """A winner, its address and its price in one value: 甲地科技有限公司，某路1号，中标价：120万元."""
        name, _, rest = re.sub(r"^[\s0-9.、]+", "", value).partition("，")
        if parse(name).lack:
            return
        self.offers.field(event, "supplier", name)
        if price := re.search(r"(?:价|金额)\s*[:：]?\s*([^价额]*元.*)$|([^，]*元.*)$", rest):
            self.offers.field(event, "amount", price[1] or price[2])

    # ── dates ─────────────────────────────────────────────────────────────────────────────────

    def _day(self, event: Event) -> Day | None:
        year = self.notice.published.text if self.notice.published else None
        return dated(event.value, event.place, year)

    def _on_decided(self, event: Event, value: str) -> None:
        self.notice.decided = self.notice.decided or self._day(event)

    def _on_signed(self, event: Event, value: str) -> None:
        if self.notice.kind == "contract":
            self.notice.decided = self.notice.decided or self._day(event)

    def _on_corrected(self, event: Event, value: str) -> None:
        if self.notice.kind == "correction":
            self.notice.decided = self.notice.decided or self._day(event)

    def _on_first(self, event: Event, value: str) -> None:
        self.notice.first_published = self.notice.first_published or self._day(event)

    def _on_deadline(self, event: Event, value: str) -> None:
        if self.notice.kind == "correction":
            if day := new_deadline(event.label, value, event.place, self.notice.year):
                self.deadlines.append(day)
        elif self.notice.kind == "tender" and not self.notice.deadline:
            self.notice.deadline = self._day(event)

    def _on_opening(self, event: Event, value: str) -> None:
        """By law bids are opened when the time for them ends."""
        if self.notice.kind == "tender" and (day := self._day(event)):
            self.deadlines.append(day)

    def _changes(self, event: Event) -> None:
        """The rows of a table of what stood before and what stands after a correction."""
        for row in event.rows:
            if self.notice.kind != "correction" or "after" not in row.values:
                continue
            item, before, after = (" ".join(row.values.get(key, ("",))[0].split()) for key in ("item", "before", "after"))  # fmt: skip
            self.long.setdefault("changed", []).append(f"{item}：{before}，更正为：{after}。")
            self.places.setdefault("changed", row.place)
            if key_of(item) in ("deadline", "opening") and (day := dated(after, row.place, self.notice.year or None)):  # fmt: skip
                self.deadlines.append(day)

    def _on_publicity(self, event: Event, value: str) -> None:
        if self.notice.kind == "publicity":
            self.notice.deadline = end_of(value, event.place, self.notice.year) or self.notice.deadline
