"""What the reader sees in a file, for people and for programs: each value with its printed words and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from govgraph.loaders.base import Rejected
from govgraph.loaders.notices import in_file
from govgraph.loaders.notices.amounts import read_price
from govgraph.loaders.notices.notice import Day, Firm, Notice, Offer, Price, Said
from govgraph.loaders.personal import scrub, scrub_text
from govgraph.messages import _, told
from govgraph.text.methods import read_method
from govgraph.text.sums import Money, NoAmount, Rate, UnitPrice

#: Fields of a notice that are shown apart from the others: who, the lots, and what was not used.
_APART = ("kind", "position", "heading", "url", "portal", "corrects", "buyers", "agents", "parts", "aside")


def seen_in(path: Path) -> list[dict[str, Any]]:
    """What the reader sees in a file: one entry a notice, or the reason why a part of it is none."""
    entries: list[dict[str, Any]] = []
    for found in in_file(path):
        if isinstance(found, Rejected):
            entries.append({"position": found.position, "refused": found.reason})
        elif isinstance(found[1], str):
            entries.append({"position": found[0].position, "refused": found[1]})
        else:
            entries += map(_notice, found[1])
    return entries


def _notice(notice: Notice) -> dict[str, Any]:
    made: dict[str, Any] = {"position": notice.position, "event": notice.kind, "heading": scrub_text(notice.heading)}  # fmt: skip
    made |= {name: value for name in ("portal", "url", "corrects") if (value := getattr(notice, name))}
    made["fields"] = {name: value for name, value in _filled(notice).items() if name not in _APART}
    if notice.method and (method := read_method(notice.method.text)):
        made["fields"]["method"]["value"] = method.code
    made |= {"buyers": _plain(notice.buyers), "agents": _plain(notice.agents), "lots": _plain(notice.parts)}
    aside = [(one.place, one.reason, scrub(one.value)) for one in notice.aside]
    made["not_used"] = [dict(zip(("place", "reason", "value"), one, strict=True)) for one in aside]
    return made


def _filled(thing: Any) -> dict[str, Any]:
    """All fields of a thing that say anything, by name."""
    values = {one.name: getattr(thing, one.name) for one in fields(thing)}
    return {name: _plain(value) for name, value in values.items() if value not in ("", None, [])}


def _plain(value: Any) -> Any:
    """A value as JSON: what was read, the words as printed, and where they stand."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Said):
        return _value(scrub_text(value.text), value.text, value.place)
    if isinstance(value, Day):
        return _value(value.text, value.printed or value.text, value.place)
    if isinstance(value, Firm):
        return _value(value.name, value.name, value.place) | ({"code": value.code} if value.code else {})
    if isinstance(value, Price):
        return _value("", f"{value.head} {value.text}".strip(), value.place) | _sum(value)
    if isinstance(value, Offer):
        made = _filled(value)
        del made["firms"]
        return {"names": [firm.name for firm in value.firms]} | made
    return value if isinstance(value, (str, int)) else _filled(value)


def _value(value: str, printed: str, place: str) -> dict[str, str]:
    return {"value": value, "printed": scrub_text(printed[:200]), "place": place}


def _sum(price: Price) -> dict[str, str]:
    """A sum with its currency, a rate in per cent, or why it is neither."""
    found = read_price(price)
    if isinstance(found, Rate):
        return {"value": f"{found.percent:f}", "unit": "%"}
    if not isinstance(found, (Money, UnitPrice)):
        return {"not_read": found.reason if isinstance(found, NoAmount) else "a range"}
    made = {"value": f"{found.amount:f}", "currency": found.currency}
    if isinstance(found, UnitPrice):
        return made | {"per": found.per}
    more = {"bound": found.bound, "doubt": found.implausible}
    return made | {name: text for name, text in more.items() if text}


def as_text(entries: list[dict[str, Any]]) -> Iterator[str]:
    """The same as lines that a person reads."""
    for entry in entries:
        where = f" [{entry['position']}]" if entry["position"] else ""
        if "refused" in entry:
            yield _("refused{where}: {reason}").format(where=where, reason=told(entry["refused"]))
            continue
        yield f"{entry['event']}{where}: {entry['heading']}"
        for name in ("portal", "url", "corrects", "fields", "buyers", "agents"):
            said = entry.get(name, [])
            for key, value in said.items() if isinstance(said, dict) else [(name, said)]:
                yield from _lines(key, value, "  ")
        for lot in entry["lots"]:
            words = " ".join(lot[name] for name in ("number", "name", "status", "reason") if name in lot)
            yield (_("  lot {words}") if "number" in lot else _("  whole {words}")).format(words=words)
            for name, value in lot.items():
                if not isinstance(value, str):
                    yield from _lines(name, value, "    ")
        for aside in entry["not_used"]:
            place = f"  ({aside['place']})" if aside["place"] else ""
            left = _("  not used: {reason}: {value}{place}")
            yield left.format(reason=told(aside["reason"]), value=aside["value"], place=place)


def _lines(name: str, value: Any, indent: str, colon: str = ":") -> Iterator[str]:
    """A value by its name; what is said of an offer stands below it."""
    if isinstance(value, list):
        for one in value:
            yield from _lines(name.removesuffix("s"), one, indent)
    elif not isinstance(value, dict):
        yield f"{indent}{name}{colon} {value}"
    elif "names" in value:
        yield f"{indent}{name}: {'、'.join(value['names'])}  ({value['place']})"
        for key, one in value.items():
            if key not in ("names", "place"):
                yield from _lines(key, one, indent + "  ", "")
    else:
        more = [str(one) for key, one in value.items() if key not in ("value", "printed", "place", "code")]
        read = " ".join((value["value"], *more)).strip()
        printed = f"  “{value['printed']}”" if value["printed"] not in ("", value["value"]) else ""
        yield f"{indent}{name}{colon} {read}{printed}" + (f"  ({value['place']})" if value["place"] else "")
