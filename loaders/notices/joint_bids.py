"""Who stands in a field for a bidder: one organisation, a consortium with its leader, or several bidders."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govgraph.loaders.notices.notice import Firm, Offer
from govgraph.loaders.notices.parties import clean_name
from govgraph.text.names import parse

_LEADS = r"(?:联合体)?(?:牵头(?:人|方|单位|公司|投标人)?|主办(?:人|方|单位)|主体(?:方|单位)?|主投标人|主(?=[:：)）]))"
_JOINS = r"(?:联合体)?(?:其他)?(?:成员|参加方|参与方|协办方)(?:单位|方|公司)?[0-9一二三四五]?|成(?=[:：)）])"
_JOINS += "|组成的?(?:联合体)?|联合体(?:单位|各方|名称|组成|[0-9一二三])?"
_ROLE = re.compile(rf"(?P<lead>{_LEADS})|(?P<join>{_JOINS})")
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_ENDING = "公司|大学|学院|研究院|研究所|设计院|中心|集团|事务所|厂|局|总院|院"
_AND = re.compile(
    rf"((?:{_ENDING})(?:[（(][^（）()]{{1,12}}[）)])?)(?:与|和(?!平|田|县|顺|龙|静|硕|政|林格尔)|及|以及|联合(?!体))(?=\S{{2,40}}(?:{_ENDING}))"
)
_APART = re.compile(r"[、,，;；/|\n]+|(?<=公司)\s+(?=\S)")
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
    joint = bool(re.search("联合体|牵头|[（(][主成][）)]|主[:：].*成[:：]", text))
    if not joint and not re.search(r"\S\s+\S", text.strip()) and not parse(clean_name(text)).lack:
        return Bidders((clean_name(text),))
    flat = text
    for _ in range(3):  # 甲公司（联合体成员：乙（北京）公司）: from the inner bracket to the outer
        flat = _BRACKET.sub(_opened, flat)
    flat = flat.translate(_CLOSED)
    if flat.lstrip().startswith("⟪"):  # （主）甲公司（成）乙公司: the role stands before the name
        flat = flat.replace("⟪", "；⟪")
    flat = _AND.sub(r"\1；", flat)
    names: dict[str, str] = {}
    for token in _APART.split(flat):
        roles = {kind for match in _ROLE.finditer(token) for kind in ("lead", "join") if match[kind]}
        name = clean_name(_ROLE.sub("", token).replace("⟪", "").replace("⟫", "").strip(" :：-—"))
        if len(name) > 1 and re.search(r"[^\W\d_]", name):
            names[name] = "lead" if "lead" in roles else names.get(name, "")
    leaders = [name for name, role in names.items() if role]
    found = tuple(names)[:_MOST]
    return Bidders(found, leaders[0] if len(leaders) == 1 else "", joint and len(found) > 1)


def _opened(match: re.Match[str]) -> str:
    """A bracket with a role stays beside its name; one with names is opened; others belong to a name."""
    inner = match[1]
    if _ROLE.fullmatch(inner.strip()) or inner.strip() in ("主", "成"):
        return (
            f"⟪{'牵头人' if inner.strip() == '主' else '成员' if inner.strip() == '成' else inner.strip()}⟫"
        )
    if _ROLE.search(inner) or (len(inner) > 4 and re.search(rf"(?:{_ENDING})", inner)):  # not （集团）
        return f"；{inner}；"
    return match[0].translate(_OPENED)


#: Where the next role begins in a field whose separators are gone: …有限公司成员：…
_NEXT_ROLE = re.compile(r"(?<=[司院所厂局心学团])\s*(?=(?:联合体)?(?:其他)?(?:成员|牵头)[^:：]{0,4}[:：])")
_BETWEEN = re.compile(r"[、,，;；/|\n\s]|与|和|及")


def read_offers(text: str, place: str, *, joint: bool = False) -> list[Offer]:
    """One offer of several who bid as one (or share a rank: ``joint``), or one for each name in a field."""
    read = read_bidders(_NEXT_ROLE.sub("；", text))
    names = read.names
    if len(names) > 1 and not read.joint and not _BETWEEN.search(_BRACKET.sub("", text)):
        names = (clean_name(text),)  # another name of its own in brackets
    firms = [Firm(name, place) for name in names]
    one = read.joint or joint
    if len(firms) < 2 or (one and not _several(text)):
        return [Offer(firms, read.leader, place=place)] if firms else []
    if read.joint:
        parts = [part for part in re.split(r"(?<=联合体)\s*[、,，;；]\s*", text) if part.strip()]
        if len(parts) > 1:
            return [offer for part in parts for offer in read_offers(part, place)]
    return [Offer([firm], place=place) for firm in firms]


def _several(text: str) -> bool:
    """Whether a field names more than one consortium: A与B组成的联合体、C与D组成的联合体."""
    return text.count("联合体") - len(re.findall("联合体(?:牵头|成员|单位|主办)", text)) > 1
