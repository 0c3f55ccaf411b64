"""Lines of running text to their labels and values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govgraph.loaders.ggzy.labels import key_of
from govgraph.loaders.notices.html import Table

_LABEL = re.compile(
    r"(?:^|(?<=[\s。；;，,、）)（(]))((?:[0-9]{1,2}[.．、])?(?:[^\s:：。；;，,、（(]{1,24}?(?:[（(][^（()）]{0,30}[）)])?){1,2}?)\s*[:：]"
)
_ORDINAL = re.compile(
    r"(?:推荐)?(?:第[一二三四五六七八九]名?|排名第[一二三四五])(?:的)?(?:推荐)?(?:中标|成交|中选)?候选(?:人|单位|供应商)(?:名称)?\s*(?:[:：为]|是)"
)
#: Labels that need no sign before them: 某公司招标代理机构：
_STRONG = re.compile(
    r"((?:招标|采购)(?:代理机构|代理|人|单位)|(?<!招标)(?<!采购)代理机构|(?:中标|成交)(?:人|单位|价|金额)|投标报价|(?<=[^总划设施计])工期|监督人"
    r"|项目(?:负责人|经理|编号|名称)|联系人|(?:联系)?电话|开标时间)(?:[（(][^（()）]{0,12}[）)])?\s*[:：]"
)


def pieces(line: str) -> Iterator[tuple[str, str]]:
    """Labels and values of a line: at its beginning, after a sign, and where a candidate is named."""
    starts: dict[int, tuple[int, str]] = {}
    for m in _LABEL.finditer(line):
        bracketed = line[m.start(1) - 1 : m.start(1)] in ("（", "(") and m.start(1) > 0
        if (key := key_of(m[1])) and not (bracketed and key in ("leader", "members")):
            starts[m.start(1)] = (m.end(), m[1])
    for m in _ORDINAL.finditer(line):
        starts.setdefault(m.start(), (m.end(), re.sub(r"\s*(?:[:：为]|是)$", "", m[0])))
    taken = [(start, end) for start, (end, _) in starts.items()]
    for m in _STRONG.finditer(line):
        if not any(start <= m.start() < end for start, end in taken):
            starts.setdefault(m.start(), (m.end(), m[1]))
    places = sorted(starts)
    for place, next_ in pairwise([*places, len(line)]):
        end, label = starts[place]
        if end <= next_:
            yield label, line[end:next_].strip(" ;；,，。、（(")


def joined(blocks: Sequence[str | Table]) -> Iterator[str | Table]:
    """The blocks with a line that is only a label joined to the line after it."""
    held = ""
    for block in blocks:
        if held and isinstance(block, str) and not any(True for _ in pieces(block)):
            yield held + block
            held = ""
            continue
        if held:
            yield held
            held = ""
        if isinstance(block, str) and block[-1:] in (":", "：") and len(block) < 30 and key_of(block):
            held = block
        else:
            yield block
    if held:
        yield held
