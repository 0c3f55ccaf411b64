"""The shapes of tables in notices: what is a head, what a label beside a value, what a column for each bidder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govgraph.loaders.notices.vocabulary import group, key_of, pattern, remembered

_ORDER = "(?:第[一二三四五六七八九十1-9]{1,2}名?|排名第?[一二三四五六七八九十1-9]{1,2}(?:名|位)?的?)"
_RANK_CELL = re.compile(
    rf"(?:{_ORDER}(?:推荐)?(?:中标|成交|中选|入围)?(?:候选(?:人|单位|供应商))?|候选人[一二三四五]|(?:中标|成交)?候选(?:人|单位|供应商)[1-9一二三四五])"
)
_RANK = re.compile(r"(?:第|排名)?第?([一二三四五六七八九十]{1,2}|[0-9]{1,2})\s*(?:名|位)?")
_DIGITS = "一二三四五六七八九十"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table: key (empty where unknown) and label as printed, by place."""

    columns: Mapping[int, tuple[str, str]]

    @property
    def text(self) -> str:
        """The head as printed."""
        return " | ".join(label for _, label in self.columns.values())

    def best(self, key: str, at: int, taken: Mapping[str, object]) -> bool:
        """Whether a column is the one to read of several of one key: the final price, the total score."""
        if key not in taken:
            return True
        return key in ("price", "score", "amount") and bool(
            pattern("last-of-several").search(self.columns[at][1])
        )


def own_cells(cells: Sequence[str], own: Sequence[bool]) -> list[tuple[int, str]]:
    """The cells that begin in a row, with their columns."""
    return [(at, text) for at, (text, here) in enumerate(zip(cells, own, strict=True)) if here]


def is_rank(text: str) -> bool:
    """Whether a cell is nothing but a rank in words: 第一名, 第二中标候选人."""
    if len(text) > 20 or not any(sign in text for sign in "第候排"):
        return False
    return bool(_RANK_CELL.fullmatch(re.sub(r"[\s.。、：:]+", "", text)))


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
    if not plain or len(plain) > _LONGEST:
        return bool(key_of(plain))
    if is_rank(plain):
        return False
    named = len(plain) > 6 and pattern("organisation").search(plain)
    return bool(key_of(plain)) or not (named or pattern("value").fullmatch(plain.strip()))


def head_of(
    row: list[tuple[int, str]], below: list[tuple[int, str]], cells: Sequence[str], before: Head | None
) -> Head | None:
    """The head that a row is, ``None`` for any other: labels stand side by side in it, and none below."""
    if before is not None:
        return _second(row, cells, before)
    filled = [(at, text) for at, text in row if text]
    if len(filled) < 2 or not all(is_label(text) for _, text in filled):
        return None
    keys = {at: key_of(text.replace("\n", "")) for at, text in filled}
    known = [key for key in keys.values() if key]
    if not known or any(re.search(r"[:：].", text.replace("\n", "")) for _, text in filled):
        return None
    if not below:  # a head without rows
        return _head(filled, keys) if len(filled) > 2 and len(known) > 2 else None
    if len(known) == len(filled):
        fits = bool(set(known) & (group("COLUMNS") | {"name"})) and not _pairs(below, len(filled))
    else:
        telling = {at for at, key in keys.items() if key in group("COLUMNS")}
        values = {at for at, text in below if text and not is_label(text)}
        fits = bool(telling & values or (telling and len(known) * 3 > 2 * len(filled))) and not _pairs(below, len(filled))  # fmt: skip
        second = len(below) < len(filled) and all(is_label(text) for _, text in below if text)  # of two lines
        fits = (fits and len(below) >= len(filled)) or (bool(telling) and second and len(known) * 2 >= len(filled))  # fmt: skip
    return _head(filled, keys) if fits else None


def _head(filled: list[tuple[int, str]], keys: Mapping[int, str]) -> Head:
    return Head({at: (keys[at], " ".join(text.split())) for at, text in filled})


def _pairs(row: list[tuple[int, str]], wide: int) -> bool:
    """Whether a row is labels and values side by side: its first cell is a label that is known."""
    key = key_of(row[0][1].replace("\n", ""))
    if not key or key == "seq" or is_rank(row[0][1]):
        return False
    values = [text for _, text in row[1::2] if text]
    return len(row) <= wide and (len(row) == 2 or len(values) * 2 >= len(row)) and not all(key_of(text) for _, text in row if text)  # fmt: skip


def _second(row: list[tuple[int, str]], cells: Sequence[str], before: Head) -> Head | None:
    """A head's second line: labels below a label that spans several columns."""
    filled = [(at, text) for at, text in row if text]
    spans = [label for _, label in before.columns.values()]
    gaps = [at for at, _ in filled if at not in before.columns]
    if not filled or not all(is_label(text) for _, text in filled) or (not gaps and len(set(spans)) == len(spans)):  # fmt: skip
        return None
    if len(filled) == len(before.columns) and not gaps:
        return None
    columns = dict(before.columns)
    upper = ""
    for at in range(len(cells)):
        upper = before.columns[at][1] if at in before.columns else upper
        own = next((text for place, text in filled if place == at), "")
        if own:
            label = " ".join(own.split())
            both = label if label.startswith(upper) else f"{upper}{label}"
            columns[at] = (key_of(label) or key_of(both) or key_of(upper), both if upper else label)
    return Head(dict(sorted(columns.items())))


def opens_pair(row: list[tuple[int, str]], head: Head) -> bool:
    """Whether a row below a head is label and value again: 招标人 | 某局."""
    texts = [text for _, text in row]
    key = key_of(texts[0]) if len(texts[0]) < 30 else ""
    first = next(iter(head.columns.values()))[0]
    if not key or first == "item" or is_rank(texts[0]):
        return False
    return len(texts) < len(head.columns) or (len(texts) in (2, 4) and key in ("buyer", "agent", "publicity", "published"))  # fmt: skip


def across(row: list[tuple[int, str]]) -> int | None:
    """The column of the label where a row says one thing of each of several bidders, else ``None``.

    Counted from the last label, so that a group's name and a label over two columns are passed.
    """
    first = next((at for at, (_, text) in enumerate(row) if text), 0)
    if first and is_rank(row[first][1]):
        first -= 1  # an empty corner over the labels
    if (
        len(row) > first + 3
        and key_of(row[first][1]) not in group("OF_BIDDER")
        and key_of(row[first + 1][1])
        and not is_rank(row[first + 1][1])
    ):
        first += 1  # the name of a group of rows
    label = row[first][1]
    values = [text for _, text in row[first + 1 :]]
    if len(values) < 2 or len(label) > 30:
        return None
    if label and not key_of(label) and all(pattern("organisation").search(text) and len(text) > 5 for text in values) and is_label(label):  # fmt: skip
        return row[first + 1][0] - 1  # 评分项 | 甲公司 | 乙公司
    ranks = [text for text in values if is_rank(text)]
    last = row[first + 1][0] - 1
    if len(ranks) == len(values) or (not label and len(ranks) > 1):
        return last if not key_of(label) or key_of(label) in ("rank", "candidate", "seq") else None
    if key_of(label) not in group("OF_BIDDER") | {"drop", "plain"} or any(
        key_of(text) or (is_label(text) and key_of(label) in group("BIDDERS"))
        for text in values
        if len(text) < 30 and text
    ):
        return None
    return last
