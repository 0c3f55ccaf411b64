"""Natural persons among the parties of a release: how they are told, and what of them is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.loaders.ocds.values import Json, in_words, objects, text
from govgraph.loaders.personal import scrub_text
from govgraph.text.person_numbers import is_credit_code, is_person_scheme, person_number_in_id

#: Words in a party's details that say that it is a natural person (the extensions have no one field).
_PERSON = re.compile(
    r"\b(?:natural[ _-]?person|persona[ _]natural|persona[ _]f[ií]sica|pessoa[ _]f[ií]sica|personne[ _]physique"
    r"|self[ -]?employed|sole[ _-]?trader|individual)\b|физическое лицо|фізична особа|自然人",
    re.IGNORECASE,
)
#: Ids of parties that are made of the number of a citizen.
_PERSONAL = re.compile(r"curp|c[ée]dula|\bcpf\b|\bdni\b|passport|persona[_ ]natural", re.IGNORECASE)
#: Fields that describe who somebody is, beside the name.
_OF_PERSONS = ("identifier", "additionalIdentifiers", "address")
_IDENTIFIERS = ("identifier", "additionalIdentifiers")
_LEAST = 4  # signs of a number that is looked for elsewhere in the release


def is_person(party: Json) -> bool:
    """Whether a party's details, the scheme of its identifier or its id say that it is a natural person."""
    if not party.keys().isdisjoint(_IDENTIFIERS) and any(
        is_person_scheme(text(one.get("scheme"))) for one in _identifiers(party) if one.get("scheme")
    ):
        return True
    id_ = party.get("id")
    if isinstance(id_, str) and ("-" in id_ or ":" in id_) and person_number_in_id(id_):
        return True
    details = party.get("details")
    if not isinstance(details, dict):
        return False
    inner = [v for d in details.values() for v in (d.values() if isinstance(d, dict) else (d,))]
    return any(isinstance(v, str) and len(v) < 60 and _PERSON.search(v) for v in inner)


def is_personal_id(id_: str) -> bool:
    """Whether a party's id is made of the number of a person, or of what was left of one."""
    return bool(_PERSONAL.search(id_) or person_number_in_id(id_)) or "…" in id_ or scrub_text(id_) != id_


def drop_persons(release: Json) -> None:
    """Take the numbers of natural persons from a release, wherever they are repeated.

    Of an identifier its scheme stays, so that who has it is still told as a person. A number that is an id
    or part of one gives way to the name, by which the references still find the party.
    """
    numbers: dict[str, str] = {}
    for party in _parties(release):
        for owner in objects(party.get("beneficialOwners")):
            if isinstance(owner, dict):
                numbers |= _numbers(owner)
                for field in _OF_PERSONS:
                    owner.pop(field, None)
        if is_person(party):
            numbers |= _numbers(party)
            _forget(party)
    if numbers:
        _replace(release, sorted(numbers.items(), key=lambda one: -len(one[0])))


#: Fields that stand for somebody.
_WHO = ("buyer", "buyers", "procuringEntity", "tenderers", "tenderer", "suppliers")


def _parties(release: Json) -> Iterator[Json]:
    """All objects in a release that stand for somebody and could tell that it is a person."""
    bids = release.get("bids")
    steps = [release, release.get("tender"), release.get("awards"), release.get("contracts"),
             bids.get("details") if isinstance(bids, dict) else bids]  # fmt: skip
    found = [release.get("parties")]
    for step in steps:
        for one in step if isinstance(step, list) else (step,):
            if isinstance(one, dict):
                found += [one[field] for field in _WHO if field in one]
    for value in found:
        for who in objects(value):
            if isinstance(who, dict):
                yield who
                yield from (_holder(one) for one in objects(who.get("shareholders")) if isinstance(one, dict))


def _holder(given: Json) -> Json:
    inner = given.get("shareholder")
    return inner if isinstance(inner, dict) else given


def _identifiers(party: Json) -> Iterator[Json]:
    for field in _IDENTIFIERS:
        if found := party.get(field):
            yield from (one for one in objects(found) if isinstance(one, dict))


def _numbers(person: Json) -> dict[str, str]:
    """The numbers of a person, each with what takes its place."""
    found = {text(one.get("id")) for one in _identifiers(person)}
    if number := person_number_in_id(text(person.get("id"))):
        found.add(number)
    named = scrub_text(in_words(person, "name"))
    return {
        number: f"…{named.replace(number, '…')}"
        for number in found
        if len(number) >= _LEAST and not is_credit_code(number)
    }


def _forget(person: Json) -> None:
    schemes = [{"scheme": one["scheme"]} for one in _identifiers(person) if one.get("scheme")]
    for field in _OF_PERSONS:
        person.pop(field, None)
    if schemes:
        person["identifier"] = next((s for s in schemes if is_person_scheme(text(s["scheme"]))), schemes[0])


def _replace(value: object, numbers: list[tuple[str, str]], depth: int = 0) -> None:
    if depth > 60 or not isinstance(value, (dict, list)):
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for place, item in list(items):
        if isinstance(item, str):
            value[place] = _without(item, str(place) in ("id", "ids"), numbers)
        elif isinstance(item, int) and not isinstance(item, bool) and str(item) in dict(numbers):
            value[place] = dict(numbers)[str(item)]
        else:
            _replace(item, numbers, depth + 1)


def _without(words: str, is_id: bool, numbers: list[tuple[str, str]]) -> str:
    for number, shown in numbers:
        if number in words:
            words = words.replace(number, shown if is_id or words == number else "…")
    return words
