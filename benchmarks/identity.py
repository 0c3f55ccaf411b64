"""Time and memory of finding which organisations are one.

    python -m benchmarks.identity [COUNT]

Makes COUNT organisations (200,000 by default) of which three in ten bear the name of another, and prints CPU
seconds and the growth of peak memory for the merges and for the review list.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from govgraph.graph.identity.candidates import find_candidates
from govgraph.graph.identity.rules import find_same
from govgraph.graph.statements.parquet import connect, open_ontology
from govgraph.graph.statements.statement import FIELDS
from govgraph.ontology.model import ontology

_PLACES = ["北京", "上海", "广州", "深圳市", "东莞市", "长沙市", "武汉", "杭州", "成都", "南京市"]
_SIGNS = "虚实甲乙天地华信海云智创新联通正达众诚汇科德"
_TRADES = ["科技", "信息技术", "网络", "数据"]
_FORMS = ["有限公司", "有限责任公司", "股份有限公司"]


def main(count: int = 200_000) -> None:
    """Print the measures for so many organisations."""
    with TemporaryDirectory() as scratch:
        database = connect("1GB", Path(scratch))
        open_ontology(database, ontology())
        frame = pd.DataFrame(_rows(count), columns=list(FIELDS))
        database.register("made", frame)
        database.execute("CREATE TABLE every_statement AS SELECT *, false AS curated FROM made")
        database.execute("CREATE VIEW read AS SELECT * EXCLUDE curated FROM every_statement")
        before, start = _peak(), time.process_time()
        find_same(database, [])
        merged = time.process_time()
        review = find_candidates(database, [])
        done = time.process_time()
        row = database.execute("SELECT count(*) FROM same").fetchone()
    print(
        f"{count} organisations, {row[0] if row else 0} merged into another, {len(review.doubts)} pairs to review"
    )
    print(
        f"merges {merged - start:.1f} s, review {done - merged:.1f} s of CPU; peak {_peak()} MB, {before} MB of it before"
    )


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    made_up = random.Random(1)
    names: list[str] = []
    for number in range(count):
        if number < count * 7 // 10:
            core = "".join(made_up.choice(_SIGNS) for _ in range(4))
            names.append(made_up.choice(_PLACES) + core + made_up.choice(_TRADES) + made_up.choice(_FORMS))
            name = names[-1]
        else:
            name = made_up.choice(names)
        for predicate, value, kind in (("type", "Vendor", "class"), ("name", name, "string")):
            yield f"org-{number}", predicate, value, kind, "made-up", str(number), "", "asserted", "", "", ""


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
