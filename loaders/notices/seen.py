"""What the reader sees in a file, for people and for programs: each value with its printed words and place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govgraph.loaders.base import Rejected
from govgraph.loaders.notices import in_file
from govgraph.loaders.notices.amounts import read_price
from govgraph.loaders.notices.notice import Firm, Notice, Offer, Part, Price
from govgraph.loaders.personal import scrub, scrub_text
from govgraph.messages import _, told
from govgraph.text.methods import read_method
from govgraph.text.sums import Money, NoAmount, Rate, UnitPrice

#: A value as read, with its printed words and its place.
Value = dict[str, Any]
_SAID = ("title", "number", "plan_number", "notice_number", "contract_number", "contract_name", "method", "region", "change")  # fmt: skip
_DAYS = ("published", "decided", "signed", "first_published", "deadline")
_PRICES = ("budget", "ceiling", "total")
_OFFERS = ("winners", "candidates", "bids", "suppliers")


def seen_in(path: Path) -> list[dict[str, Any]]:
    """What the reader sees in a file: one entry a notice, or the reason why a part of it is none."""
    return [entry for found in in_file(path) for entry in _entries(found)]


def _entries(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, Rejected):
        yield {"position": found.position, "refused": found.reason}
        return
    paper, notices = found
    if isinstance(notices, str):
        yield {"position": paper.position, "refused": notices}
        return
    for notice in notices:
        yield _notice(notice)


def _notice(notice: Notice) -> dict[str, Any]:
    made: dict[str, Any] = {"position": notice.position, "event": notice.kind, "heading": scrub_text(notice.heading)}  # fmt: skip
    made |= {name: value for name in ("portal", "url", "corrects") if (value := getattr(notice, name))}
    fields: dict[str, Value] = {}
    for name in _SAID:
        if said := getattr(notice, name):
            method = read_method(said.text) if name == "method" else None
            fields[name] = _value(method.code if method else scrub_text(said.text), said.text, said.place)
    for name in _DAYS:
        if day := getattr(notice, name):
            fields[name] = _value(day.text, day.printed or day.text, day.place)
    fields |= {name: _price(price) for name in _PRICES if (price := getattr(notice, name))}
    made["fields"] = fields
    made["buyers"], made["agents"] = ([_firm(firm) for firm in firms] for firms in (notice.buyers, notice.agents))  # fmt: skip
    made["lots"] = [_part(part) for part in notice.parts]
    made["not_used"] = [
        {"place": aside.place, "reason": aside.reason, "value": scrub(aside.value)} for aside in notice.aside
    ]
    return made


def _value(value: str, printed: str, place: str) -> Value:
    return {"value": value, "printed": scrub_text(printed[:200]), "place": place}


def _firm(firm: Firm) -> Value:
    return _value(firm.name, firm.name, firm.place) | ({"code": firm.code} if firm.code else {})


def _price(price: Price) -> Value:
    """A sum with its currency, a rate in per cent, or why it is neither."""
    found = read_price(price)
    made = _value("", f"{price.head} {price.text}".strip(), price.place)
    if isinstance(found, Money):
        made |= {"value": f"{found.amount:f}", "currency": found.currency}
        made |= {name: text for name, text in (("bound", found.bound), ("doubt", found.implausible)) if text}
    elif isinstance(found, Rate):
        made |= {"value": f"{found.percent:f}", "unit": "%"}
    elif isinstance(found, UnitPrice):
        made |= {"value": f"{found.amount:f}", "currency": found.currency, "per": found.per}
    else:
        made["not_read"] = found.reason if isinstance(found, NoAmount) else "a range"
    return made


def _part(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {name: value for name in ("number", "name", "status", "reason", "place") if (value := getattr(part, name))}  # fmt: skip
    made |= {name: _price(price) for name in ("budget", "ceiling") if (price := getattr(part, name))}
    made |= {role: [_offer(one) for one in offers] for role in _OFFERS if (offers := getattr(part, role))}
    made |= {role: [_firm(firm) for firm in firms] for role in ("invited", "subcontractors") if (firms := getattr(part, role))}  # fmt: skip
    return made


def _offer(offer: Offer) -> dict[str, Any]:
    made: dict[str, Any] = {"names": [firm.name for firm in offer.firms], "place": offer.place}
    made |= {name: value for name in ("leader", "rank", "score", "status", "reason") if (value := getattr(offer, name))}  # fmt: skip
    made |= {name: _price(price) for name in ("price", "rate") if (price := getattr(offer, name))}
    return made | ({"period": offer.period.text} if offer.period else {})


def as_text(entries: list[dict[str, Any]]) -> Iterator[str]:
    """The same as lines that a person reads."""
    for entry in entries:
        where = f" [{entry['position']}]" if entry["position"] else ""
        if "refused" in entry:
            yield _("refused{where}: {reason}").format(where=where, reason=told(entry["refused"]))
            continue
        yield f"{entry['event']}{where}: {entry['heading']}"
        yield from (f"  {name}: {entry[name]}" for name in ("portal", "url", "corrects") if name in entry)
        for name, value in entry["fields"].items():
            yield f"  {name}: {_shown(value)}"
        for name in ("buyers", "agents"):
            yield from (f"  {name[:-1]}: {_shown(value)}" for value in entry[name])
        for lot in entry["lots"]:
            yield from _lot_lines(lot)
        for aside in entry["not_used"]:
            place = f"  ({aside['place']})" if aside["place"] else ""
            left = _("  not used: {reason}: {value}{place}")
            yield left.format(reason=told(aside["reason"]), value=aside["value"], place=place)


def _shown(value: Value) -> str:
    more = " ".join(str(value[name]) for name in ("currency", "unit", "per", "bound", "not_read", "doubt") if name in value)  # fmt: skip
    read = f"{value['value']} {more}".strip()
    printed = f"  “{value['printed']}”" if value["printed"] not in ("", value["value"]) else ""
    return f"{read}{printed}" + (f"  ({value['place']})" if value["place"] else "")


def _lot_lines(lot: dict[str, Any]) -> Iterator[str]:
    words = " ".join(lot[name] for name in ("number", "name", "status", "reason") if name in lot)
    yield (_("  lot {words}") if "number" in lot else _("  whole {words}")).format(words=words)
    yield from (f"    {name}: {_shown(lot[name])}" for name in ("budget", "ceiling") if name in lot)
    for role in _OFFERS:
        for offer in lot.get(role, ()):
            more = [f"{name} {offer[name]}" for name in ("leader", "rank", "score", "status", "reason", "period") if name in offer]  # fmt: skip
            prices = [f"{name} {_shown(offer[name])}" for name in ("price", "rate") if name in offer]
            yield f"    {role.removesuffix('s')}: {'、'.join(offer['names'])}  ({offer['place']})"
            yield from (f"      {line}" for line in (*prices, *more))
    for role in ("invited", "subcontractors"):
        yield from (f"    {role.removesuffix('s')}: {_shown(firm)}" for firm in lot.get(role, ()))
