"""The things that a text can say about money; each quotes its words and their place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Amount", "Money", "MoneyRange", "NoAmount", "Rate", "Span", "UnitPrice"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money, exact as a decimal, and how it is printed.

    ``step`` is the value of the last printed digit; ``precision`` is ``rounded`` when that is
    more than one unit of currency, or the words say 约. ``bound`` is ``at-most``, ``at-least`` or
    empty. ``implausible`` says why a caller should not load the sum unseen, or is empty.
    """

    amount: Decimal
    currency: str
    precision: str
    text: str
    span: Span
    step: Decimal = Decimal(1)
    bound: str = ""
    implausible: str = ""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price for one of something: not a sum that anybody was awarded."""

    amount: Decimal
    currency: str
    per: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage. ``kind``: ``discount``, ``multiplier``, ``tax``, ``share`` or empty.

    ``precision`` is ``rounded`` where the words say 约.
    """

    percent: Decimal
    kind: str
    text: str
    span: Span
    precision: str = "exact"


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """From one sum to another, both in one currency."""

    low: Money
    high: Money
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class NoAmount:
    """Why there is no single amount here; ``found`` holds what was seen instead."""

    reason: str
    text: str
    span: Span
    found: tuple[Money | UnitPrice | Rate | MoneyRange, ...] = ()


Amount = Money | UnitPrice | Rate | MoneyRange | NoAmount
