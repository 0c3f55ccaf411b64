"""The single facts of a notice: who, which, when, where and how much; the first field that says it counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from govgraph.loaders.notices.blocks import Blocks, Field, Row
from govgraph.loaders.notices.correction import end_of, new_deadline
from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.lots import lot_number, plain_lot
from govgraph.loaders.notices.notice import Day, Firm, Notice, Part, Price, Said
from govgraph.loaders.notices.parties import clean_name
from govgraph.loaders.notices.vocabulary import group, pattern
from govgraph.text.dates import PartialDate, find_dates, read_date
from govgraph.text.methods import find_methods
from govgraph.text.names import normalise, parse
from govgraph.text.procedures import number_key, project_title

#: Fields of which the first counts, and what they are of the notice.
_ONCE = {
    "plan_number": "plan_number", "notice_number": "notice_number", "contract_number": "contract_number", "decided": "decided",
    "signed": "signed", "first": "first_published", "region": "region", "contract_name": "contract_name",
}  # fmt: skip


class Facts:
    """Fills a notice from the fields of its stream."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.party = ""
        self.long: dict[str, list[str]] = {}
        self.places: dict[str, str] = {}
        self.deadlines: list[Day] = []
        self.lot_code: Field | None = None
        self.lot_name: Field | None = None
        self.limits: dict[tuple[str, str], Price] = {}

    def read(self, blocks: Blocks) -> None:
        """Take all fields in their order; dates without a year are read in the light of the notice's own."""
        stream = blocks.stream
        if not self.notice.published:
            first = next((s for s in stream if isinstance(s, Field) and s.key == "published" and s.value), None)  # fmt: skip
            self.notice.published = day_of(first, None) if first else None
        changing: Field | None = None
        for item in stream:
            if isinstance(item, Row):
                self.row(item)
                continue
            if item.key == "party":
                self.party = item.value
            elif changing and item.key in group("CHANGED") and item.scope.words == changing.scope.words:
                self.take(changing, "changed", f"{item.label}：{item.value}")
                self.take(item, item.key, item.value)
            elif item.value and item.key:
                changing = item if item.key == "changed" else None
                self.take(item, item.key, item.value)

    def take(self, said: Field, key: str, value: str) -> None:
        if key in ("name", "bidder"):
            key = self.party if self.party in ("buyer", "agent") else ""
        if pattern("empty").fullmatch(value) or (said.scope.about[0] in group("ASIDE") and key not in ("agent", "published", "buyer")):  # fmt: skip
            return
        if key in group("LONG"):
            self.long.setdefault(key, []).append(value)
            self.places.setdefault(key, said.place)
        elif handler := getattr(self, f"_on_{key}", None):
            handler(said, value)
        elif key in ("buyer", "agent"):
            self.firms(self.notice.buyers if key == "buyer" else self.notice.agents, said, value)
        elif key in ("budget", "ceiling"):
            self.limit(key, said, value)
        elif (name := _ONCE.get(key, "")) and getattr(self.notice, name) is None:
            setattr(self.notice, name, self.once(key, said, value))

    def once(self, key: str, said: Field, value: str) -> Day | Said | None:
        """What a field of which the first counts says; ``None`` where that is nothing."""
        if key in ("decided", "signed", "first"):
            return day_of(said, self.notice.published.text if self.notice.published else None)
        if key in ("region", "contract_name"):
            return Said(value[:200], said.place)
        return Said(number_in(value), said.place) if number_key(value) or key == "contract_number" else None

    def row(self, row: Row) -> None:
        """What changed, in a table of changes; what a table of one row says of the whole."""
        cells = row.cells
        if "after" in cells:
            item = cells["item"].value if "item" in cells else ""
            before = cells["before"].value if "before" in cells else ""
            self.long.setdefault("changed", []).append(f"{item}：{before} → {cells['after'].value}".strip("： →"))  # fmt: skip
            self.places.setdefault("changed", row.seen.place)
            row.seen.used = True
            if re.search("截止|递交", item):
                self.deadline(cells["after"], cells["after"].value)
        if {"goods", "before"} & cells.keys() or row.scope.about[0] in group("ASIDE") or self.notice.kind in ("plan", "intention"):  # fmt: skip
            return
        for key in ("number", "buyer", "agent", "method", "published", "plan_number"):
            if key in cells:
                self.take(cells[key], key, cells[key].value)

    # ── which ─────────────────────────────────────────────────────────────────────────────────

    def _on_title(self, said: Field, value: str) -> None:
        if found := re.search(r"[（(]采购方式\s*[:：]\s*([^（()）]{2,20})[）)]", value):
            self._on_method(said, found[1])
        value = re.sub(r"[（(](?:[^（()）]{0,8}编号|采购方式|项目代码)\s*[:：]?[^（()）]*[）)]\s*$", "", value).strip()  # fmt: skip
        if value and not self.notice.title and len(value) < 300:
            value = project_title(value) if value == self.notice.heading else value
            self.notice.title = Said(value, said.place)

    def _on_title_number(self, said: Field, value: str) -> None:
        if found := re.fullmatch(
            r"(.{2,200}?)\s*[（(\[]?\s*(?:[^（()）]{0,8}编号[:：]?)?\s*([A-Za-z0-9][^（()）\s]{5,40}(?:[（(][^（）()]{0,6}[）)])?)\s*[)）\]]?",
            value.strip("。；; "),
        ):
            self._on_title(said, found[1].rstrip("（(，,；; "))
            self._on_number(said, found[2])

    def _on_number(self, said: Field, value: str) -> None:
        text = number_in(value)
        if not self.notice.number and number_key(text):
            self.notice.number = Said(text, said.place)

    def _on_lot_code(self, said: Field, value: str) -> None:
        self.lot_code = self.lot_code or said

    def _on_lot(self, said: Field, value: str) -> None:
        if len(value) > 3 and number_key(value) and re.search("编号|编码|号", said.label):
            self.lot_code = self.lot_code or said

    def _on_lot_name(self, said: Field, value: str) -> None:
        self.lot_name = self.lot_name or said

    # ── who and where ─────────────────────────────────────────────────────────────────────────

    def firms(self, firms: list[Firm], said: Field, value: str) -> None:
        """The first field that names any decides; one that repeats a name names it once."""
        if firms and said.key != "buyer":
            return
        if firms and said.place != firms[0].place:
            return
        text = pattern("after-name").split(value.split("\n")[0])[0].strip(" ；;。，,：:/")
        for firm in firms_in(text, said.place):
            if all(normalise(firm.name) != normalise(known.name) for known in firms):
                firms.append(firm)

    def _on_category(self, said: Field, value: str) -> None:
        if not self.notice.categories and len(value) < 2000:
            names = dict.fromkeys(part.strip() for part in re.split(r"[,，;；\n]", value) if part.strip())
            self.notice.categories = [Said(name[:200], said.place) for name in list(names)[:20]]

    def _on_method(self, said: Field, value: str) -> None:
        value = (
            re.sub(r"[）)]$", "", value.strip("。；; "))
            if value.count("（") + value.count("(") < value.count("）") + value.count(")")
            else value.strip("。；; ")
        )
        known = self.notice.method and find_methods(self.notice.method.text)
        if len(value) < 60 and not known and (find_methods(value) or not self.notice.method):
            self.notice.method = Said(value, said.place)

    # ── how much ──────────────────────────────────────────────────────────────────────────────

    def limit(self, name: str, said: Field, value: str) -> None:
        lot = said.scope.lot
        if found := re.match(
            r"(?:采购)?包\s*([0-9A-Z]{1,2})\s*[-:：]\s*(?=[0-9])", value
        ):  # 包1-1800000.00元
            lot, value = plain_lot(found[1]), value[found.end() :]
        self.limits.setdefault((lot, name), Price(value[:200], said.label, said.place))

    def _on_total(self, said: Field, value: str) -> None:
        if not self.notice.total and not said.scope.lot:
            self.notice.total = Price(value, said.label, said.place)

    def _on_bidders(self, said: Field, value: str) -> None:
        if found := re.match(r"([0-9]{1,3})\s*家?", value):
            self.notice.bidders = int(found[1])

    # ── when ──────────────────────────────────────────────────────────────────────────────────

    def day(self, said: Field) -> Day | None:
        return day_of(said, self.notice.published.text if self.notice.published else None)

    def _on_corrected(self, said: Field, value: str) -> None:
        if not self.notice.published:
            self.notice.published = self.day(said)
        elif self.notice.kind == "correction" and not self.notice.decided:
            self.notice.decided = self.day(said)

    def _on_deadline(self, said: Field, value: str) -> None:
        self.deadline(said, value)

    def deadline(self, said: Field, value: str) -> None:
        if self.notice.kind in ("correction", "clarification"):
            if day := new_deadline(said.label, value, said.place, self.notice.year):
                self.deadlines.append(day)
        elif not self.notice.deadline:
            self.notice.deadline = self.day(said)

    def _on_opening(self, said: Field, value: str) -> None:
        if self.notice.kind == "call" and (day := self.day(said)):
            self.deadlines.append(day)

    def _on_publicity(self, said: Field, value: str) -> None:
        if self.notice.kind == "single-source" and not self.notice.deadline:
            self.notice.deadline = end_of(value, said.place, self.notice.year)

    # ── at the end ────────────────────────────────────────────────────────────────────────────

    def procedure(self, first: str) -> None:
        """The number and name of the procedure; a lot's own where the notice gives no other.

        ``first`` is a line above the heading that is the project's name alone.
        """
        notice, code, name = self.notice, self.lot_code, self.lot_name
        if code and not notice.number and number_key(code.value):
            notice.number = Said(number_in(code.value), code.place)
            if name and not notice.title:
                notice.title = Said(name.value, name.place)
        elif code and notice.number and len(notice.parts) <= 1 and not any(p.number for p in notice.parts):
            whole = notice.number.text.strip()
            tail = code.value.strip().removeprefix(whole).strip("-_/ ")
            if tail and code.value.strip() != whole and notice.parts:
                part = notice.parts[0]
                part.number = str(int(tail)) if tail.isdigit() else tail
                part.name, part.place = (name.value.strip() if name else ""), code.place
        named = first or project_of(notice.heading)
        if notice.number:
            named = re.sub(rf"[（(]{re.escape(notice.number.text)}[)）]$", "", named)
        if notice.title and any(notice.title.text == firm.name for firm in notice.buyers) and named.startswith(notice.title.text):  # fmt: skip
            notice.title = None  # cut off behind the buyer's name
        if not notice.title and named:
            notice.title = Said(named, "heading")

    def spread(self) -> None:
        """Budgets and ceilings to their lots, or to the whole."""
        by_lot = {part.number: part for part in self.notice.parts}
        for (lot, name), price in self.limits.items():
            target: Notice | Part = self.notice
            if lot:
                if lot not in by_lot:
                    by_lot[lot] = Part(lot, place=price.place)
                    self.notice.parts.append(by_lot[lot])
                target = by_lot[lot]
            if getattr(target, name) is None:
                setattr(target, name, price)

    def text(self, key: str) -> str:
        """The words of a long value."""
        text = " ".join(self.long.get(key, ()))
        if found := re.search(r"(?:专业人员|论证(?:专家|人员|小组)|专家)(?:论证)?(?:意见|姓名|名单|信息|[:：])", text):  # fmt: skip
            text = text[: found.start()]
        text = re.sub(r"[\s、（(]*[一二三四五六七八九十0-9]{1,2}[、.．）)]?\s*$", "", text).strip()
        return "" if pattern("empty").fullmatch(text) else text


def number_in(text: str) -> str:
    """A number as printed, up to where the sentence around it goes on or another number begins."""
    text = re.sub(r"[（(][^（()）]*(?:编号|计划|备案|文号)[^（()）]*[）)]?.*$", "", text).strip() or text.strip()  # fmt: skip
    text = text.lstrip("：:").strip()
    depth = 0
    for at, sign in enumerate(text[:120]):
        depth += (sign in "（(〔[【") - (sign in "）)〕]】")
        if depth < 0 or (depth == 0 and sign in "，,。；;、 \n"):
            return text[:at]
    return text[:120]


def firms_in(text: str, place: str) -> Iterator[Firm]:
    """The organisations in a field for a buyer or agent; people who only signed are passed over."""
    for offer in read_offers(text, place):
        for firm in offer.firms:
            kind = parse(clean_name(firm.name)).kind
            nobody = (
                kind in ("person", "short", "none")
                or lot_number(firm.name)
                or pattern("no-agent").search(firm.name)
            )
            if not nobody and len(firm.name) <= 60:
                yield firm


def day_of(said: Field, context: str | None) -> Day | None:
    """The first whole or partial date in a field; a year taken from the context is said in the place."""
    return dated(said.value, said.place, context)


def dated(text: str, place: str, context: str | None = None) -> Day | None:
    """The first whole or partial date in a text; a year taken from the context is said in the place."""
    found = next((d for d in find_dates(text, context) if isinstance(d, PartialDate)), None)
    if not found:
        lone = read_date(text.strip(), context)
        found = lone if isinstance(lone, PartialDate) else None
    if not found:
        return None
    return Day(found.text, f"{place} (year: publication)" if found.year_inferred else place, found.printed.strip())  # fmt: skip


def project_of(heading: str) -> str:
    """The project that a heading is about, as printed."""
    text = re.sub(
        r"(?:开标记录|(?<=采购)合同|(?<=项目)合同)(?:公告)?$", "", pattern("again").sub("", heading)
    )
    text = re.sub(r"^(.{6,}?)(?:项目)?[（(]\1[)）]", r"\1", text)
    title = project_title(text)
    for end in range(1, len(text) + 1):
        if re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:end])).removeprefix("关于") == title:
            return text[:end].removeprefix("关于").strip()
    return title
