"""What a page says, event by event, put together to one notice."""

from __future__ import annotations

import re

from govgraph.loaders.ccgp_events import Event
from govgraph.loaders.ccgp_labels import key_of, rank_of
from govgraph.loaders.ccgp_offers import Offers
from govgraph.loaders.ccgp_page import Sheet, dated
from govgraph.loaders.joint_bids import read_bidders
from govgraph.loaders.notice import Day, Firm, Notice, Part, Price, Said, number_key, project_title
from govgraph.text.dates import DateRange, PartialDate, find_dates
from govgraph.text.names import normalise

_NOTHING = re.compile(r"[\s/\\—\-.。无_]*|详见.{0,12}|见.{0,6}附件|暂无|null|None")
_LONG = frozenset({"reason", "changed", "failure"})  # values that go on over the lines below
_WAITS = _LONG | {"title", "number", "buyer", "agent", "supplier", "amount", "method", "budget", "ceiling", "period",
                  "deadline", "opening", "publicity", "first", "decided", "total"}  # fmt: skip
#: Fields that can be what a correction changes, when they stand below 更正内容.
_CHANGED = frozenset({"deadline", "opening", "budget", "ceiling", "amount", "price", "supplier", "period", "method", "publicity", "name"})  # fmt: skip
_ASIDE = frozenset({"drop", "buyer", "agent", "name", "corrected", "number", "title", "first", "published"})
_AFTER = re.compile(r"(?:更正|变更|调整|修改|现?改|延期|推迟|顺延)(?:为|至|到|后为?)[:：]?")
_EXPERTS = re.compile(r"(?:专业人员|论证(?:专家|人员|小组)|专家)(?:论证)?(?:意见|姓名|名单|信息|[:：])")
_FEW = re.compile(
    r"不足|少于|未达到?|不够|无(?:供应商|投标人|人)|没有供应商|均(?:不|未)|否决|无效|仅有?[一二两12]家|废标|流标"
)


class NoticeReader:
    """Collects a notice of a known kind from the events of its page."""

    def __init__(self, sheet: Sheet, kind: str) -> None:
        self.sheet = sheet
        self.notice = Notice(kind, heading=sheet.heading, published=sheet.published)
        self.offers = Offers(kind)
        self.party = ""  # whose 名称 the next one is
        self.waiting: Event | None = None
        self.long: dict[str, list[str]] = {}
        self.places: dict[str, str] = {}
        self.deadlines: list[Day] = []

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
        if key not in _LONG:
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

    # ── single fields ─────────────────────────────────────────────────────────────────────────

    def _on_title(self, event: Event, value: str) -> None:
        if not self.notice.title and len(value) < 300:
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

    def _on_bidders(self, event: Event, value: str) -> None:
        if found := re.match(r"([0-9]{1,3})\s*家?", value):
            self.notice.bidders = int(found[1])

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
            self._new_deadline(event, value)
        elif self.notice.kind == "tender" and not self.notice.deadline:
            self.notice.deadline = self._day(event)

    def _on_opening(self, event: Event, value: str) -> None:
        """By law bids are opened when the time for them ends."""
        if self.notice.kind == "tender" and (day := self._day(event)):
            self.deadlines.append(day)

    def _new_deadline(self, event: Event, value: str) -> None:
        """The deadline after a correction: of a field that says both, what stands after 更正为."""
        after = _AFTER.split(value)
        old = event.label.startswith("原") and not event.label.startswith("原公告的更正后")
        if (len(after) > 1 or not old) and (day := dated(after[-1], event.place, self.notice.year or None)):
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
        if self.notice.kind != "publicity":
            return
        found = find_dates(value, self.notice.year or None)
        ends = [d.end if isinstance(d, DateRange) else d for d in found if isinstance(d, (DateRange, PartialDate))]  # fmt: skip
        if ends and (len(found) > 1 or isinstance(found[0], DateRange)):
            last = ends[-1]
            self.notice.deadline = Day(last.text, event.place, last.printed)

    # ── at the end ────────────────────────────────────────────────────────────────────────────

    def _finish(self, events: list[Event]) -> None:
        notice = self.notice
        if not notice.title and (title := project_title(self.sheet.heading)):
            notice.title = Said(title, "heading")
        notice.title = notice.title or _in_prose(events)
        notice.parts = self.offers.parts()
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
            notice.deadline = self.deadlines[0] if self.deadlines else _before(events, notice.year)

    def _long_text(self, key: str) -> str:
        text = " ".join(self.long.get(key, ()))
        if found := _EXPERTS.search(text):
            text = text[: found.start()]
        text = re.sub(r"[\s、（(]*[一二三四五六七八九十0-9]{1,2}[、.．）)]?\s*$", "", text).strip()
        return "" if _NOTHING.fullmatch(text) else text

    def _failure(self) -> None:
        """Too few bids is unsuccessful; the buyer's own end is cancelled. A lot that failed is not all."""
        notice, reason = self.notice, self._long_text("failure")
        words = f"{self.sheet.heading} {reason}"
        status = "unsuccessful" if _FEW.search(words) else "cancelled"
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
            if found := re.search(
                r"现?(?:更正|变更|修改|更改|调整|延期)[^：:，。]{0,40}(?:如下|为|至)", below
            ):
                text = below[found.start() :]
        if text:
            notice.change = Said(text, self.places.get("changed", "body"))
        days = {day.text for day in self.deadlines}
        if len(days) == 1:
            notice.deadline = self.deadlines[0]
        affected = " ".join(e.value for e in events if e.key == "affected")
        notice.corrects = _affected(affected, self.sheet.heading, text)
        if notice.corrects != "award":
            for part in notice.parts:
                part.winners, part.bids = [], []


def _affected(field: str, heading: str, text: str) -> str:
    """What kind of step a correction is about; ticks count where there are any."""
    ticked = re.findall(r"[☑✔√■☒✓]\s*([^\s☑✔√■☒✓□☐]{2,10})", field)
    words = " ".join(ticked) if ticked else "" if re.search("[□☐]", field) else field
    head = re.sub(r"(?:更正|变更|澄清).*$", "", re.sub(r"\s+", "", heading))
    if re.search("结果|中标|成交", words) or (not words and re.search(r"(?:中标|成交|结果)(?:结果)?(?:[（(].{0,4}[）)])?(?:公告|公示)?$", head)):  # fmt: skip
        return "award"
    if "单一来源" in head[-12:] or "公示" in words:
        return "publicity"
    if not words and re.search(
        r"原(?:中标|成交|结果)公告|原公告.{0,20}(?:中标|成交)(?:金额|供应商|人)", text
    ):
        return "award"
    return "tender"


def _in_prose(events: list[Event]) -> Said | None:
    """The project that a running text names: 受某局委托，就某项目（项目编号：X）进行公开招标."""
    for event in events:
        if found := re.search(r"[就对]\s*([^，。；就对]{4,80}?)\s*(?:[（(]|进行|组织|$)", event.value):
            return Said(found[1].strip('“”"'), event.place or "body")
    return None


def _before(events: list[Event], year: str) -> Day | None:
    """The deadline of a running text: 并于某日某时前提交投标文件."""
    for event in events:
        found = re.search(
            r"于\s*([^，。；]{8,40}?)\s*(?:[（(]北京时间[）)])?\s*前\s*(?:提交|递交|将|送达|上传)",
            event.value,
        )
        if found and (day := dated(found[1], event.place or "body", year or None)):
            return day
    return None
