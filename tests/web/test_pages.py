"""What readers of the pages find: answers worked out by hand from the bundled files, addresses, languages, caches."""

from __future__ import annotations

import io
import json
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from govgraph.graph.statements.parquet import read_statements
from govgraph.graph.statements.statement import digest
from govgraph.queries.library import query_names, read_query
from govgraph.queries.remarks import CAUTION
from govgraph.queries.texts import TEXTS, in_language
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.web.server import Server, running

GG = "https://w3id.org/govgraph/ontology#"
ID = "https://w3id.org/govgraph/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KINDS = [
    "/", "/questions", "/questions/co-occurring-giants", "/questions/edge-evidence?one=tencent", "/sources", "/search?q=腾讯",
    "/search?class=JointVenture", "/page/digital-guangdong", "/page/bjnews-smart-city-2019-09",
    "/page/bjnews-smart-city-2019-09/says", "/page/tencent/links/AGREEMENT_PARTY/in", "/procurement",
    "/procurement?stage=Award&method=open-tender&sort=-amount", "/page/huawei?stage=all", "/query", "/ontology", "/download",
]  # fmt: skip


def read(service: Server, path: str, status: int = 200, **headers: str) -> HTMLParser:
    """A page as a browser without scripts gets it."""
    answer = service.http.get(path, headers={"Accept": "text/html", **headers}, follow_redirects=True)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    return HTMLParser(answer.text)


def words(node: Node | None) -> str:
    """An element's text with single spaces."""
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def section(page: HTMLParser, heading: str) -> Node:
    """The section below a heading."""
    for found in page.css("section"):
        title = found.css_first("h2, h3")
        if title is not None and words(title).startswith(heading):
            return found
    raise AssertionError(f"no section {heading}")


# ── what is said, by whom, where ─────────────────────────────────────────────────────────────


def test_who_holds_digital_guangdong_as_the_announcement_of_2017_says(service: Server) -> None:
    """By hand from data/sources/mwl-digital-guangdong-2017.yml: 49, 18, 16.5 and 16.5 per cent."""
    page = read(service, "/page/digital-guangdong", **{"Accept-Language": "zh"})
    holders = [words(item) for item in section(page, "股东").css("ul.facts > li")]
    for name, stake, printed in (
        ("腾讯", "49%", "49 per cent"), ("中国联通", "18%", "18 per cent"),
        ("中国电信", "16.5%", "16.5 per cent"), ("中国移动", "16.5%", "16.5 per cent"),
    ):  # fmt: skip
        (told,) = [text for text in holders if text.startswith(f"{name} ")]
        assert f"持股比例 {stake}" in told
        assert "截至 2017-11-08" in told
        assert printed in told
        assert "转述" in told
    assert [text.split()[0] for text in holders][:2] == ["腾讯", "腾讯产投"], "the largest first"
    first = section(page, "股东").css_first(".said a")
    assert first is not None
    cited = page.css_first(str(first.attributes["href"]))
    assert "Tencent forges venture with China's big telcos" in words(cited)
    assert "Mobile World Live" in words(cited)


def test_a_plan_is_a_claim_and_no_shareholder(service: Server) -> None:
    """CEC's 32.92 % were only planned when the source was written."""
    page = read(service, "/page/digital-guangdong", **{"Accept-Language": "zh"})
    claims = words(section(page, "仅为主张"))
    assert "中国电子信息产业集团有限公司 持股于 数字广东网络建设有限公司" in claims
    assert "32.92%" in claims
    assert "计划" in claims
    assert "32.92%" not in words(section(page, "股东"))


def test_a_denial_stands_beside_what_it_denies(service: Server) -> None:
    denied = service.values(
        f"SELECT DISTINCT ?a {{ GRAPH ?g {{ ?c a <{GG}Claim> ; <{GG}modality> 'denied' ; <{GG}about> ?a }} }}"
    )
    assert denied, "the bundled facts have a denial"
    for (about,) in denied:
        page = read(service, f"/page/{about}", **{"Accept-Language": "zh"})
        assert "否认" in words(section(page, "仅为主张"))
        assert not page.css("#facts"), "what is denied is no fact"


def test_a_tie_has_a_page_with_its_evidence(service: Server) -> None:
    page = read(service, "/page/digital-guangdong")
    link = section(page, "股东").css_first("a.fine")
    assert link is not None
    assert "49 per cent" in words(read(service, str(link.attributes["href"])).css_first("main"))


def test_what_a_rule_infers_leads_to_its_premises(service: Server) -> None:
    page = read(service, "/page/tencent", **{"Accept-Language": "zh"})
    inferred = section(page, "按规则推断")
    assert "group-tie" in words(inferred)
    premise = inferred.css_first(".said a")
    assert premise is not None
    assert "来源" in words(
        read(service, str(premise.attributes["href"]), **{"Accept-Language": "zh"}).css_first("main")
    )


def test_the_address_of_any_evidence_leads_to_its_fact(service: Server, bundled: Workspace) -> None:
    """Whether it has a node of its own or not: its id is made of the statement."""
    stake = next(
        s
        for s in read_statements(
            bundled.current.statement_files, "predicate = 'holder' AND modality = 'reported'"
        )
    )
    parts = (stake.subject, "ends", "", stake.modality, stake.source, stake.locator, stake.quoted, stake.rule)
    id_ = "v-" + digest(*parts)[:20]
    answer = service.http.get(f"/page/{id_}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/page/{stake.subject}")
    read(service, "/page/v-00000000000000000000", 404)


def test_the_overview_counts_what_the_graph_has(service: Server, bundled: Workspace) -> None:
    graph = bundled.graph()
    page = read(service, "/")
    figures = [int(words(b).replace(",", "")) for b in page.css(".figures b")]
    things = sum(t.count for t in graph.nodes if "Thing" in t.labels and t.labels[0] != "Source")
    sources = sum(t.count for t in graph.nodes if t.labels[0] == "Source")
    edges = sum(t.count for t in graph.edges)
    edges += sum(t.count for t in graph.nodes if t.labels[0] == "SourceRelation")
    claims = sum(t.count for t in graph.nodes if t.labels[0] == "Claim")
    assert figures[0] == things
    assert figures[1] + figures[2] == edges
    assert figures[3:] == [claims, sources]


@pytest.mark.parametrize(
    "text", ["数字广东", "数字广东公司", "数广公司", "Digital Guangdong", "digital guangdong network", "szgd", "shuziguangdong",
             "SHU ZI GUANG DONG", "數字廣東", "digital-guangdong", "数字广东网络建设有限公司"],
)  # fmt: skip
def test_search_finds_by_name_alias_pinyin_and_traditional_signs(service: Server, text: str) -> None:
    first = read(service, f"/search?q={text}").css_first(".hits a")
    assert first is not None
    assert str(first.attributes["href"]).startswith("/page/digital-guangdong")


def test_a_source_tells_what_it_says(service: Server) -> None:
    page = read(service, "/page/mwl-digital-guangdong-2017/says", **{"Accept-Language": "zh"})
    told = [words(item) for item in page.css("ul.facts > li")]
    assert any(text.startswith("中国联通 持股于 数字广东网络建设有限公司") and "18%" in text for text in told)
    assert all("[1]" in text and "[2]" not in text for text in told)


# ── questions ────────────────────────────────────────────────────────────────────────────────


def test_a_question_gives_the_rows_of_the_command_line(service: Server, bundled: Workspace) -> None:
    asked = "/questions/co-occurring-giants.{}?among=腾讯,Huawei&expected=true"
    options = ["query", "run", "co-occurring-giants", "--among", "腾讯,Huawei", "--expected", "--format"]
    for form in ("csv", "json"):
        answer = service.http.get(asked.format(form))
        assert answer.status_code == 200
        assert answer.text == govgraph(bundled, *options, form).stdout
    page = read(service, asked.format("").replace(".?", "?"), **{"Accept-Language": "zh"})
    rows = json.loads(govgraph(bundled, *options, "json").stdout)
    shown = page.css("table tbody tr")
    assert len(shown) == len(rows) >= 1
    assert words(shown[0]).startswith(f"{rows[0]['a']} {rows[0]['b']} {rows[0]['projects']}")
    assert page.css_first("table caption") is not None
    assert page.css_first('input[name="among"]').attributes["value"] == "腾讯,Huawei"  # type: ignore[union-attr]


def test_an_indicator_says_what_it_is_not(service: Server) -> None:
    """In both languages, with rows and without; and a question without a row says what the graph lacks."""
    for path in ("/questions/close-prices", "/questions/young-winners"):
        assert "指标是一个问题，不是指控。正常的解释：" in words(read(service, f"{path}?lang=zh").body)
        english = words(read(service, f"{path}?lang=en").body)
        assert "An indicator is a question, not an accusation. Innocent explanations:" in english
        assert "What would settle it:" in english
    empty = words(read(service, "/questions/unrelated-categories?lang=en").body)
    assert "no row: the question needs Thing (category code), of which this graph has none." in empty


def test_every_page_leads_to_how_mistakes_are_reported(service: Server) -> None:
    for path in ("/", "/page/digital-guangdong", "/questions/close-prices", "/sources", "/nowhere"):
        page = HTMLParser(service.http.get(path, headers={"Accept": "text/html"}).text)
        assert page.css_first('footer a[href^="/corrections"]') is not None, path
    assert "我们读错了" in words(read(service, "/corrections?lang=zh").body)
    assert "We read it wrongly" in words(read(service, "/corrections?lang=en").body)


def test_a_wrong_parameter_is_told_and_the_form_keeps_what_was_typed(service: Server) -> None:
    page = read(service, "/questions/co-occurring-giants?among=没有这家", 400)
    assert "没有这家" in words(page.css_first(".notice"))
    assert page.css_first('input[name="among"]').attributes["value"] == "没有这家"  # type: ignore[union-attr]
    read(service, "/questions/co-occurring-giants?nonsense=1", 400)
    read(service, "/questions/co-occurring-giants?from=2019-13", 400)
    assert service.http.get("/questions/co-occurring-giants.csv?among=没有这家").status_code == 400


# ── linked data ──────────────────────────────────────────────────────────────────────────────

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES, "application/rdf+xml": ox.RdfFormat.RDF_XML,
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_an_address_leads_to_data(service: Server, kind: str) -> None:
    answer = service.http.get("/id/digital-guangdong", headers={"Accept": kind})
    assert answer.status_code == 303
    assert "Accept" in answer.headers["vary"]
    data = service.http.get(answer.headers["location"])
    assert data.headers["content-type"].split(";")[0] == kind
    triples = {str(quad.triple) for quad in ox.parse(data.content, format=FORMATS[kind])}
    assert f"<{ID}tencent> <{GG}holdsSharesIn> <{ID}digital-guangdong>" in triples
    assert f"<{ID}digital-guangdong> <{RDF_TYPE}> <{GG}JointVenture>" in triples
    assert not [t for t in triples if t.startswith(f"<{ID}cec> <{GG}holdsSharesIn>")], "a plan is no triple"


def test_an_address_leads_a_browser_to_the_page(service: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = service.http.get("/id/digital-guangdong", headers={"Accept": browser})
    assert (answer.status_code, answer.headers["location"]) == (303, "/page/digital-guangdong")
    kept = service.http.get("/id/digital-guangdong?lang=en", headers={"Accept": browser})
    assert kept.headers["location"] == "/page/digital-guangdong?lang=en"
    assert service.http.get("/id/tencent", headers={"Accept": "image/png"}).status_code == 406
    assert (
        service.http.get("/id/tencent", headers={"Accept": "text/turtle;q=0.5, text/html;q=0.4"})
        .headers["location"]
        .endswith(".ttl")
    )


def test_every_kind_of_id_leads_somewhere(service: Server) -> None:
    """Edges, claims, pieces of evidence and inferences are addresses too."""
    for cls in ("Shareholding", "Claim", "Evidence", "Inference", "GroupTie", "Source"):
        ((node, *_), *_) = service.values(
            f"SELECT ?x {{ {{ ?x a <{GG}{cls}> }} UNION {{ GRAPH ?g {{ ?x a <{GG}{cls}> }} }} }} ORDER BY ?x LIMIT 1"
        )
        name = node.removeprefix(ID)
        read(service, f"/id/{name}")
        data = service.http.get(f"/data/{name}.ttl")
        assert data.status_code == 200
        assert [*ox.parse(data.content, format=ox.RdfFormat.TURTLE)], cls


def test_terms_of_the_ontology_dereference(service: Server) -> None:
    page = read(service, "/ontology")
    for term in ("Shareholding", "holdsSharesIn", "stake", "code-modality"):
        assert page.css_first(f"#{term}") is not None
    for path, subject in (
        ("/ontology", f"{GG}Shareholding"),
        ("/code/modality/denied", "https://w3id.org/govgraph/code/modality/denied"),
    ):
        for kind in ("text/turtle", "application/ld+json"):
            answer = service.http.get(path, headers={"Accept": kind}, follow_redirects=True)
            assert answer.headers["content-type"].split(";")[0] == kind
            subjects = {str(q.subject) for q in ox.parse(answer.content, format=FORMATS[kind])}
            assert f"<{subject}>" in subjects
    assert (
        service.http.get("/code/modality", headers={"Accept": "text/html"}).headers["location"]
        == "/ontology#code-modality"
    )
    assert service.http.get("/code/nothing").status_code == 404


# ── languages, caches, headers ───────────────────────────────────────────────────────────────


def test_the_language_is_the_readers(service: Server) -> None:
    for asked, own in (
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW", "zh-CN"),
        ("fr, en;q=0.3, zh;q=0.2", "en"),
        ("fr", "zh-CN"),
        ("", "zh-CN"),
    ):
        assert read(service, "/", **{"Accept-Language": asked}).css_first("html").attributes["lang"] == own  # type: ignore[union-attr]
    english = read(service, "/page/tencent?lang=en", **{"Accept-Language": "zh"})
    assert words(english.css_first("h1")) == "Tencent"
    switch = english.css_first(".tongue a")
    assert switch is not None
    assert words(read(service, str(switch.attributes["href"])).css_first("h1")) == "腾讯"
    inside = [
        str(a.attributes["href"])
        for a in english.css("main a")
        if str(a.attributes["href"]).startswith("/page/")
    ]
    assert inside
    assert all("lang=en" in href for href in inside), "the choice is carried along"


def test_a_page_is_not_sent_twice(service: Server) -> None:
    for path in KINDS:
        first = service.http.get(path)
        if "etag" not in first.headers:
            assert path in ("/query", "/download")
            continue
        again = service.http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = service.http.get(
            path, headers={"If-None-Match": first.headers["etag"], "Accept-Language": "en"}
        )
        assert other.status_code == 200, f"{path}: another language is another page: {other.text[:200]}"
    style = re.search(r'href="(/assets/[^"]+\.css)"', service.http.get("/").text)
    assert style
    assert "immutable" in service.http.get(style[1]).headers["cache-control"]


@pytest.mark.parametrize("path", [*KINDS, "/nothing", "/page/nothing", "/search?page=0"])
def test_every_page_is_whole_and_runs_nothing(service: Server, path: str) -> None:
    answer = service.http.get(path, headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    page = HTMLParser(answer.text)
    assert not page.css("script, iframe, object, [style], [onclick]")
    assert len(page.css("h1")) == 1
    assert words(page.css_first("title")).endswith("· govgraph")
    assert page.css_first('a.skip[href="#main"]') is not None
    for landmark in ("header", "nav", "main", "footer"):
        assert page.css_first(landmark) is not None
    levels = [int(h.tag[1]) for h in page.css("h1, h2, h3, h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    assert all(
        table.css_first("caption") is not None
        for table in page.css("main > .wide table, section .wide[role] table")
    )
    if answer.status_code == 200:
        assert page.css_first('link[rel="canonical"]').attributes["href"].startswith(service.url)  # type: ignore[union-attr]
    for element, attribute in (("link", "href"), ("img", "src"), ("form", "action"), ("source", "src")):
        for found in page.css(f"{element}[{attribute}]"):
            target = str(found.attributes[attribute])
            assert target.startswith(("/", service.url)), f"asks outside: {target}"


# ── downloads ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "form"), [("govgraph.ttl", "turtle"), ("govgraph.nq", "nquads"), ("govgraph.graphml", "graphml")]
)
def test_a_download_is_the_export(
    service: Server, bundled: Workspace, tmp_path: Path, name: str, form: str
) -> None:
    answer = service.http.get(f"/download/{name}")
    assert answer.status_code == 200
    assert govgraph(bundled, "export", "--format", form, "-o", str(tmp_path / name)).exit_code == 0
    assert answer.content == (tmp_path / name).read_bytes()
    assert name in answer.headers["content-disposition"]


def test_tables_come_zipped(service: Server, bundled: Workspace) -> None:
    for form in ("csv", "parquet"):
        archive = zipfile.ZipFile(io.BytesIO(service.http.get(f"/download/govgraph-{form}.zip").content))
        assert len(archive.namelist()) == len(bundled.graph().tables)
        assert archive.testzip() is None
        file = "node-Company-JointVenture-Vendor." + form
        assert b"digital-guangdong" in archive.read(f"govgraph-{form}/{file}")
    part = service.http.get("/download/govgraph.nq", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)
    shelf = bundled.current.folder / f"downloads-{bundled.current.name}"
    assert [p.name for p in shelf.iterdir() if p.name.startswith(".")] == []


# ── the SPARQL form ──────────────────────────────────────────────────────────────────────────


def test_the_form_answers_with_a_table(service: Server) -> None:
    query = f"""PREFIX gg: <{GG}> SELECT ?who ?stake {{
        ?e a gg:Shareholding ; gg:holder ?who ; gg:held <{ID}digital-hainan> ; gg:stake ?stake }} ORDER BY DESC(?stake) ?who"""
    answer = service.http.post("/query", data={"query": query, "lang": "en"})
    page = HTMLParser(answer.text)
    rows = [words(row) for row in page.css("table tbody tr")]
    assert rows == ["id:alibaba 49", "id:hainan-big-data 30", "id:taiji 10.5", "id:tianyi-capital 10.5"]
    link = page.css_first("section .actions a")
    assert link is not None
    again = read(service, str(link.attributes["href"]))
    assert [words(row) for row in again.css("table tbody tr")] == rows


def test_the_form_answers_ask_and_construct_and_says_what_is_wrong(service: Server) -> None:
    assert "是" in words(
        section(read(service, "/query?query=" + quote(f"ASK {{ ?s a <{GG}Company> }}")), "答案")
    )
    graph = read(service, "/query?query=" + quote(f"CONSTRUCT WHERE {{ <{ID}tencent> a ?t }}"))
    assert "CorporateGroup" in words(graph.css_first("pre.code"))
    wrong = read(service, "/query?query=SELECT nonsense", 400)
    assert "SELECT nonsense" in words(wrong.css_first("textarea"))
    assert words(wrong.css_first(".notice"))
    read(service, "/query?query=SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403)


def test_examples_of_the_saved_questions_run(service: Server) -> None:
    page = read(service, "/query?example=winner-shares")
    text = page.css_first("textarea")
    assert text is not None
    answer = service.http.post("/query", data={"query": text.text()})
    assert answer.status_code == 200
    assert HTMLParser(answer.text).css("section table tbody tr")


# ── other deployments ────────────────────────────────────────────────────────────────────────


def test_a_deployment_has_addresses_of_its_own(bundled: Workspace) -> None:
    base = "https://graph.example/id/"
    with running(
        "--workspace", bundled.root, "--quiet", "serve", "--port", "0", "--base", base, "--workers", "1"
    ) as own:
        assert words(read(own, "/page/tencent").css_first("aside code")) == f"{base}tencent"
        for path in ("/data/tencent.nt", "/download/govgraph.ttl"):
            text = own.http.get(path).text
            assert base in text
            assert ID not in text
        form = read(own, "/query").css_first("textarea")
        assert form is not None
        answer = HTMLParser(own.http.post("/query", data={"query": form.text()}).text)
        assert words(answer.css_first("table tbody td")) == "腾讯"


def test_rdf_files_alone_have_the_form_and_the_dictionary(served: Server) -> None:
    for path in ("/", "/query", "/ontology"):
        page = read(served, path)
        for link in page.css("header a, main > ul a"):
            target = str(link.attributes["href"])
            assert served.http.get(target, headers={"Accept": "text/html"}).status_code == 200, target
    read(served, "/page/tencent", 404)
    asked = "SELECT ?name { GRAPH ?g { ?d <http://xmlns.com/foaf/0.1/name> ?name } } ORDER BY ?name"
    assert "一" in words(read(served, f"/query?query={quote(asked)}").css_first("table"))


# ── one language a page, and what machines ask for ───────────────────────────────────────────

#: Latin words that a Chinese page may have outside of what is marked as another language: forms, languages, hours.
LATIN = {
    "Cypher",
    "govgraph",
    "SPARQL",
    "UTC",
    "CSV",
    "JSON",
    "Turtle",
    "Triples",
    "RDF",
    "DuckDB",
    "Gephi",
    "Cytoscape",
    "pandas",
    "Spark",
    "LIMIT",
}


@pytest.mark.parametrize("path", ["/", "/questions", "/questions/winner-shares", "/procurement", "/page/huawei", "/page/digital-guangdong",
                                  "/corrections", "/search"])  # fmt: skip
def test_a_page_speaks_one_language(service: Server, path: str) -> None:
    """Names of the data are marked as what they are in; all else is in the page's language."""
    for language in ("zh", "en"):
        page = read(service, path, **{"Accept-Language": language})
        for node in page.css(
            "body [lang], code, svg, option, ul.hits, q, .fine, .cited, .said, table.steps, h1, .others, .kicker"
        ):
            node.decompose()
        text = words(page.body)
        if language == "en":
            assert re.findall("[\u3400-\u9fff]+", text) == []
        else:
            assert {
                word
                for word in re.findall("[A-Za-z]{3,}", text)
                if word not in LATIN and not _is_name(service, word)
            } == set()


def _is_name(service: Server, word: str) -> bool:
    """Whether a word is a part of a name that the data have."""
    return word in service.http.get("/search", params={"q": word, "lang": "zh"}).text.replace(
        f'value="{word}"', ""
    ).replace(f"<title>{word}", "")


def test_every_question_has_its_texts_in_chinese() -> None:
    for name in query_names():
        query = read_query(name)
        chinese = in_language(query, "zh")
        for text in TEXTS:
            assert re.search("[\u3400-\u9fff]", getattr(chinese, text)), f"{name}: {text}"
        assert (CAUTION in query.references) == ("指标是一个问题，不是指控。" in chinese.references), name
        assert in_language(query, "en") == query


def test_robots_and_sitemap_name_every_page(service: Server) -> None:
    robots = service.http.get("/robots.txt").text.splitlines()
    assert "Disallow: /network/" in robots
    (sitemap,) = [line.removeprefix("Sitemap: ") for line in robots if line.startswith("Sitemap: ")]
    parts = re.findall("<loc>(.*?)</loc>", service.http.get(sitemap).text)
    assert len(parts) == 2
    assert f"{service.url}/procurement" in re.findall("<loc>(.*?)</loc>", service.http.get(parts[0]).text)
    things = re.findall("<loc>(.*?)</loc>", service.http.get(parts[1]).text)
    assert f"{service.url}/page/tencent" in things
    assert (
        len(things)
        == len(set(things))
        == int(service.values("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a <" + GG + "Thing> }")[0][0])
    )
    assert service.http.get("/sitemap-9.xml").status_code == 404
