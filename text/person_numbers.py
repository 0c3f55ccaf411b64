"""Numbers of natural persons: which schemes number people, and which numbers are a Chinese citizen's.

A scheme is told by its code as registers and org-id.guide write it (``MX-CURP``, ``CO-CC``) or by its name in
words (``cédula de ciudadanía``). Schemes that number firms and people alike (``PE-RUC``, ``MX-RFC``, ``CO-NIT``)
are none: their numbers are published with firms' names everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

__all__ = ["is_citizen_number", "is_credit_code", "is_person_scheme", "person_number_in_id"]

#: What number people in one country, behind that country's code; ``CI`` alone is Côte d'Ivoire.
_BY_COUNTRY = """
    ar-dni ar-cuil bo-ci br-cpf br-rg cl-run co-cc co-ce co-ti co-pep co-ppt co-rc cr-cf cr-dimex cu-ci do-ced do-cie ec-ci
    gt-cui gt-dpi hn-id mx-curp mx-ine mx-ife ni-ci pa-cip pe-ce pe-dni py-ci sv-dui uy-ci ve-ci us-ssn us-itin ca-sin
    al-nid at-svnr ba-jmb be-nn be-nrn be-niss bg-egn ch-ahv ch-avs cy-id cz-rc de-idnr de-stid dk-cpr ee-ik es-dni es-nie
    fi-hetu fr-nir gb-nino gr-amka ie-pps ie-ppsn il-id is-pid lt-ak lv-pk md-idnp me-jmbg mk-embg nl-bsn no-fnr pl-pesel
    pt-cc pt-bi ro-cnp rs-jmbg ru-snils se-pnr si-emso sk-rc tr-tckn tr-tc ua-rnokpp ua-drfo am-ssn ge-pn kz-iin kg-pin
    uz-pinfl tj-id az-fin by-in cn-id cn-idcard cn-ric cn-rid chn-idcard hk-id hk-hkid tw-id tw-roc jp-mn kr-rrn mo-bir
    sg-nric sg-fin my-nric my-ic th-pid th-cid id-nik ph-psn ph-philsys vn-cccd vn-cmnd kh-id la-id mm-nrc in-aadhaar
    in-uidai np-cn bd-nid lk-nic pk-cnic af-nid ir-nid iq-id sa-nid ae-eid kw-cid qa-qid bh-cpr om-id jo-id lb-id eg-nid
    dz-nin ma-cin ma-cnie tn-cin ly-nid ng-nin ng-bvn gh-gid gh-pin ke-id ke-nid ug-nin tz-nid rw-nid et-fin za-id za-idn
    zm-nrc zw-nid mw-nid mz-bi ao-bi cv-bi bw-omang na-id mu-nid
"""
_CODES = frozenset(_BY_COUNTRY.split())
#: Words that name such a scheme in any language, in the plain form that ``_plain`` gives.
_WORDS = re.compile(
    r"(?:^|-)(?:curp|cpf|dni|nie|nric|cnic|ssn|pesel|jmbg|aadhaar|aadhar|snils|nino|bsn|amka|emso|hkid|cuil|rnokpp|idnp"
    r"|cedula(?!-juridica)|cedulas|pass?-?ports?|pasaporte|passeport|passaporte|pasport|reisepass|id-?cards?|identity-(?:cards?|number|document)"
    r"|carte-d-identite|carta-d-identita|personalausweis|documento-(?:nacional-)?de-identi(?:dad|dade|ficacion)(?:-personal)?"
    r"|documento-unico-de-identidad|tarjeta-de-identidad|carne-de-identidad|cartao-de-cidadao|bilhete-de-identidade"
    r"|clave-unica-de-registro-de-poblacion|codigo-unico-de-identificacion|registro-de-identidade"
    r"|citizen(?:ship)?(?:-card|-id|-number)?|(?:national|personal|individual)-(?:id|identity|identification)(?:-\w+)*|personal-(?:number|code)"
    r"|personnummer|fodselsnummer|henkilotunnus|isikukood|asmens-kodas|personas-kods|rodne-cislo|codice-fiscale-persona(?:-fisica)?"
    r"|social-(?:security|insurance)(?:-\w+)?|driv(?:ing|er-?s?)-licen[cs]e|licencia-de-conducir|birth-certificate|voter-id"
    r"|natural-persons?|private-individuals?|personas?-(?:natural(?:es)?|fisicas?)|pessoas?-fisicas?|personnes?-physiques?|persone?-fisic[ah]e?"
    r"|nationalid|idcard|identitycard|identitynumber|personid|resident-(?:id|identity)(?:-\w+)*)(?:-|$)"
    r"|身份证|身份證|身分證|护照|護照|居留证|居留證|台胞证|回乡证|军官证|主民登録|주민등록|マイナンバー|個人番号|个人编号|自然人"
    r"|паспорт|снилс|инн-физ|физическ|рнокпп|дрфо|фізичн|иин(?:-|$)|жсн(?:-|$)"
)
#: An id that carries its scheme before it: ``MX-CURP-XEXX010101HNEXXXA4``.
_WITH_SCHEME = re.compile(r"([A-Za-z]{2,3}[-_][A-Za-z]{2,12})[-_:/ ]+(.+)")

#: Province, prefecture and county, the day of birth, the running number and the check sign.
_CITIZEN = re.compile(
    "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)[0-9]{4}((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]"
)
#: The signs that registering departments and classes of bodies have in GB 32100: 1 organs and
#: institutions, 2 foreign affairs, 3 justice, 4 culture, 5 civil affairs, 6 tourism, 7 religion, 8 unions,
#: 9 market regulation, A the armed forces, N agriculture, Y others; class 9 (1 for Y) is what is left.
_DEPARTMENTS = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "12379", "6": "129", "7": "129", "8": "19", "9": "1239",
    "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip


@lru_cache(maxsize=10_000)
def is_person_scheme(scheme: str) -> bool:
    """Whether what a scheme numbers is natural persons.

    >>> is_person_scheme("Cédula de Ciudadanía"), is_person_scheme("mx_curp"), is_person_scheme("CO-NIT")
    (True, True, False)
    """
    plain = _plain(scheme)
    return plain in _CODES or bool(_WORDS.search(plain))


def person_number_in_id(id_: str) -> str:
    """The number in an id that carries the scheme of a person's number before it; empty where it carries none."""
    found = _WITH_SCHEME.fullmatch(id_)
    return found[2] if found and is_person_scheme(found[1]) else ""


def _plain(words: str) -> str:
    parts = unicodedata.normalize("NFKD", words.strip().lower())
    bare = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", bare)).strip("-")


def is_citizen_number(compact: str) -> bool:
    """Whether 18 signs are a Chinese citizen's identity number (GB 11643) and no organisation's credit code.

    Counties are not looked up: their list has gaps, and a number of a forgotten county is a number too.
    """
    found = _CITIZEN.fullmatch(compact)
    if not found:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    total = sum(int(sign) * 2 ** (17 - place) for place, sign in enumerate(compact[:17]))
    return "10X98765432"[total % 11] == compact[17] and not is_credit_code(compact)


def is_credit_code(compact: str) -> bool:
    """Whether these 18 signs are a credit code: department, class and check sign of the standard."""
    from stdnum.cn import uscc

    if not re.fullmatch("[0-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{10}", compact):
        return False
    return (
        compact[1] in _DEPARTMENTS.get(compact[0], "") and uscc.calc_check_digit(compact[:17]) == compact[17]
    )
