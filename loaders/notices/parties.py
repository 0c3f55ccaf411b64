"""Who stands in a notice: organisations, consortia with their leaders, and regions by division code."""

from __future__ import annotations

import re

from govgraph.graph.statements.entity import entity_id
from govgraph.loaders.notices.notice import Day, Firm, Offer, Said
from govgraph.loaders.notices.said import Writer
from govgraph.loaders.notices.vocabulary import pattern
from govgraph.messages import _
from govgraph.text.keys import read_key
from govgraph.text.names import legal_form, normalise, parse
from govgraph.text.place_finder import find_places, read_place
from govgraph.text.places import path

#: Kinds of names that name no organisation.
_NOBODY = {
    "none": _("no name"),
    "placeholder": _("a name that is hidden or a role"),
    "several": _("several names in one field"),
    "text": _("a text where a name should be"),
    "person": _("a natural person"),
    "place": _("a place where a name should be"),
}


class Parties:
    """The organisations of a file's notices, each scoped to its project until identities are resolved."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.project = ""
        self.published: Day | None = None

    def organisation(self, firm: Firm, type_: str, role: str) -> str:
        """The id of the organisation, stated with what the notice says of it; empty where there is none."""
        name = clean_name(firm.name)
        # 公安局和平分局 is one body: its 和 belongs to the name of a place
        kind = parse(name.replace("和平", "") if "局和平" in name else name).kind
        if kind in _NOBODY:
            if firm.name.strip():
                self.writer.set_aside(firm.place, f"{_NOBODY[kind]}: {role}", firm.name)
            return ""
        id_ = entity_id("org", self.project, normalise(name))
        made = self.writer.new(type_, id_, firm.place)
        self.writer.say(made, "name", Said(name, firm.place))
        key = read_key(firm.code)
        if key and key.valid and key.scheme == "uscc":
            self.writer.say(made, "creditCode", Said(key.value, firm.code_place or firm.place))
        elif firm.code.strip() and (not key or key.flaw):
            self.writer.set_aside(firm.place, _("a social credit code that is none"), firm.code)
        self.writer.say(made, "legalForm", Said(legal_form(name), firm.place), name[-20:])
        if firm.registered and (region := self.region(firm.registered)):
            made.add("registeredIn", region, surface=firm.registered[:20])
        return id_

    def bidder(self, offer: Offer) -> str:
        """The id of who bids: an organisation, or a consortium of several with its members."""
        found = {clean_name(f.name): self.organisation(f, "Vendor", "supplier") for f in offer.firms}
        members = {name: id_ for name, id_ in found.items() if id_}
        if len(members) < 2:
            return next(iter(members.values()), "")
        id_ = entity_id("consortium", self.project, *sorted(map(normalise, members)))
        made = self.writer.new("Consortium", id_, offer.place)
        self.writer.say(made, "name", Said("、".join(members) + "联合体", offer.place))
        for name, member in members.items():
            role = "leader" if name == clean_name(offer.leader) else "member"
            said = Said(name, offer.place)
            self.writer.edge("ConsortiumMembership", member, id_, role if offer.leader else "", said)
        return id_

    def region(self, text: str) -> str:
        """The id of the one division that a text names at the time, stated with those above it."""
        on = self.published.text if self.published else None
        place = read_place(text, on) or next(iter(find_places(text, on)), None)
        above = ""
        for division in path(place.candidates[0], on) if place and len(place.candidates) == 1 else ():
            made = self.writer.new("Region", f"region-{division.code}")
            code, level = division.code, division.level
            self.writer.state(made, "", name=division.name, regionLevel=level, divisionCode=code)
            if above:
                made.add("partOf", above, modality="background")
            above = made.id
        return above


def clean_name(name: str) -> str:
    """A name as it should be printed: no blanks between Chinese signs, no notes and marks around it."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", name.strip())
    return pattern("note-on-name").sub("", text).strip(" ，,。.;；:：、\"“”'")
