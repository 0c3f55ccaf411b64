"""The words of notices, from one table: what labels, sections and headings are about.

``vocabulary.tsv`` holds them; a workspace's own rows (``notices.tsv``) are asked first. A label's key is
what the reader works with; ``drop`` are contacts, addresses and experts, whose values go no further.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from govgraph.errors import SourceError

__all__ = ["compact", "core_of", "event_of", "folder_event", "key_of", "scope_of", "strong_labels", "use"]

_TABLE = Path(__file__).with_name("vocabulary.tsv")
_KINDS = ("part", "label", "scope", "event", "folder", "strong")
_LONGEST = 40  # signs of a label
_BLANKS = re.compile(r"[\s\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x1f]")
_NARROW = str.maketrans("（）［］【】：％／", "()[][]:%/")
_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.．]|[(][一二三四五六七八九十0-9]{1,3}[)]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[、.．)]|"
    r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}(?=[^0-9.])|[①-⑩★▲※●◆■□·•*>—-])+"
)
#: A body's name may hold a label's word: 某市市场监督管理局, 某多媒体科技有限公司.
_BODY = re.compile(r"\S{2}(?:有限公司|责任公司|股份公司|集团|局|厅|站|院|大学|学校|中心|(?<![住场])所)$")
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DOUBLE = re.compile(r"(中标|成交)\((?:成交|中标)\)|\((?:成交|中标)\)(中标|成交)")


def _rows(path: Path) -> list[tuple[str, str, str]]:
    """The rows of a table of words; raises SourceError, with the line, for one that is none."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition("\t")
        key, _, words = rest.partition("\t")
        if kind not in _KINDS or not key or not words.strip():
            raise SourceError(f"is no row of kind ({', '.join(_KINDS)}), key and words", str(path), number)
        rows.append((kind, key, words.strip()))
    return rows


class _Words:
    """The table, compiled: one pattern for each kind, in which the first row that fits decides."""

    def __init__(self, own: Path | None) -> None:
        rows = (_rows(own) if own else []) + _rows(_TABLE)
        parts = {key: words for kind, key, words in rows if kind == "part"}
        self.keys: dict[str, list[str]] = {}
        self.patterns: dict[str, re.Pattern[str]] = {}
        for wanted in _KINDS[1:]:
            chosen = [(key, words) for kind, key, words in rows if kind == wanted]
            self.keys[wanted] = ["", *(key for key, _ in chosen)]
            filled = (re.sub(r"\{([A-Z]+)\}", lambda m: f"(?:{parts[m[1]]})", words) for _, words in chosen)
            self.patterns[wanted] = re.compile("|".join(f"({self._plain(words)})" for words in filled))
        self.strong = "|".join(words for kind, _, words in rows if kind == "strong")

    @staticmethod
    def _plain(words: str) -> str:
        return re.sub(r"(?<!\\)\((?!\?)", "(?:", words)  # only the rows themselves are groups

    def full(self, kind: str, text: str) -> str:
        found = self.patterns[kind].fullmatch(text)
        return self.keys[kind][found.lastindex or 0] if found else ""

    def first(self, kind: str, text: str) -> str:
        """The key of the first row that is found anywhere in a text."""
        found = {match.lastindex or 0 for match in self.patterns[kind].finditer(text)}
        return self.keys[kind][min(found)] if found else ""


_words = _Words(None)


def use(own: Path | None) -> None:
    """Read with a workspace's own rows, or without (``None``); raises SourceError for a bad row."""
    global _words
    _words = _Words(own if own and own.is_file() else None)
    for cached in (key_of, scope_of, strong_labels):
        cached.cache_clear()


def compact(text: str) -> str:
    """A label without any blanks and with narrow brackets, as labels are compared."""
    return _BLANKS.sub("", _INVISIBLE.sub("", text)).translate(_NARROW)


@lru_cache(maxsize=50_000)
def core_of(label: str) -> str:
    """A label without numbering, blanks, brackets and the colon after it."""
    text = _NUMBERING.sub("", compact(label).rstrip(":"))
    text = _DOUBLE.sub(lambda match: match[1] or match[2], text)
    return _INNER.sub("", text).strip(":、,。*.")


@lru_cache(maxsize=50_000)
def key_of(label: str) -> str:
    """What a label is about, empty where that is not known.

    >>> key_of("三、中标（成交）金额（万元）"), key_of("采购人（甲方）"), key_of("评审专家名单"), key_of("颜色")
    ('amount', 'buyer', 'drop', '')
    """
    if len(label) > 3 * _LONGEST:
        return ""
    core = core_of(label)
    key = _words.full("label", core) if core and len(core) <= _LONGEST else ""
    return "" if key in ("drop", "plain", "goods") and _BODY.search(core) else key


@lru_cache(maxsize=50_000)
def scope_of(words: str) -> str:
    """What a section or caption is about, empty where no row tells it.

    >>> scope_of("三、中标（成交）信息"), scope_of("供应商未中标原因"), scope_of("开标一览表")
    ('award', 'loser', 'bid')
    """
    return _words.first("scope", compact(words)[:80])


@lru_cache(maxsize=1)
def strong_labels() -> str:
    """The labels, as one pattern, that end a value even where nothing stands between."""
    return _words.strong


def event_of(words: str) -> str:
    """What a notice is, by the words at the end of its heading."""
    return _words.first("event", words)


def folder_event(folder: str) -> str:
    """What a notice is, by the folder of ccgp.gov.cn that its address lies in."""
    return _words.full("folder", folder)
