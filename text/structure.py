"""Take a normalised name apart: regions, core, legal form, branch, and the kind of name.

``lack`` says what keeps a name from being a full legal name. Only a full one may merge by itself:
腾讯 is a brand, 第一人民医院 stands in every city, 朝阳区人民法院 in two, 某公司 is nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govgraph.messages import _
from govgraph.text import vocabulary as words
from govgraph.text.places import all_names, ambiguous, divisions_named

__all__ = ["Parsed", "parse_normal"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name's parts. ``kind``: ``company``, ``agency``, ``institution``, ``association``,
    ``business``, ``fund``, ``group``, ``place``, ``brand``, ``short`` (a brand or a person), ``person``,
    ``several``, ``placeholder``, ``none``, ``text`` or ``unclear``. ``lack`` is empty for a full legal name.

    ``whole`` is what equal names have in common: the name, or of an agency its division (长沙市 is
    湖南省长沙市, 襄樊市 is 襄阳市, 广东 is 广东省) and the rest of its name."""

    name: str
    region: tuple[str, ...] = ()
    core: str = ""
    form: str = ""
    branch: str = ""
    kind: str = "unclear"
    lack: str = ""
    latin: bool = False
    division: str = ""

    @property
    def whole(self) -> str:
        """What two names must have in common to be equal."""
        return f"{self.division}|{self.core}" if self.division else self.name


_LONGEST_NAME = 100
_LONGEST_REGION = 15


def parse_normal(name: str) -> Parsed:
    """The parts of a name that is already normalised."""
    if special := _special(name):
        return Parsed(
            name, core=name[:_LONGEST_NAME], kind=special, lack=_("it is {special}").format(special=special)
        )
    if not words.CJK.search(name):
        return _latin(name)
    for read in (_company, _body):
        if (parsed := read(name)) is not None:
            return parsed
    return _suffixless(name)


def _special(name: str) -> str:
    """The kinds that no structure fits, or nothing."""
    if words.NOTHING.fullmatch(name):
        return "none"
    if len(name) > _LONGEST_NAME:
        return "text"
    if words.PLACEHOLDER.search(name):
        return "placeholder"
    return "several" if words.SEVERAL.search(name) else ""


def _latin(name: str) -> Parsed:
    match = words.LATIN_FORM.search(name)
    if match and match.start() > 1:
        core, form = name[: match.start()].strip(), match[0].strip()
        lack = _("its name is only a kind of business") if words.LATIN_GENERIC.fullmatch(core) else ""
        return Parsed(name, core=core, form=form, kind="company", lack=lack, latin=True)
    kind = "unclear" if " " in name else "brand"
    lack = _("it has no legal form: a brand, a person or a body that other countries have too")
    return Parsed(name, core=name, kind=kind, lack=lack, latin=True)


def _company(name: str) -> Parsed | None:
    if (loose := words.LOOSE_BRANCH.fullmatch(name)) and "有限公司" not in name:
        region, core = _regions(loose["head"])
        unnamed = _("it is a branch of a company that is not named in full")
        branch = (region[-1] if region else "") + loose["branch"]
        return Parsed(name, region, core, "", branch, "company", unnamed)
    match = words.COMPANY.fullmatch(name)
    if match is None:
        return None
    head, form, branch = match["head"], match["form"], match["branch"] or ""
    region, core = _regions(head)
    lack = _company_lack(region, core, form) or _branch_lack(region, branch)
    if "有限公司" in head:
        return Parsed(name, region, core, form, branch, "several", _("it is several"))
    return Parsed(name, region, core, form, branch, "company", lack)


def _company_lack(region: tuple[str, ...], core: str, form: str) -> str:
    if not core and not region:
        return _("it has no name before the legal form")
    if form in words.SHORT_FORMS and not (region and form != "公司"):
        return _("{form} is no full legal form").format(form=form)
    bare = words.ORDINAL.sub("", core)
    if not region and (
        words.TRADES.fullmatch(bare) or words.ANY_HOSPITAL.fullmatch(bare) or form.endswith("社")
    ):
        return _("its name is only a kind of business, or common without a region")
    return ""


def _branch_lack(region: tuple[str, ...], branch: str) -> str:
    """A bank has a 朝阳支行 in three cities and a 人民路支行 in many."""
    if not branch or words.NUMBERED_BRANCH.match(branch):
        return ""
    named = words.INNER_FORM.sub("", branch)
    opening = (named[:size] for size in range(min(_LONGEST_REGION, len(named)), 1, -1))
    place = next((text for text in opening if text in all_names()), "")
    if place and not words.STREET.match(named[len(place) :]) and not _a_word(place) and _one_place(place):
        return ""
    if any(_one_place(part) for whole in region if whole != "中国" for part in _chain(whole)[0]):
        return ""
    return _("its branch may be in more than one place")


def _a_word(name: str) -> bool:
    """Whether a name is short for districts alone: 解放 and 和平 are words before they are 解放区 and 和平区."""
    return all(item.name == f"{name}区" for item in divisions_named(name))


def _one_place(name: str) -> bool:
    """Whether a name, full or short, means one prefecture today, or a province and no other prefecture."""
    items = divisions_named(name)
    now = [item for item in items if not item.until] or list(items)
    wide = [item for item in now if item.level != "county"]
    if any(item.level == "province" for item in wide):
        now = wide
    return len({item.code[:4] for item in now}) == 1


def _body(name: str) -> Parsed | None:
    """Agencies, hospitals, schools, associations, shops: unique only within their region."""
    for kind, pattern in words.BODIES:
        match = pattern.search(name)
        if match is None:
            continue
        if kind in ("fund", "group", "business"):
            region, core = _regions(name[: match.start()])
            return Parsed(name, region, core, match[0], "", kind, words.NO_GROUND[kind])
        region, core = _regions(name)
        lack = _body_lack(name, region, core)
        division = _division(name) if kind == "agency" and not lack else ""
        return Parsed(name, region, core, "", "", kind, lack, division=division)
    return None


def _body_lack(name: str, region: tuple[str, ...], core: str) -> str:
    if name in words.TWIN_UNIVERSITIES:
        return _("two universities bear that name")
    if words.UNIVERSITY.fullmatch(name):
        return _("many bear that name") if words.ANY_UNIVERSITY.fullmatch(name) else ""
    if words.UNIVERSITY_PART.match(name) and not words.ANY_UNIVERSITY.match(name):
        return ""
    if words.NATIONAL.match(name):
        local = _chain(words.NATIONAL_HEAD.sub("", name))[0] if name.startswith("国家") else []
        if local and not any(_one_place(part) for part in local):
            return _("{local} is in more than one place").format(local=local[-1])
        return ""
    chain = _chain(name)[0]
    if not chain or chain[0] == "中国":
        return _("it does not say of which place it is")
    if not core:
        return _("it is a place, not an organisation")
    if all(ambiguous(part) or part in words.ANY_DISTRICT for part in chain):
        return _("{chain} is in more than one place").format(chain=chain[-1])
    if core in ("商会", "同乡会"):
        return _("it does not say of which place it is")  # 温州商会 is in every other city
    return ""


def _suffixless(name: str) -> Parsed:
    if words.PERSON.fullmatch(name):
        return Parsed(name, core=name, kind="person", lack=_("it is a natural person"))
    region, core = _regions(name)
    if region and not core:
        return Parsed(name, region, "", kind="place", lack=_("it is a place, not an organisation"))
    if words.SHORT.fullmatch(name):
        return Parsed(name, core=name, kind="short", lack=_("it is a brand or a natural person"))
    kind = "brand" if len(name) <= 8 else "unclear"
    return Parsed(name, region, core or name, kind=kind, lack=_("it has no legal form"))


def _regions(head: str) -> tuple[tuple[str, ...], str]:
    """The regions of a name (省市区 in a row are one), and the name without them.

    They stand at the beginning, in brackets, or right before the legal form
    (中国移动通信集团|广东|有限公司); a region elsewhere belongs to the name itself (数字广东).
    """
    found: list[str] = []
    chain, core = _chain(head)
    if chain:
        found.append("".join(chain))
    for inner in re.findall(r"\(([^()]{2,20})\)", core):
        inside, rest = _chain(inner)
        if (inside and not rest) or inner == "中国":
            found.append(inner)
            core = core.replace(f"({inner})", "", 1)
    for size in range(min(_LONGEST_REGION, len(core) - 2), 1, -1):
        if _is_region(core[-size:]) and not words.BRANDED.search(core[:-size]):
            found.append(core[-size:])
            core = core[:-size]
            break
    return tuple(dict.fromkeys(found)), core


def _chain(text: str) -> tuple[list[str], str]:
    """The divisions' names that open a text, from large to small, and the rest."""
    chain: list[str] = []
    if text.startswith("中国"):
        return ["中国"], text.removeprefix("中国")
    while True:
        for size in range(min(_LONGEST_REGION, len(text)), 1, -1):
            if _is_region(text[:size]):
                chain.append(text[:size])
                text = text[size:]
                break
        else:
            return chain, text


def _is_region(text: str) -> bool:
    """A full name of any division, or a short one of a province or prefecture."""
    if text not in all_names():
        return False
    return any(item.name == text or item.level != "county" for item in divisions_named(text))


def _division(name: str) -> str:
    """The one division that a name opens with: a prefecture by its code, a county by its prefecture and name.

    Counties pass their codes on to others, prefectures only to themselves under a new name.
    """
    above = ""
    last = ""
    for place, part in enumerate(_chain(name)[0]):
        items = [item for item in divisions_named(part) if item.code.startswith(above)]
        full = [item for item in items if item.name == part]
        # a short name is certain of a province alone: 广东公安厅, but 长沙 may be 长沙县
        known = full or [
            item for item in items if place == 0 and item.level == "province" and len(items) == 1
        ]
        now = [item for item in known if not item.until] or known
        if len({item.code for item in now}) != 1 or (not full and _short_of_several(part)):
            return ""
        above = re.sub("(00)+$", "", now[0].code)
        last = now[0].name if now[0].level == "county" else ""
    return f"{above[:4]}{last}" if above else ""


def _short_of_several(part: str) -> bool:
    return len({item.code[:2] for item in divisions_named(part) if item.level != "county"}) > 1
