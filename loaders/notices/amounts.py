"""Amounts of notices: sums with their kind, rates as rates, and what is neither, set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from govgraph.graph.statements.entity import Entity
from govgraph.loaders.notices.notice import Price, Said
from govgraph.loaders.notices.said import Writer
from govgraph.loaders.notices.vocabulary import pattern, says
from govgraph.messages import _
from govgraph.text.money import Amount, Money, NoAmount, Rate, read_money, tax_of, unit_of

_PERCENT = re.compile(r"[(（]\s*[%％]\s*[)）]")  # 最终报价:95.5(%)
_LONGEST = 300  # characters of a rate's words that are kept


class Amounts:
    """States the amounts of steps through a file's writer."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def price(self, step: Entity, price: Price | None, kind: str) -> None:
        """State a sum, or a rate as a rate."""
        if not price:
            return
        found = read_price(price)
        if isinstance(found, Rate) and found.precision == "exact":
            self.writer.say(step, "rate", Said(plain(found.percent), price.place), price.text)
        else:
            self.sum(step, price, kind)
        self.writer.say(step, "rateText", Said(rate_words(price, found), price.place))

    def sum(self, step: Entity, price: Price | None, kind: str) -> Decimal | None:
        """State a sum with its kind; what is none is set aside, what is not stated is nothing."""
        found = read_price(price) if price else None
        if not price or not found:
            return None
        if reason := _why_not(found, price, kind in ("budget", "ceiling")):
            words = price.text if isinstance(found, Money) and not found.amount else price.head + " " + price.text  # fmt: skip
            self.writer.set_aside(price.place, reason, words.strip())
        if reason or not isinstance(found, Money):
            return None
        kind = "ceiling" if found.bound else kind
        sum_, exact = plain(found.amount), "exact" if found.precision == "exact" else ""
        values = {"amount": sum_, "amountKind": kind, "currency": found.currency, "amountPrecision": exact}
        values["valueAddedTaxIncluded"] = tax_of(f"{price.head} {price.text}")
        self.writer.state(step, price.place, price.text, **values)
        return found.amount

    def budget(self, step: Entity, budget: Price | None, ceiling: Price | None) -> None:
        """The budget, else the ceiling; a step holds one amount, so another one beside it is set aside."""
        stated = self.sum(step, budget, "budget")
        if ceiling and stated is None:
            self.sum(step, ceiling, "ceiling")
        elif ceiling and (other := sum_of(ceiling)) and other.amount != stated:
            self.writer.set_aside(ceiling.place, _("a ceiling beside a budget"), ceiling.text)

    def total(self, total: Price | None, awards: Sequence[tuple[Entity, Price | None]]) -> None:
        """The printed total: the amount of the only award, or a check on the sum of several."""
        found = sum_of(total) if total else None
        if not total or not found or any(isinstance(read_price(p), Rate) for _, p in awards if p):
            return
        known = [money.amount for _, price in awards if price and (money := sum_of(price))]
        if len(awards) == 1 and not known:
            self.sum(awards[0][0], total, "award")
        elif awards and len(known) < len(awards):
            self.writer.set_aside(total.place, _("a total that is not split among the winners"), total.text)
        elif awards and abs(sum(known, Decimal(0)) - found.amount) >= max(found.step, Decimal(1)):
            self.writer.set_aside(total.place, _("a total that is not the sum of the awards"), total.text)


def read_price(price: Price) -> Amount:
    """What the words of a price say, with the unit of their label."""
    found = read_money(_PERCENT.sub("%", price.text.replace("(/)", "")), unit_of(price.head))
    if isinstance(found, Money) and found.precision == "rounded" and re.search("[%％].*约", price.text):
        return NoAmount(_("an amount and a rate"), price.text, found.span)  # and about how much that is
    return found


def sum_of(price: Price) -> Money | None:
    """The plausible sum that a price states, or ``None``."""
    found = read_price(price)
    return found if isinstance(found, Money) and not found.implausible and found.bound != "at-least" else None


def plain(number: Decimal) -> str:
    """A number without an exponent and without noughts at its end."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _why_not(found: Amount, price: Price, limit: bool) -> str:
    """Why an amount is no sum to be stated; empty where it is, or where none is stated."""
    if isinstance(found, NoAmount):
        unread = _("an unreadable amount: {reason}").format(reason=found.reason)
        return "" if found.reason == "not stated" else unread
    if not isinstance(found, Money):
        return _("a rate, range or unit price where a sum should be")
    if not found.amount and not says("free", price.text):
        return _("an amount of nought that is not said to be free")
    if found.bound and not (limit and found.bound == "at-most"):
        return _("a bound where a sum should be")
    return _("an implausible amount: {implausible}").format(implausible=found.implausible) if found.implausible else ""  # fmt: skip


def rate_words(price: Price, found: Amount) -> str:
    """The words of a rate, of several, of one beside a sum or without its unit; else empty.

    The label's own word stands before a bare number, where it names one kind of rate only.
    """
    text = " ".join(price.text.split())[:_LONGEST]
    words: list[str] = list(dict.fromkeys(pattern("rate").findall(price.head)))
    if isinstance(found, Rate):
        if found.text == text and re.fullmatch(r"[0-9.]+", text):
            text += "%"  # the head says that it is one
        return words[0] + text if len(words) == 1 and not found.kind and words[0] not in text else text
    if not isinstance(found, NoAmount):
        return ""
    if words and found.reason == "a number without a unit":
        return words[0] + text
    told = any(isinstance(item, Rate) and item.kind not in ("tax", "share") for item in found.found)
    return text if told else ""
