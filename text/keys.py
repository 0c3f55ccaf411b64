"""Identifiers of organisations: only one whose check digit holds may merge anything.

A key is ``scheme:value``. For the unified social credit code (USCC), the older organisation code,
the LEI and the Chinese taxpayer number the scheme follows from the form; any other identifier
(OCDS: ``CO-NIT``, ``PY-RUC``) counts only with its scheme, and only if it is no placeholder.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from govgraph.messages import _
from govgraph.text.person_numbers import is_citizen_number, is_person_scheme

__all__ = ["PARTY", "Key", "conflict", "read_key", "same_key"]

#: The scheme of ids that a publisher gives its parties: no key, since they mean nothing elsewhere.
PARTY = "party"


@dataclass(frozen=True, slots=True)
class Key:
    """An identifier. ``flaw`` says why it must not be used as a key, or is empty."""

    scheme: str
    value: str
    text: str
    flaw: str = ""

    @property
    def valid(self) -> bool:
        """Whether two records with this key are one organisation."""
        return not self.flaw

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


_USCC, _ORG, _LEI = "uscc", "cn-org", "lei"
_ALIASES = {
    **dict.fromkeys(("uscc", "cn-uscc", "cn-scc", "统一社会信用代码", "cn-uscid"), _USCC),
    **dict.fromkeys(("cn-org", "cn-nacao", "组织机构代码", "cn-oc"), _ORG),
    **dict.fromkeys(("lei", "xi-lei", "gleif"), _LEI),
}
_SCHEMED = re.compile(r"([^\s:：]{2,40})\s*[:：]\s*(.+)")
_PLACEHOLDER = re.compile(
    r"(.)\1*|0*1234(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?|n/?a|na|none|null|nil|nan|unknown|tbd|test|sin.?dato|s/n|无|不详|未知|待定",
    re.IGNORECASE,
)
_PRESENT = re.compile("[^0-9A-Za-z一-鿿]")


def read_key(text: str | None, scheme: str = "") -> Key | None:
    """The key in a field, valid or with its flaw; ``None`` when the field holds nothing.

    >>> str(read_key("9144030071526726XG")), read_key("9144030071526726XH").flaw
    ('uscc:9144030071526726XG', 'check digit')
    """
    printed = text or ""
    clean = unicodedata.normalize("NFKC", printed).strip()
    clean = "".join(sign for sign in clean if unicodedata.category(sign) not in ("Cf", "Cc"))
    if not _PRESENT.sub("", clean):
        return None
    if len(clean) > 200:
        return Key(scheme, clean[:200], printed, _("too long"))
    if not scheme and (parts := _SCHEMED.fullmatch(clean)):
        scheme, clean = parts[1], parts[2].strip()
    name = _ALIASES.get(scheme.strip().lower(), scheme.strip().lower())
    compact = re.sub(r"[\s\-]", "", clean).upper()
    if is_citizen_number(compact) or (name and is_person_scheme(name)):
        return Key(name, "", "", _("identity number of a person"))
    if not name:
        name = _scheme_of(compact)
    if name in (_USCC, _ORG, _LEI):
        return Key(name, compact, printed, _flaw(name, compact))
    value = clean.upper()
    if name == PARTY:
        return Key(name, clean, printed, _("an id within one publisher"))
    if _PLACEHOLDER.fullmatch(compact):
        return Key(name, value, printed, "placeholder")
    if len(compact) < 4:
        return Key(name, value, printed, _("too short"))
    return Key(name, value, printed, "" if name else _("no scheme"))


def _scheme_of(compact: str) -> str:
    """The scheme that a bare value's form tells, or nothing."""
    if re.fullmatch("[0-9ANY][0-9][0-9]{6}[0-9A-Z]{10}", compact):
        return _USCC
    if re.fullmatch("[0-9A-Z]{18}[0-9]{2}", compact):
        return _LEI
    # Nine bare digits are a tax number in half the world; only a letter tells a Chinese code.
    return _ORG if re.fullmatch("(?=.*[A-Z])[0-9A-Z]{8}[0-9X]", compact) else ""


def _flaw(scheme: str, compact: str) -> str:
    # The checks live in a large package: it is loaded only where there is a key to check.
    from stdnum import lei
    from stdnum.cn import uscc

    if _PLACEHOLDER.fullmatch(compact):
        return "placeholder"
    if scheme == _USCC:
        # The library wants a digit first; A, N and Y are departments of the standard too.
        if not re.fullmatch("[0-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{10}", compact):
            return "form"
        return "" if uscc.calc_check_digit(compact[:17]) == compact[17] else _("check digit")
    if scheme == _LEI:
        return "" if lei.is_valid(compact) else _("check digit")
    return "" if _org_check(compact) else _("check digit")


def _org_check(code: str) -> bool:
    """The check sign of GB 11714: weights to the eighth sign, modulo eleven."""
    if not re.fullmatch("[0-9A-Z]{8}[0-9X]", code):
        return False
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign, 36) * weight for sign, weight in zip(code[:8], weights, strict=True))
    return "0123456789X0"[11 - total % 11] == code[8]


def same_key(one: Key | None, other: Key | None) -> bool:
    """Whether both are valid and equal, in one scheme."""
    return bool(
        one and other and one.valid and other.valid and (one.scheme, one.value) == (other.scheme, other.value)
    )


def conflict(one: Key | None, other: Key | None) -> bool:
    """Whether two valid keys say that these are two organisations.

    An organisation code stands inside the social credit code, so those two can differ as well.
    Keys of schemes that have nothing to do with each other say nothing.
    """
    if not (one and other and one.valid and other.valid):
        return False
    if one.scheme == other.scheme:
        return one.value != other.value
    schemes = {one.scheme: one.value, other.scheme: other.value}
    if set(schemes) == {_USCC, _ORG}:
        return schemes[_USCC][8:17] != schemes[_ORG]
    return False
