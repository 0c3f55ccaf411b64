"""Methods: one code for one word, the words kept, denials not taken for methods."""

from __future__ import annotations

import pytest

from govgraph.ontology.model import ontology
from govgraph.text.methods import CODES, find_methods, read_method


@pytest.mark.parametrize(
    ("words", "code", "ocds"),
    [
        ("公开招标", "open-tender", "open"),
        ("公 开 招 标", "open-tender", "open"),
        ("公開招標", "open-tender", "open"),
        ("邀请招标", "invited-tender", "selective"),
        ("竞争性谈判", "competitive-negotiation", "limited"),
        ("竞争性磋商（公开邀请）", "competitive-consultation", "limited"),
        ("询价采购", "inquiry", "limited"),
        ("单一来源", "single-source", "direct"),
        ("封闭式框架协议采购", "framework-agreement", ""),
        ("直接采购", "direct-purchase", "direct"),
        ("达到公开招标数额标准以上的单一来源采购", "single-source", "direct"),
    ],
)
def test_words_to_codes(words: str, code: str, ocds: str) -> None:
    method = read_method(words)
    assert method is not None
    assert (method.code, method.ocds, method.words) == (code, ocds, words)
    assert CODES[code] == ocds


@pytest.mark.parametrize("words", [None, "", "其他", "非公开招标", "公开招标/竞争性谈判", "未采用公开招标"])
def test_no_method_or_more_than_one(words: str | None) -> None:
    assert read_method(words) is None


def test_methods_in_a_text_with_their_places() -> None:
    text = "原为公开招标，现改为竞争性谈判"
    found = find_methods(text)
    assert [method.words for method in found] == ["公开招标", "竞争性谈判"]
    assert [text[slice(*method.span)] for method in found] == ["公开招标", "竞争性谈判"]


def test_every_code_is_in_the_ontology() -> None:
    assert set(CODES) < ontology().codes["method"].keys()
