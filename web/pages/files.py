"""Downloads: the whole graph in files, each made once for a build when somebody first asks for it."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import FileResponse, Response

from govgraph.errors import StoreError
from govgraph.messages import _, reason_of
from govgraph.stores.exports import export
from govgraph.web.pages.page import Page
from govgraph.web.pages.rendering import page_headers, render
from govgraph.web.pages.services import Services

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: the same graph gives the same bytes


@dataclass(frozen=True, slots=True)
class Download:
    """A form of the graph: file name, export form, media type, and what it is good for."""

    file: str
    form: str
    kind: str
    zh: str
    en: str


DOWNLOADS = (
    Download("govgraph.ttl", "turtle", "text/turtle", "事实，不含主张、证据与出处；任何RDF工具",
             "the facts alone, without claims, evidence and who said what; any RDF tool"),
    Download("govgraph.nq", "nquads", "application/n-quads", "全部：默认图为事实，每个来源一个命名图，含证据与主张",
             "everything: facts in the default graph, and for each source a named graph with its evidence and claims"),
    Download("govgraph-csv.zip", "csv", "application/zip", "每类节点与关系一张表；电子表格",
             "a table for each kind of node and relationship; spreadsheets"),
    Download("govgraph-parquet.zip", "parquet", "application/zip", "同样的表，带类型；pandas、DuckDB、Spark",
             "the same tables with types; pandas, DuckDB, Spark"),
    Download("govgraph.graphml", "graphml", "application/graphml+xml", "节点与关系；Gephi、Cytoscape",
             "nodes and relationships; Gephi, Cytoscape"),
)  # fmt: skip


def download_page(page: Page, services: Services) -> Response:
    """The list of files."""
    made = {d.file: path.stat().st_size for d in DOWNLOADS if (path := _path(services, d)).exists()}
    response = render(page, "download.html", downloads=DOWNLOADS, made=made, base=services.site.base)
    if len(made) < len(DOWNLOADS):  # sizes are not known yet, so the page will change
        del response.headers["etag"]
    return response


def download(page: Page, services: Services, name: str) -> Response | None:
    """A file, made now if it is not there yet; None for a name that there is not."""
    found = next((d for d in DOWNLOADS if d.file == name), None)
    if found is None:
        return None
    path = _path(services, found)
    if not path.exists():
        with services.workshop():
            if not path.exists():
                _make(services, found, path)
    headers = {
        key: value for key, value in page_headers(page).items() if key in ("cache-control", "last-modified")
    }
    headers["x-content-type-options"] = "nosniff"
    return FileResponse(path, 200, headers, found.kind, filename=name)


def _path(services: Services, wanted: Download) -> Path:
    return shelf(services) / wanted.file


def shelf(services: Services) -> Path:
    """Where a build's files to download stand: in its folder, or elsewhere if that cannot be written."""
    build, name = services.build.folder, f"downloads-{services.site.fingerprint}"
    return build / name if os.access(build, os.W_OK) else Path(tempfile.gettempdir()) / f"govgraph-{name}"


def _make(services: Services, wanted: Download, path: Path) -> None:
    """Write a file so that it appears whole or not at all."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".draft-") as scratch:
            target = Path(scratch) / "export"
            export(services.build.graph, wanted.form, target, services.site.base)
            if target.is_dir():
                _zip(target, Path(scratch) / path.name)
                target = Path(scratch) / path.name
            os.replace(target, path)
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {reason}").format(path=path, reason=reason_of(error))
        ) from error


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"{path.stem}/{file.name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
