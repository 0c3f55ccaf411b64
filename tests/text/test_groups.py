"""Grouping: what merges in pairs, made whole, without ever joining two valid keys."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from govgraph.text.groups import Record, group
from govgraph.text.keys import conflict, read_key
from govgraph.text.names import compare

KEY, OTHER = "91440300MA5F0A1B2N", "91440300708461136T"
NAMES = ["北京华信科技有限公司", "北京華信科技有限責任公司", "广州华信科技有限公司", "华信", "某公司", "李娜"]
RECORDS = st.lists(
    st.builds(
        Record,
        st.sampled_from(NAMES),
        st.sampled_from([None, KEY, OTHER, OTHER[:-1] + "0", "LEI:5493001KJTIIGC8Y1R12"]),
        st.sampled_from([None, "CN"]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=7,
)


def test_a_name_and_a_key_bring_records_together() -> None:
    records = [Record(NAMES[0], KEY), Record(NAMES[1]), Record("北京信华有限公司", KEY), Record(NAMES[2])]
    assert group(records) == [(0, 1, 2), (3,)]


def test_a_record_between_two_keys_belongs_to_neither() -> None:
    records = [Record(NAMES[0], KEY), Record(NAMES[0]), Record(NAMES[0], OTHER), Record(NAMES[0], KEY)]
    assert group(records) == [(0, 3), (1,), (2,)]


def test_persons_stay_alone() -> None:
    assert group(
        [Record("李娜"), Record("李娜"), Record(NAMES[0], KEY, person=True), Record(NAMES[0], KEY)]
    ) == [
        (0,),
        (1,),
        (2,),
        (3,),
    ]


@given(RECORDS)
def test_groups_agree_with_the_pairs(records: list[Record]) -> None:
    groups = group(records)
    assert sorted(place for part in groups for place in part) == list(range(len(records)))
    home = {place: part for part in groups for place in part}
    for one, two in combinations(range(len(records)), 2):
        a, b = records[one], records[two]
        keys = read_key(a.key), read_key(b.key)
        together = home[one] == home[two]
        assert not (together and conflict(*keys))
        decision = compare(
            a.name, b.name, a.key, b.key, a.jurisdiction, b.jurisdiction, persons=a.person or b.person
        )
        if decision.reasons[0] == "equal valid keys" and decision.verdict == "merge":
            assert together
        if together and len(home[one]) == 2:
            assert decision.verdict == "merge"


@given(RECORDS)
def test_the_order_of_records_does_not_matter(records: list[Record]) -> None:
    last = len(records) - 1
    turned = group(records[::-1])
    assert sorted(tuple(sorted(last - place for place in part)) for part in turned) == group(records)
