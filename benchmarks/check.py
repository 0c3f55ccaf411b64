"""The checker on made-up statements: statements per CPU second and peak memory, at several sizes.

    python benchmarks/check.py [statements ...]

Each size runs in a process of its own, after a run on a tiny file that pays for imports. The
floor is DuckDB reading every column of the same file once.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_up import write_market

SIZES = (100_000, 300_000, 1_000_000, 3_000_000)


def peak_memory() -> float:
    """This process's peak in MB; getrusage would still show what its parent had before it started."""
    return int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) / 1024


def measure(path: Path, count: int) -> None:
    """Check one file and print its row."""
    from govgraph.graph.builder.check import check
    from govgraph.graph.statements.parquet import connect

    start = time.process_time()
    violations = check([path])
    spent = time.process_time() - start
    peak = peak_memory()
    start = time.process_time()
    connect().execute(f"SELECT max(COLUMNS(*)) FROM read_parquet('{path}')").fetchall()
    floor = time.process_time() - start
    print(
        f"{count:>10,} statements {spent:>7.2f} CPU s {count / spent:>10,.0f} per CPU s {peak:>7.0f} MB peak"
        f" {floor:>6.2f} CPU s floor {len(violations):>6} violations"
    )


def main(sizes: list[int]) -> None:
    """A row a size."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.parquet"
            count = write_market(path, size)
            subprocess.run([sys.executable, __file__, "--measure", str(path), str(count)], check=True)
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
