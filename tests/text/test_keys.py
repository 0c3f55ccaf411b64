"""Keys: a check digit that fails makes no key, and a placeholder never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from govgraph.text.keys import conflict, read_key, same_key

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODES = st.builds(
    lambda head, tail: head + tail + uscc.calc_check_digit(head + tail),
    st.from_regex(r"[159ANY][1-3][1-6][0-9]{5}", fullmatch=True),
    st.text(alphabet=SIGNS, min_size=9, max_size=9),
)
COMPANY = "91440300MA5F0A1B2N"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (COMPANY, f"uscc:{COMPANY}"),
        (f" {COMPANY.lower()} ", f"uscc:{COMPANY}"),
        ("９１４４０３００ＭＡ５Ｆ０Ａ１Ｂ２Ｎ", f"uscc:{COMPANY}"),
        (f"统一社会信用代码：{COMPANY}", f"uscc:{COMPANY}"),
        ("LEI:5493001KJTIIGC8Y1R12", "lei:5493001KJTIIGC8Y1R12"),
        ("CO-NIT:899999061", "co-nit:899999061"),
        ("MA5DA0YX-9", "cn-org:MA5DA0YX9"),
    ],
)
def test_keys_by_form_or_scheme(text: str, key: str) -> None:
    assert str(read_key(text)) == key


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        (COMPANY[:-1] + "0", "check digit"),
        ("0" * 18, "placeholder"),
        ("1" * 18, "placeholder"),
        ("CO-NIT:0", "placeholder"),
        ("CO-NIT:123456789", "placeholder"),
        ("CO-NIT:N/A", "placeholder"),
        ("CO-NIT:12", "too short"),
        ("900123456", "no scheme"),
        ("uscc:123", "form"),
        ("11010519491231002X", "identity number of a person"),
    ],
)
def test_what_is_no_key(text: str, flaw: str) -> None:
    key = read_key(text)
    assert key is not None
    assert key.flaw == flaw
    assert not same_key(key, key)


def test_a_citizens_number_is_not_kept() -> None:
    key = read_key("11010519491231002X")
    assert key is not None
    assert key.value == key.text == ""


def test_nothing_is_no_key() -> None:
    for text in (None, "", " ", "/", "\u200b", "--"):
        assert read_key(text) is None


def test_keys_conflict_only_where_they_can_be_compared() -> None:
    one, lei, nit = read_key(COMPANY), read_key("LEI:5493001KJTIIGC8Y1R12"), read_key("CO-NIT:899999061")
    assert not conflict(one, lei)
    assert not conflict(lei, nit)
    assert conflict(nit, read_key("CO-NIT:899999062"))
    assert conflict(one, read_key("cn-org:708461136"))
    assert not conflict(read_key("91440300708461136T"), read_key("组织机构代码：70846113-6"))
    assert not conflict(one, read_key(COMPANY[:-1] + "0"))


@given(CODES, st.integers(0, 17), st.sampled_from(SIGNS))
def test_every_single_misprint_of_a_code_is_caught(code: str, place: int, sign: str) -> None:
    key = read_key(code)
    assert key is not None
    assert key.valid
    changed = code[:place] + sign + code[place + 1 :]
    other = read_key("uscc:" + changed)
    assert other is not None
    assert other.valid == (changed == code)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    key = read_key(text)
    assert key is None or same_key(key, key) == key.valid
    assert read_key("9" * 10_000) is not None
