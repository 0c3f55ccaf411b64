"""Long lines in pieces, each with one label: texts and old pages have many fields in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.loaders.ccgp.labels import is_section, key_of
from govgraph.loaders.notices.html import tidy
from govgraph.loaders.notices.notice import lot_number

#: Labels that end the value before them even where nothing stands between.
_STRONG = (
    "原公告的采购项目编号|原公告的采购项目名称|原公告项目名称|原公告地址|采购项目编号|采购项目名称|项目编号|项目名称|招标编号|首次公告日期"
    "|本次变更日期|更正日期|采购人名称|采购人地址|采购人联系方式|采购单位名称|采购单位地址|采购单位联系方式|采购代理机构全称|采购代理机构名称"
    "|采购代理机构地址|采购代理机构联系方式|采购代理机构|代理机构名称|项目联系人|项目联系电话|项目联系方式|联系人及电话|联系人|联系电话|联系方式"
    "|中标供应商名称|成交供应商名称|供应商名称|供应商地址|总中标金额|中标（成交）金额|中标金额|成交金额|总成交金额|预算金额|最高限价|采购方式|合同履行期限"
    "|合同履行日期|本项目招标公告日期|招标公告日期|采购公告日期|中标日期|成交日期|定标日期|中标供应商名称、联系地址及中标金额|项目用途|简要技术要求"
    "|评审专家名单|评标委员会成员名单|谈判小组成员名单|磋商小组成员名单|询价小组成员名单|服务要求|规格型号|统一社会信用代码"
)
_LABEL = re.compile(
    rf"(?:(?:^|(?<=[\s。；;，,、）):：]))([^\s:：。；;，,]{{2,40}}?(?:[（(][^（()）]{{0,40}}[）)])?)|(?P<strong>{_STRONG}))\s*[:：]"
)
_ENDING = re.compile(rf"(?:{_STRONG})$")
_TRAIL = re.compile(
    r"[\s；;，,（(]*(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[、.．])?\s*$"
)
_SECTIONS = re.compile(r"(?<=[\s。；;])(?=[一二三四五六七八九十]{1,3}、)")
_HINT = re.compile(r"^[（(](?:可填写|如有|注|含税)[^（()）]*[）)]\s*[:：]?\s*")
_LOT_LINE = re.compile(
    r"^[\s\d.、（）()]*(?:.{0,6}?)(?:采购包|标包|标段|分包|合同包|标项|包组|包|合同段|分标)"
)


def cut(line: str) -> Iterator[str]:
    """A line in pieces, each beginning with a label that is known or a numbered section."""
    for part in _SECTIONS.split(line):
        yield from _cut(part)


def _cut(line: str) -> Iterator[str]:
    if len(line) < 12 or len(re.findall("[:：]", line)) < 2:
        yield line
        return
    start, place = 0, 0
    while match := _LABEL.search(line, place):
        label, here = match["strong"] or match[1], match.start("strong" if match["strong"] else 1)
        opened = max(label.rfind("（"), label.rfind("("))
        if opened >= 0 and not re.search(
            "[）)]", label[opened:]
        ):  # X（招标文件编号: the label begins in the bracket
            label, here = label[opened + 1 :], here + opened + 1
        known = bool(match["strong"] or key_of(label))
        value = line[:here].rstrip()[-1:] in (
            ":",
            "：",
        )  # what stands here is a value with a label glued to it
        if (not known or value) and (ending := _ENDING.search(label)):
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
    return re.sub(
        r"^.{0,3}?(?:第?\s*[0-9A-Za-z一二三四五六七八九十]{1,4}\s*号?(?:采购包|标包|标段|分包|合同包|标项|包组|包)"
        r"|(?:采购包|标包|标段|分包|合同包|标项|包组|包)\s*[0-9A-Za-z一二三四五六七八九十]{1,4})(?:[（(][^（）()]*[）)])?[的\s]*", "", label,
    )  # fmt: skip


def split(part: str) -> tuple[str, str, str]:
    """Label, colon and value; a hint in brackets after the colon belongs to the label."""
    match = re.match(r"([^:：]{1,80}?)\s*([:：])\s*(.*)$", part, re.DOTALL)
    if not match:
        return part, "", ""
    label, value = match[1], match[3]
    if hint := _HINT.match(value):
        label, value = label + hint[0].rstrip(":： "), value[hint.end() :]
    return label, match[2], value


def is_prose(part: str) -> bool:
    """Whether a part only speaks of lots (本项目分为2包, 详见第二包…) instead of opening one."""
    return not _LOT_LINE.match(part) or bool(
        re.search("。.|本项目|投标人|详见|每个?包|各包|兼投|共分|划分|可以", part[:80])
    )
