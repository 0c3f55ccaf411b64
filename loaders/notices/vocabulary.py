"""The words of notices, from one table: what labels, sections, headings, cells and sentences are told by.

``vocabulary.tsv`` holds them; a workspace's own rows (``notices.tsv``) are asked first. A label's key is
what the reader works with; ``drop`` are contacts, addresses and experts, whose values go no further.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from govgraph.errors import SourceError

_TABLE = Path(__file__).with_name("vocabulary.tsv")
_KINDS = ("part", "label", "scope", "event", "folder", "method", "keys", "cell", "pattern", "sentence",
          "group", "settle")  # fmt: skip
_LONGEST = 40  # signs of a label
_BLANKS = re.compile(r"[\s\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x1f]")
_NARROW = str.maketrans("（）［］【】：％／", "()[][]:%/")
_INNER = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_remembered: list[Any] = []
Asked = TypeVar("Asked", bound=Callable[..., Any])


def remembered(function: Asked) -> Asked:
    """Keep what a function said of the words asked last, until the table of words changes."""
    _remembered.append(lru_cache(maxsize=50_000)(function))
    return _remembered[-1]  # type: ignore[no-any-return]


def _rows(path: Path) -> list[tuple[str, str, str]]:
    """The rows of a table of words; raises SourceError, with the line, for one that is none."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition("\t")
        key, _, found = rest.partition("\t")
        if kind not in _KINDS or not key or not found.strip():
            raise SourceError(f"is no row of kind ({', '.join(_KINDS)}), key and words", str(path), number)
        rows.append((kind, key, found.strip()))
    return rows


class _Words:
    """The table: for each kind one pattern, in which the first row that fits decides; and what is named."""

    def __init__(self, own: Path | None) -> None:
        rows = (_rows(own) if own else []) + _rows(_TABLE)
        parts = {key: text for kind, key, text in rows if kind == "part"}
        self.rows: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _KINDS}
        for kind, key, text in rows:
            filled = re.sub(r"\{([A-Z]+)\}", lambda match: f"(?:{parts[match[1]]})", text)
            self.rows[kind].append((key, filled))
        self.patterns: dict[str, re.Pattern[str]] = {}

    def pattern(self, kind: str) -> re.Pattern[str]:
        if kind not in self.patterns:  # only the rows themselves are groups
            plain = (re.sub(r"(?<!\\)\((?!\?)", "(?:", text) for _, text in self.rows[kind])
            self.patterns[kind] = re.compile("|".join(f"({text})" for text in plain))
        return self.patterns[kind]

    def key(self, kind: str, found: re.Match[str] | None) -> str:
        return self.rows[kind][found.lastindex - 1][0] if found and found.lastindex else ""

    def first(self, kind: str, text: str) -> str:
        """The key of the first row that is found anywhere in a text."""
        found = min(self.pattern(kind).finditer(text), key=lambda one: one.lastindex or 0, default=None)
        return self.key(kind, found)

    def named(self, kind: str, name: str) -> str:
        """What all rows of a name say, one beside the other."""
        return "|".join(text for key, text in self.rows[kind] if key == name)


_words = _Words(None)


def use(own: Path | None) -> None:
    """Read with a workspace's own rows, or without (``None``); raises SourceError for a bad row."""
    global _words
    _words = _Words(own if own and own.is_file() else None)
    for cached in _remembered:
        cached.cache_clear()


@remembered
def pattern(name: str) -> re.Pattern[str]:
    """The pattern that lines, cells, names or sentences are told by."""
    return re.compile(_words.named("pattern", name))


def says(name: str, text: str) -> bool:
    """Whether words of a name stand anywhere in a text."""
    return pattern(name).search(text) is not None


def fits(name: str, text: str) -> bool:
    """Whether a text is nothing but words of a name."""
    return pattern(name).fullmatch(text) is not None


@remembered
def sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What sentences say: where each stands (``heading`` or ``text``), and its pattern, whose groups are keys."""
    return tuple((where, re.compile(text)) for where, text in _words.rows["sentence"])


@remembered
def group(name: str) -> frozenset[str]:
    """Keys that are read alike."""
    return frozenset(_words.named("group", name).split("|"))


@remembered
def cell_forms(key: str) -> list[tuple[float, re.Pattern[str]]]:
    """What a cell of a column may look like, and how much it speaks for that column; the first that fits counts."""
    found = []
    for keys, form in _words.rows["cell"]:
        if keys == "*" or key in (group(keys) if keys.isupper() else keys.split("|")):
            weight, _, text = form.partition(" ")
            found.append((float(weight), re.compile(text)))
    return found


def compact(text: str) -> str:
    """A label without any blanks and with narrow brackets, as labels are compared."""
    return _BLANKS.sub("", _INVISIBLE.sub("", text)).translate(_NARROW)


@remembered
def core_of(label: str) -> str:
    """A label without numbering, blanks, brackets and the colon after it."""
    text = pattern("numbering").sub("", compact(label).rstrip(":"))
    text = pattern("double").sub(lambda match: match[1] or match[2], text)
    return _INNER.sub("", text).strip(":、,。*.")


@remembered
def key_of(label: str) -> str:
    """What a label is about, empty where that is not known.

    >>> key_of("三、中标（成交）金额（万元）"), key_of("采购人（甲方）"), key_of("评审专家名单"), key_of("颜色")
    ('amount', 'buyer', 'drop', '')
    """
    core = core_of(label) if len(label) <= 3 * _LONGEST else ""
    known = core and len(core) <= _LONGEST
    key = _words.key("label", _words.pattern("label").fullmatch(core)) if known else ""
    return "" if key in ("drop", "plain", "goods") and pattern("body").search(core) else key


@remembered
def scope_of(section: str) -> str:
    """What a section or caption is about, empty where no row tells it.

    >>> scope_of("三、中标（成交）信息"), scope_of("供应商未中标原因"), scope_of("开标一览表")
    ('award', 'loser', 'bid')
    """
    return _words.first("scope", compact(section)[:80])


def event_of(heading: str) -> str:
    """What a notice is, by the words at the end of its heading."""
    return _words.first("event", heading)


def of_folder(kind: str, folder: str) -> str:
    """What the folder of ccgp.gov.cn that an address lies in stands for: an event (``folder``), a ``method``."""
    return _words.key(kind, _words.pattern(kind).fullmatch(folder))


def event_by_keys(keys: set[str]) -> str:
    """What a notice is, by what its labels are about."""
    for kind, rule in _words.rows["keys"]:
        if all(keys & set(one.split("|")) for one in rule.split("&")):
            return kind
    return ""


@remembered
def settled(kind: str, role: str) -> str:
    """A role as the kind of the notice allows it.

    >>> settled("candidates", "winner"), settled("award", "winner")
    ('candidate', 'winner')
    """
    for kinds, rule in _words.rows["settle"]:
        roles, _, other = rule.partition(">")
        if role in roles.split("|") and kind in (kinds.split("|") if kinds != "*" else [kind]):
            return other
    return role
