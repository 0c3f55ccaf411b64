"""Fetching Neo4j's files: a repository that fails in each way a repository can.

The repository is a real one, served from the files that this machine has already.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from govgraph.errors import StoreError
from govgraph.neo4j_local.server import LocalServer

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_program")]

SMALL = ("org.neo4j:neo4j-resource:5.26.30",)
NAME = "neo4j-resource-5.26.30.jar"


class Repository(ThreadingHTTPServer):
    """Serves ``files``; ``fault`` spoils the answers for the one jar looked at."""

    daemon_threads = True

    def __init__(self, files: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.fault, self.asked = files, "", 0


class Handler(BaseHTTPRequestHandler):
    server: Repository

    def do_GET(self) -> None:
        self.server.asked += 1
        fault = self.server.fault if NAME in self.path else ""
        path = self.server.files / self.path.lstrip("/").removesuffix(".sha1")
        if not path.is_file() or fault == "absent":
            return self.send_error(404)
        body = path.read_bytes()
        if self.path.endswith(".sha1"):
            body = hashlib.sha1(body).hexdigest().encode()
        elif fault == "altered":
            body = body[:-1] + b"x"
        self.send_response(503 if fault == "busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)
        self.close_connection = True

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """A repository on this machine, and empty caches that are filled from it."""
    from jgo.config import GlobalSettings

    with Repository(Path(GlobalSettings.load().repo_cache)) as server:
        settings = tmp_path / "jgo.conf"
        settings.write_text(f"[repositories]\ncentral = http://127.0.0.1:{server.server_port}\n")
        monkeypatch.setenv("JGO_CONFIG_FILE", str(settings))
        monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
        monkeypatch.setenv("JGO_CACHE_DIR", str(tmp_path / "jgo"))
        monkeypatch.setattr("govgraph.neo4j_local.download._TRIES", 2)  # waits 1 s between
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetch() -> tuple[list[Path], list[str]]:
    from govgraph.neo4j_local.fetch import classpath

    said: list[str] = []
    return list(classpath(SMALL, said.append)), said


def jar(folder: Path) -> Path:
    return next((path for path in folder.rglob(NAME)), folder / "none")


def test_what_was_fetched_needs_no_network_again(repository: Repository, tmp_path: Path) -> None:
    from govgraph.neo4j_local.fetch import forget

    jars, said = fetch()
    assert NAME in [path.name for path in jars]
    assert said[0] == "resolving Neo4j's program files (the first time only)"
    assert said[-1].startswith(f"fetched {len(jars)} of {len(jars)} files")
    asked = repository.asked
    assert fetch() == (jars, [])
    assert repository.asked == asked

    whole = jar(tmp_path).read_bytes()
    for damage in (whole[: len(whole) // 2], whole.replace(whole[100:140], bytes(40))):
        jar(tmp_path).write_bytes(damage)
        if len(damage) == len(whole):  # Java is the one to notice; then the memory is dropped
            forget(SMALL)
        again, said = fetch()
        assert again == jars
        assert f"{NAME} is damaged and is fetched again" in said
        assert jar(tmp_path).read_bytes() == whole

    pom = jar(tmp_path).with_suffix(".pom")
    pom.write_text(pom.read_text()[:200])
    jar(tmp_path).unlink()
    again, said = fetch()
    assert again == jars
    assert f"{pom.name} is damaged and is fetched again" in said


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("cut", r"central: "),
        ("altered", "central: arrived with a wrong checksum"),
        ("absent", "central: answer 404"),
        ("busy", "central: answer 503"),
    ],
)
def test_a_failed_download_leaves_nothing_half(
    repository: Repository, tmp_path: Path, fault: str, why: str
) -> None:
    repository.fault = fault
    with pytest.raises(StoreError, match=f"{NAME}, a part of Neo4j.*{why}"):
        fetch()
    assert not jar(tmp_path).exists()
    assert not list(tmp_path.rglob("*.part"))
    repository.fault = ""
    jars, _ = fetch()
    assert all(path.stat().st_size for path in jars)


def test_without_a_network_the_first_start_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.shutdown()
    repository.server_close()
    with pytest.raises(StoreError, match=r"can't be fetched.*first start needs the network") as no:
        LocalServer(tmp_path / "neo4j").start()
    assert f":{repository.server_port}" not in str(no.value)  # an address may hold a secret
