"""In which role a name stands: a winner needs words that say so, and none that deny it.

The words are those of the column head or label, of what it stands under, and of its own row. What is said
nearest counts first; a denial counts wherever it stands. What nothing tells is no winner.
"""

from __future__ import annotations

import re

from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.stream import Field, Row
from govgraph.loaders.notices.table_shapes import is_rank, rank_of
from govgraph.loaders.notices.vocabulary import compact, core_of, group, key_of, pattern, remembered

_BY_SCOPE = {
    "loser": "loser", "rejected": "rejected", "works": "", "people": "", "subcontractor": "subcontractor", "maker": "",
    "invited": "invited", "single": "single", "candidate": "candidate",
}  # fmt: skip
_BY_KEY = {
    "candidate": "candidate", "loser": "loser", "rejected": "rejected", "invited": "invited", "single": "single",
    "subcontractor": "subcontractor", "maker": "",
}  # fmt: skip
_FIRST = (
    "winner", "candidate", "single", "loser", "rejected", "invited", "subcontractor", "supplier",
    "bidder", "party_b", "maker", "name",
)  # fmt: skip


def is_name(text: str) -> bool:
    """Whether a cell can hold the name of a bidder: it is not empty, no label, no rank, no remark, no project."""
    plain = text.strip()
    if (
        len(plain) < 2
        or pattern("no-bidder").fullmatch(plain)
        or is_rank(plain)
        or not re.search(r"[^\W\d_]{2}", plain)
    ):
        return False
    if len(plain) < 24 and key_of(plain):
        return False
    return bool(pattern("organisation").search(plain)) or not pattern("no-name").search(plain)


def named(row: Row) -> Field | None:
    """Whom a row names: the column that says most of its role decides."""
    for key in _FIRST:
        cell = row.cells.get(key)
        if cell and is_name(cell.value) and (key != "name" or pattern("organisation").search(cell.value)):
            return cell
    return None


@remembered
def says_award(label: str) -> bool:
    """Whether a head says of a sum that it has been awarded: 中标金额, 成交价."""
    plain = compact(label)
    return key_of(label) in ("amount", "total", "rate", "unit_price", "price") and bool(
        pattern("wins").search(core_of(plain)) and not pattern("no-award").search(plain)
    )


def role_of_row(row: Row, who: Field, *, alone: bool) -> str:
    """The role of the one that a row names; empty where nothing tells it.

    ``alone``: no other row of the table is about the same lot.
    """
    about, nearest = row.scope.about
    denied = _denied(row, who)
    if "lost" in row.cells and not pattern("no-bidder").fullmatch(row.cells["lost"].value):
        return "rejected" if about == "rejected" or re.search("无效|否决|不通过|未通过|不合格", row.cells["lost"].label) else "loser"  # fmt: skip
    if who.key in _BY_KEY:
        return _BY_KEY[who.key]
    if who.key == "winner":
        role = _BY_SCOPE.get(about, "winner") if row.scope.fresh else "winner"
    elif about in _BY_SCOPE:
        role = "bid" if about == "works" and pattern("bidding").search(who.label) else _BY_SCOPE[about]
    elif any("候选" in label for label in row.heads):
        role = "candidate"
    else:
        role = "winner" if _evidence(row, about, nearest, alone) else _bid(row, who, about)
    if role in ("winner", "bid") and denied:
        return (
            "candidate"
            if "候选" in denied
            else "rejected"
            if pattern("ruled-out").search(denied)
            else "loser"
        )
    return role


def _evidence(row: Row, about: str, nearest: bool, alone: bool) -> bool:
    """What makes a winner of a firm under a head that does not say it."""
    if (
        (won := row.cells.get("won"))
        and pattern("wins").search(won.label + won.value)
        and "未" not in won.label
    ):
        return bool(pattern("won").match(compact(won.value)))
    if any(
        pattern("wins").search(compact(text)) and pattern("won").match(compact(text))
        for _, text in row.others
    ):
        return True
    rank = rank_of(row.cells["rank"].value) if "rank" in row.cells else None
    if rank and rank > 1 and "入围" not in "".join(row.scope.words):
        return False
    if any(
        says_award(cell.label) and not pattern("no-bidder").fullmatch(cell.value)
        for cell in row.cells.values()
    ):
        return True
    if about != "award" or not nearest or not row.scope.fresh or not _heads_award(row.scope.words[-1]):
        return False
    keys = {key_of(label) or label for label in row.heads}
    plain = keys - group("NAMES") <= group("PLAIN")
    return plain or (alone and keys - group("NAMES") <= group("PLAIN") | {"price"})


def _heads_award(words: str) -> bool:
    """Whether words stand over an award as its heading, and are no label or head of a column themselves."""
    return key_of(words) in ("", "won", "winner") and "是否" not in words


def _bid(row: Row, who: Field, about: str) -> str:
    """A bid, where the head says that its firms bid, or the table what they offered or how they were judged."""
    if (
        pattern("bidding").search(who.label)
        or about == "bid"
        or group("OF_BIDS") & {key_of(label) for label in row.heads}
    ):
        return "bid"
    return (
        "bid"
        if about == "other" and any(pattern("review").search(words) for words in row.scope.words)
        else ""
    )


def _denied(row: Row, who: Field) -> str:
    """The words of the row, or of the name itself, that say that its firm has not won."""
    texts = [
        text for label, text in row.others if (len(text) < 40 and "中标" in label + text) or len(text) < 16
    ]
    texts += [
        row.cells[key].value for key in ("won", "amount", "price", "rank", "remark") if key in row.cells
    ]
    if won := row.cells.get("won"):
        said = compact(won.value)
        if said in ("否", "×", "✗", "x", "X") or ("未" in won.label and said in ("是", "√")):
            return "否"
    return next((found[0] for text in (who.value, *texts) if (found := pattern("denied").search(text))), "")


def role_of_field(field: Field, party: str) -> str:
    """The role of the one that a labelled value names: ``pending`` where a price has yet to tell it."""
    about, nearest = field.scope.about
    if field.key == "candidate" and is_rank(field.label) and "候选" not in field.label and about != "candidate":  # fmt: skip
        return "ranked"  # 第一名 in a list of scores is no candidate
    if field.key in _BY_KEY:
        return _BY_KEY[field.key]
    if found := pattern("denied").search(field.value):
        return "candidate" if "候选" in found[0] else "loser"
    if field.key == "winner":
        return _BY_SCOPE.get(about, "winner") if nearest or about in ("works", "subcontractor") else "winner"
    if about in _BY_SCOPE:
        return _BY_SCOPE[about]
    if field.key == "party_b":
        return "party_b"
    if party in ("winner", "candidate", "single"):
        return party
    if about == "award" and (_of_lot(field) or (nearest and _heads_award(field.scope.words[-1]))):
        return "winner"
    return "bid" if about == "bid" else "pending"


def _of_lot(field: Field) -> bool:
    """Whether only the name of a lot stands between the words that tell of an award and the field."""
    return bool(field.scope.words) and bool(lot_number(field.scope.words[-1]))
