"""Made-up pictures for the tests, the benchmark and the screenshots. No name here is real."""

from __future__ import annotations

import random

from govgraph.views.picture import Fact, Picture, PictureEdge, PictureNode, SourceRef, Term

CLASSES = {
    "CorporateGroup": Term(
        "企业集团",
        "Corporate group",
        "以一个品牌行动的一组公司。",
        "Companies that act as one brand.",
    ),
    "Company": Term("公司", "Company", "依法登记的公司。", "A registered company."),
    "JointVenture": Term(
        "合资公司", "Joint venture", "两家以上股东合办的公司。", "A company of several holders."
    ),
    "Agency": Term("政府部门", "Agency", "政府的工作部门。", "A department of a government."),
    "Region": Term("地区", "Region", "行政区划。", "An administrative division."),
    "Project": Term("项目", "Project", "一项采购或建设。", "One procurement or build."),
    "Platform": Term("平台", "Platform", "对外服务的系统。", "A system that serves the public."),
}
RELATIONSHIPS = {
    "HOLDS_SHARES_IN": Term("持股", "holds shares in"),
    "MEMBER_OF_GROUP": Term("属于集团", "member of group"),
    "STRATEGIC_PARTNER_OF": Term("战略合作", "strategic partner of"),
    "TAKES_PART_IN": Term("参与项目", "takes part in"),
    "HAS_BUYER": Term("采购人为", "has buyer"),
    "OPERATES": Term("运营", "operates"),
    "AGENCY_OF": Term("隶属", "agency of"),
    "IN_REGION": Term("位于", "in region"),
    "PART_OF": Term("属于", "part of"),
    "name": Term("名称", "name"),
    "stake": Term("持股比例", "stake"),
    "amount": Term("中标金额", "award amount"),
    "founded": Term("成立日期", "founded"),
    "role": Term("角色", "role"),
}
SOURCES = {
    "s1": SourceRef(
        "云泽省数字化转型观察：谁在建设一网通办",
        "《云泽周刊》",
        "https://example.org/yunze/1",
        "2019-10-08",
    ),
    "s2": SourceRef(
        "澄湾市城市大脑一期项目中标公告",
        "澄湾市公共资源交易中心",
        "https://example.org/chengwan/2",
        "2020-03-17",
    ),
    "s3": SourceRef("磐石集团年度报告（虚构）", "磐石集团", "https://example.org/panshi/3", "2021-04-30"),
    "s4": SourceRef("行业传闻汇编（虚构）", "无名论坛", "", "2021-06"),
}
GROUPS = ["星河集团", "磐石集团", "长风通信", "白鹭云", "赤兔科技", "玄鸟电子"]
ENGLISH = [
    "Xinghe Group",
    "Panshi Group",
    "Changfeng Telecom",
    "Bailu Cloud",
    "Chitu Tech",
    "Xuanniao Electronics",
]
CITIES = ["云泽省", "澄湾市", "望屿市", "青岚市", "鹿鸣市", "石榴县", "松涛区", "雁栖市"]
WORKS = [
    "城市大脑一期",
    "政务云平台",
    "一网通办",
    "公共数据平台",
    "智慧交通",
    "数字档案",
    "应急指挥系统",
    "社会治理平台",
]


def _fact(prop: str, value: str, source: str = "s1", **more: str) -> Fact:
    return Fact(prop, value, source, locator=more.pop("locator", "第三节第二段"), **more)


def _people(rng: random.Random) -> list[PictureNode]:
    nodes = []
    for i, name in enumerate(GROUPS):
        facts = (
            _fact("name", name, "s3"),
            _fact("founded", f"{1994 + i}-05-0{i + 1}", "s3", date="2021-04-30"),
            _fact(
                "name",
                f"{name}股份",
                "s1",
                surface=f"{name[:2]}系",
                passage=f"在云泽，{name[:2]}系与地方国资的合作最为深入。",
            ),
        )
        nodes.append(
            PictureNode(
                f"g{i}",
                "CorporateGroup",
                ("Organization", "Vendor"),
                name,
                ENGLISH[i],
                (name[:2], f"{name[:2]}系"),
                facts,
            )
        )
        for k in range(3):
            kind = ("云计算", "数字科技", "系统集成")[k]
            nodes.append(
                PictureNode(
                    f"c{i}{k}",
                    "Company",
                    ("Company",),
                    f"{name[:2]}{kind}有限公司",
                    f"{ENGLISH[i].split()[0]} {('Cloud', 'Digital', 'Systems')[k]} Co.",
                    facts=(_fact("founded", f"201{i}-0{k + 3}-12", "s3"),),
                )
            )
    for i, city in enumerate(CITIES[:5]):
        nodes.append(
            PictureNode(
                f"j{i}",
                "JointVenture",
                ("Company",),
                f"数字{city[:2]}网络建设有限公司",
                f"Digital {city[:2]}",
                (f"数{city[0]}公司",),
                (_fact("founded", f"201{6 + i % 3}-10-16"),),
                region=city,
                year=2016 + i % 3,
            )
        )
    return nodes


def _places(rng: random.Random) -> list[PictureNode]:
    nodes = []
    for i, city in enumerate(CITIES):
        nodes.append(PictureNode(f"r{i}", "Region", ("Region",), city, region=city))
        nodes.append(
            PictureNode(
                f"a{i}",
                "Agency",
                ("PublicBody",),
                f"{city}政务服务和数据管理局",
                aliases=(f"{city}数据局",),
                region=city,
            )
        )
        for k in range(4):
            work, amount = (
                WORKS[(i * 4 + k) % len(WORKS)],
                float(rng.randrange(80, 90_000)) * 10_000,
            )
            facts = (
                _fact(
                    "amount",
                    f"{amount:,.2f}元",
                    "s2",
                    date="2020-03-17",
                    locator="公告第四条",
                    passage=f"中标金额：{amount:,.2f} 元。",
                ),
            )
            nodes.append(
                PictureNode(
                    f"p{i}{k}",
                    "Project",
                    ("Project",),
                    f"{city}{work}建设项目",
                    facts=facts,
                    region=city,
                    year=2015 + (i * 2 + k) % 7,
                    amount=amount,
                )
            )
        if i % 2 == 0:
            nodes.append(PictureNode(f"t{i}", "Platform", ("Platform",), f"{city[:2]}事通", region=city))
    return nodes


def sample() -> Picture:
    """The picture that the browser tests and the screenshots use: 85 nodes, some 140 edges."""
    rng = random.Random(20)
    nodes = _people(rng) + _places(rng)
    ids = [node.id for node in nodes]
    assert len(set(ids)) == len(ids)
    edges: list[PictureEdge] = []

    def tie(kind: str, start: str, end: str, **more: object) -> None:
        facts = more.pop("facts", None) or (
            _fact("role", "参与方", "s1", passage="原文提到双方在该项目中的分工。"),
        )
        edges.append(PictureEdge(f"e{len(edges)}", kind, start, end, facts=facts, **more))  # type: ignore[arg-type]

    for i in range(6):
        tie("MEMBER_OF_GROUP", f"c{i}0", f"g{i}", modality="background")
        tie("HOLDS_SHARES_IN", f"c{i}1", f"c{i}2", facts=(_fact("stake", "51%", "s3"),), year=2016)
        tie("HOLDS_SHARES_IN", f"g{i}", f"c{i}1", facts=(_fact("stake", "100%", "s3"),), year=2018)
    for i in range(5):
        holders = rng.sample(range(6), 2 + i % 2)
        for rank, holder in enumerate(holders):
            facts = (_fact("stake", f"{49 - 15 * rank}%", "s1", passage="股权结构见工商登记。"),)
            tie(
                "HOLDS_SHARES_IN",
                f"g{holder}" if rank else f"c{holder}0",
                f"j{i}",
                facts=facts,
                year=2017 + i % 4,
            )
        tie(
            "TAKES_PART_IN",
            f"j{i}",
            f"p{i}0",
            year=2018,
            amount=3.2e8,
            modality="reported",
            facts=(_fact("role", "总承包", "s2", modality="reported", quoted="澄湾市副市长"),),
        )
        tie("IN_REGION", f"j{i}", f"r{i}", modality="background")
    for i in range(8):
        tie("AGENCY_OF", f"a{i}", f"r{i}", modality="background")
        if i:
            tie("PART_OF", f"r{i}", "r0", modality="background")
        for k in range(4):
            tie("HAS_BUYER", f"p{i}{k}", f"a{i}", year=2015 + (i * 2 + k) % 7)
            who = rng.choice([f"c{rng.randrange(6)}0", f"c{rng.randrange(6)}{1 + i % 2}", f"j{i % 5}"])
            tie(
                "TAKES_PART_IN",
                who,
                f"p{i}{k}",
                year=2015 + (i * 2 + k) % 7,
                amount=float(rng.randrange(50, 9000)) * 1e4,
            )
        if i % 2 == 0:
            tie("OPERATES", f"j{i % 5}", f"t{i}", modality="inferred", year=2019)
    tie("STRATEGIC_PARTNER_OF", "g0", "g1", weight=4.0, year=2018)
    tie("STRATEGIC_PARTNER_OF", "g2", "g3", weight=2.0, year=2019)
    disputed = (
        _fact("stake", "49%", "s1", passage="腾挪之后仍占49%。"),
        _fact("stake", "16.74%", "s3", date="2021-12-08", modality="asserted"),
    )
    tie("HOLDS_SHARES_IN", "g4", "j0", facts=disputed, disputed=True, year=2021)
    tie("TAKES_PART_IN", "c00", "p00", year=2019, facts=(_fact("role", "软件供应", "s2"),))
    tie("TAKES_PART_IN", "c00", "p00", year=2020, facts=(_fact("role", "系统运维", "s2"),))
    for n, modality in enumerate(("planned", "assessed", "speculated", "speculated", "denied", "speculated")):
        source = "s4" if modality == "speculated" else "s1"
        tie(
            "TAKES_PART_IN" if n % 2 else "STRATEGIC_PARTNER_OF",
            f"g{n}",
            f"p{n}1" if n % 2 else f"g{(n + 3) % 6}",
            modality=modality,
            year=2021,
            facts=(_fact("role", "可能参与", source, modality=modality, quoted="业内人士"),),
        )
    return Picture(
        "sample",
        "云泽省数字政府的建设者",
        "Who builds the digital government of Yunze",
        tuple(nodes),
        tuple(edges),
        CLASSES,
        RELATIONSHIPS,
        SOURCES,
        "虚构示例：六家企业集团通过合资公司进入八个地区的政务项目。",
        "A made-up example: six groups enter the projects of eight regions through joint ventures.",
    )


def cooccurrence() -> Picture:
    """Weighted ties between groups, by kind of tie."""
    kinds = ["direct", "joint-venture", "partner", "expected"]
    terms = {
        **RELATIONSHIPS,
        "CO_OCCURS_WITH": Term("同场出现", "co-occurs with"),
        "direct": Term("直接共同参与", "Direct"),
        "joint-venture": Term("经合资公司", "Joint venture"),
        "partner": Term("战略合作", "Partner"),
        "expected": Term("预期", "Expected"),
    }
    rng, nodes = (
        random.Random(3),
        [PictureNode(f"g{i}", "CorporateGroup", (), name, ENGLISH[i]) for i, name in enumerate(GROUPS)],
    )
    edges = [
        PictureEdge(
            f"e{a}{b}{k}",
            "CO_OCCURS_WITH",
            f"g{a}",
            f"g{b}",
            "speculated" if k == "expected" else "asserted",
            (_fact("role", "同一项目", "s1"),),
            float(rng.randrange(1, 9)),
            kind=k,
        )
        for a in range(6)
        for b in range(a + 1, 6)
        for k in kinds
        if rng.random() < 0.45
    ]
    return Picture(
        "co-occurrence",
        "六家集团在哪里同场",
        "Where six groups meet",
        tuple(nodes),
        tuple(edges),
        CLASSES,
        terms,
        SOURCES,
        "线越粗，同场次数越多。",
        "The thicker the line, the more often they meet.",
    )


def ownership() -> Picture:
    """A layered view: groups, their companies, what these hold."""
    base = sample()
    layers = {"CorporateGroup": 0, "Company": 1, "JointVenture": 2}
    nodes = tuple(
        PictureNode(
            n.id,
            n.cls,
            n.labels,
            n.name,
            n.english_name,
            n.aliases,
            n.facts,
            n.region,
            n.year,
            n.amount,
            layers[n.cls],
        )
        for n in base.nodes
        if n.cls in layers
    )
    ids = {n.id for n in nodes}
    edges = tuple(
        e
        for e in base.edges
        if e.start in ids and e.end in ids and e.type in ("HOLDS_SHARES_IN", "MEMBER_OF_GROUP")
    )
    return Picture(
        "ownership",
        "谁站在谁的背后",
        "Who stands behind whom",
        nodes,
        edges,
        CLASSES,
        RELATIONSHIPS,
        SOURCES,
        "从左到右：集团、公司、合资公司。",
        "From left to right: groups, companies, joint ventures.",
    )


def generated(count: int, seed: int = 1) -> Picture:
    """A graph of the usual shape: a few hubs, many leaves, some 1.9 edges a node."""
    rng = random.Random(seed)
    hubs, classes = max(4, count // 18), list(CLASSES)
    nodes = []
    for i in range(count):
        cls = "CorporateGroup" if i < hubs // 3 + 1 else classes[1 + i % 6]
        facts = (
            _fact("name", f"示例机构{i}", "s1", passage="公告正文中的一句话，用来说明这条事实。"),
            _fact("amount", f"{i * 37},000元", "s2"),
        )
        nodes.append(
            PictureNode(
                f"n{i}",
                cls,
                ("Organization",),
                f"{CITIES[i % 8]}示例机构第{i}号",
                region=CITIES[i % 8],
                year=2012 + i % 10,
                amount=float(i * 37_000 + 1),
                facts=facts,
            )
        )
    edges = []
    for i in range(1, count):
        hub = int(rng.random() ** 2 * min(i, hubs))
        edges.append((hub, i))
    while len(edges) < int(count * 1.9):
        a, b = int(rng.random() ** 2 * count), rng.randrange(count)
        if a != b:
            edges.append((a, b))
    kinds = [k for k in RELATIONSHIPS if k.isupper()]
    made = tuple(
        PictureEdge(
            f"e{k}",
            kinds[(a + b) % len(kinds)],
            f"n{a}",
            f"n{b}",
            "speculated" if k % 17 == 0 else "asserted",
            (_fact("role", "参与方", "s1"),),
            year=2012 + k % 10,
        )
        for k, (a, b) in enumerate(edges)
    )
    return Picture(
        f"generated-{count}",
        f"{count} 个节点",
        f"{count} nodes",
        tuple(nodes),
        made,
        CLASSES,
        RELATIONSHIPS,
        SOURCES,
    )
