"""The labels of transaction centres' notices: what a row, column or line of works tenders is about.

What these pages call otherwise than government procurement does stands here; all other labels are those of
``govgraph.loaders.ccgp.labels``. ``drop`` are people and contacts, ``plain`` what is known and not read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govgraph.loaders.ccgp.labels import core_of
from govgraph.loaders.ccgp.labels import key_of as common_key

__all__ = ["core_of", "is_rank", "key_of", "rank_of"]

_ORDER = "(?:第[一二三四五六七八九十1-9]{1,2}名?|排名第?[一二三四五六七八九十1-9]{1,2}(?:名|位)?的?)"
_WIN = "(?:中标|成交|中选|入围|定标|(?:中标|成交)(?:或|、|/)(?:中标|成交))"
_NAME = "(?:单位)?(?:名称|全称)?"
_BIDS = "(?:投标人?|投标单位|响应|最终|最后|总|中标候选人|候选人|修正后)?"
_KEYS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("leader", rf"(?:投标|{_WIN})?(?:联合体)?(?:牵头|主办|主体|主导)(?:人|单位|方){_NAME}|联合体主办{_NAME}"),
        ("members", rf"联合体(?:其他|其它|各)?(?:成员)?(?:单位|方)?{_NAME}\d*|(?:联合体)?成员(?:单位|方)?{_NAME}\d*"),
        ("drop", r".{0,16}(?:负责人|经理|总工|总监|总监代表|建造师|工程师|工程师代表|技术员|[工测量质料检安全务准械资术险图价理]员|班组长|人员|组成员"
                 r"|代表|法人|姓名|主管|联系人)\d*|监督人|评标.{0,4}(?:专家|成员).*|.*(?:身份证|手机|电话|邮箱|传真).*"),
        ("number", r"(?:招标|采购|交易|工程|项目|招标项目|采购项目|工程项目|交易项目|标)(?:项目)?(?:编号|编码|登记号|登记编号)"),
        ("lot_code", r"(?:招标)?(?:标段|标包|分包|合同段|包件|包)(?:标包|包)?(?:编号|编码|号|代码)"),
        ("lot_name", r"(?:招标)?(?:标段|标包|分包|合同段|包件|包)(?:标包|包)?名称"),
        ("lot", r"标段|标包|合同段|包件|标的?段"),
        ("title", r"(?:招标|采购|交易|工程|建设|公示)?(?:项目|工程|招标工程)名称|招标项目|工程名称"),
        ("buyer", rf"(?:招标|采购|发包|建设|项目|交易|需求|业主)(?:人|单位|方|业主|法人){_NAME}|业主{_NAME}|项目业主单位"),
        ("agent", rf"(?:招标|采购|集中采购|招标采购)?代理(?:机构|单位|公司|人)?{_NAME}|(?:招标|采购)机构{_NAME}"),
        ("candidate", rf"{_ORDER}?(?:推荐)?(?:的)?{_WIN}?候选(?:人|单位|供应商|企业|机构){_NAME}|{_ORDER}"
                      rf"|{_ORDER}?(?:拟|预|推荐)(?:{_WIN})(?:人|单位|供应商|企业){_NAME}"),
        ("winner", rf"{_WIN}(?:人|单位|供应商|企业|方|机构|公司|社会资本方?|商){_NAME}|承包(?:人|单位|方){_NAME}"),
        ("bidder", rf"(?:投标|响应|竞标|报价|参与投标)(?:人|单位|企业|供应商|公司){_NAME}|(?:单位|企业|公司){_NAME}"),
        ("evaluated", r"(?:经评审的|评审后的?|修正后的?)?(?:评标|评审)(?:总|基准)?价格?"),
        ("rate", rf"(?:{_WIN}|{_BIDS}报?价?)?(?:的)?(?:总)?(?:下浮|优惠|让利|折扣|费用?|取费|服务费|收费|投标下浮)(?:费)?(?:率|比例|系数|点数)"
                 r"|价格系数|(?:投标|中标)(?:费率|系数)"),
        ("price", rf"{_BIDS}(?:报价|投标价|投标总价|总报价|投标总报价|投标函报价|投标金额|投标报价|投标总金额)(?:及.{{0,8}}|[/或].{{0,10}})?"
                  rf"|{_WIN}(?:总)?(?:价|金额|价格|报价|总价|总金额|标价|合同价|合同金额)(?:[/或].{{0,10}})?|(?:签约)?合同(?:总)?价(?:款)?|总价|金额"),
        ("period", r".{0,8}(?:工期|服务期限?|履约期限?|交货期限?|供货期限?|服务周期|设计周期|供货周期|监理服务期|勘察周期|合同期限?|交付期限?"
                   r"|完工时间|交货时间|供货时间)(?:承诺|要求)?(?:[/或及、].{0,10})?"),
        ("rank", r"(?:推荐|综合|评标|评审|得分|最终|候选人|中标候选人|投标人)?(?:的)?(?:名次|排名|排序|顺序|次序|位次|推荐顺序|推荐排序)"),
        ("score", r"(?:投标人|综合|评标|评审|最终|最后|总|综合评标|综合评估|评分|总评)?(?:总)?(?:得分|评分|总分|分值|得分值|评分结果)(?:合计|情况)?"),
        ("seq", r"序号|编号|行号"),
        ("region", r"(?:建设|项目|工程|实施|项目实施|项目建设)(?:地点|地址|所在地)|(?:项目)?所在(?:地|区域|地区)|所属(?:区域|地区)|行政区[域划]"),
        ("published", r"(?:公告|公示|信息)?(?:发布|发出|公布)(?:日期|时间)|公[告示](?:发布)?(?:日期|时间)"),
        ("decided", rf"{_WIN}(?:日期|时间)"),
        ("publicity", r"公示(?:期限?|时间|起止时间|起始时间|开始时间|结束时间|截止时间|日期)"),
        ("deadline", r"(?:投标|响应|递交投标|提交投标|投标文件|投标文件递交|投标文件提交|响应文件提交)(?:文件)?(?:的)?截止(?:时间|日期)"),
        ("opening", r"开标(?:日期|时间)"),
        ("ceiling", r"(?:招标|投标|工程|项目|最高)?(?:最高)?(?:投标)?(?:控制价|限价|上限价|拦标价|最高限价)"),
        ("kind", r"(?:项目|工程|招标|采购|交易|标的)(?:类型|类别|分类)"),
        ("code", r".{0,10}(?:统一社会信用代码|社会信用代码|组织机构代码)"),
        ("plain", r"[^,，。；;]{0,8}(?:资质|许可证|业绩|奖项|获奖|信用|质量|范围|备注|投诉|异议|监督|主管部门|资金来源|评标办法|规模|概况|评标情况"
                  r"|评审情况|评标结果|评审结果|保证金|联系方式|其他|说明|附件|公告内容|文号|投资项目|代码|条件|能力|否决|规格|型号|数量|计量单位|品牌|面积|投资额|总投资|内容|原因|理由"
                  r"|媒介|媒体|证书|税率|要求|简介|获奖日期|颁奖部门)[^,，。；;]{0,6}"),
    )
)  # fmt: skip
_NO_LABEL = re.compile(
    r"(?:公司|集团|以内|以上|范围内|。|！|元)$|^(?:同|完成|按|达到|满足|符合|计|设计施工|本)"
)
_RANK = re.compile(r"(?:第|排名)?第?([一二三四五六七八九十]{1,2}|[0-9]{1,2})\s*(?:名|位)?")
_RANK_CELL = re.compile(
    rf"(?:{_ORDER}(?:推荐)?(?:{_WIN})?(?:候选(?:人|单位|供应商))?|候选人[一二三四五]|(?:中标)?候选(?:人|单位)[1-9一二三四五])"
)
_DIGITS = "一二三四五六七八九十"


@lru_cache(maxsize=20_000)
def key_of(label: str) -> str:
    """What a label is about, empty where that is not known.

    >>> key_of("中标价(报价承诺):"), key_of("第二中标候选人："), key_of("1.招标机构"), key_of("质量员")
    ('price', 'candidate', 'agent', 'drop')
    """
    core = core_of(label)
    if not core or len(core) > 24 or _NO_LABEL.search(core):
        return ""
    return next((key for key, pattern in _KEYS if pattern.fullmatch(core)), "") or common_key(label)


def is_rank(text: str) -> bool:
    """Whether a cell is nothing but a rank in words: 第一名, 第二中标候选人."""
    return bool(_RANK_CELL.fullmatch(re.sub(r"\s+", "", text)))


def rank_of(text: str) -> int | None:
    """The rank that a cell or label says: 第一名 and 1 are 1; ``None`` where it says none.

    >>> rank_of("第三中标候选人"), rank_of("2"), rank_of("中标候选人")
    (3, 2, None)
    """
    plain = re.sub(r"\s+", "", text)
    found = _RANK.match(plain) or re.search(r"第([一二三四五六七八九十]{1,2}|[0-9]{1,2})", plain)
    if not found and (found := re.fullmatch(r".*候选(?:人|单位)([1-9一二三四五])", plain)) is None:
        return None
    word = found[1]
    number = int(word) if word.isdigit() else _DIGITS.find(word) + 1
    return number if 0 < number <= 50 else None
