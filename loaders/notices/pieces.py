"""Long lines in pieces, each with one label: texts and old pages have many fields in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from govgraph.loaders.notices.html import tidy
from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.vocabulary import key_of, pattern, strong_labels

_TRAIL = re.compile(
    r"[\s；;，,（(]*(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[、.．])?\s*$"
)
_SECTIONS = re.compile(r"(?<=[\s。；;])(?=[一二三四五六七八九十]{1,3}、|(?:[0-9]\.)?(?:采购人|采购代理机构|项目联系方式)(?:信息)?\s)")  # fmt: skip
_SECTION = re.compile(r"^\s*第?[一二三四五六七八九十]{1,3}[、.．]\s*\S")
#: Other words, and a label behind a blank: 四、采购人信息 名称：
_APART = re.compile(r"([^:：]*\S)\s+([^\s:：]{2,20})\s*[:：]")
_SPLIT = re.compile(r"([^:：]{1,80}?)\s*([:：])\s*(.*)$", re.DOTALL)
_PACK = "采购包|标包|标段|分包|合同包|标项|包组|包|合同段|分标"
_WITH_LOT = re.compile(
    rf"^.{{0,3}}?(?:第?\s*[0-9A-Za-z一二三四五六七八九十]{{1,4}}\s*号?(?:{_PACK})"
    rf"|(?:{_PACK})\s*[0-9A-Za-z一二三四五六七八九十]{{1,4}})(?:[（(][^（()）]*[）)])?[的\s]*"
)
_LOT_LINE = re.compile(
    rf"^[\s\d.、（）()]*(?:第?\s*[0-9A-Za-z一二三四五六七八九十]{{1,3}}\s*号?\s*)?(?:.{{0,2}}?)(?:{_PACK})"
)


@lru_cache(maxsize=2)
def _label(strong: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    start = r"(?:(?:^|(?<=[\s。；;，,、）):：])|(?<=公司)|(?<=万元))([^\s:：。；;，,]{2,40}?(?:[（(][^（()）]{0,40}[）)])?)"
    return re.compile(rf"{start}|(?P<strong>{strong}))\s*[:：]"), re.compile(rf"(?:{strong})$")


def cut(line: str) -> Iterator[str]:
    """A line in pieces, each beginning with a label that is known or a numbered section."""
    parts = _SECTIONS.split(line) if len(line) > 40 else (line,)
    for part in parts:
        colons = part.count("：") + part.count(":")
        if colons == 1 and (found := _APART.match(part)) and key_of(found[2]) and not key_of(split(part)[0]):
            yield from (found[1], part[found.start(2) :])
        elif len(part) < 12 or not colons or (colons == 1 and not pattern("behind-name").match(part)):
            yield part
        elif colons == 1 and (found := pattern("behind-name").match(part)):
            yield from (found[1], part[found.end(1) :].strip()) if key_of(found[2]) and not key_of(split(part)[0]) else (part,)  # fmt: skip
        else:
            yield from _cut(part)


def _cut(line: str) -> Iterator[str]:
    pattern, ending_pattern = _label(strong_labels())
    start, place = 0, 0
    while match := pattern.search(line, place):
        label, here = match["strong"] or match[1], match.start("strong" if match["strong"] else 1)
        opened = max(label.rfind("（"), label.rfind("("))
        if opened >= 0 and not re.search("[）)]", label[opened:]):
            label, here = label[opened + 1 :], here + opened + 1  # X（招标文件编号: it begins in the bracket
        key = key_of(label)
        if key in ("members", "leader") and opened >= 0:  # 甲公司（联合体成员：乙公司）
            place = match.end()
            continue
        known = bool(match["strong"] or key)
        glued = line[:here].rstrip()[-1:] in (":", "：")  # a value with a label glued to it
        if (not known or glued) and (ending := ending_pattern.search(label)):
            label, here, known = ending[0], here + ending.start(), True
        if not (known or is_section(label) or _lot_label(label)):
            place = here + 1  # a label may begin within what looks like one
            continue
        place = match.end()
        if here > start:
            if piece := _TRAIL.sub("", line[start:here]).strip():
                yield tidy(piece)
            start = here
    yield tidy(line[start:])


def _lot_label(label: str) -> bool:
    number = lot_number(label)
    return bool(number) and (not without_lot(label) or bool(key_of(without_lot(label))))


def without_lot(label: str) -> str:
    """A label without the lot in it: 第1包中标供应商 is 中标供应商."""
    return _WITH_LOT.sub("", label)


def split(part: str) -> tuple[str, str, str]:
    """Label, colon and value; a hint in brackets after the colon belongs to the label."""
    match = _SPLIT.match(part)
    if not match:
        return part, "", ""
    label, value = match[1], match[3]
    if hint := pattern("hint").match(value):
        label, value = label + hint[0].rstrip(":： "), value[hint.end() :]
    return label, match[2], value


def is_section(line: str) -> bool:
    """Whether a line opens a numbered section (三、中标信息)."""
    return bool(_SECTION.match(line))


def opens_lot(part: str) -> bool:
    """Whether a line that names a lot opens it, and does not only speak of lots (详见第二包…)."""
    return bool(_LOT_LINE.match(part)) and not pattern("lot-prose").search(part[:80])
