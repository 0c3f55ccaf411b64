"""What is personal is dropped on reading: contacts, phone and identity numbers, evaluation experts."""

from __future__ import annotations

import re

from govgraph.text.person_numbers import is_credit_code

#: Fields that hold a person's contact or identity, in the formats that we read.
FIELDS = frozenset(
    {
        "contactpoint", "additionalcontactpoints", "telephone", "phone", "phonenumber", "mobile", "tel", "fax", "faxnumber",
        "email", "idnumber", "passportnumber", "passport", "innnumber", "birthdate", "birthplace", "dateofbirth",
        "placeofbirth", "deathdate", "socialsecuritynumber", "streetaddress", "residentialaddress",
        "nationalid", "nationalidentitynumber", "identitynumber", "identitycard", "idcard", "idcardnumber", "personalnumber",
        "curp", "cpf", "dni", "ssn",
        "联系人", "联系电话", "联系方式", "电话", "手机", "手机号", "传真", "邮箱", "电子邮箱", "身份证号", "身份证", "身份证号码",
        "公民身份号码", "公民身份证号", "居民身份证", "居民身份证号", "证件号码", "护照号", "护照号码", "法定代表人身份证号",
        "评审专家", "评审小组", "评审委员会", "评标专家", "评标委员会", "评审专家名单", "项目联系人", "项目联系电话",
    }
)  # fmt: skip
_DIGIT = "[0-9０-９]"
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z０-９])(?:\+?86[- ]?)?[1１][3-9３-９]{_DIGIT}(?:{_DIGIT}{{8}}|([- ]){_DIGIT}{{4}}\1{_DIGIT}{{4}})(?![0-9A-Za-z０-９])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.,])(?:0[0-9]{2,3}[-－—]|[（(]0[0-9]{2,3}[）)][- ]?|0[0-9]{2,3} )[2-9][0-9]{6,7}(?:[-转][0-9]{1,5})?(?![0-9A-Za-z])"
)
_ABROAD = re.compile(r"(?<![0-9A-Za-z+])\+[1-9][0-9]{0,2}(?:[ .()/-]{0,2}[0-9]){7,12}(?![0-9A-Za-z])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z０-９])[1-9１-９]{_DIGIT}{{5}}(?:[1１][89８９]|[2２][0０]){_DIGIT}{{2}}[01０１]{_DIGIT}[0-3０-３]{_DIGIT}{{4}}[0-9Xx０-９Ｘ]"
    r"(?![0-9A-Za-z０-９])"
)
#: The older number has no check sign, so only words before it tell it.
_OLD_IDENTITY = re.compile(r"(身份证[号码件]{0,3}(?:为|是)?[ :：]{0,3})[0-9]{15}(?![0-9A-Za-z])")

#: Fields whose digits identify something, count it or date it; ``paid`` and ``candidate`` are none.
_CODE = re.compile(
    r"^(?:id|ids|ocid|amount|code|date|ur[il]|relatedLots?|relatedBids?)$|[a-z](?:I[dD]s?|Amount|Code|Date|Ur[il]|URL)$|^\$"
    r"|(?:编号|代码|金额)$"
)

#: What stands in no code and in no address.
_WORDS = re.compile(r"[^\x21-\x7e]")

#: One of these stands in every text that one of the patterns above finds.
MAY_BE_PERSONAL = re.compile(r"@|[0-9０-９]{7}|\+[0-9]|[0-9]{3}[- ][0-9]{4}")


_DEEPEST = 60


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
    if not MAY_BE_PERSONAL.search(text):
        return text
    text = _OLD_IDENTITY.sub(r"\1…", text)
    for pattern in (_IDENTITY, _ABROAD, _MOBILE, _LANDLINE, _MAIL):
        text = pattern.sub("…", text)
    return text


def scrub_code(text: str) -> str:
    """A code, number or address on the web without citizens' numbers and mail addresses.

    Other digits in it mean something else, unless it is no code but words.
    """
    text = _IDENTITY.sub(lambda found: found[0] if is_credit_code(found[0]) else "…", text)
    return scrub_text(text) if _WORDS.search(text) else _MAIL.sub("…", text)


def scrub(value: object) -> object:
    """A copy of a JSON value without its personal fields and numbers; what is nested too deeply is cut."""
    if isinstance(value, str):
        return scrub_text(value)
    kept = _copy(value)
    drop_personal(kept)
    return kept


def _copy(value: object, depth: int = 0) -> object:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {key: _copy(item, depth + 1) for key, item in value.items()}
    return [_copy(item, depth + 1) for item in value] if isinstance(value, list) else value


def drop_personal(value: object, kind: str = "", depth: int = 0) -> None:
    """The same in place, for what nobody else holds; ``kind`` is that of the field a list stands in.

    Identifiers, amounts and addresses on the web keep their digits, which can look like a phone number's;
    citizens' identity numbers go from there too.
    """
    if depth > _DEEPEST and isinstance(value, (dict, list)):
        value.clear()
    elif isinstance(value, dict):
        personal = []
        for key, item in value.items():
            of = _KINDS[key]
            if of == "personal":
                personal.append(key)
            elif isinstance(item, str):
                if len(item) > 5 and MAY_BE_PERSONAL.search(item):
                    value[key] = _clean(item, of)
            elif isinstance(item, (dict, list)):
                drop_personal(item, of, depth + 1)
        for key in personal:
            del value[key]
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, str):
                value[place] = _clean(item, kind)
            else:
                drop_personal(item, kind, depth + 1)


def _clean(text: str, kind: str) -> str:
    return scrub_code(text) if kind else scrub_text(text)
