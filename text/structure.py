"""Take a normalised name apart: regions, core, legal form, branch, and the kind of name.

``lack`` says what keeps a name from being a full legal name. Only a full one may merge by itself:
腾讯 is a brand, 第一人民医院 stands in every city, 朝阳区人民法院 in two, 某公司 is nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from govgraph.messages import _
from govgraph.text import vocabulary as words
from govgraph.text.name_regions import branch_division, chain, district_office, division, regions
from govgraph.text.places import all_names, ambiguous, divisions_named

__all__ = ["Parsed", "parse_normal"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name's parts. ``kind``: ``company``, ``agency``, ``institution``, ``association``,
    ``business``, ``fund``, ``group``, ``place``, ``brand``, ``short`` (a brand or a person), ``person``,
    ``several``, ``placeholder``, ``none``, ``text`` or ``unclear``. ``lack`` is empty for a full legal name.

    ``whole`` is what equal names have in common: the name; of an agency its division (长沙市 is 湖南省长沙市,
    襄樊市 is 襄阳市, 广东 is 广东省) and the rest of its name in full; of a branch its company and division."""

    name: str
    region: tuple[str, ...] = ()
    core: str = ""
    form: str = ""
    branch: str = ""
    kind: str = "unclear"
    lack: str = ""
    latin: bool = False
    division: str = ""
    same: str = ""

    @property
    def whole(self) -> str:
        """What two names must have in common to be equal."""
        return self.same or self.name


_LONGEST_NAME = 100
_LONGEST_REGION = 15
#: A branch that is named by its division alone; smaller ones (支行, 营业部) are named by more than that.
_DIVISION_BRANCH = re.compile("(?P<place>.+)分(?:公司|行)")
_STATE = "中华人民共和国"
_PARTY = "中共"
_TAX = "国家税务总局"
#: 市委组织部 and 市委员会组织部
_COMMITTEE = re.compile("^委(?:员会)?")


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
        region, core = regions(loose["head"])
        unnamed = _("it is a branch of a company that is not named in full")
        branch = (region[-1] if region else "") + loose["branch"]
        return Parsed(name, region, core, "", branch, "company", unnamed)
    match = words.COMPANY.fullmatch(name)
    if match is None:
        return None
    head, form, branch = match["head"], match["form"], match["branch"] or ""
    region, core = regions(head)
    lack = _company_lack(region, core, form) or _branch_lack(region, branch)
    if "有限公司" in head:
        return Parsed(name, region, core, form, branch, "several", _("it is several"))
    return Parsed(name, region, core, form, branch, "company", lack, same=_branch_of(f"{head}{form}", branch))


def _branch_of(company: str, branch: str) -> str:
    """What equal branches of one company share: the division, where the branch is named by nothing else."""
    match = _DIVISION_BRANCH.fullmatch(branch)
    division = branch_division(match["place"]) if match else ""
    return f"{company}|{division}|{branch[-2:]}" if division else ""


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
    if any(_one_place(part) for whole in region if whole != "中国" for part in chain(whole)[0]):
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
    if name.startswith(_STATE) and (own := _of_the_state(name)):
        return own
    if name.startswith(_PARTY) and (own := _of_the_party(name)):
        return own
    for kind, pattern in words.BODIES:
        match = pattern.search(name)
        if match is None:
            continue
        if kind in ("fund", "group", "business"):
            region, core = regions(name[: match.start()])
            return Parsed(name, region, core, match[0], "", kind, words.NO_GROUND[kind])
        region, core = regions(name)
        lack = _body_lack(name, region, core)
        if kind == "agency" and not lack:
            return _agency(name, region, core)
        return Parsed(name, region, core, "", "", kind, lack)
    return None


def _agency(name: str, region: tuple[str, ...], core: str) -> Parsed:
    """A body of the state, equal to any of its division whose full name is the same."""
    full = agency_forms()
    if name in full:  # 国家发改委: no region of its own
        return Parsed(name, region, full[name], kind="agency", same=full[name])
    if name.startswith(_TAX) and chain(name.removeprefix(_TAX))[1] == "税务局":
        where, core = division(name.removeprefix(_TAX)), f"{_TAX}税务局"
        return Parsed(name, region, core, kind="agency", division=where, same=f"{where}|{core}")
    where = division(name)
    if not where:
        return Parsed(name, region, core, kind="agency")
    core = district_office(full.get(core, core), where)
    return Parsed(name, region, core, kind="agency", division=where, same=f"{where}|{core}")


@lru_cache(maxsize=1)
def agency_forms() -> dict[str, str]:
    """Full names of bodies by what they are called in short; of ``agency_forms.tsv``."""
    table = files("govgraph.text").joinpath("agency_forms.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:]}


def _of_the_state(name: str) -> Parsed | None:
    """中华人民共和国财政部 is 财政部, where that is a full name by itself."""
    rest = _body(name.removeprefix(_STATE))
    if rest is None or rest.lack or rest.kind not in ("agency", "institution"):
        return None
    return replace(rest, name=name, same=rest.whole)


def _of_the_party(name: str) -> Parsed | None:
    """A committee of the party, or an organ of one, by its division: 中共长沙市委组织部."""
    local = name.removeprefix(_PARTY)
    region, core = regions(local)
    where = division(local) if core.startswith("委") and not _body_lack(local, region, core) else ""
    if not where:
        return None
    core = _COMMITTEE.sub("委员会", core)
    return Parsed(name, region, core, kind="agency", division=_PARTY + where, same=f"{_PARTY}{where}|{core}")


def _body_lack(name: str, region: tuple[str, ...], core: str) -> str:
    if name in words.TWIN_UNIVERSITIES:
        return _("two universities bear that name")
    if words.UNIVERSITY.fullmatch(name):
        return _("many bear that name") if words.ANY_UNIVERSITY.fullmatch(name) else ""
    if words.UNIVERSITY_PART.match(name) and not words.ANY_UNIVERSITY.match(name):
        return ""
    if words.NATIONAL.match(name):
        local = chain(words.NATIONAL_HEAD.sub("", name))[0] if name.startswith("国家") else []
        if local and not any(_one_place(part) for part in local):
            return _("{local} is in more than one place").format(local=local[-1])
        return ""
    if name in agency_forms():
        return ""
    parts = chain(name)[0]
    if not parts or parts[0] == "中国":
        return _("it does not say of which place it is")
    if not core:
        return _("it is a place, not an organisation")
    if all(_doubtful(part) or part in words.ANY_DISTRICT for part in parts):
        return _("{chain} is in more than one place").format(chain=parts[-1])
    if core in ("商会", "同乡会"):
        return _("it does not say of which place it is")  # 温州商会 is in every other city
    return ""


def _doubtful(part: str) -> bool:
    """Whether a place may be two; 上海 is the city, since 上海县 would have been called so."""
    provinces = any(item.level == "province" for item in divisions_named(part))
    return ambiguous(part) and not (provinces and _one_place(part))


def _suffixless(name: str) -> Parsed:
    if words.PERSON.fullmatch(name):
        return Parsed(name, core=name, kind="person", lack=_("it is a natural person"))
    region, core = regions(name)
    if region and not core:
        return Parsed(name, region, "", kind="place", lack=_("it is a place, not an organisation"))
    if words.SHORT.fullmatch(name):
        return Parsed(name, core=name, kind="short", lack=_("it is a brand or a natural person"))
    kind = "brand" if len(name) <= 8 else "unclear"
    return Parsed(name, region, core or name, kind=kind, lack=_("it has no legal form"))
