"""Who stands in a lot, each in one list, with all that is said of its offer: price, term, rank and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from govgraph.loaders.notices.evidence import is_name, says_award
from govgraph.loaders.notices.joint_bids import read_offers
from govgraph.loaders.notices.notice import Aside, Notice, Offer, Part, Price, Said
from govgraph.loaders.notices.stream import Field
from govgraph.loaders.notices.table_shapes import rank_of
from govgraph.loaders.notices.vocabulary import fits, pattern
from govgraph.messages import _
from govgraph.text import names
from govgraph.text.money import unit_of

normalise = lru_cache(maxsize=50_000)(names.normalise)
_SCORE = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*(?:分.*)?", re.DOTALL)
_POINTS = re.compile(r"100|[0-9]{1,2}(?:\.[0-9]+)?分?")
_LISTS = {"winner": "winners", "candidate": "candidates", "bid": "bids", "loser": "bids", "rejected": "bids",
          "single": "suppliers", "party_b": "suppliers", "supplier": "suppliers"}  # fmt: skip
_STATUS = {"loser": "losing", "rejected": "rejected"}


class Parts:
    """The lots of a notice by number (empty: the whole), and what could not be used, among its asides."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.found: dict[str, Part] = {}
        self.shared = False  # whether the names before stand for several bidders, whom no one price fits

    def part(self, lot: str, place: str, name: str = "") -> Part:
        """The part of a lot; a name is kept where it is one."""
        part = self.found.setdefault(lot, Part(lot, place=place))
        name = re.sub(r"^[\s:：]+|[\s:：。]+$", "", name)
        if name and name != lot and not part.name and len(name) < 200:
            part.name = "" if pattern("no-lot-name").search(name) else name
        return part

    def leave(self, place: str, reason: str, value: object, head: str = "") -> None:
        self.notice.aside.append(Aside(place, reason, f"{head}：{value}" if head else value))

    def failed(self, lot: str, name: str, reason: str, place: str) -> None:
        """A lot that nobody won."""
        if not fits("nothing", reason) and not pattern("not-failed").match(reason):
            part = self.part(lot, place, name)
            part.status = "cancelled" if pattern("cancelled").search(reason) else "unsuccessful"
            part.reason = reason[:300]

    def mention(self, part: Part, role: str, who: Field) -> None:
        """Those who were invited, or to whom work is passed on."""
        listed = part.invited if role == "invited" else part.subcontractors
        for firm in (firm for offer in read_offers(who.value, who.place) for firm in offer.firms):
            if all(normalise(firm.name) != normalise(known.name) for known in listed):
                listed.append(firm)

    def join(self, part: Part, role: str, offer: Offer) -> Offer:
        """The offer in its list: as a new one, or what is known already of the same bidders."""
        chosen: list[Offer] = getattr(part, _LISTS[role])
        known = same([*chosen, *part.candidates] if role == "bid" else chosen, offer)
        if not known and role == "winner" and not part.number:  # named again, without the lot
            known = same((one for other in self.found.values() for one in other.winners), offer)
        if known:
            return known
        offer.status = offer.status or _STATUS.get(role, "")
        chosen.append(offer)
        return offer

    def detail(self, offer: Offer, said: Field) -> None:
        """One more thing about an offer; the first of its kind counts."""
        key, value = said.key, said.value.strip()
        if not value or fits("nothing", value):
            return
        if self.shared and key in ("price", "amount", "rate"):
            reason = _("one price for several winners")
            if Aside(said.place, reason, value[:80]) not in self.notice.aside:
                self.leave(said.place, reason, value[:80])
        elif key in ("price", "amount"):
            self.priced(offer, said, value)
        elif key == "unit":
            if offer.price and not unit_of(offer.price.head) and unit_of(value):
                offer.price = replace(offer.price, head=f"{offer.price.head}（{value}）")
        elif key == "rate":
            offer.rate = offer.rate or Price(value[:300], said.label, said.place)
        elif key == "period" and not offer.period:
            offer.period = term(said)
            if not offer.period:
                self.leave(said.place, _("a term that states no time"), value)
        elif key == "score" and not offer.score and (found := _SCORE.fullmatch(value)):
            offer.score = found[1]
        elif key == "rank":
            offer.rank = offer.rank or rank_of(value)
        elif key == "lost":
            offer.reason = offer.reason or value[:300]
        elif key in ("code", "registered") and len(offer.firms) == 1 and not getattr(offer.firms[0], key):
            setattr(offer.firms[0], key, value)
            offer.firms[0].code_place = said.place if key == "code" else offer.firms[0].code_place
        elif key == "leader" and not offer.leader:
            offer.leader = next((firm.name for one in read_offers(value, "") for firm in one.firms), "")
        elif key == "members":
            known = {normalise(firm.name) for firm in offer.firms}
            firms = [firm for one in read_offers(value, said.place, joint=True) for firm in one.firms]
            offer.firms += [one for one in firms if is_body(one.name) and normalise(one.name) not in known]

    def priced(self, offer: Offer, said: Field, value: str) -> None:
        if _POINTS.fullmatch(value) and any(pattern("scores").search(words) for words in said.scope.words):
            return  # 报价 among the scores is what the price was given
        if pattern("ruled-out-price").search(value):
            offer.status, offer.reason = "rejected", offer.reason or value[:300]
            if not (found := re.match(r"[¥￥]?[0-9][0-9.,]*\s*[万亿]?元", value)):
                return
            value = found[0]
        better = says_award(said.label) and offer.price and not says_award(offer.price.head)
        if offer.price is None or better:
            offer.price = Price(value[:300], said.label, said.place)

    def settle(self, text: str) -> None:
        """Who leads, as anything on the page says, and no ranks where it says that their order means nothing."""
        for part in self.found.values():
            self.settle_order(part, text)
            for offer in part.offers:
                if len(offer.firms) > 1 and not offer.leader:
                    leaders = [firm.name for firm in offer.firms if _leads(firm.name, text)]
                    offer.leader = leaders[0] if len(leaders) == 1 else ""

    def settle_order(self, part: Part, text: str) -> None:
        listed = part.candidates or part.bids
        ranks = [offer.rank for offer in listed if offer.rank]
        if ranks and (found := pattern("unordered").search(text)):
            reason = _("ranks, but the order is said to mean nothing: {found}").format(found=found[0])
        elif len(set(ranks)) < len(ranks):
            reason = _("one rank for several bids")
        else:
            return
        self.leave(part.place, reason, [f"{one.rank or '-'} {'、'.join(firm.name for firm in one.firms)}" for one in listed])  # fmt: skip
        for offer in listed:
            offer.rank = None


def who(offer: Offer) -> frozenset[str]:
    """The names of those who bid together, in one form each."""
    return frozenset(normalise(firm.name) for firm in offer.firms)


def same(offers: Iterable[Offer], offer: Offer) -> Offer | None:
    """The offer of the same bidders; a lone name is a consortium that it is in, where only one is."""
    offers, bidders = list(offers), who(offer)
    exact = [known for known in offers if who(known) == bidders]
    within = [known for known in offers if bidders and bidders < who(known)]
    return exact[0] if exact else within[0] if len(within) == 1 else None


def is_body(name: str) -> bool:
    """Whether a name is that of an organisation, by its words."""
    return is_name(name) and bool(pattern("organisation").search(name))


def term(said: Field) -> Said | None:
    """The term as worded; a bare number takes the unit of its label: 履约期限(天) | 730."""
    value = " ".join(said.value.split())
    unit = re.search(r"[(（]\s*(日历天|天|日|个?月|年|工作日)\s*[)）]", said.label)
    if re.fullmatch(r"[0-9]{1,5}", value) and unit:
        return Said(value + unit[1], said.place)
    if pattern("term").search(value) and not re.match(r".{0,30}(?:详见|见招标文件|见附件)", value):
        return Said(value, said.place)
    return None


def _leads(name: str, text: str) -> bool:
    """Whether 甲公司（牵头人） or 牵头人：甲公司 stands anywhere."""
    leads = pattern("leads").pattern
    return name in text and bool(re.search(rf"{re.escape(name)}\s*[（(]\s*{leads}\s*[)）]|{leads}\s*[:：]\s*{re.escape(name)}", text))  # fmt: skip
