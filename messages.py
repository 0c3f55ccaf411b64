"""What people read, in their language: English msgids in the code, other languages in gettext catalogues.

    _("there is no source '{id}'").format(id=id_)

makes a ``Message``: a text in English that knows what it was made of. ``told`` puts it into the language of
whoever reads it, and so does ``str`` of an error. Everything else is English: what is written to a file, sent
to another process, or given to a caller from Python, who gets English unless they ask: ``speaking("zh")``.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from numbers import Number
from pathlib import Path
from typing import Any

DOMAIN = "govgraph"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")

#: Is called with what is being done, how much of it is done, and of how much; both 0 where that is not counted.
Progress = Callable[..., None]

_language: ContextVar[str] = ContextVar("language", default="en")


class Message(str):
    """A text in English, made of a msgid and values by name (numbers, texts and other messages)."""

    __slots__ = ("msgid", "values")
    msgid: str
    values: dict[str, Any]

    def __new__(cls, text: str, msgid: str, values: dict[str, Any]) -> Message:
        self = super().__new__(cls, text)
        self.msgid, self.values = msgid, values
        return self

    def format(self, *unnamed: object, **values: object) -> Message:
        """The message with its values; what is neither number nor text is put in as its text."""
        if unnamed:
            raise TypeError("a translation may need another order: give values by name")
        kept = {name: v if isinstance(v, str | Number) else str(v) for name, v in values.items()}
        return Message(self.msgid.format_map(kept), self.msgid, kept)

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (str(self), self.msgid, self.values)


def _(msgid: str) -> Message:
    """A message of the catalogue."""
    return Message(msgid, msgid, {})


def reason_of(error: OSError) -> Message:
    """Why the system refuses something."""
    return _(error.strerror or str(error))


def joined(parts: Iterable[str], between: str = "\n") -> Message:
    """One message of several."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(between.join(named.values()), between.join(f"{{{name}}}" for name in named), named)


def silent(text: str, done: int = 0, total: int = 0) -> None:
    """Progress that nobody wants to see."""


def language() -> str:
    """The language in which people are told things here and now."""
    return _language.get()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Tell people things in a language until the block ends."""
    token = _language.set(name)
    try:
        yield
    finally:
        _language.reset(token)


def told(text: str) -> str:
    """A message in the reader's language; a text that was written down before is looked up by what it says."""
    if _language.get() == "en":
        return str(text)
    if isinstance(text, Message):
        found = catalogue(_language.get()).gettext(text.msgid) if text.msgid else ""
        return found.format_map({k: _value(v) for k, v in text.values.items()}) if text.values else found
    return _found_again(text, _language.get())


def _value(value: Any) -> Any:
    return told(value) if isinstance(value, Message) else value


@cache
def catalogue(name: str) -> gettext.NullTranslations:
    """The translations into a language; none where there is no catalogue."""
    return gettext.translation(DOMAIN, LOCALE, [name], fallback=True)


# ── texts that were written down ──────────────────────────────────────────────────────────────

_HOLE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")  # one with a format of its own is never looked for
_OWN = 6  # signs: a pattern with fewer of its own fits anything


def _found_again(text: str, name: str) -> str:
    """The translation of a text that is a msgid, one whose values stand in it, or one with details behind it."""
    known = catalogue(name)
    if not text or (whole := known.gettext(text)) != text:
        return text and whole
    for pattern, msgid in _patterns(name):
        if match := pattern.fullmatch(text):
            return known.gettext(msgid).format(**{k: told(v) for k, v in match.groupdict().items()})
    for sign in (" (", ": "):
        head, _sign, details = text.partition(sign)
        if details and (first := _found_again(head, name)) != head:
            return first + sign + details
    return text


@cache
def _patterns(name: str) -> list[tuple[re.Pattern[str], str]]:
    """What texts look like that were made of msgids with values, those with most words of their own first."""
    msgids = [m for m in getattr(catalogue(name), "_catalog", {}) if isinstance(m, str) and _HOLE.search(m)]
    own = {msgid: len(_HOLE.sub("", msgid).strip()) for msgid in msgids}
    return [(_pattern(m), m) for m in sorted(msgids, key=lambda m: -own[m]) if own[m] > _OWN]


def _pattern(msgid: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts = []
    for number, part in enumerate(_HOLE.split(msgid)):
        if number % 2:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.*?)")
            seen.add(part)
        else:
            parts.append(re.escape(part.replace("{{", "{").replace("}}", "}")))
    return re.compile("".join(parts), re.S)
