"""Rows are counted right while they pass, whatever stands in them and wherever the pieces are cut."""

from __future__ import annotations

import gzip
import os
import random
import tempfile
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.web.spool import INLINE, LimitError, RowCounter, Spool

NASTY = st.text(alphabet='"\\,{}[]:<>\n\r\t ab中result', max_size=12)


@given(
    st.sampled_from(["srj", "srx", "csv", "tsv"]),
    st.lists(st.tuples(NASTY, NASTY), max_size=12),
    st.lists(st.integers(0, 4000), max_size=30),
)
@settings(max_examples=300, deadline=None)
def test_rows_are_counted(form: str, rows: list[tuple[str, str]], cuts: list[int]) -> None:
    values = " ".join(f"({ox.Literal(a)} {ox.Literal(b)})" for a, b in rows)
    result = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    data = result.serialize(format=ox.QueryResultsFormat.from_extension(form))  # type: ignore[union-attr]
    counter = RowCounter(form)
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    for start, end in pairwise(edges):
        counter.count(data[start:end])
    assert counter.rows == len(rows)


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("size", [10, INLINE, INLINE + 1, INLINE * 3])
def test_small_stays_in_memory_and_large_goes_to_a_file(compress: bool, size: int) -> None:
    data = random.Random(size).randbytes(size)  # what does not compress
    sink = Spool(compress, tempfile.gettempdir(), 10, size)
    sink.write(data[: size // 2])
    sink.write(data[size // 2 :])
    length, body, file = sink.finish()
    if file is not None:
        body = os.pread(file, length, 0)
    assert len(body) == length
    assert (file is not None) == (length > INLINE)
    assert (gzip.decompress(body) if compress else body) == data
    with pytest.raises(LimitError, match="larger than"):
        Spool(compress, tempfile.gettempdir(), 10, size - 1).write(data)
    sink.close()
