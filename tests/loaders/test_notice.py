"""Which procedure a notice belongs to, what kind it is, and who stands in a field: worked out by hand."""

from __future__ import annotations

import pytest

from govgraph.graph.identity.project_ids import project_id
from govgraph.loaders.notices.blocks import Blocks
from govgraph.loaders.notices.joint_bids import read_bidders
from govgraph.loaders.notices.kinds import kind_of
from govgraph.loaders.notices.lots import lot_number, lot_of_heading
from govgraph.loaders.notices.paper import Paper
from govgraph.loaders.notices.vocabulary import key_of
from govgraph.text.procedures import number_key, project_title

FULL, SHORT = "东莞市示例数据管理局", "第一人民医院"

#: Two notices (buyer, number, title, year) and whether they are of one procedure.
PAIRS = {
    "the number in other brackets": (
        (FULL, "政采〔2019〕001号", "甲平台", "2019"), (FULL, "政采[2019]001号", "甲平台采购项目中标公告", "2020"), True),
    "blanks and wide signs": ((FULL, "SL－2019－001", "甲", "2019"), (FULL, "SL-2019- 001", "乙", "2019"), True),
    "a plan's number beside it": ((FULL, "SL-2019-001（采购计划编号：7）", "甲", "2019"), (FULL, "SL-2019-001", "甲", "2019"), True),
    "another number": ((FULL, "SL-2019-001", "甲平台", "2019"), (FULL, "SL-2019-002", "甲平台", "2019"), False),
    "another buyer": ((FULL, "SL-2019-001", "甲平台", "2019"), ("佛山市示例数据管理局", "SL-2019-001", "甲平台", "2019"), False),
    "a hospital of many cities": ((SHORT, "ZB-001", "CT设备", "2019"), (SHORT, "ZB-001", "监护设备", "2019"), False),
    "the same of both": ((SHORT, "ZB-001", "CT设备采购公告", "2019"), (SHORT, "ZB-001", "CT设备成交结果公告", "2019"), True),
    "no number, one title and year": ((FULL, "", "甲平台项目公开招标公告", "2019"), (FULL, "/", "甲平台项目中标结果公告", "2019"), True),
    "no number, another year": ((FULL, "", "甲平台项目", "2019"), (FULL, "", "甲平台项目", "2020"), False),
    "no number, a second round": ((FULL, "", "甲平台项目招标公告", "2019"), (FULL, "", "甲平台项目(第二次)招标公告", "2019"), False),
    "nothing but a title": (("", "", "甲平台", "2019"), ("", "", "甲平台", "2019"), False),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_one_procedure_or_two(case: str) -> None:
    one, other, same = PAIRS[case]
    assert (project_id(*one, "a#1") == project_id(*other, "b#1")) is same


HEADINGS = {
    "示例平台项目中标（成交）结果公告": ("award", "示例平台项目"),
    "示例合同管理系统中标公告": ("award", "示例合同管理系统"),
    "示例平台入围结果公示": ("award", "示例平台"),
    "示例平台单一来源采购成交公告": ("award", "示例平台"),
    "示例平台单一来源采购公示": ("single-source", "示例平台"),
    "关于示例平台的竞争性磋商公告": ("call", "示例平台"),
    "示例平台公开招标资格预审公告": ("call", "示例平台"),
    "示例平台项目更正公告（第二次）": ("correction", "示例平台项目"),
    "示例平台项目中标公告更正公告": ("correction", "示例平台项目"),
    "示例平台项目结果公告（更正）": ("correction", "示例平台项目结果公告（更正）"),
    "示例平台延期公告": ("correction", "示例平台"),
    "示例平台废标公告": ("failure", "示例平台"),
    "示例平台采购失败公告": ("failure", "示例平台采购"),
    "示例平台终止公告": ("failure", "示例平台"),
    "示例平台中标候选人公示": ("candidates", "示例平台"),
    "示例平台采购合同公告": ("contract", "示例平台采购"),
    "示例局2023年1至3月政府采购意向": ("intention", "示例局2023年1至3月政府采购意向"),
    "示例平台情况说明": ("", "示例平台情况说明"),
}  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_kinds_and_titles_of_headings(heading: str) -> None:
    kind, title = HEADINGS[heading]
    assert kind_of(Paper(headings=[heading]), heading, Blocks()) == kind
    assert project_title(heading).replace("(", "（").replace(")", "）") == title


def test_the_folder_of_the_site_tells_the_kind() -> None:
    url = "http://www.ccgp.gov.cn/cggg/dfgg/{}/201707/t20170726_8583080.htm"
    folders = {"zbgg": "award", "cjgg": "award", "gzgg": "correction", "dylygg": "single-source", "jzxcs": "call", "fblbgg": "failure"}  # fmt: skip
    assert {name: kind_of(Paper(url=url.format(name)), "示例平台", Blocks()) for name in folders} == folders


LABELS = {
    "number": "一、项目编号|采购项目编号|招标编号|原公告的采购项目编号|项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）",
    "title": "采购项目名称|二、项目名称|原公告项目名称|工程名称",
    "buyer": "采购人|采购单位名称|采购人（甲方）|招标人|1.采购人信息",
    "agent": "采购代理机构全称|代理机构名称|集中采购机构|2.采购代理机构信息",
    "winner": "中标供应商名称|成交供应商|中标人|中标（成交）供应商名称|入围单位|定标单位名称",
    "single": "拟定的唯一供应商名称|拟定供应商信息",
    "candidate": "中标候选人|第一成交候选供应商|预中标供应商|拟中标人|推荐中标人|第二名",
    "loser": "未中标供应商|落标单位名称|未成交供应商名称",
    "rejected": "被否决投标人|无效投标供应商|原中标人",
    "invited": "受邀供应商|报名单位名称|获取采购文件供应商",
    "maker": "制造商名称|生产厂家|品牌商",
    "supplier": "供应商（乙方）|供应商名称",
    "amount": "中标金额(万元)|中标（成交）金额（元）|成交价格|合同金额|中标（成交）金额：（可填写下浮率、折扣率或费率）",
    "total": "总中标金额|总成交金额|中标总金额",
    "budget": "预算金额|采购包预算金额（元）|拟采购的货物或服务的预算金额|采购预算",
    "ceiling": "最高限价（如有）|采购包最高限价|招标控制价",
    "first": "本项目招标公告日期|首次公告日期|采购公告日期",
    "decided": "中标日期|成交日期|定标日期",
    "deadline": "投标截止时间|提交投标文件截止时间、开标时间和地点|响应文件提交截止时间",
    "period": "合同履行期限|服务时间|履约期限、地点等简要信息|工期|交货期",
    "lot": "标包|采购包|包号|标项|包组编号",
    "drop": "评审专家（单一来源采购人员）名单|评标委员会成员名单|谈判小组成员|项目联系人|联系方式|供应商地址|代理服务收费标准及金额",
    "plan_number": "采购计划编号|采购计划备案号",
    "": "其他补充事宜|用途|颜色|三、中标（成交）信息",
}


@pytest.mark.parametrize("key", LABELS)
def test_labels(key: str) -> None:
    assert {label: key_of(label) for label in LABELS[key].split("|")} == dict.fromkeys(
        LABELS[key].split("|"), key
    )


LOTS = {
    "采购包1": "1", "第一包": "1", "包01": "1", "标包：A": "A", "B包": "B", "第十二标段": "12", "Ⅱ标段": "2", "合同包3(监理)": "3",
    "分包编号：02": "2", "某项目1包": "1", "某项目监理二标段": "2", "面包机": "", "统一包装要求": "", "承包二级资质": "", "3包括": "",
    "3.合同履行": "", "无": "",
}  # fmt: skip


@pytest.mark.parametrize("text", LOTS)
def test_lot_numbers(text: str) -> None:
    assert lot_number(text) == LOTS[text]


def test_the_lot_of_a_heading() -> None:
    headings = {"某项目（第二包）中标公告": "2", "某项目第三标段中标公告": "3", "某项目(A包)成交公告": "A", "统一包装服务中标公告": "",
                "某项目（第二次）招标公告": "", "某项目（1包、2包）中标公告": ""}  # fmt: skip
    assert {heading: lot_of_heading(heading) for heading in headings} == headings


def test_what_is_no_number() -> None:
    assert [number_key(text) for text in ("无", "/", "详见附件", "——", "1", "见公告")] == [""] * 6


A, B, C = "甲地科技有限公司", "乙地软件（北京）股份有限公司", "丙地设计院有限公司"
#: A field, the names in it, the leader, and whether they bid as one.
FIELDS = {
    A: ([A], "", False),
    B: ([B], "", False),
    f"{A}、{B}": ([A, B], "", False),
    f"{A}、{B}联合体": ([A, B], "", True),
    f"{A}与{C}联合体": ([A, C], "", True),
    f"{A}（联合体牵头人），{B}（联合体成员）": ([A, B], A, True),
    f"联合体牵头人：{A}；联合体成员：{B}、{C}": ([A, B, C], A, True),
    f"(主){A};(成){B}": ([A, B], A, True),
    f"{B}（主）,{A}（成）": ([B, A], B, True),
    f"{A}（联合体成员：{B}）": ([A, B], "", True),
    "天津市公安局和平分局": (["天津市公安局和平分局"], "", False),
    "无": ([], "", False),
}


@pytest.mark.parametrize("text", FIELDS)
def test_who_stands_in_a_field(text: str) -> None:
    names, leader, joint = FIELDS[text]
    found = read_bidders(text)
    assert (list(found.names), found.leader, found.joint) == (names, leader, joint)
