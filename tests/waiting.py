"""Waiting for what happens in another process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

#: Seconds after which what has not happened never will, also on a machine with twenty other programs.
PATIENCE = 300.0


def until(true: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Wait until something holds; fails when it never does."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
