"""One resolver of names: however a thing is called, every way to ask for it leads to the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from govgraph.errors import QueryError
from govgraph.graph.reader.names import Names
from govgraph.text.fold import fold, keys
from govgraph.views.select import picture
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.graph.test_identity import built, put
from tests.web.server import Server, running

FACTS = """source: {id: a-gazette, title: 虚构公报, publisher: 虚构}
entities:
  tencent: {type: CorporateGroup, name: 腾讯, englishName: Tencent}
  digital-guangdong:
    {type: Company, name: 数字广东网络建设有限公司, alias: 数字广东, englishName: "Digital Guangdong Network Construction Co., Ltd."}
  tengxin: {type: Company, name: 腾信软件有限公司}
  twin-a: {type: Agency, name: 甲市数据局, alias: 数据局}
  twin-b: {type: Agency, name: 乙市数据局, alias: 数据局}
  shop: {type: Company, name: "A-B Trading"}
  rival: {type: Company, name: 华为, alias: AB Trading}
edges:
- {type: Shareholding, from: tencent, to: digital-guangdong, stake: 49, asOf: 2017}
"""
KEY = "91440300MA5F0A1B2N"
#: Ways to ask for a thing, worked out by hand: as written, in traditional signs, in English, by sound, by number,
#: with the long form of 有限公司, by an alias, by its id in capitals, and by an id that was merged into it.
FORMS = {
    "tencent": ["tencent", "TENCENT", "腾讯", "騰訊", "Tencent", " ｔｅｎｃｅｎｔ ", "tengxun"],
    "digital-guangdong": [
        "digital-guangdong", "数字广东网络建设有限公司", "数字广东网络建设有限责任公司", "數字廣東網絡建設有限責任公司", "数字广东",
        "數字廣東", "shuziguangdong", "digital guangdong network construction co. ltd",
        "Digital Guangdong Network Construction Company Limited", KEY, KEY.lower(), "dg-loaded",
    ],
}  # fmt: skip
CASES = [(id_, form) for id_, forms in FORMS.items() for form in forms]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A curated file, and a loaded company that its name makes one with a curated one."""
    folder = tmp_path_factory.mktemp("named")
    company = {"name": "数字广东网络建设有限公司", "creditCode": KEY}
    workspace = put(folder / "ws", ("Company", "dg-loaded", "register", company))
    (folder / "facts.yml").write_text(FACTS, "utf-8")
    assert govgraph(workspace, "load", str(folder / "facts.yml")).exit_code == 0
    assert built(workspace) == {"dg-loaded": "digital-guangdong"}
    return workspace


@pytest.fixture(scope="module")
def site(named: Workspace) -> Iterator[Server]:
    with running("--workspace", named.root, "serve", "--port", "0", "--workers", "1") as server:
        yield server


@pytest.mark.parametrize(("id_", "form"), CASES)
def test_every_way_to_ask_leads_to_the_same_thing(
    named: Workspace, site: Server, id_: str, form: str
) -> None:
    asked = [
        lambda text: govgraph(named, "why", text).stdout,
        lambda text: govgraph(named, "why", text, "tengxin").stdout,
        lambda text: (
            govgraph(named, "query", "run", "edge-evidence", "--one", text, "--format", "csv").stdout
        ),
        lambda text: replace(picture(named.current, "ego", [text]), name=""),
        lambda text: _answer(site, text),
    ]
    for ask in asked:
        assert ask(form) == ask(id_)
        assert ask(form) != ask("rival"), "or nothing was asked"
    first = _page(site, "/search", q=form).css_first("ul.hits a")
    assert first is not None
    assert str(first.attributes["href"]).startswith(f"/page/{id_}")
    for path in ("/page/{}", "/network/ego/{}"):
        answer = site.http.get(
            path.format(form.strip()), headers={"Accept": "text/html"}, follow_redirects=True
        )
        assert answer.status_code == 200
        assert answer.url.path == path.format(id_)


def _answer(site: Server, text: str) -> list[str]:
    rows = _page(site, "/questions/edge-evidence", one=text).css("tbody tr")
    return [" ".join(row.text(separator=" ").split()) for row in rows]


def _page(site: Server, path: str, **given: str) -> HTMLParser:
    answer = site.http.get(path, params=given, headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert answer.status_code == 200, answer.text[:300]
    return HTMLParser(answer.text)


def test_an_address_of_an_absorbed_id_has_moved_for_good(site: Server) -> None:
    for path in ("/page/{}", "/page/{}/links/HOLDS_SHARES_IN/in", "/id/{}", "/data/{}.ttl"):
        answer = site.http.get(path.format("dg-loaded"), headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (301, path.format("digital-guangdong"))
    for nothing in ("/page/nobody", "/page/tencent/says", "/network/ego/nobody", "/page/" + "x" * 300):
        assert (
            site.http.get(nothing, headers={"Accept": "text/html"}, follow_redirects=True).status_code == 404
        )
    assert site.http.get("/page/数据局").status_code == 404, "several are called so"


def test_what_means_several_things_lists_them(named: Workspace, site: Server) -> None:
    names = Names(named.current)
    with pytest.raises(QueryError, match=r"(?s)can mean several.*twin-a  甲市数据局.*twin-b  乙市数据局"):
        names.resolve("数据局")
    for command in (("why", "數據局"), ("query", "run", "edge-evidence", "--one", "數據局")):
        result = govgraph(named, *command)
        assert result.exit_code == 2
        assert "twin-b  乙市数据局" in result.stderr
    refused = site.http.get(
        "/questions/edge-evidence", params={"one": "數據局"}, headers={"Accept": "text/html"}
    )
    assert refused.status_code == 400
    assert "twin-b" in refused.text
    with pytest.raises(QueryError, match=r"(?s)nothing here is called.*tencent  腾讯"):
        names.resolve("腾讯云")


def test_what_is_written_so_comes_before_what_only_folds_so(named: Workspace) -> None:
    names = Names(named.current)
    assert names.resolve("A-B Trading") == "shop"
    assert names.resolve("ab trading") == "rival", "an alias that is written so"
    assert names.resolve("a b trading") == "shop", "a main name before an alias"
    assert names.meant("hw") == [], "initials are for searching: they mean too much"


def test_keys() -> None:
    assert (
        fold("騰訊雲計算（北京）有限責任公司") == fold("腾讯云计算(北京)有限公司") == "腾讯云计算北京有限公司"
    )
    assert fold("Made Up Widgets Limited") == fold("MADE UP WIDGETS LTD.") == "madeupwidgetsltd"
    assert keys("甲有限责任公司") == ["甲有限公司", "甲有限责任公司"], (
        "a part of the name as it is written is found too"
    )
    assert fold("。") == "。", "a name of signs only is still a name"
