"""The shapes of tables in notices: what is a head, what a label beside a value, what a column for each bidder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govgraph.loaders.notices.vocabulary import fits, group, key_of, remembered, says

_RANK = re.compile(r"(?:第|排名)?第?([一二三四五六七八九十]{1,2}|[0-9]{1,2})\s*(?:名|位)?")
_DIGITS = "一二三四五六七八九十"
_LONGEST = 40


#: The cells that begin in a row, with their columns.
Cells = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: key (empty where unknown) and label as printed, by place."""

    columns: Mapping[int, tuple[str, str]]

    @property
    def text(self) -> str:
        """The head as printed."""
        return " | ".join(label for _, label in self.columns.values())

    @property
    def groups(self) -> list[Head]:
        """The columns of each candidate, with those before the first, where one row names several."""
        starts = [at for at, (key, label) in self.columns.items() if key == "candidate" and rank_of(label)]
        ends = [*starts[1:], len(self.columns) + max(self.columns)]
        shared = {at: column for at, column in self.columns.items() if starts and at < starts[0]}
        spans = zip(starts, ends, strict=False) if len(starts) > 1 else ()
        found = [{at: self.columns[at] for at in self.columns if start <= at < end} for start, end in spans]
        return [Head(shared | columns) for columns in found] or [self]

    def best(self, key: str, at: int, taken: Mapping[str, object]) -> bool:
        """Whether a column is the one to read of several of one key: the final price, the total score."""
        last = key in ("price", "score", "amount") and says("last-of-several", self.columns[at][1])
        return key not in taken or last


def own_cells(cells: Sequence[str], own: Sequence[bool]) -> Cells:
    """The cells that begin in a row, with their columns."""
    return [(at, text) for at, (text, here) in enumerate(zip(cells, own, strict=True)) if here]


def is_rank(text: str) -> bool:
    """Whether a cell is nothing but a rank in words: 第一名, 第二中标候选人."""
    if len(text) > 20 or not any(sign in text for sign in "第候排"):
        return False
    return fits("rank-cell", re.sub(r"[\s.。、：:]+", "", text))


def rank_of(text: str) -> int | None:
    """The rank that a cell or label says: 第一名 and 1 are 1; ``None`` where it says none.

    >>> rank_of("第三中标候选人"), rank_of("2"), rank_of("中标候选人")
    (3, 2, None)
    """
    plain = re.sub(r"\s+", "", text)
    found = _RANK.match(plain) or re.search(r"第([一二三四五六七八九十]{1,2}|[0-9]{1,2})", plain)
    if not found and (found := re.fullmatch(r".*候选(?:人|单位|供应商)([1-9一二三四五])", plain)) is None:
        return None
    word = found[1]
    number = int(word) if word.isdigit() else _DIGITS.find(word) + 1
    return number if 0 < number <= 50 else None


@remembered
def is_label(text: str) -> bool:
    """Whether a cell can be a label: it is known, or short and neither a name, a number nor a sentence."""
    plain = text.replace("\n", "")
    if is_rank(plain) or key_of(plain) or not plain or len(plain) > _LONGEST:
        return bool(key_of(plain)) and not is_rank(plain)
    return not (len(plain) > 6 and says("organisation", plain)) and not fits("value", plain.strip())


def head_of(row: Cells, below: Cells, cells: Sequence[str], before: Head | None) -> Head | None:
    """The head that a row is, ``None`` for any other: labels stand side by side in it, and none below."""
    if before is not None:
        return _second(row, cells, before)
    filled = [(at, text) for at, text in row if text]
    labels = (text for _, text in filled if not re.search(r"[:：]\s*\S", text))
    if len(filled) < 2 or sum(is_label(text) or is_rank(text) for text in labels) < len(filled):
        return None
    head = Head({at: (key_of(text.replace("\n", "")), " ".join(text.split())) for at, text in filled})
    keys = {at: key for at, (key, _) in head.columns.items() if key}
    if not below:  # a head without rows
        return head if len(keys) > 2 else None
    pairs, alike = _pairs(below, len(filled)), len(keys) == len(filled)
    columns = group("COLUMNS") | {"name"} if alike else group("COLUMNS")
    telling = {at for at, key in keys.items() if key in columns}
    named = {at for at, text in below if text and not is_label(text)}
    wide = alike or (len(below) >= len(filled) and (telling & named or len(keys) * 3 > 2 * len(filled)))
    second = not named and not alike and len(below) < len(filled)  # the head has two lines
    fitting = (wide and not pairs) or (second and len(keys) * 2 >= len(filled))
    return head if telling and fitting else None


def _pairs(row: Cells, wide: int) -> bool:
    """Whether a row is labels and values side by side: its first cell is a label that is known."""
    keys = [key_of(text.replace("\n", "")) for _, text in row]
    if keys[0] in ("", "seq") or is_rank(row[0][1]) or len(row) > wide:
        return False
    values = [text for _, text in row[1::2] if text]
    labels = all(key for key, (_, text) in zip(keys, row, strict=True) if text)
    return (len(row) == 2 or len(values) * 2 >= len(row)) and not labels


def _second(row: Cells, cells: Sequence[str], before: Head) -> Head | None:
    """A head's second line: labels below a label that spans several columns."""
    filled = {at: text for at, text in row if text}
    labels = [label for _, label in before.columns.values()]
    gaps = filled.keys() - before.columns.keys()
    spanned = len(set(labels)) < len(labels) and len(filled) < len(labels)
    if not filled or not all(map(is_label, filled.values())) or not (gaps or spanned):
        return None
    columns, upper = dict(before.columns), ""
    for at in range(len(cells)):
        upper = before.columns[at][1] if at in before.columns else upper
        if at in filled:
            label = " ".join(filled[at].split())
            both = label if label.startswith(upper) else f"{upper}{label}"
            columns[at] = (key_of(label) or key_of(both) or key_of(upper), both)
    return Head(dict(sorted(columns.items())))


def opens_pair(row: Cells, head: Head) -> bool:
    """Whether a row below a head is label and value again: 招标人 | 某局."""
    first = row[0][1]
    key = key_of(first) if len(first) < 30 and not is_rank(first) else ""
    if not key or next(iter(head.columns.values()))[0] == "item":
        return False
    whole = len(row) in (2, 4) and key in ("buyer", "agent", "publicity", "published")
    return whole or len(row) < len(head.columns)


def across(row: Cells) -> int | None:
    """The column of the label where a row says one thing of each of several bidders, else ``None``.

    Counted from the last label, so that a group's name and a label over two columns are passed.
    """
    texts = [text for _, text in row]
    first = next((at for at, text in enumerate(texts) if text), 0)
    if first and is_rank(texts[first]):
        first -= 1  # an empty corner over the labels
    grouped = len(row) > first + 3 and key_of(texts[first]) not in group("OF_BIDDER")
    if grouped and key_of(texts[first + 1]) and not is_rank(texts[first + 1]):
        first += 1  # the name of a group of rows
    label, values = texts[first], texts[first + 1 :]
    if len(values) < 2 or len(label) > 30:
        return None
    key, last = key_of(label), row[first + 1][0] - 1
    bodies = all(len(text) > 5 and says("organisation", text) for text in values)
    if bodies and label and not key and is_label(label):
        return last  # 评分项 | 甲公司 | 乙公司
    ranks = sum(map(is_rank, values))
    if ranks == len(values) or (not label and ranks > 1):
        return last if key in ("", "rank", "candidate", "seq") else None
    named = key in group("BIDDERS")
    labels = any(key_of(text) or (named and is_label(text)) for text in values if text and len(text) < 30)
    return last if key in group("OF_BIDDER") | {"drop", "plain"} and not labels else None
