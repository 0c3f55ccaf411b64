"""Names of organisations: one form for one name, and whether two records are one organisation.

Merging is automatic on two grounds only: equal valid keys, or equal full legal names within one
jurisdiction whose valid keys do not differ. All else that looks alike is for a person to review.
The name ground is a function of one record (``name_key``), so it can be joined at scale, and it
is an equivalence: what merges by name merges with all that bear the same name key.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from govgraph.messages import _
from govgraph.text.chars import is_invisible
from govgraph.text.keys import Key, conflict, read_key, same_key
from govgraph.text.likeness import contrast
from govgraph.text.script import simplified
from govgraph.text.structure import Parsed, parse_normal
from govgraph.text.tails import bare

__all__ = ["Decision", "Parsed", "compare", "joined_by_key", "legal_form", "name_key", "normalise", "parse"]

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("（〔【[﹝{〈⟨", "("),
        **dict.fromkeys("）〕】]﹞}〉⟩", ")"),
        **dict.fromkeys("‐‑‒–—―−─", "-"),
        **dict.fromkeys("•・‧∙⋅･", "·"),
        **dict.fromkeys("‘’ʼ＇`", "'"),
        **dict.fromkeys('“”"「」『』《》', ""),
    }
)
#: One mark at the end is punctuation; several are a name cut off.
_END = re.compile(r"(?<![.。,;、:])[.。,;、:]$")
_WORD = r"[^\W_⺀-鿿豈-﫿]"
_LOOSE = re.compile(rf"(?<!{_WORD})\s+|\s+(?!{_WORD})")
_AND = re.compile(r"(?<![^\s)])and(?![^\s(])|\s*&\s*")
_INITIALS = re.compile(r"(?<![^\s])((?:[a-z] ){1,4}[a-z])$")
_LATIN_FORMS = (
    (re.compile(r"\blimited$"), "ltd"),
    (re.compile(r"\bcompany(?=(?: ltd)?$)"), "co"),
    (re.compile(r"\bincorporated$"), "inc"),
    (re.compile(r"\bcorporation$"), "corp"),
    (re.compile(r"\bprivate ltd$"), "pvt ltd"),
    (re.compile(r"\bproprietary ltd$"), "pty ltd"),
    (re.compile(r"\bpublic limited co$"), "plc"),
    (re.compile(r"\blimited liability co$"), "llc"),
    (re.compile(r"\bgesellschaft mit beschränkter haftung$"), "gmbh"),
    (re.compile(r"\baktiengesellschaft$"), "ag"),
    (re.compile(r"\bsociété anonyme$"), "sa"),
    (re.compile(r"\bsociedad anónima$"), "sa"),
    (re.compile(r"\bsociedad por acciones simplificada$"), "sas"),
    (re.compile(r"\bbesloten vennootschap$"), "bv"),
)


def normalise(name: str | None) -> str:
    """One form for one name: width, script, brackets, blanks, case and wording of legal forms.

    >>> normalise("騰訊雲計算（北京）有限責任公司")
    '腾讯云计算(北京)有限公司'
    """
    text = name or ""
    for _step in range(8):  # each step may open the way for an earlier one
        once = _normalise_once(text)
        if once == text:
            break
        text = once
    return text


def _normalise_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if not text.isprintable():
        text = "".join(" " if sign in "\t\r\n" else sign for sign in text if not is_invisible(sign))
    text = re.sub(r"\s+", " ", text)
    if "&" in text:
        text = _AND.sub("&", html.unescape(text.replace("&amp;", "&")))
    text = simplified(text.translate(_SIGNS))
    if re.search("[⺀-鿿]", text):
        text = _END.sub(
            "", text.replace("有限责任公司", "有限公司").replace("股份公司", "股份有限公司").strip()
        )
        text = bare(text.replace("中国共产党", "中共"))
    else:
        text = _latin(_AND.sub("&", text))
    return _LOOSE.sub("", text)


def _latin(text: str) -> str:
    """Latin names: no full stops and commas, initials of a legal form together, one wording."""
    text = " ".join(re.sub(r"[.,;]+(?=\s|$|\))|(?<![0-9])[.,;]+|[.,;]+(?![0-9])", " ", text).split())
    text = _INITIALS.sub(lambda match: match[1].replace(" ", ""), text)
    for pattern, form in _LATIN_FORMS:
        text = pattern.sub(form, text)
    return text


@lru_cache(maxsize=100_000)
def _parsed(name: str) -> Parsed:
    return parse_normal(normalise(name))


def parse(name: str | None) -> Parsed:
    """The parts of a name: regions, core, legal form, branch, and what kind of name it is."""
    return _parsed(name) if name and len(name) < 400 else parse_normal(normalise(name))


_JURISDICTIONS = {"CHN": "CN", "CHINA": "CN", "中国": "CN", "HKG": "HK", "香港": "HK"}


def _jurisdiction(text: str | None) -> str:
    code = unicodedata.normalize("NFKC", text or "").strip().upper().replace("_", "-")
    return _JURISDICTIONS.get(code, code)


def name_key(name: str | None, jurisdiction: str | None = None) -> str | None:
    """What records must share to be merged by name, or ``None`` where the name is no ground.

    Records that share it are one organisation, unless their valid keys differ: then only those
    with equal keys are one, and those without a key go to review.
    """
    parsed, place = parse(name), _jurisdiction(jurisdiction)
    if parsed.lack or (parsed.latin and not place):
        return None
    return f"{place}|{parsed.whole}"


@dataclass(frozen=True, slots=True)
class Decision:
    """``verdict`` is ``merge``, ``review`` or ``different``; ``reasons`` say why, in order."""

    verdict: str
    reasons: tuple[str, ...]


#: Names of no single organisation: not even an equal key makes them one.
_NEVER = frozenset({"person", "none", "placeholder", "several", "text"})
_NO_COMPANY = frozenset({"brand", "group", "place"})


def compare(
    a: str | None,
    b: str | None,
    key_a: str | None = None,
    key_b: str | None = None,
    jurisdiction_a: str | None = None,
    jurisdiction_b: str | None = None,
    *,
    persons: bool = False,
) -> Decision:
    """Whether two records are one organisation; ``persons`` when either is a natural person."""
    one, two = parse(a), parse(b)
    keys = (read_key(key_a), read_key(key_b))
    flaws = [
        _("key '{text}' ignored: {flaw}").format(text=key.text, flaw=key.flaw)
        for key in keys
        if key and key.flaw
    ]
    verdict, reasons = _decide(one, two, keys, persons)
    if verdict == "name":
        verdict, reasons = _by_name(
            one.lack or two.lack, name_key(a, jurisdiction_a), name_key(b, jurisdiction_b)
        )
    return Decision(verdict, (*reasons, *sorted(flaws)))


def _decide(
    one: Parsed, two: Parsed, keys: tuple[Key | None, Key | None], persons: bool
) -> tuple[str, tuple[str, ...]]:
    kinds = {one.kind, two.kind}
    if persons or "person" in kinds:
        return "review", (_("natural persons are never merged"),)
    if same_key(*keys):
        return _by_key(one, two)
    if conflict(*keys):
        if one.name == two.name:
            return "review", (_("equal names, but their valid keys differ"),)
        return "different", (_("their valid keys differ"),)
    if kinds & _NEVER:
        return "review", (
            _("a name that stands for no one organisation: {kinds}").format(kinds=sorted(kinds & _NEVER)[0]),
        )
    if one.whole == two.whole:
        return "name", ()
    return contrast(one, two)


def joined_by_key(name: str | None) -> str:
    """The sort of name within which equal keys merge, empty where no key merges it at all.

    A brand or a branch with its company's key is misfiled, not the company.
    """
    parsed = parse(name)
    if parsed.kind in _NEVER or parsed.kind == "short":
        return ""
    if parsed.kind in _NO_COMPANY:
        return _("a brand, group or place")
    return _("a branch") if parsed.branch else _("an organisation")


def _by_key(one: Parsed, two: Parsed) -> tuple[str, tuple[str, ...]]:
    sorts = sorted({joined_by_key(one.name), joined_by_key(two.name)})
    if "" in sorts:
        return "review", (_("equal keys, but a name that stands for no one organisation"),)
    if len(sorts) > 1:
        return "review", (
            _("equal keys, but one is {sorts}, the other {sorts2}").format(sorts=sorts[0], sorts2=sorts[1]),
        )
    return "merge", (_("equal valid keys"),)


def _by_name(lack: str, key_a: str | None, key_b: str | None) -> tuple[str, tuple[str, ...]]:
    """Equal normalised names: a ground only if they are full, and in one jurisdiction."""
    if lack:
        return "review", (_("equal names, but {lack}").format(lack=lack),)
    if key_a is None or key_b is None:
        return "review", (_("equal names, but the jurisdiction is not known"),)
    if key_a != key_b:
        return "review", (_("equal names, but not known to be in one jurisdiction"),)
    return "merge", (_("equal full legal names in one jurisdiction"),)


#: What a company's name says of its form; 有限公司 stands for 有限责任公司 by law.
_FORMS = {"股份有限公司": "股份有限公司", "有限公司": "有限责任公司", "(有限合伙)": "有限合伙", "(普通合伙)": "普通合伙",
          "(特殊普通合伙)": "特殊普通合伙", "(个人独资)": "个人独资企业"}  # fmt: skip


def legal_form(name: str) -> str:
    """The legal form that a company's full name ends with, in one wording; empty where it tells none."""
    parsed = parse(name)
    if parsed.kind != "company" or parsed.lack or parsed.branch:
        return ""
    return next((form for ending, form in _FORMS.items() if parsed.name.endswith(ending)), "")
