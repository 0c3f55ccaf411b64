"""Every link leads somewhere, whatever the data are called: a small made-up graph is walked from end to end."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from govgraph.graph.identity.merges import read_merged
from govgraph.workspace import Workspace
from tests.bundled import govgraph
from tests.test_hostile import NAMES, hostile_file
from tests.web.server import Server, running

WORLD = Path(__file__).parents[1] / "queries"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A made-up procurement world, hostile names, and two tables that call one company by two names."""
    folder = tmp_path_factory.mktemp("town")
    workspace = Workspace(folder / "ws")
    one, two = folder / "one.csv", folder / "two.csv"
    one.write_text("holder,held,percent,type\n虚构甲科技有限公司,深圳市虚构网络有限公司,50%,E\n", "utf-8")
    two.write_text(
        "holder,held,percent,type\n深圳市虚构网络有限责任公司,北京虚构数据有限公司,70%,E\n", "utf-8"
    )
    worlds = [WORLD / "world.yml", WORLD / "world-second.yml", hostile_file(folder)]
    assert govgraph(workspace, "load", *map(str, worlds)).exit_code == 0
    assert govgraph(workspace, "load", str(one), str(two)).exit_code == 0
    built = govgraph(workspace, "build")
    assert built.exit_code == 0, built.stderr
    return workspace


@pytest.fixture(scope="module")
def street(town: Workspace) -> Iterator[Server]:
    """A server over it."""
    with running("--workspace", town.root, "--quiet", "serve", "--port", "0", "--workers", "2") as server:
        yield server


#: Pages of a kind that are opened: in the one made-up world they differ in their data alone.
EACH = 12


def kind(path: str, street: Server) -> str:
    """What makes a page: its address without ids, what is chosen on it, and the class of what it is about."""
    place, _, chosen = path[1:].partition("?")
    head, _, rest = place.partition("/")
    fields = re.sub(r"=[^&]*", "", chosen)
    if "&" in fields and head in ("page", "procurement"):
        fields = "several"  # facets together are as many pages as there are sets of facets
    id_, _, more = rest.partition("/")
    if fields or head != "page" or not rest:  # facets are the same on every page
        return f"{head}/{more}?{fields}"
    return f"page/{classes(street).get(unquote(id_))}/{more}"


@cache
def classes(street: Server) -> dict[str, str]:
    """The class of every thing in the graph."""
    found = street.values("SELECT ?s ?c { ?s a ?c } ORDER BY DESC(?c)")
    return {unquote(thing.rpartition("/")[2]): class_.rpartition("#")[2] for thing, class_ in found}


@pytest.mark.parametrize("most", [EACH, pytest.param(10**9, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_link_leads_somewhere(street: Server, most: int) -> None:
    """Network pages, each of a second, are tried once for each view; of other kinds so many each, hostile ones all."""
    queue, seen, broken, views = deque(["/"]), {"/"}, [], set()
    opened: Counter[str] = Counter()
    while queue:
        path = queue.popleft()
        opened[kind(path, street)] += 1
        several = kind(path, street).endswith("?several")
        hostile = "hostile" in path and "?" not in path
        if opened[kind(path, street)] > (EACH if several else most) and not hostile:
            continue
        answer = street.http.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        if answer.status_code != 200:
            broken.append((path, answer.status_code))
        if not answer.headers["content-type"].startswith("text/html") or path.startswith("/network/"):
            continue
        page = HTMLParser(answer.text)
        anchors = {str(node.attributes["id"]) for node in page.css("[id]")}
        for link in page.css("a[href], link[href]"):
            target = urlsplit(urljoin(f"{street.url}{path}", str(link.attributes["href"])))
            if target.netloc != urlsplit(street.url).netloc:
                continue
            if (
                target.fragment
                and target.path == urlsplit(path).path
                and not target.query
                and target.fragment not in anchors
            ):
                broken.append((f"{path}#{target.fragment}", 0))
            found = target.path + (f"?{target.query}" if target.query else "")
            view = "/".join(target.path.split("/")[:3]) if target.path.startswith("/network/") else found
            if found not in seen and view not in views and "lang=" not in found:
                views.add(view)
                seen.add(found)
                queue.append(found)
    assert broken == []
    assert len(seen) > 400
    assert len(opened) > 40
    assert {"/network/ego", "/network/ecosystem", "/network/query"} <= views


@pytest.mark.parametrize("key", NAMES)
def test_a_hostile_name_is_text(street: Server, key: str) -> None:
    for path in (
        f"/page/hostile-{key}",
        f"/search?q={quote(NAMES[key][:200])}",
        f"/questions/edge-evidence?one=hostile-{key}",
    ):
        answer = street.http.get(path)
        assert answer.status_code == 200, path
        page = HTMLParser(answer.text)
        assert not page.css("script, img, iframe")
        assert "49" not in (page.css_first("h1").text() if key == "braces" else ""), "nothing is evaluated"  # type: ignore[union-attr]
        assert "\u202e" not in answer.text.replace(quote("\u202e"), "") or path.startswith("/search")
    assert street.http.get(f"/data/hostile-{key}.ttl").status_code == 200
    assert "<script>alert" not in street.http.get("/network/ecosystem").text


@pytest.mark.parametrize(
    "path",
    ["/page/%00", "/page/..%2f..%2fetc%2fpasswd", "/id/%3Cscript%3E", "/page/" + "x" * 5_000, "/data/tencent%3E.ttl", "/download/..%2fgraph.json",
     "/assets/..%2f..%2fpage.py", "/questions/..%2fx", "/network/ego/%22%3E", "/network/%3Cscript%3E", "/page/a/links/X%27;DROP/in",
     "/page/hostile-script/links/NOTHING/out", "/search?q=" + "%25" * 3_000, "/search?class=%27%20OR%201=1", "/search?q=x&page=9999999999999",
     "/?lang=%3Cscript%3E", "/code/%00", "/x.ttl", "/query?example=%2e%2e", "/questions/single-bidder?buyer=" + "a" * 3_000],
)  # fmt: skip
def test_a_hostile_address_gets_an_honest_status(street: Server, path: str) -> None:
    answer = street.http.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code in (200, 400, 404, 414)
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text


def test_a_host_that_is_made_up_is_not_repeated(street: Server) -> None:
    answer = street.http.get("/", headers={"Host": 'evil"><script>alert(1)</script>'})
    assert "<script>" not in answer.text


def test_an_id_that_was_merged_leads_to_what_it_became(street: Server, town: Workspace) -> None:
    merged = read_merged(town.current.folder / "merged.tsv")
    assert len(merged) == 1, "虚构网络 by two names is one company"
    ((old, new),) = merged.items()
    answer = street.http.get(f"/id/{old}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/id/{new}")
    page = street.http.get(f"/page/{old}", follow_redirects=True)
    assert str(page.url).endswith(f"/page/{new}")
    assert "50%" in page.text
    assert "70%" in page.text, "facts of both names are on one page"
    assert street.http.get(f"/id/{new}").status_code == 303
