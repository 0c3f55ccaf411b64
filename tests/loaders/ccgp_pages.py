"""Notices that we made up, in the shapes and with the dirt of the site's pages since 2013.

All names are invented. ``PAGES`` holds file names and contents; the answers stand in the tests.
"""

from __future__ import annotations

BUYER = "东莞市示例数据管理局"
AGENT = "示例招标代理有限公司"


def page(
    heading: str, summary: dict[str, str], body: str, *, when: str = "2021年03月05日 10:20", new: bool = True
) -> str:
    """A page of the site: its summary table and the body, with menus around and contacts below."""
    kind = "vF" if new else "vT"
    rows = "".join(f"<tr><td class='title'>{k}</td><td colspan='3'>{v}</td></tr>" for k, v in summary.items())
    table = f"<div class='table'><h5>公告概要：</h5><table><tr><td colspan='4'><b>公告信息：</b></td></tr>{rows}" \
            "<tr><td colspan='4'><b>联系人及联系方式：</b></td></tr><tr><td class='title'>项目联系人</td><td>赵六</td>" \
            "<td class='title'>项目联系电话</td><td>13800001111</td></tr></table></div>" if summary else ""  # fmt: skip
    return (
        f"<html><head><meta charset='utf-8'><title>{heading}_中国政府采购网</title><meta name='ArticleTitle' content='{heading}'>"
        f"<script>var x = '项目编号：不是';</script></head><body><div class='menu'><a href='/'>首页</a> 公开招标 中标公告</div>"
        f"<div class='{kind}_detail_main'><h2 class='tc'>{heading}</h2><p class='tc'><span id='pubTime'>{when}</span></p>{table}"
        f"<div class='{kind}_detail_content'>{body}</div></div><div class='footer'>主办单位：某部 电话：010-12345678</div></body></html>"
    )


def table(*rows: str, head: str = "th") -> str:
    """A table of rows with cells divided by bars."""
    first, *rest = [row.split("|") for row in rows]
    return ("<table border='1'><tr>" + "".join(f"<{head}>{c}</{head}>" for c in first) + "</tr>"
            + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rest) + "</table>")  # fmt: skip


def lines(*texts: str) -> str:
    """Paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


ENQUIRIES = lines("九、凡对本次公告内容提出询问，请按以下方式联系。", "1.采购人信息", f"名 称：{BUYER}", "地　址：示例市政务路1号",
                  "联系方式：张三 0769-22334455", "2.采购代理机构信息", f"名 称：{AGENT}", "地　址：示例市商务路2号", "3.项目联系方式", "项目联系人：李四", "电　话：13900002222")  # fmt: skip
EXPERTS = lines("五、评审专家（单一来源采购人员）名单：", "王评审、钱评审、孙评审（采购人代表）")

PAGES: dict[str, str | bytes] = {}

# 2013-2016: the body repeats the summary; amounts in 万元, one winner
PAGES["t20140611_100001.html"] = page(
    "示例市政务云平台建设项目中标公告",
    {"采购项目名称": "示例市政务云平台建设项目", "品目": "服务/信息技术服务/运行维护服务", "采购人": BUYER, "行政区域": "东莞市",
     "公告时间": "2014年06月11日 09:00", "本项目招标公告日期": "2014年05月08日", "中标日期": "2014年06月10日",
     "评标委员会成员名单": "王评审、钱评审", "总中标金额": "￥1234.56 万元（人民币）", "代理机构名称": AGENT},
    lines(f"{AGENT}受{BUYER}的委托，就示例市政务云平台建设项目（项目编号：SL-2014-001）组织采购，评标工作已经结束。", "一、项目信息", "项目编号：SL-2014-001",
          "采购方式：公开招标", "二、采购人信息", f"采购人名称：{BUYER}", "五、中标信息", "中标供应商名称、联系地址及中标金额：")
    + table("序号|中标供应商名称|中标供应商联系地址|中标金额(万元)", "1|甲地云计算股份有限公司|示例市一路1号|1234.56", head="td")
    + lines("评标委员会成员名单：", "王评审、钱评审", "合同履行日期：自签订之日起12个月"),
    when="2014年06月11日 09:00", new=False,
).encode("gb18030")  # fmt: skip

# 2020: lots as headings, each with a supplier, an amount and a term; total in 万元, lots in 元; one lot failed
PAGES["t20210305_200001.html"] = page(
    "示例市数据平台项目中标（成交）结果公告",
    {"采购项目名称": "示例市数据平台项目", "品目": "货物/通用设备/计算机设备,服务/信息技术服务", "采购单位": BUYER, "行政区域": "东莞市",
     "公告时间": "2021年03月05日 10:20", "评审专家名单": "王评审、钱评审、孙评审", "总中标金额": "￥300.500000 万元（人民币）"},
    lines("一、项目编号：SL-2021-007（招标文件编号：SL-2021-007-1）", "二、项目名称：示例市数据平台项 目", "三、中标（成交）信息", "采购包1：服务器采购",
          "供应商名称：甲地云计算股份有限公司", "供应商地址：示例市一路1号", "中标（成交）金额：2,000,000.00元", "采购包2：软件开发",
          "供应商名称：乙地软件（示例）有限公司", "供应商地址：示例市二路2号", "中标（成交）金额：1005000（元）", "采购包3：监理服务", "废标：有效供应商不足3家。",
          "四、主要标的信息")
    + table("序号|供应商名称|服务名称|服务范围|服务要求|服务时间|服务标准", "1|乙地软件（示例）有限公司|软件开发|见文件|见文件|合同签订后6个月|见文件")
    + EXPERTS + lines("六、代理服务收费标准及金额：", "本项目代理费总金额：3.2 万元（人民币）", "七、公告期限", "自本公告发布之日起1个工作日。") + ENQUIRIES,
)  # fmt: skip

# 2021-2025: one table by lot number with prices in words, scores, and a table of failed lots
PAGES["t20220908_300001.html"] = page(
    "示例县智慧校园建设项目成交结果公告", {},
    lines("一、项目编号：SLXZC2022-C1-0003", "二、项目名称：示例县智慧校园建设项目", "采购方式：竞争性磋商", "三、中标（成交）信息", "1.中标结果：")
    + table("标项|标项名称|供应商名称|供应商地址|统一社会信用代码|中标（成交）金额(元)|评审总得分",
            "1|校园网络|丙地信息科技有限公司|示例县三路3号|91440300MA5FAKE00X|最终报价:688000.00(元)|92.35",
            "2|校园广播|丁地电子有限公司|示例县四路4号||最终报价:95.5(%)|88")
    + lines("2.废标结果:") + table("序号|标项名称|废标理由|其他事项", "1|标项3 校园安防|有效投标人不足三家|/")
    + EXPERTS + lines("1.采购人信息", "名 称：示例县教育局", "2.采购代理机构信息", f"名 称：{AGENT}"),
    when="2022年09月08日 16:31",
)  # fmt: skip

# a tender with two lots, each with its own budget and ceiling
PAGES["t20210201_200000.html"] = page(
    "示例市数据平台项目公开招标公告",
    {"采购项目名称": "示例市数据平台项目", "采购单位": BUYER, "行政区域": "东莞市", "公告时间": "2021年02月01日 17:00",
     "获取招标文件时间": "2021年02月01日至2021年02月08日", "开标时间": "2021年02月25日 09:30", "预算金额": "￥350.000000万元（人民币）"},
    lines("项目概况", "示例市数据平台项目招标项目的潜在投标人应在示例交易网获取招标文件，并于2021年02月25日 09时30分（北京时间）前递交投标文件。",
          "一、项目基本情况", "项目编号：SL-2021-007", "项目名称：示例市数据平台项目", "采购方式：公开招标", "预算金额：350.0000000 万元（人民币）",
          "采购需求：", "采购包1(服务器采购)：", "采购包预算金额：2,300,000.00元", "采购包最高限价：2,200,000.00元", "采购包2(软件开发)：",
          "采购包预算金额：1,200,000.00元", "本项目( 不接受 )联合体投标。", "四、提交投标文件截止时间、开标时间和地点", "2021年02月25日 09点30分（北京时间）") + ENQUIRIES,
    when="2021年02月01日 17:00",
)  # fmt: skip

# a correction of that tender; the year of the new deadline is not printed
PAGES["t20210210_200002.html"] = page(
    "示例市数据平台项目更正公告（第一次）", {},
    lines("一、项目基本情况", "原公告的采购项目编号：SL-2021-007", "原公告的采购项目名称：示例市数据平台项目", "首次公告日期：2021年02月01日", "二、更正信息",
          "更正事项：☑采购公告 ☑采购文件 □采购结果", "更正内容：", "原公告的投标文件提交截止时间：2021年02月25日 09:30，更正为：3月2日 09:30。", "其他内容不变。",
          "更正日期：2021年02月10日", "三、其他补充事宜", "无") + ENQUIRIES,
    when="2021年02月10日 08:00",
)  # fmt: skip

# a correction of the result, with a table of before and after
PAGES["t20210308_200003.html"] = page(
    "示例市数据平台项目中标（成交）结果更正公告", {},
    lines("一、项目基本情况", "原公告的采购项目编号：SL-2021-007", "原公告的采购项目名称：示例市数据平台项目", "首次公告日期：2021年03月05日", "二、更正信息",
          "更正事项：采购结果", "更正内容：采购包2中标供应商的地址更正为示例市二路22号。", "采购包2", "供应商名称：乙地软件（示例）有限公司", "更正日期：2021年03月08日") + ENQUIRIES,
    when="2021年03月08日 08:00",
)  # fmt: skip

# single source: publicity with the reason, the experts' opinions below it
PAGES["t20190801_400001.html"] = page(
    "示例市城市大脑运维服务单一来源采购公示",
    {"采购项目名称": "示例市城市大脑运维服务", "采购单位": BUYER, "行政区域": "东莞市", "公告时间": "2019年08月01日 15:00"},
    lines("一、项目信息", f"采购人：{BUYER}", "项目名称：示例市城市大脑运维服务", "拟采购的货物或服务的说明：城市大脑平台运维一年", "拟采购的货物或服务的预算金额：280.0 万元（人民币）",
          "采用单一来源采购方式的原因及说明：", "平台由该公司独家开发，拥有著作权，须保证服务配套要求。", "专业人员论证意见：同意。王评审（示例大学，教授）",
          "二、拟定供应商信息", "名称：戊地数智城市有限公司", "地址：示例市五路5号", "三、公示期限", "2019年08月01日 至 2019年08月08日（公示期限不得少于5个工作日）") + ENQUIRIES,
    when="2019年08月01日 15:00",
)  # fmt: skip

# an end without a winner: too few bids (of the whole), and the buyer's own end
PAGES["t20200520_500001.html"] = page(
    "示例区政务热线项目废标公告", {"采购项目名称": "示例区政务热线项目", "采购单位": "示例市示例区政务服务局", "公告时间": "2020年05月20日 11:00"},
    lines("一、项目基本情况", "采购项目编号：SLQ-2020-15", "采购项目名称：示例区政务热线项目", "二、项目废标的原因", "投标截止时，递交投标文件的供应商不足三家。", "三、其他补充事宜") + ENQUIRIES,
    when="2020年05月20日 11:00",
)  # fmt: skip
PAGES["t20200521_500002.html"] = page(
    "示例区数据治理项目终止公告", {"采购项目名称": "示例区数据治理项目", "采购单位": "示例市示例区政务服务局", "公告时间": "2020年05月21日 11:00"},
    lines("一、项目基本情况", "采购项目编号：SLQ-2020-16", "采购项目名称：示例区数据治理项目", "二、项目终止的原因", "因采购需求发生重大变化，终止本次采购。") + ENQUIRIES,
    when="2020年05月21日 11:00",
)  # fmt: skip

# a contract
PAGES["t20210401_600001.html"] = page(
    "示例市数据平台项目（采购包1）合同公告", {},
    lines("一、合同编号：HT-2021-0088", "二、合同名称：示例市数据平台服务器采购合同", "三、项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）：SL-2021-007", "四、项目名称：示例市数据平台项目",
          "五、合同主体", f"采购人（甲方）：{BUYER}", "地址：示例市政务路1号", "联系方式：0769-22334455", "供应商（乙方）：甲地云计算股份有限公司", "地址：示例市一路1号",
          "联系方式：13900003333", "六、合同主要信息", "主要标的名称：服务器", "合同金额：200.000000 万元，大写（人民币）：贰佰万元整",
          "履约期限、地点等简要信息：2021年4月至2021年12月，示例市", "采购方式：公开招标", "七、合同签订日期：2021年03月25日", "八、合同公告日期：2021年04月01日"),
    when="2021年04月01日 09:00",
)  # fmt: skip

# a plan of two projects
PAGES["t20230110_700001.html"] = page(
    f"{BUYER}2023年1至3月政府采购意向", {"采购单位": BUYER, "公告时间": "2023年01月10日 09:00"},
    lines("为便于供应商及时了解政府采购信息，现将采购意向公开如下：")
    + table("序号|采购项目名称|采购需求概况|预算金额（万元）|预计采购时间（填写到月）|备注", "1|示例市一体化平台二期|平台升级|860.00|2023年02月|无",
            "2|示例市视频汇聚项目|视频接入|120.5|2023年03月|无"),
    when="2023年01月10日 09:00",
)  # fmt: skip

# a joint bid with its leader, ranked bids beside it, and a rate instead of an amount
PAGES["t20211111_800001.html"] = page(
    "示例市智慧交通总承包项目中标结果公告", {"采购项目名称": "示例市智慧交通总承包项目", "采购单位": BUYER, "公告时间": "2021年11月11日 12:00"},
    lines("一、项目编号：SL-2021-099", "二、项目名称：示例市智慧交通总承包项目", "三、中标（成交）信息", "标包：A",
          "供应商名称：己地集成有限公司（联合体牵头人）、庚地设计院有限公司（联合体成员）", "中标（成交）金额：（可填写下浮率、折扣率或费率）：壹仟万元整（￥10,000,000.00）",
          "标包：B", "供应商名称：辛地监理咨询有限公司", "中标（成交）金额：（可填写下浮率、折扣率或费率）：下浮率5.5%", "四、评审得分与排名情况")
    + table("包号|投标人名称|投标报价（万元）|综合得分|排名", "A|己地集成有限公司、庚地设计院有限公司联合体|1000|95.1|1", "A|壬地工程有限公司|1020|90|2", "A|癸地工程有限公司|1030|85.5|3")
    + EXPERTS + ENQUIRIES,
    when="2021年11月11日 12:00",
)  # fmt: skip

# plain text, everything in one line
PAGES["notice_t20180702_900001.txt"] = (
    "来源：http://www.ccgp.gov.cn/cggg/dfgg/cjgg/201807/t20180702_900001.htm\n示例市公安局视频平台采购成交公告\n2018年07月02日 10:00\n"
    "一、项目名称：示例市公安局视频平台采购 项目编号：SLGA-2018-33 二、采购人：示例市公安局 联系人：张三 电话：0769-22334455 "
    f"三、采购代理机构：{AGENT} 四、采购方式：竞争性谈判 五、成交日期：6月29日 六、成交供应商：子地安防有限公司 成交金额：人民币捌拾万元整（¥800000.00） 七、谈判小组成员：王评审、钱评审 "
)  # fmt: skip
# a record of fields, times as epoch milliseconds
PAGES["record_t20180703_900002.txt"] = (
    "procurementName : 示例市税务信息系统采购\nadministrativeRegion : 广东省\nannouncementType : 中标公告\nprocurementCompany : 示例市税务局\n"
    f"agencyName : {AGENT}\nprojectContactPerson : 张三\nprojectContactTel : 0769-22334455\ncreateTime : 1530576000000\n"
    "website : http://www.ccgp.gov.cn/cggg/dfgg/zbgg/201807/t20180703_900002.htm\n"
    "content : 一、项目编号：SLSW-2018-01 二、项目名称：示例市税务信息系统采购 三、中标供应商：丑地税务软件有限公司 中标金额：66.6万元 评标委员会：王评审、钱评审\n"
)  # fmt: skip

FOREIGN: dict[str, tuple[str, str]] = {
    "an empty file": ("", "an empty page"),
    "a login page": ("<html><title>中国政府采购网</title><body>用户登录 <input type='password' name='p'> 忘记密码</body></html>", "a login page"),
    "an error page": ("<html><title>错误页面！中国政府采购网</title><body>404 页面不存在</body></html>", "an error page"),
    "an index": ("<html><title>中标公告_中国政府采购网</title><body><ul>" + "".join(
        f"<li><a href='/{n}'>某项目{n}中标公告</a> 2021-03-0{n % 9 + 1}</li>" for n in range(20)) + "</ul></body></html>", "a list of pages"),
    "some other page": ("<html><title>中国政府采购网</title><body><p>关于我们 公告</p></body></html>", "no field of a notice"),
    "an unknown kind": (page("示例市某项目情况说明", {}, lines("项目编号：SL-2021-777", "项目名称：示例市某项目")), "an unknown kind"),
}  # fmt: skip
