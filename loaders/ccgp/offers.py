"""Who wins what at which price, by lot: from fields one after the other and from rows of tables."""

from __future__ import annotations

import re
from collections import Counter

from govgraph.loaders.ccgp.events import Event, Row
from govgraph.loaders.notices.joint_bids import read_bidders
from govgraph.loaders.notices.notice import Firm, Offer, Part, Price, Said, lot_number, plain_lot
from govgraph.text.names import normalise

FAILED = re.compile(
    r"^[（(]?(?:本[包标]|该[包标])?.{0,6}(?:废标|流标|采购失败|无成交|未成交|终止|不足三家|不足3家)"
)
#: 标项1最终报价:12860000(元): the only place where some pages name the lot.
_LOT_FIRST = re.compile(r"\s*(?:采购包|标包|标项|分包|标段|包)\s*[0-9一二三四五六七八九十]{1,3}(?=\D)")
_NO_VALUE = re.compile(r"[\s/\\—\-无]*")


class Offers:
    """Parts of a notice with their winners and bids, as they are met."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.found: dict[str, Part] = {}
        self.price: dict[str, Price] = {}  # of a lot, printed before the winner's name
        self.last: Offer | None = None
        self.offered: list[tuple[Offer, Price]] = []  # what winners bid, where no price of the award is named

    def parts(self) -> list[Part]:
        """All parts that hold anything; the whole only where it does."""
        for offer, price in self.offered:
            offer.price = offer.price or price
        return [p for p in self.found.values() if p.number or p.winners or p.bids or p.status]

    def part(self, lot: str, name: str, place: str) -> Part:
        """The part of a lot; a name is kept where it is one."""
        part = self.found.setdefault(lot, Part(lot, place=place))
        name = re.sub(r"^[\s:：]+|[\s:：。]+$", "", name)
        if name and not part.name and len(name) < 120 and lot_number(f"包{name}") != lot and not re.search("公司|元$", name):  # fmt: skip
            part.name = name
        return part

    def failed(self, lot: str, reason: str, place: str) -> None:
        """A lot that nobody won."""
        if not _NO_VALUE.fullmatch(reason):
            self.part(lot, "", place).status = "unsuccessful"

    # ── fields ────────────────────────────────────────────────────────────────────────────────

    def field(self, event: Event, key: str, value: str, rank: int = 0) -> None:
        """A field about an offer: the winner, the price, the term …"""
        if self.kind in ("tender", "plan", "failure"):
            return
        if key in ("supplier", "candidate"):
            self._bidder(event, value, rank)
        elif key in ("amount", "price"):
            self._priced(event, key, value)
        elif self.last and key == "period" and not self.last.period and self._same_lot(event):
            self.last.period = Said(value, event.place)
        elif self.last and key == "score" and re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", value):
            self.last.score = value
        elif self.last and key == "code" and len(self.last.firms) == 1:
            self.last.firms[0].code = self.last.firms[0].code or value
        elif self.last and key == "registered" and len(self.last.firms) == 1:
            self.last.firms[0].registered = self.last.firms[0].registered or value

    def _same_lot(self, event: Event) -> bool:
        return any(offer is self.last for offer in self._all(event.lot))

    def _all(self, lot: str) -> list[Offer]:
        part = self.found.get(lot)
        return [*part.winners, *part.bids] if part else []

    def _bidder(self, event: Event, value: str, rank: int) -> None:
        if FAILED.match(value):
            self.failed(event.lot, value, event.place)
            return
        part = self.part(event.lot, "", event.place)
        ranked = bool(rank) or self.kind == "candidates"
        for offer in _offers(value, event.place):
            if ranked:
                offer.rank = rank or len(part.bids) + 1
            known = next((o for o in self._all(event.lot) if _who(o) == _who(offer)), None)
            if known:
                self.last = known
                continue
            (part.bids if ranked else part.winners).append(offer)
            if price := self.price.pop(event.lot, None):
                offer.price = price
            self.last = offer

    def _priced(self, event: Event, key: str, value: str) -> None:
        price = Price(value[:200], event.label_with_head, event.place)
        waiting = [offer for offer in self._all(event.lot) if not offer.price]
        if self.last in waiting:
            if key == "amount" or self.last.rank or self.kind != "award":
                self.last.price = price
            else:
                self.offered.append((self.last, price))
        elif len(waiting) == 1:
            waiting[0].price = price
        elif not waiting and key == "amount":
            self.price.setdefault(event.lot, price)

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def rows(self, event: Event) -> None:
        """A table's rows: winners, bids, failed lots, lots with budgets; goods give the term at most."""
        ranking = bool(re.search("评审|评分|得分|排[名序]|投标情况|报价情况|未中标", event.section))
        items = Counter(who for row in event.rows for who in [_named(row)] if who and "goods" in row.keys)
        for row in event.rows:
            lot, name = self._lot(row, event.lot)
            if reason := row.values.get("failure", ("", ""))[0]:
                self.part(lot, name, row.place)
                self.failed(lot, reason, row.place)
            for key in ("budget", "ceiling"):
                if (
                    self.kind in ("tender", "publicity")
                    and key in row.values
                    and lot
                    and row.keys & {"lot", "lot_name"}
                ):
                    self._limit(lot, name, key, row)
            who = _named(row)
            if self.kind in ("tender", "plan", "failure"):
                continue
            if not who:
                self._only_term(lot, row)
                continue
            if FAILED.match(who):
                self.failed(lot, who, row.place)
            elif row.keys & {"goods", "needs"} and ("amount" not in row.keys or items[who] > 1):
                self._term(who, row)
            else:
                self._row_offer(lot, name, who, row, ranking)

    def _lot(self, row: Row, lot: str) -> tuple[str, str]:
        printed, name = (row.values.get(key, ("", ""))[0].strip() for key in ("lot", "lot_name"))
        if coded := re.search(r"[0-9]-([0-9A-Za-z]{1,3})$", printed):  # 豫政采(2)20210001-1
            printed = coded[1]
        if not printed and (leading := _LOT_FIRST.match(row.values.get("amount", ("", ""))[0])):
            printed = leading[0].strip()
        number = (lot_number(printed) or (plain_lot(printed) if re.fullmatch(r"\w{1,3}", printed) else "")) or lot_number(name) or lot  # fmt: skip
        if printed and not number and len(printed) > 3:
            name = name or printed
        return number, re.sub(r"^(?:采购包|标包|标项|包)\s*\w{1,3}\s*[:：-]?", "", name)

    def _limit(self, lot: str, name: str, key: str, row: Row) -> None:
        value, head = row.values[key]
        part = self.part(lot, name, row.place)
        if value.strip() and getattr(part, key) is None:
            setattr(part, key, Price(value, head, f"{row.place} / {head}"))

    def _term(self, who: str, row: Row) -> None:
        """The term that a table of goods or services states for a winner."""
        term = row.values.get("period", ("", ""))[0].strip()
        names = {normalise(name) for name in read_bidders(who).names}
        for part in self.found.values():
            for offer in part.winners:
                if term and not offer.period and names & {normalise(f.name) for f in offer.firms}:
                    offer.period = Said(term, row.place)

    def _only_term(self, lot: str, row: Row) -> None:
        """The term in a table that names no supplier: of the lot's winner, where it has one only."""
        winners = self.found[lot].winners if lot in self.found else []
        term = row.values.get("period", ("", ""))[0].strip()
        if term and len(winners) == 1 and "goods" in row.keys and not winners[0].period:
            winners[0].period = Said(term, row.place)

    def _row_offer(self, lot: str, name: str, who: str, row: Row, ranking: bool) -> None:
        part = self.part(lot, name, row.place)
        column = "amount" if "amount" in row.values else "price" if "price" in row.values else ""
        bids = self.kind == "candidates" or ("bidder" in row.keys and "supplier" not in row.keys) or (
            column != "amount" and (bool(row.keys & {"rank", "score"}) or ranking)
        )  # fmt: skip
        for offer in _offers(who, row.place):
            value, head = row.values.get(column, ("", ""))
            if unit := re.fullmatch(
                r"(?:人民币)?\s*([万亿]?元)", row.values.get("unit", ("", ""))[0].strip()
            ):
                head = f"{head}（{unit[1]}）"
            if re.search("无效|未通过|不合格|否决|不予", value):
                offer.status = "disqualified"
            elif value.strip():
                offer.price = Price(value[:200], head, f"{row.place} / {head.split()[0]}")
            self._more(offer, row)
            listed = part.bids if bids else part.winners
            known = next((o for o in listed if _who(o) == _who(offer)), None)
            if known is None:
                listed.append(offer)
                if not bids:
                    self.last = offer
            else:
                known.price = known.price or offer.price
                known.period = known.period or offer.period
                self._more(known, row)
            if bids and self.kind == "candidates" and not offer.rank and known is None:
                offer.rank = len(part.bids)

    def _more(self, offer: Offer, row: Row) -> None:
        values = {key: value[0].strip() for key, value in row.values.items()}
        if found := re.search("第?([0-9]{1,2}|[一二三四五六七八九])", values.get("rank", "")):
            offer.rank = int(plain_lot(found[1]))
        if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?", values.get("score", "")):
            offer.score = values["score"]
        if values.get("period") and not offer.period:
            offer.period = Said(values["period"], row.place)
        if len(offer.firms) == 1:
            offer.firms[0].code = offer.firms[0].code or values.get("code", "")
            offer.firms[0].registered = offer.firms[0].registered or values.get("registered", "")


def _named(row: Row) -> str:
    """Whom a row names."""
    found = (row.values.get(key, ("", ""))[0] for key in ("supplier", "candidate", "bidder"))
    return next((name for name in found if name), "")


def _offers(value: str, place: str) -> list[Offer]:
    """One offer of a consortium, or one for each bidder that a field names."""
    read = read_bidders(value)
    firms = [Firm(name, place) for name in read.names]
    if read.joint:
        return [Offer(firms, leader=read.leader, place=place)]
    return [Offer([firm], place=place) for firm in firms]


def _who(offer: Offer) -> str:
    return "\x1f".join(sorted(normalise(firm.name) for firm in offer.firms))
