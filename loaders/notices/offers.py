"""Who wins, bids or is named for what, by lot: from rows of tables and from values that follow each other.

A rank counts only where it is printed, and not where the notice says that its order means nothing. The
names in running text add nothing to a table of candidates but their ranks, points and who leads.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.evidence import is_name, named, role_of_field, role_of_row, says_award
from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.lots import lot_number, lot_of_heading, plain_lot
from govgraph.loaders.notices.notice import Aside, Notice, Offer, Part, Price
from govgraph.loaders.notices.parts import Parts, is_body, normalise, same, term, who
from govgraph.loaders.notices.stream import Field, Row
from govgraph.loaders.notices.table_shapes import is_rank, rank_of
from govgraph.loaders.notices.told import tell
from govgraph.loaders.notices.vocabulary import fits, group, pattern, settled
from govgraph.messages import _

_CODED_LOT = re.compile(r"[0-9)）号]-([0-9A-Za-z]{1,3})$")  # 豫政采(2)20210001-1


class Offers(Parts):
    """Reads a notice's stream: first the rows, then the single values, then sentences."""

    def __init__(self, notice: Notice, blocks: Blocks) -> None:
        super().__init__(notice)
        self.kind, self.blocks = notice.kind, blocks
        self.fields = [one for one in blocks.stream if isinstance(one, Field)]
        self.current: Offer | None = None  # whom the next price or term is about
        self.lot_of_current = self.role = self.party = ""
        self.before: dict[tuple[str, str], Field] = {}  # prices printed before the winner's name, by lot
        self.terms: list[tuple[Row, str, str]] = []  # rows of goods or services, whose winner and lot
        self.pending: list[tuple[Part, Offer, Field]] = []  # named, and nothing yet says in which role

    def read(self) -> None:
        """Fill the notice's parts: those that hold anything, with ranks and leaders as far as it gives them."""
        notice = self.notice
        self.rows([one for one in self.blocks.stream if isinstance(one, Row)])
        listed = {lot for lot, part in self.found.items() if part.candidates or part.bids}
        for said in self.fields:
            self.value(said, listed)
        for row, name, lot in self.terms:
            self.term_of(row, name, lot)
        tell(self, self.fields)
        for said in self.before.values():  # of a winner whom only a sentence names
            if lone := self.lone(said):
                self.detail(lone, said)
        for _part, _offer, said in self.pending:
            self.leave(said.place, _("a name that nothing says has won"), said.value, said.label)
        sections = {words for item in self.blocks.stream for words in item.scope.words}
        tables = (f"{seen.caption} {seen.head}" for seen in self.blocks.seen)
        self.settle("\n".join((*(f"{f.label}：{f.value}" for f in self.fields), notice.heading, *sections, *tables)))  # fmt: skip
        notice.parts = [part for part in self.found.values() if part.holds]
        lot = lot_of_heading(notice.heading)
        if lot and not notice.is_plan and not any(part.number for part in notice.parts):
            for part in notice.parts:
                part.number = lot
            notice.parts = notice.parts or [Part(lot, place="heading")]

    def rows(self, rows: list[Row]) -> None:
        several = Counter((id(row.seen), self.lot(row)[0]) for row in rows if named(row))
        sums = {  # one cell with the sum beside several goods is their total
            (id(row.seen), said.value, (row.cells.get("amount") or row.cells.get("total") or said).place)
            for row in rows
            if "goods" in row.cells and (said := named(row))
        }
        items = Counter((seen, name) for seen, name, _ in sums)
        for row in rows:
            (lot, name), said = self.lot(row), named(row)
            self.lot_row(row, lot, name, said)
            goods = "goods" in row.cells
            if said is None:
                self.terms += [(row, "", lot)] if goods else []
            elif self.kind in group("SILENT") or pattern("failed").match(said.value):
                continue
            elif goods and (items[id(row.seen), said.value] > 1 or not {"amount", "total"} & row.cells.keys()):  # fmt: skip
                self.terms.append((row, said.value, lot))
                row.seen.why = _("a table of goods")
            else:
                self.row(row, said, lot, name, several[id(row.seen), lot] == 1)

    def lot_row(self, row: Row, lot: str, name: str, said: Field | None) -> None:
        """What a row says of its lot: that it failed, its budget and ceiling, that there is one."""
        cells, place = row.cells, row.seen.place
        silent = self.kind in group("SILENT")
        others = [cells[key] for key in ("winner", "supplier", "amount") if key in cells and lot]
        telling = [said] if said and not silent else others
        ends = [cells["failure"]] if "failure" in cells else []
        ends += [one for one in telling if pattern("failed").match(one.value)][:1]
        for one in ends:
            self.failed(lot, name, one.value, place)
            row.seen.used = True
        if not lot or not {"lot", "lot_name", "lot_code"} & cells.keys():
            return
        if silent and "before" not in cells and {"lot", "lot_name"} & cells.keys():
            self.part(lot, place, name)
            row.seen.used = True
        for key in ("budget", "ceiling") if silent or self.kind in ("single-source", "award") else ():
            if cell := cells.get(key):
                part = self.part(lot, place, name)
                row.seen.used = True
                if not fits("nothing", cell.value) and getattr(part, key) is None:
                    setattr(part, key, Price(cell.value[:200], cell.label, cell.place))

    def row(self, row: Row, said: Field, lot: str, name: str, alone: bool) -> None:
        """A row (or column) of a table: one bidder with all that is said of it."""
        role = settled(self.kind, role_of_row(row, said, alone=alone))
        if not role:
            unsaid = _("names under {label}, and nothing says that they won or bid").format(label=said.label)
            row.seen.why = row.seen.why or unsaid
            return
        row.seen.used = True
        part = self.part(lot, row.seen.place, name)
        if role in ("invited", "subcontractor"):
            self.mention(part, role, said)
            return
        order = row.cells.get("rank") or row.cells.get("candidate")
        rank = rank_of(order.value) if order and (order.key == "rank" or is_rank(order.value)) else rank_of(said.label)  # fmt: skip
        rank = rank or next((rank_of(text) for _, text in row.others if is_rank(text)), None)
        rank = rank or (rank_of(said.value) if pattern("note-on-name").match(said.value) else None)
        offers = read_offers(said.value, said.place, joint=rank is not None)
        self.shared = len(offers) > 1
        for known in [self.join(part, role, offer) for offer in offers]:
            known.rank = known.rank or (rank if role != "winner" else None)
            for key in sorted(row.cells, key="unit".__eq__) if row.scope.about[0] != "works" else ():
                if key in group("DETAILS"):
                    self.detail(known, row.cells[key])
        self.shared = False

    def lot(self, row: Row) -> tuple[str, str]:
        """The number and name of a row's lot, as its cells say, else as what it stands under."""
        printed, name, code = (row.cells[k].value.strip() if k in row.cells else "" for k in ("lot", "lot_name", "lot_code"))  # fmt: skip
        if coded := _CODED_LOT.search(printed):
            printed = coded[1]
        if not printed and "amount" in row.cells and (leading := pattern("lot-first").match(row.cells["amount"].value)):  # fmt: skip
            printed = leading[0].strip()
        plain = plain_lot(printed) if re.fullmatch(r"\w{1,3}|[A-Za-z]{1,8}-?[0-9]{1,3}", printed) else ""
        number = lot_number(printed) or plain or lot_number(name) or (lot_number(code) or code if code else "")  # fmt: skip
        if printed and not number and len(printed) > 3:
            name = name or printed
        name = re.sub(r"^(?:采购包|标包|标项|包)\s*\w{1,3}\s*[:：-]?", "", name)
        if not number and row.scope.lot:
            return row.scope.lot, name or row.scope.lot_name
        known = [part.number for part in self.found.values() if name and part.name == name and part.number]
        return number or (known[0] if len(known) == 1 else ""), name

    def term_of(self, row: Row, name: str, lot: str) -> None:
        """The term that a table of goods or services states: for whom it names, else for the lot's one winner."""
        if not (cell := row.cells.get("period")) or not (said := term(cell)):
            return
        row.seen.used = True
        names = frozenset[str]().union(*map(who, read_offers(name, "")))
        alone = self.found[lot].winners if lot in self.found else []
        everyone = [offer for part in self.found.values() for offer in part.winners if names & who(offer)]
        for offer in everyone if name else alone if len(alone) == 1 else ():
            offer.period = offer.period or said

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
        lot = said.scope.lot
        if key in ("lot", "lot_name"):
            if lot:
                numbered = key == "lot_name" and lot_number(said.value)
                self.part(lot, said.place, said.scope.lot_name if numbered else said.value)
        elif key in ("failure", "won") and (self.kind in group("ENDS") or (self.kind == "failure" and lot)):
            if pattern("failed").match(said.value) or (key == "failure" and said.scope.about[0] != "rejected"):  # fmt: skip
                self.failed(lot, said.scope.lot_name, said.value, said.place)
        elif self.kind in group("SILENT") or (self.kind == "failure" and key in ("supplier", "bidder", "winner")):  # fmt: skip
            return
        elif key in group("NAMING"):
            self.names(said, listed)
        elif key == "offer":
            self.whole(said)
        elif key in group("DETAILS"):
            self.about(said)

    def names(self, said: Field, listed: set[str]) -> None:
        """A label and whom it names; whom the values after it are about."""
        if said.key == "leader":
            if self.current and len(self.current.firms) > 1:
                self.detail(self.current, said)
            if (self.current and len(self.current.firms) > 1) or not is_body(said.value):
                return
            key = "candidate" if self.kind == "candidates" else "supplier"  # that it won is for others to say
            said = replace(said, key=key, value=f"{said.value}（牵头人）")
        lot, rank = said.scope.lot, rank_of(said.label) if said.key == "candidate" else None
        if pattern("failed").match(said.value):
            self.failed(lot, said.scope.lot_name, said.value, said.place)
            return
        if fits("nothing", said.value):
            if rank:  # the name follows: 第一中标候选人 | 单位名称 | …
                self.current, self.role, self.lot_of_current = Offer([], rank=rank, place=said.place), "candidate", lot  # fmt: skip
            return
        more = ""
        if found := pattern("name-and-more").fullmatch(said.value):  # 甲公司，92.6分
            said, more = replace(said, value=found[1]), found[2]
        if not is_name(said.value):
            if said.key in ("winner", "candidate") and len(said.value) < 80:
                self.leave(said.place, _("no name of an organisation"), said.value)
            return
        waiting = self.current if self.current and not self.current.firms else None
        role = self.role if waiting else settled(self.kind, role_of_field(said, self.party))
        if not role:
            return
        part = self.part(lot, said.place, said.scope.lot_name)
        if role in ("invited", "subcontractor"):
            self.mention(part, role, said)
            return
        offers = read_offers(said.value, said.place, joint=bool(rank or waiting))
        if role == "pending" and said.key == "bidder" and len(offers) > 1:
            role = "bid"  # 参与比选单位：甲公司、乙公司
        self.shared, self.lot_of_current, self.role = len(offers) > 1, lot, role
        if not offers:
            self.leave(said.place, _("no name of an organisation"), said.value[:80])
        number = rank or (waiting.rank if waiting else None)
        for offer in offers:
            self.one(part, role, offer, said, listed)
            if self.current and number:
                if self.current.rank not in (None, number):
                    self.leave(said.place, _("another rank than in the table"), said.value[:80])
                self.current.rank = self.current.rank or number
        for clause in re.split("[，,；;]", more) if self.current else ():  # points, a price
            if score := re.search(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*分", clause):
                self.about(replace(said, key="score", value=score[1]))
            elif re.search(r"[0-9].*元", clause):
                self.about(replace(said, key="price", value=clause))

    def one(self, part: Part, role: str, offer: Offer, said: Field, listed: set[str]) -> None:
        if role == "pending":
            self.current = same([*part.winners, *part.candidates, *part.bids], offer)
            if not self.current:
                self.current = offer
                self.pending.append((part, offer, said))
        elif part.number in listed and role in ("candidate", "bid"):
            self.current = same([*part.candidates, *part.bids], offer)  # text adds no bidder to a table
            return
        else:
            self.current = self.join(part, role, offer)
        for lot, key in [one for one in self.before if one[0] == part.number]:
            self.about(self.before.pop((lot, key)))

    def whole(self, said: Field) -> None:
        """A winner, its address and its price in one value: 甲地科技有限公司，某路1号，中标价：120万元."""
        name, _, rest = re.sub(r"^[\s0-9.、]+", "", said.value).partition("，")
        if not is_body(name):
            return
        self.names(replace(said, key="winner", value=name), set())
        if self.current and (price := re.search(r"(?:价|金额)\s*[:：]?\s*([^价额]*元.*)$|([^，]*元.*)$", rest)):  # fmt: skip
            self.detail(self.current, replace(said, key="amount", value=price[1] or price[2]))

    def about(self, said: Field) -> None:
        """A price, a term or the like, of the offer named last in its lot."""
        about = said.scope.about[0]
        if about == "works":
            return
        if self.current and said.scope.lot == self.lot_of_current:
            waits = next((one for one in self.pending if one[1] is self.current), None)
            if waits and says_award(said.label) and about not in ("candidate", "loser", "rejected", "bid"):
                self.pending.remove(waits)
                self.role = "winner"
                self.current = self.join(waits[0], settled(self.kind, self.role), waits[1])
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


def drop_hosts(notice: Notice) -> None:
    """Running text that names the buyer or the agent beside a verdict does not make a bidder of it."""
    hosts = {frozenset((normalise(firm.name),)) for firm in (*notice.buyers, *notice.agents)}
    for part in notice.parts:
        part.bids = [one for one in part.bids if not one.place or one.price or who(one) not in hosts]


def unread(blocks: Blocks) -> list[Aside]:
    """The tables that gave nothing, each with its place, head and the reason."""
    gave, why = _("a table that gave nothing"), _("a table that gave nothing: {why}")
    return [Aside(seen.place, why.format(why=seen.why) if seen.why else gave, f"{seen.caption}: {seen.head}" if seen.caption else seen.head)
            for seen in blocks.seen if not seen.used]  # fmt: skip
