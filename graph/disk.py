"""Files that appear whole or not at all, and locks between processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govgraph.errors import StoreError
from govgraph.messages import _, reason_of


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text so that a reader never sees half of it; raises StoreError where it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, "utf-8", newline="\n")
        os.replace(draft, path)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {reason}").format(path=path, reason=reason_of(error))
        ) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process is within the same lock file; it goes with its process. Windows has no such lock."""
    with path.open("w") as handle:
        try:
            import fcntl
        except ImportError:
            pass
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
