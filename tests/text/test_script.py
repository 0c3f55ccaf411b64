"""Traditional signs: what is read from OpenCC's dictionary is what OpenCC makes of each sign."""

from __future__ import annotations

from opencc import OpenCC

from govgraph.text.script import _UNFOLDED, _VARIANTS, _table


def test_the_dictionary_is_read_as_opencc_reads_it() -> None:
    signs = [chr(code) for code in range(0x3400, 0xA000)]
    folded = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    ours = {chr(code): into for code, into in _table().items()}
    theirs = {sign: into for sign, into in zip(signs, folded, strict=True) if sign != into}
    assert len(theirs) > 3000
    for sign, into in theirs.items():
        if sign not in _UNFOLDED | _VARIANTS.keys():
            assert ours[sign] == theirs.get(into, into) or into in _UNFOLDED, sign
    assert ours.keys() == (theirs.keys() - _UNFOLDED) | _VARIANTS.keys()
