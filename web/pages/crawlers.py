"""What machines that index a site ask for first: robots.txt, and a sitemap of everything that has a page."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import Response

from govgraph.web.pages.page import SECTIONS, Page
from govgraph.web.pages.questions import all_questions
from govgraph.web.pages.refusals import NotFoundError
from govgraph.web.pages.rendering import page_headers
from govgraph.web.pages.services import Services

MOST = 40_000  # addresses in one file; the protocol allows 50,000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: What costs a query or a drawing and is no page to find things by.
_NOT_CRAWLED = ("/query", "/sparql", "/search", "/network/", "/data/", "/download/", "/*?")


def robots(page: Page) -> Response:
    """Pages may be indexed; forms, drawings, data and selections may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_CRAWLED)]
    lines += [f"Sitemap: {page.origin}/sitemap.xml"] if page.services.site.build else []
    return Response("\n".join(lines) + "\n", 200, page_headers(page), "text/plain; charset=utf-8")


def sitemap(page: Page, services: Services) -> Response:
    """The index of sitemaps: the site's own pages, and things in files of some thousands."""
    things = services.reader.rows("SELECT count(*) FROM node")[0][0]
    files = [f"/sitemap-{n}.xml" for n in range(1 + -(-things // MOST))]
    return _xml(page, "sitemapindex", "sitemap", files)


def sitemap_part(page: Page, services: Services, number: int) -> Response:
    """One sitemap: 0 has the site's own pages, the others things by id; raises NotFoundError beyond the last."""
    if number == 0:
        own = [path for path, *_ in SECTIONS if path not in _NOT_CRAWLED]
        return _xml(page, "urlset", "url", [*own, *(f"/questions/{name}" for name in all_questions())])
    ids = services.reader.ids("SELECT id FROM node ORDER BY id LIMIT ? OFFSET ?", [MOST, (number - 1) * MOST])
    if not ids:
        raise NotFoundError
    return _xml(page, "urlset", "url", [f"/page/{quote(id_)}" for id_ in ids])


def _xml(page: Page, root: str, item: str, paths: list[str]) -> Response:
    built = page.services.site.built.date().isoformat()
    items = Markup("").join(
        Markup("<{0}><loc>{1}{2}</loc><lastmod>{3}</lastmod></{0}>\n").format(
            Markup(item), page.origin, path, built
        )
        for path in paths
    )
    text = f'{_HEAD}<{root} xmlns="{_SPACE}">\n{items}</{root}>\n'
    return Response(text, 200, page_headers(page), "application/xml; charset=utf-8")
