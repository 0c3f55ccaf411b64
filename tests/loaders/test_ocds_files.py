"""The files that OCDS comes in: packed, in any encoding, long, cut off, with something broken inside."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govgraph.loaders.io.json_stream import Package, Piece, read_json
from tests.loaders.ocds_facts import SUPPLIERS
from tests.loaders.releases import package, release
from tests.loaders.test_ocds import loaded, save, values


def test_packed_and_other_encodings(tmp_path: Path) -> None:
    text = json.dumps(package(release(1)), ensure_ascii=False)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "b.json").write_bytes(text.replace("made01", "made02").encode("gb18030"))
    (tmp_path / "c.json").write_bytes(b"\xef\xbb\xbf" + text.replace("made01", "made03").encode())
    (tmp_path / "d.json").write_bytes(text.replace("made01", "made04").encode("utf-16"))
    spanish = {"ocid": "ocds-made05-1", "tender": {"title": "Construcción y señalización"}}
    latin = json.dumps(package(spanish, publisher={"name": "Ó"}), ensure_ascii=False)
    (tmp_path / "e.json").write_bytes(latin.encode("iso-8859-1"))
    counts = loaded(tmp_path, tmp_path)
    assert [c.problem for c in counts] == [""] * 5
    assert values(tmp_path, "name").count("虚构项目1") == 8  # projects and their calls
    assert "Construcción y señalización" in values(tmp_path, "name")


def test_long_files_are_streamed_piece_by_piece(tmp_path: Path) -> None:
    many = [release(n, description="}, {" * 40 + '\\"' * 7) for n in range(9000)]
    path = save(tmp_path, "long.json", json.dumps(package(*many), indent=1, ensure_ascii=False))
    assert path.stat().st_size > 12 << 20
    with path.open("rb") as stream:
        found = list(read_json(stream, frozenset({"releases"})))
    same = [p.value for p in found if isinstance(p, Piece)] == many
    assert same, "every release as it was written"
    last = found[-1]
    assert isinstance(last, Package)
    assert last.values["publisher"] == {"name": "虚构发布者"}


def test_a_long_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    text = json.dumps(package(*(release(n) for n in range(6000))), ensure_ascii=False)
    counts = loaded(tmp_path, save(tmp_path, "long.json", text[: len(text) * 3 // 4]))[0]
    assert counts.problem == ""
    assert 4000 < counts.loaded < 6000
    assert sum(counts.quarantined.values()) == 1


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = '{"ocid": "ocds-made01-9", "x": ' + "[" * 5000 + "]" * 5000 + "}"
    text = json.dumps(release(1)) + "\n" + deep + "\n"
    counts = loaded(tmp_path, save(tmp_path, "a.json", text))[0]
    assert counts.loaded == 1
    assert sum(counts.quarantined.values()) >= 1


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


TEXT = json.dumps(package(release(1), release(2)), ensure_ascii=False)
FORMS: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(("in/a.json", TEXT.encode())),
    "UTF-16 without a mark": lambda: TEXT.encode("utf-16-le"),
    "UTF-32": lambda: TEXT.encode("utf-32"),
    "a field copied badly": lambda: TEXT.encode().replace("虚构发布者".encode(), b"\xff\xfe" + "布者".encode()),
    "a list of packages": lambda: json.dumps([package(release(1)), package(release(2))]).encode(),
    "a list of record packages": lambda: json.dumps(
        [{"records": [{"ocid": release(n)["ocid"], "compiledRelease": release(n)}]} for n in (1, 2)]).encode(),
    "documents without anything between": lambda: (json.dumps(release(1)) + json.dumps(release(2))).encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_forms(tmp_path: Path, form: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(FORMS[form]())
    counts = loaded(tmp_path, path)[0]
    assert (counts.problem, counts.loaded, sum(counts.quarantined.values())) == ("", 2, 0)
    assert values(tmp_path, "ocid") == ["ocds-made01-1", "ocds-made01-2"]
    assert "虚构项目1" in values(tmp_path, "name")


def test_a_packed_file_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(release(n, description=str(hash(("x", n))))) for n in range(3000)).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-2000])
    counts = loaded(tmp_path, tmp_path / "a.jsonl.gz")[0]
    assert counts.problem == ""
    assert counts.loaded > 1000
    assert counts.read == counts.loaded + sum(counts.quarantined.values())
    assert any("ended" in reason or "cannot be read" in reason for reason in counts.quarantined)


def test_a_text_cut_off_inside_a_sign_is_still_utf8(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(release(n), ensure_ascii=False) for n in range(3)).encode()
    (tmp_path / "a.jsonl").write_bytes(text[: text.rindex("有限".encode()) + 1])
    counts = loaded(tmp_path, tmp_path / "a.jsonl")[0]
    assert (counts.loaded, sum(counts.quarantined.values())) == (2, 1)
    assert "虚构项目1" in values(tmp_path, "name")


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    lines = [json.dumps(release(n)) for n in range(4)]
    lines[1] = lines[1][:-40]
    counts = loaded(tmp_path, save(tmp_path, "a.jsonl", "\n".join(lines)))[0]
    assert (counts.read, counts.loaded) == (4, 3)


def test_a_broken_item_of_a_long_list_costs_no_other(tmp_path: Path) -> None:
    text = json.dumps(package(*(release(n) for n in range(6000))))
    place = text.index('"ocds-made01-3000"')
    counts = loaded(tmp_path, save(tmp_path, "a.json", text[:place] + "," + text[place:]))[0]
    assert (counts.read, counts.loaded) == (6000, 5999)


def test_the_same_release_twice_is_one(tmp_path: Path) -> None:
    again = release(1, awards=[{"id": "a1", "suppliers": SUPPLIERS}])
    counts = loaded(
        tmp_path, save(tmp_path, "a.json", package(release(1), release(1), again, again, release(2)))
    )[0]
    assert (counts.read, counts.loaded, counts.duplicates) == (5, 3, 2)


def test_links_to_releases_are_told_and_not_followed(tmp_path: Path) -> None:
    records = [
        {
            "ocid": "x-1",
            "releases": [{"url": "http://example.org/1", "date": "2020-01-01", "tag": ["tender"]}],
        }
    ]
    counts = loaded(tmp_path, save(tmp_path, "a.json", {"records": records}))[0]
    assert dict(counts.quarantined) == {"its releases are links, and nothing is fetched": 1}


def test_a_long_record_by_itself_keeps_its_compiled_release(tmp_path: Path) -> None:
    record = {"releases": [{"url": f"http://example.org/{n}" + "x" * 500} for n in range(10_000)],
              "ocid": "ocds-made01-1", "compiledRelease": release(1)}  # fmt: skip
    counts = loaded(tmp_path, save(tmp_path, "a.json", record))[0]
    assert counts.loaded == 1
    assert values(tmp_path, "ocid") == ["ocds-made01-1"]
