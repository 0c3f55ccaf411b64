"""Made-up notices in the shapes and with the dirt of transaction centres' portals; every name is invented."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def record(infoid: str, title: str, content: str, **more: Any) -> Json:
    """A record as the portals' software serves it: many fields that say nothing, and the page as HTML."""
    base: Json = {
        "isconverge": 0, "infokey": None, "infostatuscode": 9, "projectjiaoyitypeex": "A01", "titlecolor": None, "urlname": "linkurl",
        "xiaquname": "市本级", "xiaqucode": "420501", "infoid": infoid, "customtitle": title, "title": title,
        "pubinwebdate": "2025-03-21 00:00:00", "startdate": "2025-03-21 00:00:00", "enddate": "2099-12-31 23:59:59", "clicktimes": None,
        "categorynum": "003001005", "categoryname": "中标结果公告", "infodate": "2025-03-21", "infocontent": content,
        "infourl": f"/jyxx/003001/003001005/20250321/{infoid}.html",
    }  # fmt: skip
    return base | more


def pairs(*rows: tuple[str, ...], head: str = "") -> str:
    """A table of labels and values, two or four cells a row, as a portal's template prints it."""
    lines = []
    for row in rows:
        wide = ' colspan="3"' if len(row) == 2 else ""
        cells = [
            f'<td class="{"contenttd" if n % 2 else "title"}"{wide if n == 1 else ""}> {cell}</td>'
            for n, cell in enumerate(row)
        ]
        lines.append("<tr>\n\t" + "\n\t".join(cells) + "\n</tr>")
    style = "<style>.title{width:600px} .jf{display:none}</style>"
    script = "<script>var x = '<td>中标人:</td>';</script>"
    table = f"<div><table>{''.join(lines)}</table></div>"
    return (
        f"<!DOCTYPE html><html><head>{style}</head><title></title><body>{head}{table}</body>{script}</html>"
    )


AWARD = record(
    "a-001",
    "虚城市河滨路改造工程(第2次招标)中标结果公告",
    pairs(
        ("招标人:", "虚城市河滨建设投资有限公司", "建设地点", "虚城市东区河滨路"),
        ("招标机构:", "拟真（虚省）项目管理有限公司", "标段(包)编号:", "XCA010001-202501-01(2)"),
        ("标段(包)名称:", "虚城市河滨路改造工程(第2次招标)"),
        ("中标人:", "虚省甲乙建设集团有限公司、假山市政设计院有限责任公司联合体"),
        ("中标范围和内容:", "施工图范围内的全部内容", "投诉电话", "0717-2000001"),
        ("中标价(元):", "20797381.58", "履约期限(天):", "730"),
        ("质量目标:", "合格"),
        ("项目负责人", "张三丰,注册建造师,鄂2421516"),
        ("公告发布日期:", "2025-03-21"),
        ("备注:", "/"),
    ),
)

#: A rate under a head that says what it is, a promise in words, a mix of sum and rate.
RATES = [
    record("a-002", "虚城市甲渠勘察设计中标结果公告", pairs(
        ("招标人:", "虚城市水务局", "招标机构:", "拟真（虚省）项目管理有限公司"), ("标段(包)编号:", "XCA070002-202501-01"),
        ("标段(包)名称:", "虚城市甲渠勘察设计"), ("中标人:", "虚省江河勘测设计有限公司"), ("中标价(%):", "97.95", "履约期限(天):", "60日历天"))),
    record("a-003", "虚城市乙渠勘察设计中标结果公告", pairs(
        ("招标人:", "虚城市水务局", "招标机构:", "拟真（虚省）项目管理有限公司"), ("标段(包)编号:", "XCA070003-202501-01"),
        ("标段(包)名称:", "虚城市乙渠勘察设计"), ("中标人:", "虚省江河勘测设计有限公司"),
        ("中标价(报价承诺):", "勘察设计费下浮比例为4%", "履约期限(天):", "详见招标文件"))),
    record("a-004", "虚城市丙渠总承包中标结果公告", pairs(
        ("招标人:", "虚城市水务局", "招标机构:", "拟真（虚省）项目管理有限公司"), ("标段(包)编号:", "XCA070004-202501-01"),
        ("标段(包)名称:", "虚城市丙渠总承包"), ("中标人:", "虚省江河勘测设计有限公司"),
        ("中标价(报价承诺):", "设计费报价为27万元;建安工程费报价下浮率为3.04%"))),
]  # fmt: skip


def _cell(text: str, more: str = "") -> str:
    return (
        f'<td {more} style="text-align:center;line-height:30px"><b><span>&nbsp;{text}&nbsp;</span></b></td>'
    )


def candidates(rows: list[list[str]], evaluation: str, number: str, name: str, past: str = "") -> str:
    """A list of candidates as a column for each, past works, the evaluation in a cell, and who to ask."""
    table = "".join(
        f"<tr>{_cell(row[0], 'colspan=2')}{''.join(_cell(c) for c in row[1:])}</tr>" for row in rows
    )
    people = "".join(_cell(f"李{c},职称证,2022****07{c}") for c in range(len(rows[0]) - 1))
    return f"""<meta http-equiv="Content-Type" content="text/html;charset=utf-8"><p></p>
<p style="font-size:22px"><b>中标候选人公示</b></p><p><b>标段（包）编号：{number}</b></p>
<p><span><b>一、招标概况</b></span></p>
<p><b><span>&nbsp;&nbsp;{name}于2025年05月23日在交易系统发布招标公告，2025年06月13日 09时00分开标,现将中标候选人公示如下：</span></b></p>
<p><span><b>二、评标结果</b></span></p>
<table border=1><tbody>{table}<tr>{_cell("拟派项目管理人员", "rowspan=1")}{_cell("设计负责人")}{people}</tr></tbody></table><p><p>
<table border=1><tr><td rowspan=2>业绩</td><td>单位名称</td><td>项目名称</td><td>合同金额（万元）</td></tr><tr>{past}</tr></table>
<table border=1><tr><td>评标情况</td><td><div>{evaluation}</div></td></tr></table>
<p>三、公示时间</p><p>公示期为2025年06月13日 18时00分至2025年06月16日 18时00分</p>
<p>五、联系方式</p><p>1.招标人：虚城市高新产业投资有限公司</p><p>电话：13900000000</p>
<p>2.招标代理机构：拟真招标代理有限责任公司</p><p>电话：0717-4000001</p><p>3.行业主管部门：虚城市住房和城乡建设局</p>"""


_PAST = "<td>外来建工有限公司</td><td>某旧路改造</td><td>19781.35</td>"
RANKED = record(
    "c-001", "虚城市产业园一期施工中标候选人公示",
    candidates(
        [
            ["名 次", "第一名", "第二名", "第三名"],
            ["中标候选人名称", "虚省甲乙建设集团有限公司", "假山建工有限公司", "示例路桥有限责任公司、虚省江河勘测设计有限公司联合体"],
            ["投标报价(元/%)", "4728399.59", "4719657.14", "4736369.86"],
            ["质量目标", "合格", "合格", "合格"],
            ["履约期限（天）", "60", "60日历天", "60"],
            ["投标人资质证书名称及编号（如有）", "D242132109", "D142157066", "/"],
        ],
        "<p>投标单位共4家，均合格。</p><p>三、评审结果：</p><p>第一中标候选人：虚省甲乙建设集团有限公司（总得分：94.03分）</p>"
        "<p>第二中标候选人：假山建工有限公司</p><p>第三中标候选人：示例路桥有限责任公司（牵头人）</p>"
        "<table><tr><td>序号</td><td>投标单位名称</td><td>得分</td><td>排名</td></tr>"
        "<tr><td>1</td><td>虚省甲乙建设集团有限公司</td><td>94.03</td><td>1</td></tr>"
        "<tr><td>2</td><td>假山建工有限公司</td><td>62.98</td><td>2</td></tr>"
        "<tr><td>3</td><td>示例路桥有限责任公司、虚省江河勘测设计有限公司联合体</td><td>53.72</td><td>3</td></tr>"
        "<tr><td>4</td><td>落选工程有限公司</td><td>52.81</td><td>4</td></tr></table>"
        "<p>招标人：赵六七</p><p>招标代理机构：钱八九</p>",
        "XCA080004-202501-01", "虚城市产业园一期施工", _PAST,
    ),
    categoryname="中标候选人公示", infodate="2025-06-13", xiaquname="夷陵区", xiaqucode="420506",
)  # fmt: skip
UNRANKED = record(
    "c-002", "虚城市湖滨公园设计中标候选人公示",
    candidates(
        [
            ["中标候选人名称", "林木国际工程咨询（中国）有限公司", "假山城建设计院股份有限公司"],
            ["投标报价(元/%)", "按《收费管理规定》（计价格[2002]10 号）文收费标准的50%计取", "58.90"],
            ["履约期限（天）", "合同签订后30 日内完成。", "合同签订后30 日内完成。"],
        ],
        "<p>推荐2名中标候选人，中标候选人排名不分先后。</p><p>中标候选人(排名不分先后)：假山城建设计院股份有限公司、林木国际工程咨询（中国）有限公司。</p>",
        "XCA010005-202501-01", "虚城市湖滨公园设计",
    ),
    categoryname="中标候选人公示", infodate="2025-06-13",
)  # fmt: skip
#: Ranks are printed, but the words beside them say that they mean nothing.
CONTRADICTED = record(
    "c-003", "虚城市养老院家具采购中标候选人公示",
    candidates(
        [
            ["名 次", "第一名", "第二名"],
            ["中标候选人名称", "虚城厨具有限公司", "假山家具有限公司"],
            ["投标报价(元/%)", "3312590.00", "3307279.00"],
        ],
        "<p>推荐2名中标候选人，中标候选人不标明排序。</p>", "XCA010089-202501-03", "虚城市养老院家具采购",
    ),
    categoryname="中标候选人公示", infodate="2025-06-12",
)  # fmt: skip

#: Other portals: a head with rows, prices in 万元, what Word leaves of a page.
ROWS = record(
    "p-001", "关于虚城市三桥新建工程施工的中标候选人公示",
    """<div class=WordSection1><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p><span>项目</span><span>名称：</span><span lang=EN-US>虚城市三桥新建工程施工</span></p>
<p>招标项目编号：E4205000001000123</p><p>招 标 人：虚城市交通<span>建设</span>中心&nbsp;&nbsp;&nbsp; 招标代理机构：虚省诚信招标有限公司</p>
<p>最高投标限价：12000万元　　开标时间：2024年11月5日9:30</p>
<table border=1><tr><th rowspan=2>排序</th><th rowspan=2>中标候选人名称</th><th colspan=2>投标</th><th rowspan=2>项目经理</th></tr>
<tr><th>投标报价（万元）</th><th>工期（日历天）</th></tr>
<tr><td>1</td><td>虚省桥梁工程有限公司</td><td>11,520.45</td><td>540</td><td>王五四</td></tr>
<tr><td>2</td><td>假山路桥集团股份有限公司</td><td>11,633.00</td><td>540</td><td>李六五</td></tr>
<tr><td>3</td><td>示例交建有限公司</td><td>64363000000000</td><td>540</td><td>周七六</td></tr></table>
<p>公示期：2024年11月6日至2024年11月8日</p><p>联系人：吴先生 电话：13911112222</p></div>""",
    categoryname="中标候选人公示", infodate="1730822400000", xiaquname="虚城市", xiaqucode="", infourl="https://ggzy.example.org/n/p-001.html",
)  # fmt: skip
PROSE = record(
    "p-002", "虚城市四中教学楼项目评标结果公示",
    "虚城市四中教学楼项目于2023年8月1日发布招标公告，评标工作已经结束，结果公示如下：<br>项目编号：XC2023-088<br>招标人：虚城市第四中学<br>"
    "招标代理：虚省诚信招标有限公司<br>第一中标候选人：虚省甲乙建设集团有限公司，投标报价：壹仟贰佰万元整（12000000.00元），工期：300日历天，项目经理：孙一一；"
    "第二中标候选人：假山建工有限公司，投标报价：12100000.00元，工期：300日历天；第三中标候选人：A<br>公示时间：2023年8月25日至2023年8月28日",
    categoryname="", infodate="2023-08-25 10:00:00", categorynum="001002",
)  # fmt: skip
GROUPS = record(
    "p-003", "虚城市污水厂设备采购中标候选人公示",
    """<p>招标编号：XCZB-2022-15</p><p>招标人：虚城市排水有限责任公司</p><table>
<tr><td rowspan=3>第一中标候选人</td><td>单位名称</td><td>虚省环保设备有限公司（牵头人）、假山水务科技有限公司（成员）</td></tr>
<tr><td>投标报价</td><td>356.8万元</td></tr><tr><td>交货期</td><td>合同签订后45天</td></tr>
<tr><td rowspan=3>第二中标候选人</td><td>单位名称</td><td>示例泵业有限公司</td></tr><tr><td>投标报价</td><td>361万元</td></tr>
<tr><td>交货期</td><td>合同签订后45天</td></tr></table><p>评标委员会成员：冯一、陈二、褚三</p>""",
    infodate="2022-05-06",
)  # fmt: skip
LOTS = record(
    "p-004", "虚城市校园保安服务中标公告",
    """<p>采购项目编号：XCZC-2021-007</p><p>采购人：虚城市教育局</p><p>采购方式：公开招标</p><table border=1>
<tr><td>标段</td><td>标段名称</td><td>中标人</td><td>统一社会信用代码</td><td>中标金额（万元）</td><td>服务期</td></tr>
<tr><td>第一标段</td><td>东区学校</td><td>虚城安保有限公司</td><td>91420500MA00000000</td><td>88.5</td><td rowspan=2>一年</td></tr>
<tr><td>第二标段</td><td>西区学校</td><td>假山保安服务有限公司</td><td></td><td>91.25</td></tr>
<tr><td>第三标段</td><td>农村学校</td><td>流标</td><td></td><td>/</td><td>/</td></tr></table>""",
    infodate="2021-07-30",
)  # fmt: skip
CALL = record(
    "p-005", "虚城市五桥检测服务招标公告",
    "<p>招标编号：XCZB-2024-05</p><p>招标人：虚城市公路管理局</p><p>投标截止时间：2024年5月20日9时30分</p><p>最高限价：80万元</p>",
    infodate="2024-04-28", categoryname="招标公告",
)  # fmt: skip
FAILURE = record(
    "p-006", "虚城市六桥检测服务流标公告",
    "<p>招标编号：XCZB-2024-06</p><p>招标人：虚城市公路管理局</p><p>流标原因：有效投标人不足三家</p>",
    infodate="2024-06-28", categoryname="中标结果公告",
)  # fmt: skip
AGAIN = {
    **UNRANKED, "infoid": "c-004", "infodate": "2025-06-20", "title": "虚城市湖滨公园设计中标候选人公示第2次公示",
    "customtitle": "虚城市湖滨公园设计中标候选人公示第2次公示", "infocontent": UNRANKED["infocontent"].replace("标准的50%", "标准的48%"),
}  # fmt: skip
OTHER_WINNER = {
    **AWARD, "infoid": "a-009", "infodate": "2025-03-25",
    "infocontent": AWARD["infocontent"].replace("虚省甲乙建设集团有限公司、假山市政设计院有限责任公司联合体", "递补工程有限公司"),
}  # fmt: skip

ALL = [
    AWARD,
    *RATES,
    RANKED,
    UNRANKED,
    CONTRADICTED,
    ROWS,
    PROSE,
    GROUPS,
    LOTS,
    CALL,
    FAILURE,
    AGAIN,
    OTHER_WINNER,
]
_TEXT = json.dumps([AWARD, RANKED], ensure_ascii=False)
#: The wrappers that the portals' services put around records.
WRAPPED: dict[str, str] = {
    "a list": _TEXT,
    "one record": json.dumps(AWARD, ensure_ascii=False, indent=1),
    "a search's result": json.dumps(
        {"result": {"totalcount": 2, "records": [AWARD, RANKED]}}, ensure_ascii=False
    ),
    "content of a result": json.dumps({"content": {"categorys": [], "result": {"records": [AWARD, RANKED]}}}),
    "JSON in JSON": json.dumps({"status": {"code": 1}, "custom": json.dumps({"infodata": [AWARD, RANKED]})}),
    "JSON in JSON in JSON": json.dumps({"custom": json.dumps({"infodata": _TEXT})}),
    "an area of lists": json.dumps({"ReturnInfo": {"Code": "1"}, "UserArea": {"InfoList": [AWARD, RANKED]}}),
    "JSON lines": "\n".join(json.dumps(r, ensure_ascii=False) for r in (AWARD, RANKED)) + "\n",
    "answers in lines": "\n".join(json.dumps({"result": {"records": [r]}}) for r in (AWARD, RANKED)),
    "other capitals": json.dumps([{k.upper(): v for k, v in r.items()} for r in (AWARD, RANKED)]),
}
