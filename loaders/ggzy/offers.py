"""Who bids or wins what, in which order: from rows of tables and from values that follow each other.

A rank counts only where it is printed, and not where the notice says that its order means nothing. The
names in running text add nothing to a table of candidates but their ranks, points and who leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from govgraph.loaders.ggzy.labels import is_rank, rank_of
from govgraph.loaders.ggzy.order import find_leader, settle_order, term, told_winner
from govgraph.loaders.ggzy.page import Said, Sheet
from govgraph.loaders.notices.joint_bids import read_bidders
from govgraph.loaders.notices.notice import Firm, Offer, Part, Price, lot_number, plain_lot
from govgraph.loaders.notices.parties import clean_name
from govgraph.text.names import normalise, parse

NAMES = ("winner", "candidate", "supplier", "bidder")
_FAILED = re.compile(
    r"^[（(]?.{0,8}(?:废标|流标|招标失败|采购失败|无中标人?|未产生|否决全部|不足三家|不足3家)"
)
_NOTHING = re.compile(r"[\s/\\\-—_无]*")
_SCORE = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(?:分.*)?", re.DOTALL)
_AFTER = re.compile(
    r"([^\s,，。；;:：、（）()]{4,40})(?:（[^（）]{0,40}）)?为第([一二三四五])名?(?:中标|成交)?候选(?:人|单位)"
)
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_APART = re.compile(r"[、,，;；/|\n\s]|与|和|及")
#: Where the next role begins in a field whose separators are gone: …有限公司成员：…
_ROLE = re.compile(r"(?<=[司院所厂局心学团])\s*(?=(?:联合体)?(?:其他)?(?:成员|牵头)[^:：]{0,4}[:：])")


class Offers:
    """The parts of a notice as its sheet is read; ``aside`` holds what could not be used, and why."""

    def __init__(self, sheet: Sheet, kind: str, heading: str) -> None:
        self.sheet, self.kind, self.heading = sheet, kind, heading
        self.found: dict[str, Part] = {}
        self.aside: list[tuple[str, str, object]] = []
        self.current: Offer | None = None
        self.lot_of_current = ""
        self.shared = False  # whether the names before stand for several winners, whom no one price fits
        self.pending: dict[str, Said] = {}

    def parts(self) -> list[Part]:
        """All parts that hold anything, with ranks and leaders as far as the notice gives them."""
        for item in self.sheet.stream:
            if not isinstance(item, Said):
                self.row(item)
        listed = {lot for lot, part in self.found.items() if part.bids}
        for item in self.sheet.stream:
            if isinstance(item, Said):
                self.value(item, listed)
        self.ranks_in_text()
        silent = not any(part.winners or part.bids or part.status for part in self.found.values())
        if self.kind == "award" and silent and (told := told_winner(self.sheet.text)):
            self.join(self.part("", "text"), "winner", told)
        found = [part for part in self.found.values() if part.winners or part.bids or part.status]
        for part in found:
            self.aside += settle_order(part, self.sheet.text)
            for offer in (*part.winners, *part.bids):
                find_leader(offer, self.sheet.text)
        return found

    def part(self, lot: str, place: str) -> Part:
        return self.found.setdefault(lot, Part(lot, place=place))

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def row(self, row: Mapping[str, Said]) -> None:
        """A row (or column) of a table: one bidder with all that is said of it."""
        key = next((name for name in NAMES if name in row and _is_name(row[name].value)), "")
        if not key:
            return
        said = row[key]
        if key == "bidder" and self.kind == "award":
            heads = " ".join(row[name].label for name in ("price", "amount", "rate") if name in row)
            key = "winner" if re.search("中标|成交", heads) else key
        part = self.part(self.lot(row, said.lot), said.place)
        if "lot_name" in row and part.number:
            part.name = part.name or row["lot_name"].value.strip()
        if _FAILED.match(said.value):
            part.status = "unsuccessful"
            return
        order = row.get("rank") or row.get("candidate")  # 第一名 can stand where a name would
        rank = rank_of(order.value) if order and (order.key == "rank" or is_rank(order.value)) else rank_of(said.label)  # fmt: skip
        offers = self.offers(said, joint=rank is not None)
        self.shared = len(offers) > 1
        for offer in offers:
            known = self.join(part, key, offer)
            known.rank = known.rank or rank
            for name in ("price", "amount", "rate", "period", "score", "code", "leader", "registered"):
                if name in row:
                    self.detail(known, row[name])
        self.shared = False

    def lot(self, row: Mapping[str, Said], lot: str) -> str:
        for name in ("lot", "lot_code", "lot_name"):
            if name in row:
                value = row[name].value.strip()
                number = lot_number(value) or (plain_lot(value) if re.fullmatch(r"\w{1,3}", value) else "")
                if number or name == "lot_code":
                    return number or value
        return lot

    # ── values one after the other ────────────────────────────────────────────────────────────

    def value(self, said: Said, listed: set[str]) -> None:
        """A single value: a bidder, or something of the bidder named last."""
        if said.key in NAMES:
            self.named(said, listed)
        elif said.key == "leader" and not (self.current and len(self.current.firms) > 1):
            key = "winner" if self.kind == "award" else "candidate"
            self.named(replace(said, key=key, value=f"{said.value}（牵头人）"), listed)
        elif said.key == "members" and self.current:
            for name in read_bidders(said.value).names:
                self.add_member(name, said.place)
        elif self.current and said.lot == self.lot_of_current:
            self.detail(self.current, said)
        elif said.key in ("price", "amount", "rate", "period"):
            self.pending.setdefault(said.key, said)

    def named(self, said: Said, listed: set[str]) -> None:
        if said.key == "bidder" and self.kind == "award" and not said.value.strip():
            return
        if _FAILED.match(said.value):
            self.part(said.lot, said.place).status = "unsuccessful"
            return
        rank = rank_of(said.label) if said.key == "candidate" else None
        if _NOTHING.fullmatch(said.value):
            if rank:  # the name follows: 第一中标候选人 | 单位名称 | …
                self.current = Offer([], rank=rank, place=said.place)
            return
        waiting = self.current if self.current and not self.current.firms else None
        found = self.offers(said, joint=bool(rank or waiting))
        self.shared = len(found) > 1
        self.lot_of_current = said.lot
        if not found:
            self.aside.append((said.place, "no name of an organisation", said.value[:80]))
        part = self.part(said.lot, said.place)
        for offer in found:
            if said.lot in listed and said.key in ("candidate", "bidder"):
                self.current = self.same(part.bids, offer)  # running text adds no bidder to a table
            else:
                self.current = self.join(part, "candidate" if waiting else said.key, offer)
                for late in self.pending.values():
                    self.detail(self.current, late)
                self.pending = {}
            if self.current and (number := rank or (waiting.rank if waiting else None)):
                if self.current.rank not in (None, number):
                    self.aside.append((said.place, "another rank than in the table", said.value[:80]))
                self.current.rank = self.current.rank or number

    def add_member(self, name: str, place: str) -> None:
        offer = self.current
        if offer and all(normalise(firm.name) != normalise(name) for firm in offer.firms):
            offer.firms.append(Firm(name, place))

    # ── what is said of an offer ──────────────────────────────────────────────────────────────

    def offers(self, said: Said, *, joint: bool = False) -> list[Offer]:
        """One offer, of several who are said to bid as one (or share a rank: ``joint``), or one for each name."""
        read = read_bidders(_ROLE.sub("；", said.value))
        names = read.names
        if len(names) > 1 and not read.joint and not _APART.search(_BRACKET.sub("", said.value)):
            names = (clean_name(said.value),)  # another name of its own in brackets
        firms = [Firm(name, said.place) for name in names]
        one = read.joint or joint
        if len(firms) < 2 or (one and not _several(said.value)):
            return [Offer(firms, read.leader, place=said.place)] if firms else []
        if read.joint:
            each = (replace(said, value=text) for text in _split_joint(said.value))
            return [offer for one in each for offer in self.offers(one)]
        return [Offer([firm], place=said.place) for firm in firms]

    def join(self, part: Part, key: str, offer: Offer) -> Offer:
        """The offer in its list: as a new one, or what is known already of the same bidders."""
        wins = self.kind == "contract" or (self.kind == "award" and key in ("winner", "supplier"))
        chosen = part.winners if wins else part.bids
        if known := self.same(chosen, offer):
            return known
        chosen.append(offer)
        return offer

    def same(self, offers: list[Offer], offer: Offer) -> Offer | None:
        """The offer of the same bidders; a lone name is a consortium that it is in, where only one is."""
        names = _names(offer)
        exact = [known for known in offers if _names(known) == names]
        within = [known for known in offers if names and names < _names(known)]
        return exact[0] if exact else within[0] if len(within) == 1 else None

    def detail(self, offer: Offer, said: Said) -> None:
        """One more thing about an offer; the first of its kind counts."""
        value = said.value.strip()
        if not value or _NOTHING.fullmatch(value):
            return
        if self.shared and said.key in ("price", "amount", "rate"):
            if (said.place, "one price for several winners", value[:80]) not in self.aside:
                self.aside.append((said.place, "one price for several winners", value[:80]))
        elif said.key in ("price", "amount"):
            offer.price = offer.price or Price(value, said.label, said.place)
        elif said.key == "rate":
            offer.rate = offer.rate or Price(value, said.label, said.place)
        elif said.key == "period" and not offer.period:
            offer.period = term(said)
            if not offer.period:
                self.aside.append((said.place, "a term that states no time", value))
        elif said.key == "score" and not offer.score and (found := _SCORE.fullmatch(value)):
            offer.score = found[1]
        elif said.key == "rank" and offer.rank is None:
            offer.rank = rank_of(value)
        elif said.key == "code" and len(offer.firms) == 1:
            offer.firms[0].code = offer.firms[0].code or value
        elif said.key == "registered" and len(offer.firms) == 1:
            offer.firms[0].registered = offer.firms[0].registered or value
        elif said.key == "leader" and not offer.leader:
            offer.leader = read_bidders(value).names[0] if read_bidders(value).names else ""

    def ranks_in_text(self) -> None:
        """某公司为第一中标候选人: the order of words that labels do not catch."""
        for found in _AFTER.finditer(self.sheet.text) if "为第" in self.sheet.text else ():
            part = next(iter(self.found.values()), None) or self.part("", "")
            name = re.sub(r"^.*(?:推荐|确定)(?:的)?[:：]?", "", found[1])
            offer = Offer([Firm(name, "text")], place="text")
            if len(self.found) == 1 and parse(name).kind == "company":
                known = self.same(part.bids, offer)
                if not known and (not part.bids or part.bids[0].rank):
                    known = self.join(part, "candidate", offer)
                if known:
                    known.rank = known.rank or rank_of(f"第{found[2]}名")


def _is_name(text: str) -> bool:
    return not _NOTHING.fullmatch(text) and not is_rank(text)


def _names(offer: Offer) -> frozenset[str]:
    return frozenset(normalise(firm.name) for firm in offer.firms)


def _several(text: str) -> bool:
    """Whether a field names more than one consortium: A与B组成的联合体、C与D组成的联合体."""
    return text.count("联合体") - len(re.findall("联合体(?:牵头|成员|单位|主办)", text)) > 1


def _split_joint(text: str) -> Iterator[str]:
    yield from (part for part in re.split(r"(?<=联合体)\s*[、,，;；]\s*", text) if part.strip())
