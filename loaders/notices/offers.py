"""Who wins, bids or is named for what, by lot: from rows of tables and from values that follow each other.

A rank counts only where it is printed, and not where the notice says that its order means nothing. The
names in running text add nothing to a table of candidates but their ranks, points and who leads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from govgraph.loaders.notices.blocks import Blocks, Field, Row, Seen
from govgraph.loaders.notices.evidence import FAILED, is_name, named, role_of_field, role_of_row, says_award
from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.lots import lot_number, plain_lot
from govgraph.loaders.notices.notice import Aside, Firm, Offer, Part, Price
from govgraph.loaders.notices.order import find_leader, settle_order, term, told_candidates, told_winner
from govgraph.loaders.notices.table_shapes import ORGANISATION, is_rank, rank_of
from govgraph.loaders.notices.told import told_bids, told_invited
from govgraph.messages import _
from govgraph.text import names
from govgraph.text.money import unit_of

normalise = lru_cache(maxsize=50_000)(names.normalise)
#: A name and, behind it, points or a price.
_NAMED_LINE = re.compile(r"\s*([^:：，。]{3,40}(?:公司|院|所|中心|大学|厂|社|集团))\s*[:：]\s*(.+)")
_AND_MORE = re.compile(r"(.{3,40}?(?:公司|院|所|中心|大学|厂|社|集团))[，,；;]\s*((?!.*(?:公司|联合体|牵头)).*[0-9].*(?:分|元).*)")  # fmt: skip
_NOTHING = re.compile(r"[\s/\\\-—_无]*")
_SCORE = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(?:分.*)?", re.DOTALL)
_LOT_FIRST = re.compile(r"\s*(?:采购包|标包|标项|分包|标段|包)\s*[0-9一二三四五六七八九十]{1,3}(?=\D)")
_CODED_LOT = re.compile(r"[0-9)）号]-([0-9A-Za-z]{1,3})$")
_REJECTED = re.compile("无效|未通过|不合格|否决|不予|不通过")
_SCORES, _POINTS = re.compile("得分|评分|打分"), re.compile(r"100|[0-9]{1,2}(?:\.[0-9]+)?分?")
_DETAILS = (
    "price", "amount", "rate", "evaluated", "period", "score", "rank", "code", "leader", "members",
    "registered", "lost", "unit",
)  # fmt: skip
_LISTS = {"winner": "winners", "candidate": "candidates", "bid": "bids", "loser": "bids", "rejected": "bids",
          "single": "suppliers", "party_b": "suppliers", "supplier": "suppliers"}  # fmt: skip
#: Keys of values that are running text.
_PROSE = frozenset(("", "plain", "lost", "failure", "remark", "other", "won", "rejected"))
_STATUS = {"loser": "losing", "rejected": "rejected"}
#: Kinds of notices in which nobody has an offer yet.
_SILENT = frozenset(("call", "plan", "intention", "clarification"))

_NO_LOT_NAME = re.compile(r"^\S*?包\s*\w{1,3}$|元$")


class Offers:
    """The parts of a notice as its stream is read; ``aside`` holds what could not be used, and why."""

    def __init__(self, kind: str, blocks: Blocks, heading: str) -> None:
        self.kind, self.blocks, self.heading = kind, blocks, heading
        self.found: dict[str, Part] = {}
        self.aside: list[Aside] = []
        self.current: Offer | None = None
        self.lot_of_current = ""
        self.role = ""
        self.party = ""
        self.shared = False  # whether the names before stand for several winners, whom no one price fits
        self.before: dict[tuple[str, str], Field] = {}  # prices printed before the winner's name, by lot
        self.terms: list[tuple[Row, str, str]] = []  # rows of goods or services, whose winner and lot
        self.pending: list[tuple[Part, Offer, Field]] = []  # named, and nothing yet says in which role

    def parts(self) -> list[Part]:
        """All parts that hold anything, with ranks and leaders as far as the notice gives them."""
        self.rows()
        listed = {lot for lot, part in self.found.items() if part.candidates or part.bids}
        for item in self.blocks.stream:
            if isinstance(item, Field):
                self.value(item, listed)
        for row, who, lot in self.terms:
            row.seen.used |= self.term_of(who, row) if who else self.only_term(row, lot)
        lines = [
            (f"{f.label}：{f.value}" if f.key else f.value, f.place)
            for f in self.blocks.stream
            if isinstance(f, Field) and f.key in _PROSE
        ]
        text = "\n".join(line for line, _ in lines)
        self.told(text)
        self.told_bids(lines)
        for _field, _part, said in self.pending:
            self.leave(said.place, _("a name that nothing says has won"), said.value, said.label)
        found = [part for part in self.found.values() if self.kept(part)]
        everything = (
            "\n".join(f"{f.label}：{f.value}" for f in self.blocks.stream if isinstance(f, Field))
            + self.heading
        )
        everything += "\n".join(
            {word for item in self.blocks.stream for word in item.scope.words}
        ) + " ".join(w for s in self.blocks.seen for w in (s.caption, s.head))
        for part in found:
            self.aside += settle_order(part, everything)
            for offer in part.offers:
                find_leader(offer, everything)
        return found

    @staticmethod
    def kept(part: Part) -> bool:
        return bool(part.number or part.offers or part.invited or part.subcontractors or part.status or part.budget or part.ceiling)  # fmt: skip

    def told(self, text: str) -> None:
        for item in self.blocks.stream:
            if isinstance(item, Row) or item.key or not (lot := item.scope.lot) or len(item.value) > 60:
                continue
            if FAILED.match(item.value) and not (lot in self.found and self.found[lot].winners):
                self.failed(lot, item.scope.lot_name, item.value, item.place)
        silent = not any(part.winners or part.status for part in self.found.values())
        if self.kind == "award" and silent and (told := told_winner(text)):
            self.join(self.part("", "text"), "winner", told)
        if self.kind in ("candidates", "award") and len(self.found) < 2:
            part = next(iter(self.found.values()), None)
            for offer in told_candidates(text, bool(part and part.candidates)):
                part = part or self.part("", "text")
                known = self.same(part.candidates, offer)
                if not known and (not part.candidates or part.candidates[0].rank):
                    known = self.join(part, "candidate", offer)
                if known:
                    known.rank = known.rank or offer.rank

    def told_bids(self, lines: list[tuple[str, str]]) -> None:
        """Bids, and who was invited, in running text; what a table or label says of the same firm counts first."""
        if self.kind not in ("award", "candidates", "failure", "opening"):
            return
        lots = [part for part in self.found.values() if part.number]
        part = lots[0] if len(lots) == 1 and len(self.found) == 1 else self.part("", "text")
        everyone = [offer for one in self.found.values() for offer in one.offers]
        for offer in told_bids(lines):
            known = self.same(everyone, offer)
            if known is None:
                part.bids.append(offer)
                everyone.append(offer)
            elif offer.status and known in part.bids:
                known.status = offer.status
        for item in self.blocks.stream:
            if (
                isinstance(item, Row)
                or item.key
                or (denied := item.scope.about[0]) not in ("loser", "rejected")
            ):
                continue
            if found := _NAMED_LINE.match(item.value):
                offer = Offer([Firm(found[1], item.place)], reason=found[2][:300], place=item.place)
                self.join(part, denied, offer)
        for offer in told_invited(lines):
            part.invited += [firm for firm in offer.firms if not self.same(everyone, offer)]

    def part(self, lot: str, place: str, name: str = "") -> Part:
        """The part of a lot; a name is kept where it is one."""
        part = self.found.setdefault(lot, Part(lot, place=place))
        name = re.sub(r"^[\s:：]+|[\s:：。]+$", "", name)
        if name and name != lot and not part.name and len(name) < 200 and not _NO_LOT_NAME.search(name):
            part.name = name
        return part

    def leave(self, place: str, reason: str, value: object, head: str = "") -> None:
        self.aside.append(Aside(place, reason, f"{head}：{value}" if head else value))

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def rows(self) -> None:
        rows = [item for item in self.blocks.stream if isinstance(item, Row)]
        several = Counter((id(row.seen), self.lot(row)[0]) for row in rows if named(row))
        sums = {  # one cell with the sum beside several goods is their total
            (id(row.seen), who.value, (row.cells.get("amount") or row.cells.get("total") or who).place)
            for row in rows
            if "goods" in row.cells and (who := named(row))
        }
        items = Counter((seen, name) for seen, name, _ in sums)
        for row in rows:
            lot, name = self.lot(row)
            who = named(row)
            if reason := row.cells.get("failure"):
                self.failed(lot, name, reason.value, row.seen.place)
                row.seen.used = True
            self.limits(row, lot, name)
            if self.kind in _SILENT and lot and {"lot", "lot_name"} & row.cells.keys() and "before" not in row.cells:  # fmt: skip
                self.part(lot, row.seen.place, name)
                row.seen.used = True
            ends = next(
                (
                    c.value
                    for key, c in row.cells.items()
                    if key in ("winner", "supplier", "amount") and FAILED.match(c.value)
                ),
                "",
            )
            if who is None and lot and ends:
                self.failed(lot, name, ends, row.seen.place)
                row.seen.used = True
            if self.kind in _SILENT or who is None:
                self.terms += [(row, "", lot)] if who is None and "goods" in row.cells else []
                continue
            if FAILED.match(who.value):
                self.failed(lot, name, who.value, who.place)
                row.seen.used = True
            elif "goods" in row.cells and (items[id(row.seen), who.value] > 1 or not {"amount", "total"} & row.cells.keys()):  # fmt: skip
                self.terms.append((row, who.value, lot))
                row.seen.why = _("a table of goods")
            else:
                self.row(row, who, lot, name, several[id(row.seen), lot] == 1)

    def row(self, row: Row, who: Field, lot: str, name: str, alone: bool) -> None:
        """A row (or column) of a table: one bidder with all that is said of it."""
        role = self.settled(role_of_row(row, who, alone=alone))
        if not role:
            row.seen.why = row.seen.why or _(
                "names under {label}, and nothing says that they won or bid"
            ).format(label=who.label)
            return
        row.seen.used = True
        part = self.part(lot, row.seen.place, name)
        if role in ("invited", "subcontractor"):
            self.mention(part, role, who)
            return
        order = row.cells.get("rank") or row.cells.get("candidate")
        rank = rank_of(order.value) if order and (order.key == "rank" or is_rank(order.value)) else rank_of(who.label)  # fmt: skip
        rank = rank or next((rank_of(text) for _, text in row.others if is_rank(text)), None)
        offers = read_offers(who.value, who.place, joint=rank is not None)
        self.shared = len(offers) > 1
        for offer in offers:
            known = self.join(part, role, offer)
            known.rank = known.rank or (rank if role != "winner" else None)
            for key in _DETAILS if row.scope.about[0] != "works" else ():
                if key in row.cells:
                    self.detail(known, row.cells[key])
        self.shared = False

    def settled(self, role: str) -> str:
        """A role as the kind of the notice allows it: a list of candidates awards nothing."""
        if self.kind in ("candidates", "opening") and role in ("winner", "supplier"):
            return "candidate" if self.kind == "candidates" else "bid"
        if role == "ranked":
            return "bid" if self.kind in ("award", "failure", "opening") else "candidate"
        if self.kind in ("contract", "change", "acceptance") and role in ("winner", "pending", "bid", "party_b", "single"):  # fmt: skip
            return "supplier"
        if self.kind == "single-source" and role in ("winner", "pending", "bid", "candidate", "party_b"):
            return "single"
        if self.kind == "failure" and role == "winner":
            return "bid"
        return "pending" if role == "party_b" else role

    def lot(self, row: Row) -> tuple[str, str]:
        """The number and name of a row's lot, as its cells say, else as what it stands under."""
        printed, name, code = (row.cells[k].value.strip() if k in row.cells else "" for k in ("lot", "lot_name", "lot_code"))  # fmt: skip
        if coded := _CODED_LOT.search(printed):  # 豫政采(2)20210001-1
            printed = coded[1]
        if not printed and "amount" in row.cells and (leading := _LOT_FIRST.match(row.cells["amount"].value)):
            printed = leading[0].strip()
        plain = plain_lot(printed) if re.fullmatch(r"\w{1,3}|[A-Za-z]{1,8}-?[0-9]{1,3}", printed) else ""
        number = lot_number(printed) or plain or lot_number(name) or (lot_number(code) or code if code else "")  # fmt: skip
        if printed and not number and len(printed) > 3:
            name = name or printed
        name = re.sub(r"^(?:采购包|标包|标项|包)\s*\w{1,3}\s*[:：-]?", "", name)
        if number or not row.scope.lot:
            return number or self.by_name(name), name
        return row.scope.lot, name or row.scope.lot_name

    def by_name(self, name: str) -> str:
        """The number of a lot that is known by its name."""
        known = [part.number for part in self.found.values() if name and part.name == name and part.number]
        return known[0] if len(known) == 1 else ""

    def limits(self, row: Row, lot: str, name: str) -> None:
        """Budgets and ceilings of lots, in a table of lots."""
        for key in ("budget", "ceiling"):
            cell = row.cells.get(key)
            if (
                cell
                and lot
                and self.kind in (*_SILENT, "single-source", "award")
                and {"lot", "lot_name", "lot_code"} & row.cells.keys()
            ):
                part = self.part(lot, row.seen.place, name)
                row.seen.used = True
                if not _NOTHING.fullmatch(cell.value) and getattr(part, key) is None:
                    setattr(part, key, Price(cell.value[:200], cell.label, cell.place))

    def failed(self, lot: str, name: str, reason: str, place: str) -> None:
        """A lot that nobody won."""
        if not _NOTHING.fullmatch(reason) and not re.match("无[（(。]|无$|不适用|未废标", reason):
            part = self.part(lot, place, name)
            part.status = "unsuccessful" if not re.search("采购人|终止|取消|作废", reason) else "cancelled"
            part.reason = reason[:300]

    def mention(self, part: Part, role: str, who: Field) -> None:
        listed = part.invited if role == "invited" else part.subcontractors
        for offer in read_offers(who.value, who.place):
            listed += [firm for firm in offer.firms if all(normalise(firm.name) != normalise(f.name) for f in listed)]  # fmt: skip

    def term_of(self, who: str, row: Row) -> bool:
        """The term that a table of goods or services states for a winner."""
        cell = row.cells.get("period")
        said = term(cell) if cell else None
        names = {normalise(f.name) for offer in read_offers(who, "") for f in offer.firms}
        for part in self.found.values():
            for offer in part.winners:
                if said and not offer.period and names & {normalise(f.name) for f in offer.firms}:
                    offer.period = said
        return said is not None

    def only_term(self, row: Row, lot: str) -> bool:
        """The term in a table that names no supplier: of the lot's winner, where it has one only."""
        winners = self.found[lot].winners if lot in self.found else []
        cell = row.cells.get("period")
        said = term(cell) if cell and "goods" in row.cells else None
        if said and len(winners) == 1 and not winners[0].period:
            winners[0].period = said
        return said is not None

    # ── values one after the other ────────────────────────────────────────────────────────────

    def value(self, said: Field, listed: set[str]) -> None:
        """A single value: a bidder, or something of the bidder named last."""
        key = said.key
        if key == "party":
            self.party = said.value
            if said.value in ("buyer", "agent"):
                self.current = None
            return
        if key == "name" and self.party in ("winner", "candidate", "single", "supplier", "party_b"):
            said = replace(said, key=self.party)
            key = said.key
        elif key == "name" or (key == "bidder" and self.party in ("buyer", "agent")):
            return
        if key in ("lot", "lot_name"):
            if said.scope.lot:
                numbered = key == "lot_name" and lot_number(said.value)
                self.part(said.scope.lot, said.place, said.scope.lot_name if numbered else said.value)
        elif key in ("failure", "won") and (
            self.kind in ("award", "candidates", "correction") or (self.kind == "failure" and said.scope.lot)
        ):
            self.ended(said)
        elif self.kind in _SILENT or (self.kind == "failure" and key in ("supplier", "bidder", "winner")):
            return
        elif key in _LISTS or key in ("bidder", "rejected", "invited", "subcontractor", "leader"):
            self.names(said, listed)
        elif key == "offer":
            self.whole(said)
        elif key in _DETAILS:
            self.about(said)

    def ended(self, said: Field) -> None:
        if FAILED.match(said.value) or (said.key == "failure" and said.scope.about[0] != "rejected"):
            self.failed(said.scope.lot, said.scope.lot_name, said.value, said.place)

    def names(self, said: Field, listed: set[str]) -> None:
        if said.key == "leader":
            if self.current and len(self.current.firms) > 1:
                self.detail(self.current, said)
                return
            if not is_name(said.value) or not ORGANISATION.search(said.value):
                return
            key = "candidate" if self.kind == "candidates" else "supplier"  # that it won is for others to say
            said = replace(said, key=key, value=f"{said.value}（牵头人）")
        rank = rank_of(said.label) if said.key == "candidate" else None
        if FAILED.match(said.value):
            self.failed(said.scope.lot, said.scope.lot_name, said.value, said.place)
            return
        if _NOTHING.fullmatch(said.value):
            if rank:  # the name follows: 第一中标候选人 | 单位名称 | …
                self.current, self.role, self.lot_of_current = Offer([], rank=rank, place=said.place), "candidate", said.scope.lot  # fmt: skip
            return
        if found_ := _AND_MORE.fullmatch(said.value):  # 甲公司，92.6分
            said = replace(said, value=found_[1])
        if not is_name(said.value):
            if said.key in ("winner", "candidate") and len(said.value) < 80:
                self.leave(said.place, _("no name of an organisation"), said.value)
            return
        waiting = self.current if self.current and not self.current.firms else None
        role = self.role if waiting else self.settled(role_of_field(said, self.party))
        if not role:
            return
        part = self.part(said.scope.lot, said.place, said.scope.lot_name)
        if role in ("invited", "subcontractor"):
            self.mention(part, role, said)
            return
        found = read_offers(said.value, said.place, joint=bool(rank or waiting))
        self.shared, self.lot_of_current, self.role = len(found) > 1, said.scope.lot, role
        if not found:
            self.leave(said.place, _("no name of an organisation"), said.value[:80])
        for offer in found:
            self.one(part, role, offer, said, listed)
            if self.current and (number := rank or (waiting.rank if waiting else None)):
                if self.current.rank not in (None, number):
                    self.leave(said.place, _("another rank than in the table"), said.value[:80])
                self.current.rank = self.current.rank or number
        if found_ and self.current:
            self.more(found_[2], said)

    def more(self, words: str, said: Field) -> None:
        """What stands behind a name in one value: points, a price."""
        for clause in re.split("[，,；;]", words):
            if score := re.search(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*分", clause):
                self.about(replace(said, key="score", value=score[1]))
            elif re.search(r"[0-9].*元", clause):
                self.about(replace(said, key="price", label=said.label, value=clause))

    def one(self, part: Part, role: str, offer: Offer, said: Field, listed: set[str]) -> None:
        if role == "pending":
            known = self.same([*part.winners, *part.candidates, *part.bids], offer)
            self.current = known or offer
            if not known:
                self.pending.append((part, offer, said))
        elif part.number in listed and role in ("candidate", "bid"):
            self.current = self.same(
                [*part.candidates, *part.bids], offer
            )  # running text adds no bidder to a table
            return
        else:
            self.current = self.join(part, role, offer)
        for (lot, key), late in list(self.before.items()):
            if lot == part.number:
                del self.before[lot, key]
                self.about(late)

    def whole(self, said: Field) -> None:
        """A winner, its address and its price in one value: 甲地科技有限公司，某路1号，中标价：120万元."""
        name, _, rest = re.sub(r"^[\s0-9.、]+", "", said.value).partition("，")
        if not is_name(name) or not re.search("公司|院|所|中心|厂|社|大学|集团", name):
            return
        self.names(replace(said, key="winner", value=name), set())
        if self.current and (price := re.search(r"(?:价|金额)\s*[:：]?\s*([^价额]*元.*)$|([^，]*元.*)$", rest)):  # fmt: skip
            self.detail(self.current, replace(said, key="amount", value=price[1] or price[2]))

    def about(self, said: Field) -> None:
        """A price, a term or the like, of the offer named last in its lot."""
        if said.scope.about[0] == "works":
            return
        if self.current and said.scope.lot == self.lot_of_current:
            waits = next((one for one in self.pending if one[1] is self.current), None)
            if waits and says_award(said.label) and said.scope.about[0] not in ("candidate", "loser", "rejected", "bid"):  # fmt: skip
                self.pending.remove(waits)
                self.current, self.role = self.join(waits[0], self.settled("winner"), waits[1]), "winner"
            self.detail(self.current, said)
        elif (lone := self.lone(said)) and (said.key != "period" or term(said)):
            self.detail(lone, said)
        elif said.key == "unit" and not self.current:  # 金额单位：万元, over or below a table
            for offer in (offer for part in self.found.values() for offer in part.offers):
                self.detail(offer, said)
        elif said.key in ("price", "amount", "rate", "period"):
            self.before.setdefault((said.scope.lot, said.key), said)

    def lone(self, said: Field) -> Offer | None:
        """The one winner of a lot of whom this has not been said yet: its price, its term."""
        winners = self.found[said.scope.lot].winners if said.scope.lot in self.found else []
        of = {"amount": "price", "rate": "price", "period": "period"}.get(said.key, "")
        waiting = [one for one in winners if of and not getattr(one, of)]
        return waiting[0] if len(waiting) == 1 and (of == "price" or len(winners) == 1) else None

    # ── what is said of an offer ──────────────────────────────────────────────────────────────

    def join(self, part: Part, role: str, offer: Offer) -> Offer:
        """The offer in its list: as a new one, or what is known already of the same bidders."""
        chosen: list[Offer] = getattr(part, _LISTS[role])
        known = self.same([*chosen, *part.candidates] if role == "bid" else chosen, offer)
        if not known and role == "winner" and not part.number:  # named again, without the lot
            everywhere = [one for other in self.found.values() for one in other.winners]
            known = self.same(everywhere, offer)
        if known:
            return known
        offer.status = offer.status or _STATUS.get(role, "")
        chosen.append(offer)
        return offer

    def same(self, offers: list[Offer], offer: Offer) -> Offer | None:
        """The offer of the same bidders; a lone name is a consortium that it is in, where only one is."""
        names = _names(offer)
        exact = [known for known in offers if _names(known) == names]
        within = [known for known in offers if names and names < _names(known)]
        return exact[0] if exact else within[0] if len(within) == 1 else None

    def detail(self, offer: Offer, said: Field) -> None:
        """One more thing about an offer; the first of its kind counts."""
        value = said.value.strip()
        if not value or _NOTHING.fullmatch(value):
            return
        if self.shared and said.key in ("price", "amount", "rate"):
            if not any(one.place == said.place and one.value == value[:80] for one in self.aside):
                self.leave(said.place, _("one price for several winners"), value[:80])
        elif said.key in ("price", "amount"):
            self.priced(offer, said, value)
        elif said.key == "unit":
            if offer.price and not unit_of(offer.price.head) and unit_of(value):
                offer.price = replace(offer.price, head=f"{offer.price.head}（{value}）")
        elif said.key == "rate":
            offer.rate = offer.rate or Price(value[:300], said.label, said.place)
        elif said.key == "period" and not offer.period:
            offer.period = term(said)
            if not offer.period:
                self.leave(said.place, _("a term that states no time"), value)
        elif said.key == "score" and not offer.score and (found := _SCORE.fullmatch(value)):
            offer.score = found[1]
        elif said.key == "rank" and offer.rank is None:
            offer.rank = rank_of(value)
        elif said.key == "lost":
            offer.reason = offer.reason or value[:300]
        elif said.key in ("code", "registered") and len(offer.firms) == 1:
            if not getattr(offer.firms[0], said.key):
                setattr(offer.firms[0], said.key, value)
                offer.firms[0].code_place = said.place if said.key == "code" else offer.firms[0].code_place
        elif said.key == "leader" and not offer.leader:
            names = [firm.name for one in read_offers(value, "") for firm in one.firms]
            offer.leader = names[0] if names else ""
        elif said.key == "members":
            for one in read_offers(value, said.place, joint=True):
                known = {normalise(firm.name) for firm in offer.firms}
                firms = [firm for firm in one.firms if is_name(firm.name) and ORGANISATION.search(firm.name)]
                offer.firms += [firm for firm in firms if normalise(firm.name) not in known]

    def priced(self, offer: Offer, said: Field, value: str) -> None:
        if _POINTS.fullmatch(value) and any(_SCORES.search(words) for words in said.scope.words):
            return  # 报价 among the scores is what the price was given
        if _REJECTED.search(value):
            offer.status, offer.reason = "rejected", offer.reason or value[:300]
            if not (found := re.match(r"[¥￥]?[0-9][0-9.,]*\s*[万亿]?元", value)):
                return
            value = found[0]
        price = Price(value[:300], said.label, said.place)
        better = says_award(said.label) and offer.price and not says_award(offer.price.head)
        if offer.price is None or better:
            offer.price = price


def _names(offer: Offer) -> frozenset[str]:
    return frozenset(normalise(firm.name) for firm in offer.firms)


def unread(blocks: Blocks) -> list[Aside]:
    """The tables that gave nothing, each with its place, head and the reason."""
    return [Aside(seen.place, _why(seen), f"{seen.caption}: {seen.head}" if seen.caption else seen.head)
            for seen in blocks.seen if not seen.used]  # fmt: skip


def _why(seen: Seen) -> str:
    return (
        _("a table that gave nothing: {why}").format(why=seen.why)
        if seen.why
        else _("a table that gave nothing")
    )
