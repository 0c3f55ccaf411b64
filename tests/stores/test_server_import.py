"""The full import on a stopped local Neo4j: what goes in, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from govgraph.errors import StoreError
from govgraph.neo4j_local.server import LocalServer
from tests.waiting import until

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("neo4j_program")]

MANY = 20_000  # rows of 2 KB, more than a small disk holds
IMPORTER = """
import sys
from pathlib import Path
from govgraph.neo4j_local.server import LocalServer
home, nodes = sys.argv[1:]
LocalServer(Path(home)).import_full([nodes], [], overwrite=True, progress=lambda s: print(s, flush=True))
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sound and faulty files for the importer."""
    folder = tmp_path_factory.mktemp("表 格")
    texts = {
        "firms": "id:ID,name,staff:int\na,华为,10\nb,腾讯,20\n",
        "edges": ":START_ID,:END_ID,:TYPE\na,b,KNOWS\na,b,KNOWS\n",
        "astray": ":START_ID,:END_ID,:TYPE\na,b,KNOWS\na,zz,KNOWS\n",
        "twice": "id:ID,name\na,华为\n",
        "mistyped": "id:ID,staff:int\na,10\nb,many\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    with (folder / "many.csv").open("w") as file:
        file.write("id:ID,text\n")
        file.writelines(f"{i},{os.urandom(1_000).hex()}\n" for i in range(MANY))
    return folder


def rows(server: LocalServer, cypher: str) -> list[list[object]]:
    with server.running() as address:
        auth = (address.user, address.password)
        with GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session() as session:
            return [record.values() for record in session.run(cypher)]


def test_files_become_the_database(files: Path, home: Path) -> None:
    server = LocalServer(home)
    said: list[str] = []
    firms, edges = f"Firm={files / 'firms.csv'}", str(files / "edges.csv")
    counted = server.import_full([firms], [edges], progress=said.append)
    assert counted == "2 nodes, 2 relationships, 6 properties"
    assert "import: nodes" in said
    found = rows(server, "MATCH (a:Firm)-[r:KNOWS]->(b) RETURN a.name, b.staff, count(r)")
    assert found == [["华为", 20, 2]]

    with pytest.raises(StoreError, match="holds a database already"):
        server.import_full([firms], [])

    # A wrong file name is noticed before anything is touched.
    with pytest.raises(StoreError, match=r"nowhere\.csv"):
        server.import_full(["Firm=nowhere.csv"], [], overwrite=True)
    # Bad entries are all named, and a database that lacks them isn't served.
    twice, astray = f"Firm={files / 'twice.csv'}", str(files / "astray.csv")
    with pytest.raises(StoreError, match="met 2 bad entries") as refused:
        server.import_full([firms, twice], [astray], overwrite=True)
    assert "'a' is defined more than once" in str(refused.value)
    assert "missing node zz" in str(refused.value)
    with pytest.raises(StoreError, match="didn't finish: import again"):
        server.start()
    with pytest.raises(StoreError, match=r"mistyped\.csv, line 3, field staff:int: .*many"):
        server.import_full([f"Firm={files / 'mistyped.csv'}"], [])


def test_a_killed_import_is_done_again(
    files: Path, home: Path, java_of: Callable[[Path], dict[int, bytes]]
) -> None:
    many = f"Row={files / 'many.csv'}"
    command = [sys.executable, "-c", IMPORTER, str(home), many]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert any("import: nodes" in line for line in parent.stdout or ())
        parent.kill()
    until(lambda: not java_of(home))
    server = LocalServer(home)
    with pytest.raises(StoreError, match="didn't finish: import again"):
        server.start()
    assert server.import_full([many], []) == f"{MANY} nodes, 0 relationships, {2 * MANY} properties"
    assert rows(server, "MATCH (n:Row) RETURN count(n)") == [[MANY]]


def test_an_import_that_fills_the_disk(files: Path, small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("40m")
    with pytest.raises(StoreError, match="ran out of disk space"):
        LocalServer(disk / "neo4j").import_full([f"Row={files / 'many.csv'}"], [])
