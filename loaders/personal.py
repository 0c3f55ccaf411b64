"""What is personal is dropped on reading: contacts, phone and identity numbers, evaluation experts."""

from __future__ import annotations

import re

#: Fields that hold a person's contact or identity, in the formats that we read.
FIELDS = frozenset(
    {
        "contactpoint", "additionalcontactpoints", "telephone", "phone", "phonenumber", "mobile", "tel", "fax", "faxnumber",
        "email", "idnumber", "passportnumber", "passport", "innnumber", "birthdate", "birthplace", "dateofbirth",
        "placeofbirth", "deathdate", "socialsecuritynumber", "streetaddress", "residentialaddress",
        "联系人", "联系电话", "联系方式", "电话", "手机", "手机号", "传真", "邮箱", "电子邮箱", "身份证号", "身份证",
        "评审专家", "评审小组", "评审委员会", "评标专家", "评标委员会", "评审专家名单", "项目联系人", "项目联系电话",
    }
)  # fmt: skip
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9][0-9]{9}(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z.,])0[0-9]{2,3}-[2-9][0-9]{6,7}(?:-[0-9]{1,5})?(?![0-9A-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)

#: Fields whose digits identify something, or count it.
_CODE = re.compile(
    r"(?:id|ids|lots?|bids?|amount|value|ur[il]|date|number|code)$|^\$|编号|代码|金额", re.IGNORECASE
)

#: One of these stands in every text that one of the patterns above finds.
_ANY = re.compile(r"@|[0-9]{7}")


class _Kinds(dict[str, str]):
    """What kind of field a name is, told once for each name: ``personal``, ``code`` or neither."""

    def __missing__(self, field: str) -> str:
        personal = re.sub(r"[\s_\-:：]", "", field).lower() in FIELDS
        kind = "personal" if personal else "code" if _CODE.search(field) else ""
        if len(self) < 10_000:
            self[field] = kind
        return kind


_KINDS = _Kinds()


def is_personal(field: str) -> bool:
    """Whether a field of this name is dropped."""
    return _KINDS[field] == "personal"


def scrub_text(text: str) -> str:
    """The text without phone numbers, mail addresses and citizens' identity numbers."""
    if not _ANY.search(text):
        return text
    for pattern in (_IDENTITY, _MOBILE, _LANDLINE, _MAIL):
        text = pattern.sub("…", text)
    return text


def scrub(value: object, depth: int = 0, *, is_code: bool = False) -> object:
    """A JSON value without its personal fields and numbers; what is nested too deeply is cut.

    Identifiers, amounts and addresses on the web keep their digits, which can look like a phone number's;
    citizens' identity numbers go from there too.
    """
    if depth > 60:
        return "…"
    if isinstance(value, dict):
        kept: dict[str, object] = {}
        for key, item in value.items():
            kind = _KINDS[key]
            if kind == "personal":
                continue
            if isinstance(item, str):
                if len(item) > 5 and _ANY.search(item):
                    item = _IDENTITY.sub("…", item) if kind else scrub_text(item)
            elif isinstance(item, (dict, list)):
                item = scrub(item, depth + 1, is_code=bool(kind))
            kept[key] = item
        return kept
    if isinstance(value, list):
        return [scrub(item, depth + 1, is_code=is_code) for item in value]
    if isinstance(value, str):
        return _IDENTITY.sub("…", value) if is_code else scrub_text(value)
    return value
