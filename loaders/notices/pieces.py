"""Long lines in pieces, each with one label: texts and old pages have many fields in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.loaders.io.html import tidy
from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.vocabulary import key_of, pattern, remembered, says

_SPLIT = re.compile(r"([^:：]{1,80}?)\s*([:：])\s*(.*)$", re.DOTALL)
_LABEL = r"(?:(?:^|(?<=[\s。；;，,、）):：])|(?<=公司)|(?<=万元))([^\s:：。；;，,]{2,40}?(?:[（(][^（()）]{0,40}[）)])?)"


@remembered
def _label() -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong = pattern("strong").pattern
    return re.compile(rf"{_LABEL}|(?P<strong>{strong}))\s*[:：]"), re.compile(rf"(?:{strong})$")


def cut(line: str) -> Iterator[str]:
    """A line in pieces, each beginning with a label that is known or a numbered section."""
    for part in pattern("section-within").split(line) if len(line) > 40 else (line,):
        colons = part.count("：") + part.count(":")
        if colons == 1 and not key_of(split(part)[0]) and (two := _two(part)):
            yield from two
        elif len(part) < 12 or colons < 2:
            yield part
        else:
            yield from _cut(part)


def _two(part: str) -> tuple[str, str] | None:
    """A label behind a name or a blank, and what stands before it: 四、采购人信息 名称：某局."""
    for found in (pattern("label-apart").match(part), pattern("behind-name").match(part)):
        if found and key_of(found[2]):
            return found[1], part[found.end(1) :].strip()
    return None


def _cut(line: str) -> Iterator[str]:
    labels, strong = _label()
    start, place = 0, 0
    while match := labels.search(line, place):
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
        if (not known or glued) and (ending := strong.search(label)):
            label, here, known = ending[0], here + ending.start(), True
        of_lot = lot_number(label) and (not without_lot(label) or key_of(without_lot(label)))
        if not (known or of_lot or is_section(label)):
            place = here + 1  # a label may begin within what looks like one
            continue
        place = match.end()
        if here > start:
            if piece := pattern("trail").sub("", line[start:here]).strip():
                yield tidy(piece)
            start = here
    yield tidy(line[start:])


def without_lot(label: str) -> str:
    """A label without the lot in it: 第1包中标供应商 is 中标供应商."""
    return pattern("with-lot").sub("", label)


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
    return pattern("section").match(line) is not None


def opens_lot(part: str) -> bool:
    """Whether a line that names a lot opens it, and does not only speak of lots (详见第二包…)."""
    return pattern("lot-line").match(part) is not None and not says("lot-prose", part[:80])
