"""What is built once in a test session, whichever of its processes comes to it first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that ``make`` fills, made by the first process that asks; tests only read it.

    Processes of pytest-xdist have folders of their own under one that is the session's.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    shared = root / "once"
    shared.mkdir(exist_ok=True)
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = shared / f"{name}.draft-{os.getpid()}"  # a half one of a maker that failed is no other's
            draft.mkdir()
            make(draft)
            draft.rename(folder)
    return folder


def copied(root: Path, target: Path) -> Path:
    """A copy of a workspace that others read: what a server of theirs is writing beside the build stays behind."""
    return Path(shutil.copytree(root, target, ignore=shutil.ignore_patterns("downloads-*", ".*draft*")))
