"""Who stands in a field for a bidder: one organisation, a consortium with its leader, or several bidders."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govgraph.loaders.notices.notice import Firm, Offer
from govgraph.loaders.notices.parties import clean_name
from govgraph.loaders.notices.vocabulary import fits, pattern, says
from govgraph.text.names import parse

_BRACKET = re.compile(r"[（(]([^（()）]*)[）)]")
_MOST = 20
_OPENED = str.maketrans("()（）", "⟦⟧⦗⦘")  # a bracket that belongs to a name, while others are taken apart
_CLOSED = str.maketrans("⟦⟧⦗⦘", "()（）")


@dataclass(frozen=True, slots=True)
class Bidders:
    """``names`` in printed order; ``joint``: they bid as one, led by ``leader`` where that is said."""

    names: tuple[str, ...]
    leader: str = ""
    joint: bool = False


def read_bidders(text: str) -> Bidders:
    """The organisations that a field names.

    >>> read_bidders("甲地科技有限公司（牵头人）、乙地软件（北京）有限公司（成员）")
    Bidders(names=('甲地科技有限公司', '乙地软件（北京）有限公司'), leader='甲地科技有限公司', joint=True)
    >>> read_bidders("甲地科技有限公司")
    Bidders(names=('甲地科技有限公司',), leader='', joint=False)
    """
    joint = says("joint", text)
    if not joint and not re.search(r"\S\s+\S", text.strip()) and not parse(clean_name(text)).lack:
        return Bidders((clean_name(text),))
    flat = text
    for _ in range(3):  # 甲公司（联合体成员：乙（北京）公司）: from the inner bracket to the outer
        flat = _BRACKET.sub(_opened, flat)
    flat = flat.translate(_CLOSED)
    if flat.lstrip().startswith("⟪"):  # （主）甲公司（成）乙公司: the role stands before the name
        flat = flat.replace("⟪", "；⟪")
    flat = pattern("and").sub(r"\1；", flat)
    names: dict[str, str] = {}
    for token in pattern("names-apart").split(flat):
        leads = any(found["lead"] for found in pattern("role-of-member").finditer(token))
        name = clean_name(re.sub("[⟪⟫]", "", pattern("role-of-member").sub("", token)).strip(" :：-—"))
        if len(name) > 1 and re.search(r"[^\W\d_]", name):
            names[name] = "lead" if leads else names.get(name, "")
    leaders = [name for name, role in names.items() if role]
    found = tuple(names)[:_MOST]
    return Bidders(found, leaders[0] if len(leaders) == 1 else "", joint and len(found) > 1)


def _opened(match: re.Match[str]) -> str:
    """A bracket with a role stays beside its name; one with names is opened; others belong to a name."""
    inner = {"主": "牵头人", "成": "成员"}.get(match[1].strip(), match[1].strip())
    if fits("role-of-member", inner):
        return f"⟪{inner}⟫"
    named = len(match[1]) > 4 and says("holds-ending", inner)  # not （集团）
    if named or says("role-of-member", match[1]):
        return f"；{match[1]}；"
    return match[0].translate(_OPENED)


def read_offers(text: str, place: str, *, joint: bool = False) -> list[Offer]:
    """One offer of several who bid as one (or share a rank: ``joint``), or one for each name in a field."""
    read = read_bidders(pattern("next-role").sub("；", text))
    names = read.names
    if len(names) > 1 and not read.joint and not says("names-joined", _BRACKET.sub("", text)):
        names = (clean_name(text),)  # another name of its own in brackets
    firms = [Firm(name, place) for name in names]
    # several consortia in one field: A与B组成的联合体、C与D组成的联合体
    several = text.count("联合体") - len(re.findall("联合体(?:牵头|成员|单位|主办)", text)) > 1
    if len(firms) < 2 or ((read.joint or joint) and not several):
        return [Offer(firms, read.leader, place=place)] if firms else []
    parts = [part for part in re.split(r"(?<=联合体)\s*[、,，;；]\s*", text) if part.strip()]
    if read.joint and len(parts) > 1:
        return [offer for part in parts for offer in read_offers(part, place)]
    return [Offer([firm], place=place) for firm in firms]
