"""What is personal is dropped on reading: contacts, phone and identity numbers, evaluation experts."""

from __future__ import annotations

import re
from functools import lru_cache

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

#: One of these stands in every text that one of the patterns above finds.
_ANY = re.compile(r"@|[0-9]{7}")


@lru_cache(maxsize=10_000)
def is_personal(field: str) -> bool:
    """Whether a field of this name is dropped."""
    return re.sub(r"[\s_\-:：]", "", field).lower() in FIELDS


def scrub_text(text: str) -> str:
    """The text without phone numbers, mail addresses and citizens' identity numbers."""
    if not _ANY.search(text):
        return text
    for pattern in (_IDENTITY, _MOBILE, _LANDLINE, _MAIL):
        text = pattern.sub("…", text)
    return text


def scrub(value: object, depth: int = 0) -> object:
    """A JSON value without its personal fields and numbers; what is nested too deeply is cut."""
    if depth > 60:
        return "…"
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if not is_personal(str(key))}
        return {key: scrub(item, depth + 1) for key, item in kept.items()}
    if isinstance(value, list):
        return [scrub(item, depth + 1) for item in value]
    return scrub_text(value) if isinstance(value, str) else value
