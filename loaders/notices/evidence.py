"""In which role a name stands: a winner needs words that say so, and none that deny it.

The words are those of the column head or label, of what it stands under, and of its own row. What is said
nearest counts first; a denial counts wherever it stands. What nothing tells is no winner.
"""

from __future__ import annotations

from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.stream import Field, Row
from govgraph.loaders.notices.table_shapes import is_rank, rank_of
from govgraph.loaders.notices.vocabulary import (
    compact,
    core_of,
    fits,
    group,
    key_of,
    pattern,
    remembered,
    says,
)

#: The columns that may name a bidder, the one that says most of its role first.
_FIRST = ("winner", "candidate", "single", "loser", "rejected", "invited", "subcontractor", "supplier",
          "bidder", "party_b", "maker", "name")  # fmt: skip


def is_name(text: str) -> bool:
    """Whether a cell can hold the name of a bidder: it is not empty, no label, no rank, no remark, no project."""
    plain = text.strip()
    if len(plain) < 2 or fits("no-bidder", plain) or is_rank(plain) or not says("two-signs", plain):
        return False
    if len(plain) < 24 and key_of(plain):
        return False
    return says("organisation", plain) or not says("no-name", plain)


def named(row: Row) -> Field | None:
    """Whom a row names: the column that says most of its role decides."""
    for cell in (row.cells[key] for key in _FIRST if key in row.cells):
        if is_name(cell.value) and (cell.key != "name" or says("organisation", cell.value)):
            return cell
    return None


@remembered
def says_award(label: str) -> bool:
    """Whether a head says of a sum that it has been awarded: 中标金额, 成交价."""
    plain = compact(label)
    return key_of(label) in group("SUMS") and says("wins", core_of(plain)) and not says("no-award", plain)


def _fixed(key: str, otherwise: str = "") -> str:
    """The role that a head or section leaves no doubt of: its own name, or none at all."""
    return key if key in group("ROLES") else "" if key in group("NOBODY") else otherwise


def role_of_row(row: Row, who: Field, *, alone: bool) -> str:
    """The role of the one that a row names; empty where nothing tells it.

    ``alone``: no other row of the table is about the same lot.
    """
    about, nearest = row.scope.about
    settled = group("SETTLED")
    lost = row.cells.get("lost")
    if lost and not fits("no-bidder", lost.value):
        return "rejected" if about == "rejected" or says("ruled-out", lost.label) else "loser"
    if who.key in settled:
        return _fixed(who.key)
    if who.key == "winner":
        role = _fixed(about, "winner") if row.scope.fresh else "winner"
    elif about in settled:
        role = "bid" if about == "works" and says("bidding", who.label) else _fixed(about)
    elif any("候选" in label for label in row.heads):
        role = "candidate"
    elif _evidence(row, about, nearest, alone):
        role = "winner"
    else:
        role = "bid" if _bids(row, who, about) else ""
    if role in ("winner", "bid") and (denied := _denied(row, who)):
        return "candidate" if "候选" in denied else "rejected" if says("ruled-out", denied) else "loser"
    return role


def _evidence(row: Row, about: str, nearest: bool, alone: bool) -> bool:
    """What makes a winner of a firm under a head that does not say it."""
    won = row.cells.get("won")
    if won and says("wins", won.label + won.value) and "未" not in won.label:
        return bool(pattern("won").match(compact(won.value)))
    others = [compact(text) for _, text in row.others]
    if any(says("wins", text) and pattern("won").match(text) for text in others):
        return True
    rank = rank_of(row.cells["rank"].value) if "rank" in row.cells else None
    if rank and rank > 1 and "入围" not in "".join(row.scope.words):
        return False
    if any(says_award(one.label) and not fits("no-bidder", one.value) for one in row.cells.values()):
        return True
    if about != "award" or not nearest or not row.scope.fresh or not _heads_award(row.scope.words[-1]):
        return False
    keys = {key_of(label) or label for label in row.heads} - group("NAMES") - group("PLAIN")
    return not keys or (alone and keys == {"price"})


def _heads_award(words: str) -> bool:
    """Whether words stand over an award as its heading, and are no label or head of a column themselves."""
    return key_of(words) in ("", "won", "winner") and "是否" not in words


def _bids(row: Row, who: Field, about: str) -> bool:
    """Whether the head says that its firms bid, or the table what they offered or how they were judged."""
    judged = about == "other" and any(says("review", words) for words in row.scope.words)
    offers = group("OF_BIDS") & {key_of(label) for label in row.heads}
    return judged or about == "bid" or bool(offers) or says("bidding", who.label)


def _denied(row: Row, who: Field) -> str:
    """The words of the row, or of the name itself, that say that its firm has not won."""
    if won := row.cells.get("won"):
        said = compact(won.value)
        if said in ("否", "×", "✗", "x", "X") or ("未" in won.label and said in ("是", "√")):
            return "否"
    texts = [text for label, text in row.others if len(text) < (40 if "中标" in label + text else 16)]
    cells = [row.cells[key].value for key in ("won", "amount", "price", "rank", "remark") if key in row.cells]
    found = map(pattern("denied").search, (who.value, *texts, *cells))
    return next((one[0] for one in found if one), "")


def role_of_field(field: Field, party: str) -> str:
    """The role of the one that a labelled value names: ``pending`` where a price has yet to tell it."""
    about, nearest = field.scope.about
    settled = group("SETTLED")
    unlisted = "候选" not in field.label and about != "candidate"
    if field.key == "candidate" and is_rank(field.label) and unlisted:
        return "ranked"  # 第一名 in a list of scores is no candidate
    if field.key in settled:
        return _fixed(field.key)
    if denied := pattern("denied").search(field.value):
        return "candidate" if "候选" in denied[0] else "loser"
    if field.key == "winner":
        return _fixed(about, "winner") if nearest or about in ("works", "subcontractor") else "winner"
    if about in settled:
        return _fixed(about)
    if field.key == "party_b":
        return "party_b"
    if party in ("winner", "candidate", "single"):
        return party
    # between the words that tell of an award and the field there may stand the name of a lot
    near = about == "award" and (lot_number(field.scope.words[-1]) or (nearest and _heads_award(field.scope.words[-1])))  # fmt: skip
    return "winner" if near else "bid" if about == "bid" else "pending"
