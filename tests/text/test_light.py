"""The command line starts fast only if nothing heavy is loaded before it is needed."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import govgraph.text


def test_importing_all_of_it_loads_no_dictionary() -> None:
    modules = [f"govgraph.text.{module.name}" for module in pkgutil.iter_modules(govgraph.text.__path__)]
    assert len(modules) > 10
    code = f"import sys, {', '.join(modules)}; print([m for m in ('opencc', 'stdnum') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
