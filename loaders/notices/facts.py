"""The single facts of a notice: who, which, when, where and how much; the first that says it counts.

Labels and cells come first, then a lot's own number and the heading, then sentences (``sentence`` in the
table of words, whose named groups are keys as a label's are).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.kinds import ending_of, folder_of
from govgraph.loaders.notices.lots import lot_number, plain_lot
from govgraph.loaders.notices.notice import Day, Firm, Notice, Part, Price, Said
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.parties import clean_name
from govgraph.loaders.notices.stream import Field, Row
from govgraph.loaders.notices.vocabulary import fits, group, of_folder, pattern, sentences
from govgraph.text.dates import DateRange, PartialDate, find_dates
from govgraph.text.methods import find_methods
from govgraph.text.names import normalise, parse
from govgraph.text.places import division, short_name
from govgraph.text.procedures import number_key, project_title

#: Fields of which the first counts, and what they are of the notice.
_ONCE = {
    "plan_number": "plan_number", "notice_number": "notice_number", "contract_number": "contract_number", "decided": "decided",
    "signed": "signed", "first": "first_published", "region": "region", "contract_name": "contract_name", "title": "title",
    "number": "number", "deadline": "deadline", "bidders": "bidders", "buyer": "buyers", "agent": "agents",
}  # fmt: skip


class Facts:
    """Fills a notice from the stream of its page, and from what its container says."""

    def __init__(self, notice: Notice, paper: Paper, blocks: Blocks) -> None:
        self.notice, self.paper, self.stream = notice, paper, blocks.stream
        self.party = ""
        self.long: defaultdict[str, list[Said]] = defaultdict(list)
        self.deadlines: list[Day] = []
        self.lot: dict[str, Field] = {}  # the first code and name of a lot
        self.limits: dict[tuple[str, str], Price] = {}
        self.fields = [one for one in self.stream if isinstance(one, Field)]
        self.lines = [f"{one.label}：{one.value}" if one.key else one.value
                      for one in self.fields if one.key in ("", "changed")]  # fmt: skip

    def read(self) -> None:
        """Take all fields in their order; dates without a year are read in the light of the notice's own."""
        first = next((one for one in self.fields if one.key == "published" and one.value), None)
        if first and not self.notice.published:
            self.notice.published = Day.first(first.value, first.place)
        changing: Field | None = None
        for item in self.stream:
            if isinstance(item, Row):
                self.row(item)
            elif item.key == "party":
                self.party = item.value
            elif changing and item.key in group("CHANGED") and item.scope.words == changing.scope.words:
                self.take(changing, "changed", f"{item.label}：{item.value}")
                self.take(item, item.key, item.value)
            elif item.value and item.key:
                changing = item if item.key == "changed" else None
                self.take(item, item.key, item.value)

    def settle(self) -> None:
        """What lots, heading, container and sentences give, where no label has; budgets to their lots."""
        self.procedure()
        if self.notice.kind == "call" and self.deadlines and not self.notice.deadline:
            self.notice.deadline = self.deadlines[0]  # bids are opened when they are due
        self.tell()
        self.method()
        self.notice.published = self.notice.published or self.signed()
        self.notice.region = self.region() or self.notice.region
        self.spread()

    def tell(self) -> None:
        """What sentences say that is not known yet."""
        for where, told in sentences():
            if all(getattr(self.notice, _ONCE[key]) for key in told.groupindex):
                continue
            lines = self.lines if where == "text" else [self.notice.heading]
            if found := next(filter(None, map(told.search, lines)), None):
                for key, value in found.groupdict().items():
                    self.take(Field(key, "", value, where), key, value)

    def take(self, said: Field, key: str, value: str) -> None:
        """One value of a label, cell or sentence."""
        if key in ("name", "bidder"):
            key = self.party if self.party in ("buyer", "agent") else ""
        aside = said.scope.about[0] in group("ASIDE") and key not in ("agent", "published", "buyer")
        if aside or fits("empty", value):
            return
        if key in group("LONG"):
            self.long[key].append(Said(value, said.place))
        elif handler := getattr(self, f"_on_{key}", None):
            handler(said, value)
        elif key in _ONCE and not getattr(self.notice, _ONCE[key]):
            setattr(self.notice, _ONCE[key], self.once(key, said, value))

    def once(self, key: str, said: Field, value: str) -> Day | Said | None:
        """What a field of which the first counts says; ``None`` where that is nothing."""
        if key in ("decided", "signed", "first"):
            return self.day(said)
        if key in ("region", "contract_name"):
            return Said(value[:200], said.place)
        text = number_in(value)
        return Said(text, said.place) if number_key(text) or key == "contract_number" else None

    def row(self, row: Row) -> None:
        """What changed, in a table of changes; what a table of one row says of the whole."""
        cells = row.cells
        if after := cells.get("after"):
            item, before = (cells[key].value if key in cells else "" for key in ("item", "before"))
            change = Said(f"{item}：{before} → {after.value}".strip("： →"), row.seen.place)
            self.long["changed"].append(change)
            row.seen.used = True
            if re.search("截止|递交", item):
                self._on_deadline(after, after.value)
        if {"goods", "before"} & cells.keys() or row.scope.about[0] in group("ASIDE") or self.notice.is_plan:
            return
        for key in ("number", "buyer", "agent", "method", "published", "plan_number"):
            if key in cells:
                self.take(cells[key], key, cells[key].value)

    # ── which ─────────────────────────────────────────────────────────────────────────────────

    def _on_title(self, said: Field, value: str) -> None:
        if found := pattern("title-method").search(value):
            self._on_method(said, found[1])
        value = pattern("title-tail").sub("", value).strip()
        if not said.label:  # 就“某平台”项目进行…
            value = re.sub("^“(.*)”(?=项目$|$)", r"\1", value)
        if value and not self.notice.title and len(value) < 300:
            value = project_title(value) if value == self.notice.heading else value
            self.notice.title = Said(value, said.place)

    def _on_title_number(self, said: Field, value: str) -> None:
        if found := pattern("title-number").fullmatch(value.strip("。；; ")):
            self._on_title(said, found[1].rstrip("（(，,；; "))
            self.take(said, "number", found[2])

    def _on_lot(self, said: Field, value: str) -> None:
        numbered = len(value) > 3 and number_key(value) and re.search("编号|编码|号", said.label)
        if numbered or said.key != "lot":
            self.lot.setdefault("name" if said.key == "lot_name" else "code", said)

    _on_lot_code = _on_lot_name = _on_lot

    def _on_bidders(self, said: Field, value: str) -> None:
        if found := re.match(r"([0-9]{1,3})\s*家?", value):
            self.notice.bidders = int(found[1])

    def procedure(self) -> None:
        """The number and name of the procedure; a lot's own where the notice gives no other."""
        notice, code, name = self.notice, self.lot.get("code"), self.lot.get("name")
        if code and not notice.number and number_key(code.value):
            notice.number = Said(number_in(code.value), code.place)
            notice.title = notice.title or (Said(name.value, name.place) if name else None)
        elif code and notice.number and len(notice.parts) == 1 and not notice.parts[0].number:
            part = notice.parts[0]
            tail = code.value.strip().removeprefix(notice.number.text.strip()).strip("-_/ ")
            if tail:
                part.number = str(int(tail)) if tail.isdigit() else tail
                part.name, part.place = (name.value.strip() if name else ""), code.place
        # a line above the heading is the project's name alone
        first = next(filter(None, self.paper.headings), "")
        named = first if first and not ending_of(first) else project_of(notice.heading)
        if notice.number:
            named = re.sub(rf"[（(]{re.escape(notice.number.text)}[)）]$", "", named)
        title = notice.title.text if notice.title else ""  # it may be cut off behind the buyer's name
        cut = title in [firm.name for firm in notice.buyers] and named.startswith(title)
        if named and (cut or not title):
            notice.title = Said(named, "heading")

    # ── who and where ─────────────────────────────────────────────────────────────────────────

    def _on_buyer(self, said: Field, value: str) -> None:
        self.firms(self.notice.buyers, said, value)

    def _on_agent(self, said: Field, value: str) -> None:
        self.firms(self.notice.agents, said, value)

    def firms(self, firms: list[Firm], said: Field, value: str) -> None:
        """The first field that names any decides; one that repeats a name names it once."""
        if firms and (said.key != "buyer" or said.place != firms[0].place):
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
        value = value.strip("。；; ")
        if len(re.findall("[（(]", value)) < len(re.findall("[）)]", value)):
            value = re.sub(r"[）)]$", "", value)
        known = self.notice.method and find_methods(self.notice.method.text)
        if len(value) < 60 and not known and (find_methods(value) or not self.notice.method):
            self.notice.method = Said(value, said.place)

    def method(self) -> None:
        """The method by the folder of the address, by the heading, else by the one that the text says."""
        notice, heading = self.notice, self.notice.heading
        said = find_methods(ending_of(heading)) or find_methods(heading)
        if not said:
            text = "\n".join(one.value for one in self.fields)
            said = [m for found in pattern("buys-by").finditer(text) for m in find_methods(found[0])]
        if not notice.method and (method := of_folder("method", folder_of(self.paper.url))):
            notice.method = Said(method, "address")
        elif len({one.code for one in said}) == 1 and not (notice.method and find_methods(notice.method.text)):  # fmt: skip
            notice.method = Said(said[0].words, "heading")

    def region(self) -> Said | None:
        """The portal's area where its code is a division of that name, else its name."""
        code, name = self.paper.region
        whole = not name or fits("whole-area", name)
        if re.fullmatch("[0-9]{6}(?:[0-9]{3}|[0-9]{6})?", code):
            # a city's own affairs, where 01 stands for no district
            six = code[:4] + "00" if code[4:6] == "01" and whole and name else code[:6]
            found = division(six, self.notice.published.text if self.notice.published else None)
            if found and (whole or short_name(found.name) in name or short_name(name) in found.name):
                return Said(six, "xiaqucode")
        return None if whole else Said(name, "xiaquname")

    # ── how much ──────────────────────────────────────────────────────────────────────────────

    def _on_budget(self, said: Field, value: str) -> None:
        lot = said.scope.lot
        if found := pattern("lot-before-sum").match(value):  # 包1-1800000.00元
            lot, value = plain_lot(found[1]), value[found.end() :]
        self.limits.setdefault((lot, said.key), Price(value[:200], said.label, said.place))

    _on_ceiling = _on_budget

    def _on_total(self, said: Field, value: str) -> None:
        if not self.notice.total and not said.scope.lot:
            self.notice.total = Price(value, said.label, said.place)

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

    # ── when ──────────────────────────────────────────────────────────────────────────────────

    def day(self, said: Field) -> Day | None:
        published = self.notice.published
        return Day.first(said.value, said.place, published.text if published else None)

    def signed(self) -> Day | None:
        """The date that a notice is signed with: a line of its own at its end."""
        for block in [one for one in self.paper.blocks[:-5:-1] if isinstance(one, str) and len(one) < 40]:
            found = pattern("signed-day").findall(unicodedata.normalize("NFKC", block))
            if len(found) == 1 and not re.search("[至起止前后内]", block):
                return Day.first(found[0], "end")
        return None

    def _on_corrected(self, said: Field, value: str) -> None:
        if not self.notice.published:
            self.notice.published = self.day(said)
        elif self.notice.kind == "correction" and not self.notice.decided:
            self.notice.decided = self.day(said)

    def _on_deadline(self, said: Field, value: str) -> None:
        """A deadline; after a correction the new one: of a field that says both, what stands after 更正为."""
        if not self.notice.is_correction:
            if said.label or self.notice.kind == "call":
                self.notice.deadline = self.notice.deadline or self.day(said)
            return
        after = pattern("changed-to").split(value)
        day = Day.first(after[-1], said.place, self.notice.year or None)
        if day and (len(after) > 1 or not said.label.startswith("原")):
            self.deadlines.append(day)

    def _on_opening(self, said: Field, value: str) -> None:
        if self.notice.kind == "call" and (day := self.day(said)):
            self.deadlines.append(day)

    def _on_publicity(self, said: Field, value: str) -> None:
        """The last day of a period of publicity: of a range, or of two dates."""
        if self.notice.kind != "single-source" or self.notice.deadline:
            return
        found = find_dates(value, self.notice.year or None)
        ends = [one.end if isinstance(one, DateRange) else one for one in found
                if not isinstance(one, PartialDate) or len(found) > 1]  # fmt: skip
        last = next((one for one in reversed(ends) if isinstance(one, PartialDate)), None)
        self.notice.deadline = Day(last.text, said.place, last.printed) if last else None

    def text(self, key: str) -> Said:
        """The words of a long value, without what follows it; empty where nothing says it."""
        text = pattern("experts").split(" ".join(one.text for one in self.long[key]))[0]
        text = re.sub(r"[\s、（(]*[一二三四五六七八九十0-9]{1,2}[、.．）)]?\s*$", "", text).strip()
        return Said(text, self.long[key][0].place) if text and not fits("empty", text) else Said("")


def number_in(text: str) -> str:
    """A number as printed, up to where the sentence around it goes on or another number begins."""
    text = (pattern("number-beside").sub("", text).strip() or text.strip()).lstrip("：:").strip()
    depth = 0
    for at, sign in enumerate(text[:120]):
        depth += (sign in "（(〔[【") - (sign in "）)〕]】")
        if depth < 0 or (depth == 0 and sign in "，,。；;、 \n"):
            return text[:at]
    return text[:120]


def firms_in(text: str, place: str) -> Iterator[Firm]:
    """The organisations in a field for a buyer or agent; people who only signed are passed over."""
    for firm in (firm for offer in read_offers(text, place) for firm in offer.firms):
        nobody = parse(clean_name(firm.name)).kind in ("person", "short", "none") or lot_number(firm.name)
        if not nobody and not pattern("no-agent").search(firm.name) and len(firm.name) <= 60:
            yield firm


def project_of(heading: str) -> str:
    """The project that a heading is about, as printed."""
    text = pattern("contract-ending").sub("", pattern("again").sub("", heading))
    text = re.sub(r"^(.{6,}?)(?:项目)?[（(]\1[)）]", r"\1", text)
    title = project_title(text)
    for end in range(1, len(text) + 1):
        if re.sub(r"\s+", "", unicodedata.normalize("NFKC", text[:end])).removeprefix("关于") == title:
            return text[:end].removeprefix("关于").strip()
    return title
