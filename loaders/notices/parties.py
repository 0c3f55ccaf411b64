"""Who stands in a notice: organisations, consortia with their leaders, and regions by division code."""

from __future__ import annotations

import re

from govgraph.graph.statements.entity import Edge, entity_id
from govgraph.loaders.notices.notice import Day, Firm, Offer, Said
from govgraph.loaders.notices.said import Writer
from govgraph.messages import _
from govgraph.text.keys import read_key
from govgraph.text.names import normalise, parse
from govgraph.text.place_finder import find_places, read_place
from govgraph.text.places import Division, path

#: Kinds of names that name no organisation.
_NOBODY = {
    "none": _("no name"),
    "placeholder": _("a name that is hidden or a role"),
    "several": _("several names in one field"),
    "text": _("a text where a name should be"),
    "person": _("a natural person"),
    "place": _("a place where a name should be"),
}
#: What a company's name says of its form; 有限公司 stands for 有限责任公司 by law.
_FORMS = (
    ("股份有限公司", "股份有限公司"),
    ("有限公司", "有限责任公司"),
    ("(有限合伙)", "有限合伙"),
    ("(普通合伙)", "普通合伙"),
    ("(特殊普通合伙)", "特殊普通合伙"),
    ("(个人独资)", "个人独资企业"),
)


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
        kind = parse(name.replace("和平", "")).kind if "局和平" in name else parse(name).kind
        if kind in _NOBODY:
            if kind != "none" or firm.name.strip():
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
        if form := legal_form(name):
            self.writer.say(made, "legalForm", Said(form, firm.place), name[-20:])
        if firm.registered and (region := self.region(firm.registered, self.published)):
            made.add("registeredIn", region, surface=firm.registered[:20])
        return id_

    def bidder(self, offer: Offer) -> str:
        """The id of who bids: an organisation, or a consortium of several with its members."""
        members = {clean_name(f.name): self.organisation(f, "Vendor", "supplier") for f in offer.firms}
        members = {name: id_ for name, id_ in members.items() if id_}
        if len(members) < 2:
            return next(iter(members.values()), "")
        names = list(members)
        id_ = entity_id("consortium", self.project, *sorted(map(normalise, members)))
        made = self.writer.new("Consortium", id_, offer.place)
        self.writer.say(made, "name", Said("、".join(names) + "联合体", offer.place))
        for name in names:
            edge = Edge.between("ConsortiumMembership", members[name], id_, self.writer.source,
                                locator=self.writer.at(offer.place), surface=name[:20])  # fmt: skip
            if offer.leader:
                edge.add("role", "leader" if name == clean_name(offer.leader) else "member")
            self.writer.made.append(edge)
        return id_

    def region(self, text: str, day: Day | None) -> str:
        """The id of the one division that a text names on a date, stated with those above it."""
        on = day.text if day else None
        place = read_place(text, on) or next(iter(find_places(text, on)), None)
        if not place or len(place.candidates) != 1:
            return ""
        above = ""
        for division in path(place.candidates[0], on):
            above = self._division(division, above)
        return above

    def _division(self, division: Division, above: str) -> str:
        id_ = f"region-{division.code}"
        made = self.writer.new("Region", id_, "")
        for property_, value in (("name", division.name), ("regionLevel", division.level), ("divisionCode", division.code)):  # fmt: skip
            self.writer.say(made, property_, Said(value))
        if above:
            made.add("partOf", above, modality="background")
        return id_


def clean_name(name: str) -> str:
    """A name as it should be printed: no blanks between Chinese signs, no notes and marks around it."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", name.strip())
    text = re.sub(
        r"[(（](?:盖章|公章|牵头[人方]|联合体[^()（）]*|牵头单位|成员[^()（）]*|主体|主"
        r"|[^()（）]*(?:得分|排名|报价|未|无效|否决|原因|不(?:足|合格|通过|符合)|[0-9][分元])[^()（）]*)[)）]",
        "",
        text,
    )
    return text.strip(" ，,。.;；:：、\"“”'")


def legal_form(name: str) -> str:
    """The legal form that a company's full name ends with, in one wording; empty where it tells none."""
    parsed = parse(name)
    if parsed.kind != "company" or parsed.lack or parsed.branch:
        return ""
    return next((form for ending, form in _FORMS if parsed.name.endswith(ending)), "")
