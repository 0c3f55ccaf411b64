"""What other portals and years make of the same notices, small; with the steps that each says, by hand."""

from __future__ import annotations

#: Name of the shape: heading, page, and (kind, lot, rank, who, amount, rate, period) of each step.
SHAPES: dict[str, tuple[str, str, list[tuple[str, ...]]]] = {
    "several winners and one price": (
        "某市检测服务入围结果公告",
        "<p>采购人：虚城市水务局</p><p>中标人：甲省检测有限公司、乙省检测有限公司</p><p>中标金额：100万元</p>",
        [
            ("Award", "", "", "甲省检测有限公司", "", "", ""),
            ("Award", "", "", "乙省检测有限公司", "", "", ""),
        ],
    ),
    "lots in lines": (
        "某市道路工程中标结果公告",
        "<p>招标人：虚城市交通局</p><p>第一标段：</p><p>中标人：甲省路桥有限公司</p><p>中标价：1000万元</p>"
        "<p>第二标段：</p><p>中标人：乙省路桥有限公司</p><p>中标价：2000万元</p>",
        [
            ("Award", "1", "", "甲省路桥有限公司", "10000000", "", ""),
            ("Award", "2", "", "乙省路桥有限公司", "20000000", "", ""),
        ],
    ),
    "a column for each, an empty corner": (
        "某市小学工程中标候选人公示",
        "<table><tr><td></td><td>第一中标候选人</td><td>第二中标候选人</td></tr>"
        "<tr><td>投标人名称</td><td>甲省建设有限公司</td><td>乙省建设有限公司</td></tr>"
        "<tr><td>投标总价（元）</td><td>100</td><td>200</td></tr><tr><td>工期（日历天）</td><td>90</td><td>91</td></tr></table>",
        [
            ("Bid", "", "1", "甲省建设有限公司", "100", "", "90日历天"),
            ("Bid", "", "2", "乙省建设有限公司", "200", "", "91日历天"),
        ],
    ),
    "a row for each, the rank where a name would stand": (
        "某市中学工程中标候选人公示",
        "<table><tr><td>中标候选人</td><td>单位名称</td><td>投标报价（元）</td><td>评标得分</td></tr>"
        "<tr><td>第一名</td><td>甲省建设有限公司</td><td>100</td><td>91.2</td></tr>"
        "<tr><td>第二名</td><td>乙省建设有限公司</td><td>200</td><td>88.1</td></tr></table>",
        [
            ("Bid", "", "1", "甲省建设有限公司", "100", "", ""),
            ("Bid", "", "2", "乙省建设有限公司", "200", "", ""),
        ],
    ),
    "a heading for each": (
        "某市医院工程评标结果公示",
        "<table><tr><td colspan=2>第一中标候选人</td></tr>"
        "<tr><td>投标人</td><td>甲省建设有限公司</td></tr><tr><td>投标报价</td><td>100万元</td></tr>"
        "<tr><td colspan=2>第二中标候选人</td></tr>"
        "<tr><td>投标人</td><td>乙省建设有限公司</td></tr><tr><td>投标报价</td><td>101万元</td></tr></table>",
        [
            ("Bid", "", "1", "甲省建设有限公司", "1000000", "", ""),
            ("Bid", "", "2", "乙省建设有限公司", "1010000", "", ""),
        ],
    ),
    "labels and values two by two": (
        "某市桥梁工程中标公告",
        "<table><tr><td colspan=4>中标结果公告</td></tr><tr><td>招标单位</td><td>虚城市交通局</td><td>代理单位</td><td>丁省招标有限公司</td></tr>"
        "<tr><td>中标单位</td><td>甲省路桥有限公司</td><td>中标工期</td><td>300日历天</td></tr>"
        "<tr><td>中标价</td><td>小写：¥1234567.89元 大写：壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分</td><td>项目经理</td><td>张三</td></tr></table>",
        [("Award", "", "", "甲省路桥有限公司", "1234567.89", "", "300日历天")],
    ),
    "a sentence": (
        "某市公园工程中标公示",
        "<p>某市公园工程（项目编号：XC-6）评标工作已结束，经评标委员会推荐，招标人虚城市园林局确定甲省园林有限公司为中标人，中标价为8,888,888.00元。</p>",
        [("Award", "", "", "甲省园林有限公司", "8888888", "", "")],
    ),
    "all who bid beside the winner": (
        "某市设备采购中标结果公告",
        "<table><tr><td>中标人</td><td>甲省电气有限公司</td></tr><tr><td>中标价(万元)</td><td>50</td></tr></table><p>投标情况</p>"
        "<table><tr><td>投标人</td><td>投标报价（万元）</td><td>评标价（万元）</td><td>得分</td><td>排名</td></tr>"
        "<tr><td>甲省电气有限公司</td><td>50</td><td>48</td><td>95</td><td>1</td></tr><tr><td>乙省电气有限公司</td><td>55</td><td>52</td><td>90</td><td>2</td></tr></table>",
        [
            ("Award", "", "", "甲省电气有限公司", "500000", "", ""),
            ("Bid", "", "1", "甲省电气有限公司", "500000", "", ""),
            ("Bid", "", "2", "乙省电气有限公司", "550000", "", ""),
        ],
    ),
    "labels and values in lines of their own": (
        "某市养护中标候选人公示",
        "<dl><dt>招标人：</dt><dd>虚城市公路局</dd><dt>第一中标候选人：</dt><dd>甲省养护有限公司</dd><dt>投标报价：</dt><dd>10万元</dd></dl>",
        [("Bid", "", "1", "甲省养护有限公司", "100000", "", "")],
    ),
    "tags within words": (
        "某市监理中标结果公告",
        "<div>招标人&nbsp;：&nbsp;虚城市住建局</div><div>中标<b>供应</b>商：甲省监理有限公司；中标金额：￥56.78万元（人民币）</div>",
        [("Award", "", "", "甲省监理有限公司", "567800", "", "")],
    ),
    "a unit price beside the total": (
        "某市砂石采购中标公告",
        "<table><tr><td>中标人</td><td>单价（元/吨）</td><td>总价（元）</td></tr><tr><td>甲省建材有限公司</td><td>85</td><td>850000</td></tr></table>",
        [("Award", "", "", "甲省建材有限公司", "850000", "", "")],
    ),
    "discounts of several": (
        "某市定点印刷中标公告",
        "<table><tr><td>序号</td><td>供应商名称</td><td>中标下浮率（%）</td><td>服务期</td></tr>"
        "<tr><td>1</td><td>甲省广告有限公司</td><td>12.5</td><td>2年</td></tr><tr><td>2</td><td>乙省广告有限公司</td><td>11</td><td>2年</td></tr></table>",
        [
            ("Award", "", "", "甲省广告有限公司", "", "12.5 下浮率12.5%", "2年"),
            ("Award", "", "", "乙省广告有限公司", "", "11 下浮率11%", "2年"),
        ],
    ),
    "a sentence for each rank": (
        "某市泵站工程中标候选人公示",
        "<p>招标人：虚城市水务局</p><p>按综合得分推荐：甲省建设有限公司为第一中标候选人；乙省建设有限公司为第二中标候选人。</p>",
        [("Bid", "", "1", "甲省建设有限公司", "", "", ""), ("Bid", "", "2", "乙省建设有限公司", "", "", "")],
    ),
    "a contract": (
        "某市软件合同公告",
        "<p>合同编号：HT-1</p><p>采购人（甲方）：虚城市公安局</p><p>供应商（乙方）：甲省软件有限公司</p><p>合同金额：12万元</p>",
        [("Contract", "", "", "甲省软件有限公司", "120000", "", "")],
    ),
}
