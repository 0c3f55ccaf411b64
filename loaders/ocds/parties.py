"""The organisations and persons of a release: who a reference means, what they are, who owns them.

An organisation is stated once for each release, under the id and the name that it has there: what is one
across releases is decided by the rules of identity, where it can be undone. These never merge persons, so a
person is one for each source, under the id and the name there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from govgraph.graph.statements.entity import Edge, Entity, entity_id
from govgraph.loaders.ocds.notes import Notes
from govgraph.loaders.ocds.persons import is_person, is_personal_id
from govgraph.loaders.ocds.stake_claims import StakeClaims
from govgraph.loaders.ocds.values import Json, in_words, other_names, printed_date, text
from govgraph.messages import _
from govgraph.text.keys import PARTY, read_key

#: What stands in the place of an id; … is left of a number that was dropped.
_NO_ID = re.compile(r"[\W_0]*|n/?a|none|null|nil|unknown|tbd|sin.?dato|s/n|.*….*", re.IGNORECASE | re.DOTALL)
#: An id of a person with so many digits may be the person's own number.
_LONG = re.compile("[0-9]{7}|…")


@lru_cache(maxsize=10_000)
def _loose(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


#: A party (or a reference to none), its id and its name.
_Known = tuple[Json, str, str]


@lru_cache(maxsize=50_000)
def _key(id_: str, scheme: str) -> tuple[str, str]:
    """The property and value of an identifier; an empty value where it is no valid one."""
    key = read_key(id_, scheme.replace(":", " "))
    if not key or not key.valid:
        return "", ""
    return ("creditCode", key.value) if key.scheme == "uscc" else ("identifier", str(key)[:200])


class Parties(Notes):
    """Knows the parties of a release, and states those that something refers to."""

    def __init__(
        self, release: Json, ocid: str, source: str, position: str, owned: StakeClaims | None = None
    ) -> None:
        super().__init__(ocid, source, position)
        self.release = release
        self.released = printed_date(release.get("date"))
        self.owned = owned or StakeClaims()
        self.by_id: dict[str, _Known] = {}
        self.by_name: dict[str, _Known] = {}
        self.by_role: defaultdict[str, list[Json]] = defaultdict(list)
        self.members: defaultdict[str, list[Json]] = defaultdict(list)
        self.places: dict[int, str] = {}
        for number, party in enumerate(self.many(release.get("parties"), "/parties")):
            self.places[id(party)] = f"/parties/{number}"
            self._know(party)
        self.stated: dict[tuple[str, str], Entity] = {}
        #: organisations whose owners are still to be stated, each with its record and place
        self.owned_ones: list[tuple[Entity, Json, str]] = []
        self.stated_names: dict[str, Entity] = {}

    def _know(self, party: Json) -> None:
        known = party, text(party.get("id")), in_words(party, "name") or _legal_name(party)
        if known[1]:
            self.by_id.setdefault(known[1], known)
        if known[2]:
            self.by_name.setdefault(known[2], known)
        roles = party.get("roles")
        for role in roles if isinstance(roles, list) else (roles,):
            if isinstance(role, str):
                self.by_role[role.lower()].append(party)
        for group in self.named(party.get("memberOf")):
            self.members[text(group.get("id")) or text(group.get("name"))].append(party)

    def with_role(self, *roles: str) -> list[Json]:
        """The parties that have one of these roles (in lower case)."""
        return [party for role in roles for party in self.by_role.get(role, ())]

    def organisations(self, references: Iterable[Json], type_: str, place: str) -> list[str]:
        """The ids of those that references mean, each once."""
        found: dict[str, None] = {}
        for reference in references:
            if reference and (id_ := self.organisation(reference, type_, place)):
                found[id_] = None
        return list(found)

    def organisation(self, reference: Json, type_: str, place: str, *, persons: bool = False) -> str:
        """The id of the organisation or person that a reference means; empty where it has neither name nor id."""
        party, local, name = self.party(reference)
        name = name or _id_as_name(local)
        if not name:
            self.set_aside(place, _("an organisation without name"), reference)
            return ""
        made = self.stated.get((local, name)) or (None if local else self.stated_names.get(name))
        if made is None:
            made = self._state(party, local, name, type_, place)
        elif type_ not in made.types and made.types != ("Person",):
            made.types += (type_,)
            made.said.append(("type", type_, "class"))
        if made.types == ("Person",) and not persons and type_ != "Vendor":
            self.set_aside(place, _("a natural person where the model has organisations only"), name)
            return ""
        return made.id

    def party(self, reference: Json) -> _Known:
        """The party that a reference means, its id and name: found by id, where that stands for another name by name.

        A reference can carry the id of one party and the name of another (an official beside the body):
        then nothing of the party is taken for it, least of all its identifier.
        """
        name, local = text(reference.get("name")), text(reference.get("id"))
        known = self.by_id.get(local)
        if known and (not name or not known[2] or name == known[2] or _loose(name) == _loose(known[2])):
            return known if known[2] else (known[0], local, name)
        if name and (known := self.by_name.get(name)):
            return known
        return reference, local, name or in_words(reference, "name") or _legal_name(reference)

    def party_name(self, reference: Json) -> str:
        """What the organisation that a reference means is called, its id where it has no name."""
        _, local, name = self.party(reference)
        return name or _id_as_name(local)

    def names_of(self, ids: Iterable[str]) -> list[str]:
        """The names of stated organisations, sorted."""
        named = {made.id: name for (_, name), made in self.stated.items()}
        return sorted(named[id_] for id_ in ids)

    def together(self, ids: list[str], place: str) -> str:
        """The consortium of several organisations that act as one."""
        id_ = entity_id("consortium", "ocds", *sorted(ids))
        if ("", id_) not in self.stated:
            made = self.stated["", id_] = self.new("Consortium", id_, place)
            made.add("name", " / ".join(self.names_of(ids)))
            self._join(ids, id_, place)
        return id_

    def _join(self, ids: Iterable[str], consortium: str, place: str) -> None:
        persons = {made.id for made in self.stated.values() if made.types == ("Person",)}
        for one in ids:
            if one in persons:
                self.set_aside(place, _("a natural person where the model has organisations only"), "")
                continue
            edge = Edge.between("ConsortiumMembership", one, consortium, self.source, locator=self.at(place))  # fmt: skip
            self.made.append(edge)

    def _state(self, party: Json, local: str, name: str, type_: str, place: str) -> Entity:
        type_, place = "Person" if is_person(party) else type_, self.places.get(id(party), place)
        made = self.new(type_, self._id(type_, local, name), place)
        made.add("name", name)
        for property_, other in other_names(party, name):
            made.add(property_, other)
        self.stated[local, name] = made
        self.stated_names.setdefault(name, made)
        if type_ == "Person":
            return made
        if identifier := party.get("identifier"):
            self._key(made, identifier)
        if _id_as_name(local):
            made.add("identifier", f"{PARTY}:{local[:200]}")
        if type_ == "Vendor":
            self._members(made, local, name, place)
        if "beneficialOwners" in party or "shareholders" in party:
            self.owned_ones.append((made, party, place))
        return made

    def _id(self, type_: str, local: str, name: str) -> str:
        """The id of an organisation in this release, or of a person in this source."""
        if type_ != "Person":
            return self.id_of("org", f"{local}\x1f{name}")
        return entity_id("person", "ocds", self.source, "" if _LONG.search(local) else local, name)

    def _key(self, made: Entity, identifier: object) -> None:
        if isinstance(identifier, dict):
            property_, value = _key(text(identifier.get("id")), text(identifier.get("scheme")))
            if value:
                made.add(property_, value)

    def _members(self, made: Entity, local: str, name: str, place: str) -> None:
        """A supplier or bidder that other parties are members of is a consortium."""
        members = self.members.get(local) or self.members.get(name) or []
        members = [one for one in members if text(one.get("id")) != local or text(one.get("name")) != name]
        if len(members) > 1:
            made.types += ("Consortium",)
            made.said.append(("type", "Consortium", "class"))
            self._join(self.organisations(members, "Vendor", place), made.id, place)


def _id_as_name(local: str) -> str:
    """An id that can stand for a name: it says something, and nothing of a person's number."""
    return "" if _NO_ID.fullmatch(local) or is_personal_id(local) else local


def _legal_name(described: Json) -> str:
    identifier = described.get("identifier")
    return in_words(identifier, "legalName") if isinstance(identifier, dict) else ""
