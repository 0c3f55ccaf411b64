"""A statement: one source's word on one fact, the only truth that every store is built from."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """What one source says about one property of one subject.

    ``subject`` and, for links, ``object`` are entity ids without any IRI base; ``predicate`` is a
    property's local name, or ``type``. ``datatype`` is ``entity`` for links, ``class`` for types,
    else an XSD type's local name. ``locator`` is the place in the source, ``surface`` what it
    prints there, ``quoted`` whom it quotes, ``rule`` and ``premises`` how it was inferred.
    """

    subject: str
    predicate: str
    object: str
    datatype: str
    source: str
    locator: str = ""
    surface: str = ""
    modality: str = "asserted"
    quoted: str = ""
    rule: str = ""
    premises: str = ""

    @property
    def id(self) -> str:
        """Hash over all fields: the same word of the same source has the same id everywhere."""
        return digest(*astuple(self))


FIELDS = tuple(f.name for f in fields(Statement))


def digest(*parts: str) -> str:
    """A stable id from parts (MD5, as DuckDB computes it; no secret is kept by it)."""
    return hashlib.md5("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()
