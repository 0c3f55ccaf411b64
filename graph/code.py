"""What the code is that reads files and builds graphs: another one may make something else of the same."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from govgraph import __version__

_ROOT = Path(__file__).parents[1]
_FOLDERS = ("graph", "loaders", "ontology", "stores", "text")
_KINDS = (".py", ".tsv", ".ttl")


@cache
def code_digest() -> str:
    """A digest of the version and of all code and vocabularies that a source or a build depends on.

    The version alone would not do: whoever pulls or edits a checkout has another program of the same version.
    """
    content = hashlib.sha256(__version__.encode())
    for folder in _FOLDERS:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in _KINDS:
                content.update(f"\n{path.relative_to(_ROOT).as_posix()}\n".encode() + path.read_bytes())
    return content.hexdigest()
