"""The words by which a name's kind is told. Order matters: the first that fits decides."""

from __future__ import annotations

import re

from govgraph.messages import _

CJK = re.compile("[⺀-鿿]")

NOTHING = re.compile(
    r"[\W_]*|\\?n|n/?a|none|null|nil|nan|unknown|tbd|无|暂无|没有|不详|未知|待定|未公布|详见附件|见附件|空"
)
#: Signs that hide a name, pronouns, and roles that stand in a name's place.
PLACEHOLDER = re.compile(
    r"某|\*|…|\.\.\.|(?<![a-z])x{2,}(?![a-z])|[×○●□■◯_]{2,}|匿名|未具名"
    r"|^(?:[甲乙丙丁a-z]|该|本|我|贵|上述|以上|前述|合资|合营|目标|项目|标的|子|母|分|总|控股|参股|关联|外资|民营)"
    r"(?:公司|企业|单位|方)$"
    r"|^(?:采购|招标|投标|中标|成交|供应|代理|建设|业主|施工|监理|设计|申请|评审|联系|使用|需求|主管|承建)"
    r"(?:人|商|方|单位|机构|供应商|部门|候选人)?$|^.{0,4}分公司$|^第[一二三]名"
)
#: More than one organisation in one field.
SEVERAL = re.compile(
    r"联合体|等(?:单位|公司|企业|\d*家.*)?$|(?:公司|院|所|中心|大学|局|集团)(?:\([^()]*\))?(?:[、;,/|+]|与|和|及|以及)\S*"
    r"(?:公司|院|所|中心|大学|局|集团)|、.*(?:公司|院|所)|(?:ltd|inc|llc|corp|gmbh|sa|plc)\s*[;/|]"
)

_FORMS = (
    r"(?:集团|控股|\(集团\)|\(控股\)|集团\(控股\))?(?:股份有限公司|有限公司)|(?:集团|股份|控股|\(集团\)|实业|总)?公司"
    r"|(?:合伙企业|事务所|中心|企业)?\((?:有限合伙|普通合伙|特殊普通合伙|个人独资)\)|合伙企业|律师事务所|会计师事务所"
    r"|税务师事务所|专业合作社|联合社"
)
_BRANCHES = r"分公司|分行|支行|营业部|分店|分所|办事处|代表处|分部|事业部|营业厅|经营部|项目部|分院|分中心|分厂|分社|工厂|研究院|研究所"
COMPANY = re.compile(
    rf"(?P<head>.*?)(?P<form>{_FORMS})(?P<branch>(?!.*有限公司)[^、;,]{{0,40}}?(?:{_BRANCHES}))?"
)
#: A branch that its company numbers: there is one first branch.
NUMBERED_BRANCH = re.compile(rf"第?[0-9一二三四五六七八九十]{{1,3}}(?:{_BRANCHES})$")
#: What makes a street of a place's name: 北京路支行 is in every city.
STREET = re.compile("[东西南北中]?(?:路|街|大道|大街|道|里|巷|广场|桥|门)")
#: Words that may stand between a company and the place of its branch.
INNER_FORM = re.compile(r"^(?:\([^()]*\))?(?:集团|驻)?")
#: A branch whose company is not named in full: 中国联通东莞分公司.
LOOSE_BRANCH = re.compile("(?P<head>.+?)(?P<branch>(?:分|子)公司)")
#: Forms that everyday speech uses for any company.
SHORT_FORMS = frozenset({"公司", "集团公司", "总公司", "股份公司", "控股公司", "实业公司", "(集团)公司"})

#: A trade alone is no name: 网络科技有限公司 has lost its own.
TRADES = re.compile(
    r"(?:\(?(?:高新|科技|信息|技术|网络|软件|电子|通信|通讯|计算机|系统|集成|工程|建设|建筑|实业|商务|贸易|商贸|投资|发展|管理|咨询"
    r"|服务|文化|传媒|传播|广告|物业|数据|大数据|智能|智慧|数字|云|计算|城市|工业|设备|机械|国际|控股|产业|运营|开发|股份|集团"
    r"|能源|环保|医疗|器械|教育|人力资源|劳务|装饰|安装|装备|材料|物流|供应链|食品|农业|旅游|酒店|餐饮|房地产|置业|电力|电气"
    r"|自动化|测绘|勘察|设计|监理|招标|代理|项目|造价|检测|认证|安防|保安|消防|园林|绿化|市政|交通|汽车|销售|租赁|资产|金融"
    r"|信用|担保|农村|商业|银行|合作|联合|农民|专业|种植|养殖|印刷|出版|影视|和|与|及|研究|院)\)?)*"
)

ORDINAL = re.compile("^第?[0-9一二三四五六七八九十]{1,3}")
ANY_HOSPITAL = re.compile("(?:人民|中心|中医|妇幼|妇女儿童|职工|总|附属|骨科|口腔)医院|(?:人民|中心)?卫生院")

_MINISTRIES = (
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|国家民族事务委员会|公安部|国家安全部|民政部|司法部|财政部"
    "|人力资源和社会保障部|自然资源部|生态环境部|住房和城乡建设部|交通运输部|水利部|农业农村部|商务部|文化和旅游部"
    "|国家卫生健康委员会|退役军人事务部|应急管理部|审计署|海关总署|国土资源部|环境保护部|农业部|文化部"
)
#: Bodies of the state as a whole: unique without a region.
NATIONAL = re.compile(
    rf"国务院|中共中央|中华人民共和国|最高人民(?:法院|检察院)$|全国人民代表大会|全国人大|全国政协|(?:{_MINISTRIES})$"
    r"|国家(?!税务局$|机关|级|电网).{2,}(?:总局|局|委员会|办公室|中心|署|院|图书馆|博物馆)$|新华通讯社|国家税务总局"
    r"|中国(?!移动|电信|联通|石化|石油|邮政|铁塔|广电).+(?:[科工]\w*学?院|研究[院所]|[信数]\w*中心|协会|学会|联合会|基金会|商会"
    r"|促进会|委员会|红十字会|局|银行|博物馆|图书馆|出版社)$"
)
#: What stands before the place in the name of a national body's local office: 国家税务总局朝阳区税务局.
NATIONAL_HEAD = re.compile("^国家[^省市区县]{2,8}?(?:总局|局|委员会|办公室)")
#: Universities that became two under one name, in Beijing and elsewhere.
TWIN_UNIVERSITIES = frozenset({"中国地质大学", "中国石油大学", "中国矿业大学", "华北电力大学"})
UNIVERSITY = re.compile(r"[^()]{2,12}大学")
UNIVERSITY_PART = re.compile(r"[^()第市县区]{2,8}大学.")
ANY_UNIVERSITY = re.compile(
    r"(?:信息工程|科学技术|信息|建筑|中医|药科|对外经贸|理工科|人民|师范|医科|理工|交通|农业|工业|科技|财经|政法|民族|外国语|中医药|开放|广播电视|林业|海洋|电力|石油|地质|矿业|职工|老年"
    r"|党校|电视|工程|工商|医药|体育|艺术|综合|航空|邮电|电子科技|电子|职业|技术|函授|业余|省|市|本|我|该){1,2}大学"
)

_AGENCY = (
    r"(?:局|厅|委员会|委|办公室|办公厅|办|政府|法院|检察院|海关|税务所|管委会|总队|支队|大队|街道|办事处|监狱|戒毒所|派出所"
    r"|联社|常委会|政协|党校|党委|组织部|宣传部|统战部|政法委|纪委|监委|部|署|人大|村|社区|居委会|村委会|处|司法所|镇|乡)"
)
_INSTITUTION = (
    r"(?:大学|学院|学校|中学|小学|一中|二中|三中|四中|五中|六中|高中|初中|附中|附小|幼儿园|医院|卫生院|保健院|防治院|疗养院|服务中心|中心"
    r"|研究院|研究所|设计院|院|所|站|馆|台|社|队|园|库|基地|场|实验室|学前班|教研室|职教|技校|医学部|银行|信用社|部队|分行|支行)"
)
BODIES = (
    ("fund", re.compile(r"(?:基金|计划|信托|专户|理财产品|资管产品)$")),
    ("group", re.compile(r"(?:集团|\(集团\)|系)$")),
    (
        "association",
        re.compile(r"(?:协会|学会|商会|联合会|基金会|促进会|联盟|工会|研究会|俱乐部|志愿者总队)$"),
    ),
    (
        "business",
        re.compile(
            r"(?:店|超市|商行|经营部|门市部|工作室|服务部|餐馆|酒楼|商店|酒店|饭店|宾馆|户|经销部|营业部|加工厂|厂|网吧|商行|车行|药房|诊所)$"
        ),
    ),
    ("agency", re.compile("(?:法院|检察院)$")),
    ("institution", re.compile(rf"{_INSTITUTION}$")),
    ("agency", re.compile(rf"{_AGENCY}$")),
)
#: Districts whose name is a word: any city may have had one.
ANY_DISTRICT = frozenset(
    f"{word}区"
    for word in (
        "新",
        "城",
        "郊",
        "矿",
        "东",
        "西",
        "南",
        "北",
        "中",
        "市",
        "市中",
        "新市",
        "老城",
        "新城",
        "城关",
        "城中",
    )
)
NO_GROUND = {
    "fund": _("it is a product, not an organisation"),
    "group": _("a group is no legal person"),
    "business": _("shops and workshops share names"),
}
#: Words before a region that make it part of a brand: 数字广东.
BRANDED = re.compile(r"(?:数字|智慧|云上|数智|平安|大|新|美丽|书香)$")

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷段龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文华温季洪施"
    "章鲁葛伍申尤毕聂焦柳邢路岳齐沿梅庄辛管祝左涂谷时舒耿牟卜詹关苗凌费纪靳盛童欧项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴车房边褚丛佟冀尚"
)
_DOUBLE_SURNAMES = "欧阳|上官|司马|诸葛|司徒|东方|尉迟|公孙|慕容|令狐|皇甫|夏侯|端木"
#: May be a person or a brand: 华为 begins with a surname too.
SHORT = re.compile(rf"(?:[{_SURNAMES}]|{_DOUBLE_SURNAMES})[⺀-鿿]{{1,2}}")
PERSON = re.compile("[⺀-鿿]{1,10}(?:·[⺀-鿿]{1,10})+|[⺀-鿿]{1,3}(?:先生|女士|同志)")

LATIN_FORM = re.compile(
    r"(?:^|[\s)])(?:(?:co|pte|pvt|pty|sdn|holdings?|group|kg)\s)?(?:ltd|inc|corp|llc|llp|lp|plc|gmbh(?:&co kg)?|ag|sa|sas"
    r"|srl|sarl|spa|bv|nv|ltda|limitada|bhd|oy|ab|a/s|aps|kk|sl|slu|jsc|ooo|pjsc|co|sa de cv|de cv|eireli)$"
)
LATIN_GENERIC = re.compile(
    r"(?:the|a|company|group|holdings?|services?|technology|technologies|tech|trading|consulting|construction"
    r"|systems?|solutions?|international|global|software|engineering|&|of|and|\s)+"
)
