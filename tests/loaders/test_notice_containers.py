"""One notice in every container: web archive, Word, PDF, archive, portals' JSON, other encodings; and what is refused."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

from govgraph.errors import SourceError
from govgraph.loaders.base import Rejected
from govgraph.loaders.notices import in_file, prepare
from govgraph.loaders.notices.notice import Notice
from govgraph.loaders.notices.vocabulary import key_of, use
from govgraph.loaders.registry import detect
from tests.bundled import govgraph
from tests.loaders.notice_tables import AWARD, FACTS, HEADING, WINNER, awarded, html_table, page

PAGE = page("")
URL = "http://www.ccgp.gov.cn/cggg/dfgg/cjgg/202603/t20260316_100001.htm"


def notice_in(path: Path) -> Notice:
    """The one notice of a file, which is told from its looks."""
    assert detect(path) == "notice"
    found = [one for one in in_file(path) if not isinstance(one, Rejected)]
    assert len(found) == 1
    assert not isinstance(found[0][1], str), found
    return found[0][1][0]


def holds(notice: Notice) -> None:
    assert awarded(notice) == {WINNER}
    assert (notice.kind, notice.number and notice.number.text) == ("award", "SL-2025-063")
    assert notice.parts[0].winners[0].price is not None
    assert notice.parts[0].winners[0].price.text.replace(".00", "") == "450000"


def word_file() -> bytes:
    document = docx.Document()
    for line in (HEADING, *FACTS, "五、中标情况："):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, AWARD, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_file(lines: list[str], table: list[tuple[str, ...]]) -> bytes:
    """A PDF of one page: lines, then a table with its borders; its signs are Unicode, by a map in the file."""
    ops, top = ["BT /F1 12 Tf"], 800
    for line in lines:
        ops.append(f"1 0 0 1 50 {top} Tm <{line.encode('utf-16-be').hex()}> Tj")
        top -= 20
    ops.append("ET")
    wide, high = 165, 24
    for down in range(len(table) + 1):
        ops.append(f"50 {top - down * high} m {50 + wide * len(table[0])} {top - down * high} l S")
    for across in range(len(table[0]) + 1):
        ops.append(f"{50 + across * wide} {top} m {50 + across * wide} {top - high * len(table)} l S")
    for down, row in enumerate(table):
        for across, cell in enumerate(row):
            place = f"1 0 0 1 {54 + across * wide} {top - down * high - 16} Tm"
            ops.append(f"BT /F1 10 Tf {place} <{cell.encode('utf-16-be').hex()}> Tj ET")
    stream = "\n".join(ops).encode()
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /DW 1000 /FontDescriptor 8 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]  # fmt: skip
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(made)


def web_archive() -> bytes:
    body = PAGE.encode("gb18030")
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {URL}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: binary\r\nContent-Location: {URL}\r\n\r\n"
    ).encode() + body + b"\r\n--b--\r\n"  # fmt: skip


FILES = {
    "page.html": PAGE.encode(),
    "gbk.html": PAGE.encode("gb18030"),
    "wide.html": PAGE.encode("utf-16"),
    "saved.html": f"<!-- saved from url=(0068){URL} -->\n{PAGE}".encode(),
    "archive.mhtml": web_archive(),
    "notice.docx": word_file(),
    "notice.pdf": pdf_file([HEADING, *FACTS, "五、中标情况："], list(AWARD)),
    "text.txt": "\n".join([HEADING, *FACTS, "五、中标情况：", *(c for row in AWARD for c in row)]).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_one_notice_in_every_container(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    notice = notice_in(path)
    holds(notice)
    if name in ("saved.html", "archive.mhtml"):
        assert (notice.url, notice.portal) == (URL, "中国政府采购网")


def test_an_archive_of_all_of_these(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in FILES.items():
            archive.writestr(f"d/{name}", data)
        archive.writestr("d/list.json", json.dumps(JSON["zcy"][0], ensure_ascii=False))
    found = [one for one in in_file(path) if not isinstance(one, Rejected)]
    assert {paper.position.removeprefix("d/").split("/")[0] for paper, _ in found} == {*FILES, "list.json"}
    for _, notices in found:
        assert not isinstance(notices, str)
        assert notices[0].kind == "award"


def test_a_scanned_pdf_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(re.sub(rb"BT .*? ET", b"", pdf_file([], [("", "")])))
    done = govgraph(tmp_path / "ws", "load", "--as", "notice", str(path))
    assert done.exit_code == 3
    assert "a PDF without text, such as a scanned one" in done.stderr


def test_broken_office_files_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    found = list(in_file(broken))
    assert [
        one[1].split(":")[0] for one in found if not isinstance(one, Rejected) and isinstance(one[1], str)
    ] == ["a PDF that cannot be read"]
    cut = tmp_path / "b.docx"
    cut.write_bytes(FILES["notice.docx"][:900])
    with pytest.raises(SourceError, match="cannot be read"):
        list(in_file(cut))


# ── portals' JSON ─────────────────────────────────────────────────────────────────────────────

CONTENT = f"<p>三、采购方式：竞争性磋商</p><p>五、中标情况：</p>{html_table(AWARD)}"
#: What a portal answers, and the buyer, agent and number that its own fields give.
JSON = {
    "zcy": ({"success": True, "result": {"data": {"articleId": "x1", "title": HEADING, "publishDate": 1773619200000, "content": CONTENT,
            "projectCode": "SL-2025-063", "projectName": "网上巡查系统设备采购项目", "purchaseName": "示例市教育局", "purchaser": "示例市教育局",
            "agencyName": "示例招标有限公司", "districtName": "东莞市"}}}, ("示例市教育局", "示例招标有限公司", "SL-2025-063")),
    "guangdong": ({"code": "200", "total": 1, "data": [{"id": "x2", "title": HEADING, "noticeTime": "2026-03-16 09:00:00",
                  "openTenderCode": "SL-2025-063",
                  "purchaser": "示例市教育局", "agency": "示例招标有限公司", "purchaseManner": "竞争性磋商", "noticeType": "成交公告",
                  "content": CONTENT,
                  "budget": 500000, "regionName": "东莞市", "pageurl": "/site/x2.html"}]}, ("示例市教育局", "示例招标有限公司", "SL-2025-063")),
    "flat": ([{"title": HEADING, "projectNumber": "SL-2025-063", "purchaser": "示例市教育局", "agency": "示例招标有限公司", "winner": WINNER,
              "winAmount": "450000", "publishTime": "2026-03-16"}], ("示例市教育局", "示例招标有限公司", "SL-2025-063")),
}  # fmt: skip


@pytest.mark.parametrize("portal", JSON)
def test_portals_json(tmp_path: Path, portal: str) -> None:
    value, (buyer, agent, number) = JSON[portal]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    notice = notice_in(path)
    assert awarded(notice) == {WINNER}
    assert [firm.name for firm in (*notice.buyers, *notice.agents)] == [buyer, agent]
    assert (notice.number and notice.number.text, notice.published and notice.published.text) == (
        number,
        "2026-03-16",
    )
    price = notice.parts[0].winners[0].price
    assert price is not None
    assert price.text.removesuffix("元") == "450000"


# ── where a notice comes from, and a workspace's own words ────────────────────────────────────


def test_a_portal_that_is_only_mentioned_is_no_publisher(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        PAGE.replace("</body>", "<p>请在中国政府采购网（www.ccgp.gov.cn）查询。</p></body>"), "utf-8"
    )
    assert notice_in(path).portal == ""


def test_a_workspace_adds_words(tmp_path: Path) -> None:
    text = PAGE.replace("中标供应商名称", "胜出商家")
    path = tmp_path / "page.html"
    path.write_text(text, "utf-8")
    try:
        assert awarded(notice_in(path)) == set()
        (tmp_path / "notices.tsv").write_text("# 本地用词\nlabel\twinner\t胜出商家\n", "utf-8")
        prepare(tmp_path)
        assert key_of("胜出商家") == "winner"
        assert awarded(notice_in(path)) == {WINNER}
        (tmp_path / "notices.tsv").write_text("winner 胜出商家\n", "utf-8")
        with pytest.raises(SourceError, match="is no row of kind"):
            prepare(tmp_path)
    finally:
        use(None)


# ── govgraph read ─────────────────────────────────────────────────────────────────────────────


def test_read_shows_values_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        page("<p>其他</p>" + html_table([["供应商名称", "颜色"], ["示例乙电子有限公司", "红"]])), "utf-8"
    )
    shown = govgraph(tmp_path / "ws", "read", str(path)).stdout
    assert f"winner: {WINNER}  (表1行2 / 中标供应商名称)" in shown
    assert "price 450000 CNY  “中标金额(元) 450000”  (表1行2 / 中标金额(元))" in shown
    assert (
        "not used: a table that gave nothing: names under 供应商名称, and nothing says that they won or bid"
        in shown
    )
    entry = json.loads(govgraph(tmp_path / "ws", "read", str(path), "--format", "json").stdout)[0]
    assert (entry["event"], entry["fields"]["method"]["value"]) == ("award", "competitive-consultation")
    assert entry["lots"][0]["winners"][0]["price"] == {
        "value": "450000", "printed": "中标金额(元) 450000", "place": "表1行2 / 中标金额(元)", "currency": "CNY",
    }  # fmt: skip
    assert not (tmp_path / "ws" / "loaded").exists()


def test_read_says_why_a_file_holds_no_notice(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body>关于我们</body></html>", "utf-8")
    done = govgraph(tmp_path / "ws", "read", str(path))
    assert (done.exit_code, done.stdout.strip()) == (3, "refused: no field of a notice on it")
    assert govgraph(tmp_path / "ws", "read", str(tmp_path / "none.html")).exit_code == 3
