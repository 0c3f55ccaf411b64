"""In which role a name stands: a winner needs words that say so, and none that deny it.

The words are those of the column head or label, of what it stands under, and of its own row. What is said
nearest counts first; a denial counts wherever it stands. What nothing tells is no winner.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govgraph.loaders.notices.blocks import NAMES, Field, Row
from govgraph.loaders.notices.lots import lot_number
from govgraph.loaders.notices.table_shapes import ORGANISATION, is_rank, rank_of
from govgraph.loaders.notices.vocabulary import compact, core_of, key_of

__all__ = ["FAILED", "is_name", "named", "role_of_field", "role_of_row", "says_award"]

FAILED = re.compile(
    r"^[（(]?(?:本[包标]|该[包标])?.{0,8}(?:废标|流标|招标失败|采购失败|无成交|无中标|未成交|未产生|否决全部|终止|作废|不足三家|不足3家)"
)
_NOTHING = re.compile(r"[\s/\\|*\-—－_.。无]*|详见.*|见附件.*|暂无|(?:合|总|小)计[:：]?")
#: What no bidder is called: a project, a lot, a requirement, a remark, a sum, an address.
_NO_NAME = re.compile(
    r"(?:项目|工程|标段|采购|服务|设备|要求|内容|情况|原因|公告|公示|结果|说明|名单|信息|如下|类型|标准|人员|经理|报告|文件|附表|第|合格|通过|[:：])(?:[（(][^（）()]*[）)])?$"
    r"|[。；？！]|^[（(]|[0-9]{5,}|[0-9](?:元|万元|天|日|%|％)|路.{0,8}号|.{40,}|^(?:小|微|中|大)型|小微企业|评分|得分|[0-9]\s*分$|不推荐|未|无效|规格|型号|须知"
)
_WINS = re.compile(r"中标|成交|中选|入围|定标")
_WON = re.compile(r"^(?:是|√|✓|☑|(?:已|为)?(?:预)?(?:中标|成交|入围|中选)(?:人|单位|供应商|候选人)?)$")
#: What a cell or name says where its firm has not won.
_DENIED = re.compile(
    r"未中标|未成交|未入围|未中选|不中标|落标|落选|否决|无效|不合格|未通过|不通过|候选|备选|淘汰|放弃|被拒|不推荐|预中标|拟中标|拟成交|废标|撤销|取消"
)
_RULED_OUT = re.compile(r"否决|无效|不合格|未通过|不通过|被拒|废标|撤销|取消")
_NOT_AWARD = re.compile(r"候选|预中标|拟中标|拟成交|推荐|未中标|未成交|未入围|落标|是否|分包|历史|业绩|类似")
#: Where a section stands, and no head, says that its names won, its table has no columns but these.
_PLAIN_HEADS = frozenset(
    ("seq", "lot", "lot_name", "lot_code", "title", "number", "amount", "total", "period", "registered", "drop", "code",
     "remark", "category", "method", "leader", "members", "unit", "decided", "buyer", "rate")
)  # fmt: skip
_BY_SCOPE = {
    "loser": "loser", "rejected": "rejected", "works": "", "people": "", "subcontractor": "subcontractor", "maker": "",
    "invited": "invited", "single": "single", "candidate": "candidate",
}  # fmt: skip
_BY_KEY = {
    "candidate": "candidate", "loser": "loser", "rejected": "rejected", "invited": "invited", "single": "single",
    "subcontractor": "subcontractor", "maker": "",
}  # fmt: skip
_OF_BIDS = frozenset(("price", "score", "rank", "lost", "evaluated", "rate", "won"))
_BIDDER = re.compile(r"投标|响应|磋商|谈判|报价|竞标|参与")
_REVIEW = re.compile(r"审查|评审|声明函|投标|响应|签到")
_FIRST = (
    "winner", "candidate", "single", "loser", "rejected", "invited", "subcontractor", "supplier",
    "bidder", "party_b", "maker", "name",
)  # fmt: skip


def is_name(text: str) -> bool:
    """Whether a cell can hold the name of a bidder: it is not empty, no label, no rank, no remark, no project."""
    plain = text.strip()
    if len(plain) < 2 or _NOTHING.fullmatch(plain) or is_rank(plain) or not re.search(r"[^\W\d_]{2}", plain):
        return False
    if len(plain) < 24 and key_of(plain):
        return False
    return bool(ORGANISATION.search(plain)) or not _NO_NAME.search(plain)


def named(row: Row) -> Field | None:
    """Whom a row names: the column that says most of its role decides."""
    for key in _FIRST:
        cell = row.cells.get(key)
        if cell and is_name(cell.value) and (key != "name" or ORGANISATION.search(cell.value)):
            return cell
    return None


@lru_cache(maxsize=20_000)
def says_award(label: str) -> bool:
    """Whether a head says of a sum that it has been awarded: 中标金额, 成交价."""
    plain = compact(label)
    return key_of(label) in ("amount", "total", "rate", "unit_price", "price") and bool(
        _WINS.search(core_of(plain)) and not _NOT_AWARD.search(plain)
    )


def role_of_row(row: Row, who: Field, *, alone: bool) -> str:
    """The role of the one that a row names; empty where nothing tells it.

    ``alone``: no other row of the table is about the same lot.
    """
    about, nearest = row.scope.about
    denied = _denied(row, who)
    if "lost" in row.cells and not _NOTHING.fullmatch(row.cells["lost"].value):
        return "rejected" if about == "rejected" or re.search("无效|否决|不通过|未通过|不合格", row.cells["lost"].label) else "loser"  # fmt: skip
    if who.key in _BY_KEY:
        return _BY_KEY[who.key]
    if who.key == "winner":
        role = _BY_SCOPE.get(about, "winner") if row.scope.fresh else "winner"
    elif about in _BY_SCOPE:
        role = "bid" if about == "works" and _BIDDER.search(who.label) else _BY_SCOPE[about]
    elif any("候选" in label for label in row.heads):
        role = "candidate"
    else:
        role = "winner" if _evidence(row, about, nearest, alone) else _bid(row, who, about)
    if role in ("winner", "bid") and denied:
        return "candidate" if "候选" in denied else "rejected" if _RULED_OUT.search(denied) else "loser"
    return role


def _evidence(row: Row, about: str, nearest: bool, alone: bool) -> bool:
    """What makes a winner of a firm under a head that does not say it."""
    if (won := row.cells.get("won")) and _WINS.search(won.label + won.value) and "未" not in won.label:
        return bool(_WON.match(compact(won.value)))
    if any(_WINS.search(compact(text)) and _WON.match(compact(text)) for _, text in row.others):
        return True
    rank = rank_of(row.cells["rank"].value) if "rank" in row.cells else None
    if rank and rank > 1 and "入围" not in "".join(row.scope.words):
        return False
    if any(says_award(cell.label) and not _NOTHING.fullmatch(cell.value) for cell in row.cells.values()):
        return True
    if about != "award" or not nearest or not row.scope.fresh or not _heads_award(row.scope.words[-1]):
        return False
    keys = {key_of(label) or label for label in row.heads}
    plain = keys - NAMES <= _PLAIN_HEADS
    return plain or (alone and keys - NAMES <= _PLAIN_HEADS | {"price"})


def _heads_award(words: str) -> bool:
    """Whether words stand over an award as its heading, and are no label or head of a column themselves."""
    return key_of(words) in ("", "won", "winner") and "是否" not in words


def _bid(row: Row, who: Field, about: str) -> str:
    """A bid, where the head says that its firms bid, or the table what they offered or how they were judged."""
    if _BIDDER.search(who.label) or about == "bid" or _OF_BIDS & {key_of(label) for label in row.heads}:
        return "bid"
    return "bid" if about == "other" and any(_REVIEW.search(words) for words in row.scope.words) else ""


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
    return next((found[0] for text in (who.value, *texts) if (found := _DENIED.search(text))), "")


def role_of_field(field: Field, party: str) -> str:
    """The role of the one that a labelled value names: ``pending`` where a price has yet to tell it."""
    about, nearest = field.scope.about
    if field.key == "candidate" and is_rank(field.label) and "候选" not in field.label and about != "candidate":  # fmt: skip
        return "ranked"  # 第一名 in a list of scores is no candidate
    if field.key in _BY_KEY:
        return _BY_KEY[field.key]
    if found := _DENIED.search(field.value):
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
