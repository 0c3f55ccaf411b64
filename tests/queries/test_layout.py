"""How a table of text fits a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from govgraph.queries.render import to_text
from govgraph.queries.table import Column, Table

COLUMNS = (
    Column("project", "text", "项目", "Project"),
    Column("winner", "text", "中标人", "Winner"),
    Column("date", "date", "中标日期", "Date of award"),
    Column("amount", "money", "金额", "Amount"),
    Column("members", "list", "成员", "Members"),
    Column("note", "text", "备注", "Note"),
)
LONG = "东莞市“数字政府”建设项目(2019-2021年)及其运行维护服务"
ROW = (
    LONG,
    "华为技术有限公司、华为海洋网络有限公司联合体",
    "2019-09-17",
    2_742_462_000.0,
    ["甲", "乙"],
    None,
)


def test_texts_fold_within_their_columns_and_nothing_is_lost() -> None:
    lines = to_text(Table(COLUMNS, (ROW,)), width=70).splitlines()
    assert max(map(cell_len, lines)) <= 70
    starts = [line.split("  ")[0] for line in lines[1:] if not line.startswith(" ")]
    assert "".join(starts) == LONG
    assert "2019-09-17  27.42亿" in lines[1]
    assert lines[-1] == "    成员: 甲; 乙"


def test_a_table_that_fits_stays_as_it_is_and_an_empty_column_is_left_out() -> None:
    text = to_text(Table(COLUMNS, (ROW,)), width=200)
    assert len(text.splitlines()) == 2
    assert LONG in text
    assert "备注" not in text


def test_an_amount_of_zero_is_shown() -> None:
    assert "金额" in to_text(Table(COLUMNS, ((*ROW[:3], 0.0, None, None),)), width=200)


@pytest.mark.parametrize("language", ["zh", "en"])
@given(width=st.integers(66, 160), name=st.text("数字政府 ab-2019", min_size=1, max_size=90))
def test_no_line_is_wider_than_the_terminal(language: str, width: int, name: str) -> None:
    table = Table(COLUMNS, ((name, name, "2019-09-17", 1.0, None, name), ROW))
    lines = to_text(table, width=width, language=language).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(name.count(sign) <= "".join(lines).count(sign) for sign in set(name) - {" "})
