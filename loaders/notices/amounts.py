"""Amounts of notices: sums with their kind, rates as rates, and what is neither, set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.notices.notice import Price, Said
from govgraph.loaders.notices.said import Writer
from govgraph.messages import _
from govgraph.text.money import Amount, Money, NoAmount, Rate, read_money, tax_of, unit_of

_PERCENT = re.compile(r"[(（]\s*[%％]\s*[)）]")  # 最终报价:95.5(%)
_LONGEST = 300  # characters of a rate's words that are kept
#: 0元 is a price that has been bid; 0.000000 under 万元 is a form's way to say nothing.
_FREE = re.compile(r"(?<![0-9.])0(?:\.0{1,2})?\s*元|零元|免费|无偿")
_RATES = ("下浮率", "下浮比例", "折扣率", "优惠率", "让利率", "费率")


class Amounts:
    """States the amounts of steps through a file's writer."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def price(self, step: Entity, price: Price | None, kind: str) -> None:
        """State a sum, or a rate as a rate."""
        found = read_price(price) if price else None
        if price and isinstance(found, Rate) and found.precision == "exact":
            percent = f"{found.percent:f}"
            percent = percent.rstrip("0").rstrip(".") if "." in percent else percent
            self.writer.say(step, "rate", Said(percent, price.place), price.text)
            self.writer.say(step, "rateText", Said(rate_words(price, found), price.place))
            return
        self.sum(step, price, kind)
        if price and (words := _rates_only(price, found)):
            self.writer.say(step, "rateText", Said(words, price.place))

    def sum(self, step: Entity, price: Price | None, kind: str) -> Decimal | None:
        """State a sum with its kind; what is none is set aside, what is not stated is nothing."""
        if not price:
            return None
        found = read_price(price)
        if isinstance(found, Money) and not found.amount and not _FREE.search(price.text):
            self.writer.set_aside(
                price.place, _("an amount of nought that is not said to be free"), price.text
            )
            return None
        if (
            isinstance(found, Money)
            and found.bound
            and not (kind in ("budget", "ceiling") and found.bound == "at-most")
        ):
            self.writer.set_aside(
                price.place, _("a bound where a sum should be"), f"{price.head} {price.text}".strip()
            )
            return None
        if isinstance(found, Money) and not found.implausible:
            kind = "ceiling" if found.bound else kind
            value = f"{found.amount:f}"
            value = value.rstrip("0").rstrip(".") if "." in value else value
            for property_, text in (("amount", value), ("amountKind", kind), ("currency", found.currency)):
                self.writer.say(step, property_, Said(text, price.place), price.text)
            if taxed := tax_of(f"{price.head} {price.text}"):
                self.writer.say(step, "valueAddedTaxIncluded", Said(taxed, price.place), price.text)
            if found.precision == "exact":
                self.writer.say(step, "amountPrecision", Said("exact", price.place), price.text)
            return found.amount
        if reason := _why_not(found):
            self.writer.set_aside(price.place, reason, f"{price.head} {price.text}".strip())
        return None

    def budget(self, step: Entity, budget: Price | None, ceiling: Price | None) -> None:
        """The budget, else the ceiling; a step holds one amount, so another one beside it is set aside."""
        stated = self.sum(step, budget, "budget")
        if not ceiling:
            return
        if stated is None:
            self.sum(step, ceiling, "ceiling")
        elif (other := sum_of(ceiling)) and other.amount != stated:
            self.writer.set_aside(ceiling.place, _("a ceiling beside a budget"), ceiling.text)

    def total(self, total: Price | None, awards: Sequence[tuple[Entity, Price | None]]) -> None:
        """The printed total: the amount of the only award, or a check on the sum of several."""
        found = sum_of(total) if total else None
        if not total or not found or any(isinstance(read_price(p), Rate) for _, p in awards if p):
            return
        sums = [sum_of(price) if price else None for _, price in awards]
        known = [money.amount for money in sums if money]
        if len(awards) == 1 and not known:
            self.sum(awards[0][0], total, "award")
        elif awards and len(known) == len(awards):
            if abs(sum(known, Decimal(0)) - found.amount) >= max(found.step, Decimal(1)):
                reason = _("a total that is not the sum of the awards")
                self.writer.set_aside(total.place, reason, total.text)
        elif awards:
            self.writer.set_aside(total.place, _("a total that is not split among the winners"), total.text)


def read_price(price: Price) -> Amount:
    """What the words of a price say, with the unit of their label."""
    found = read_money(_PERCENT.sub("%", price.text.replace("(/)", "")), unit_of(price.head))
    if isinstance(found, Money) and found.precision == "rounded" and re.search("[%％].*约", price.text):
        return NoAmount(
            _("an amount and a rate"), price.text, found.span
        )  # a rate, and about how much that is
    return found


def sum_of(price: Price) -> Money | None:
    """The plausible sum that a price states, or ``None``."""
    found = read_price(price)
    return found if isinstance(found, Money) and not found.implausible and found.bound != "at-least" else None


def _why_not(found: Amount) -> str:
    if isinstance(found, NoAmount):
        return (
            ""
            if found.reason == "not stated"
            else _("an unreadable amount: {reason}").format(reason=found.reason)
        )
    return (
        _("an implausible amount: {implausible}").format(implausible=found.implausible)
        if isinstance(found, Money)
        else _("a rate, range or unit price where a sum should be")
    )


def rate_words(price: Price, rate: Rate) -> str:
    """The rate's words; the label's own word before a bare percentage, where it names one kind only."""
    words = [word for word in _RATES if word in price.head]
    text = " ".join(price.text.split())[:_LONGEST]
    if rate.text == text and re.fullmatch(r"[0-9.]+", text):
        text += "%"  # the head says that it is one
    return words[0] + text if len(words) == 1 and not rate.kind and words[0] not in text else text


def _rates_only(price: Price, found: Amount | None) -> str:
    """The words of a price that is several rates, a rate and a sum, or a rate whose unit is not said."""
    if isinstance(found, Rate):
        return rate_words(price, found)
    if not isinstance(found, NoAmount):
        return ""
    text = " ".join(price.text.split())[:_LONGEST]
    word = next((word for word in _RATES if word in price.head), "")
    if word and found.reason == "a number without a unit":
        return word + text
    told = any(isinstance(item, Rate) and item.kind not in ("tax", "share") for item in found.found)
    return text if told else ""
