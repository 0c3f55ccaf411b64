"""Waiting for a Neo4j to answer, and telling a slow start from one that failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local import diagnose
from govgraph.neo4j_local.process import Process, listens

Progress = Callable[[str], None]

_PATIENCE = 300.0  # seconds; after a crash a large graph recovers for minutes
_PAUSE = 0.1


def wait_until_ready(
    born: Process,
    home: Path,
    port: int,
    auth: tuple[str, str],
    since: Mapping[str, int],
    progress: Progress,
) -> str:
    """Wait until the server answers a query; its version. An error says why it won't."""
    start = said = time.monotonic()
    while born.alive:
        # Only once it listens: the driver complains of every refusal, and a stranger on the
        # port would be shown the password.
        if listens(born, port) and (version := _version(home, port, auth, since)):
            return version
        now = time.monotonic()
        if now - start > _PATIENCE:
            raise StoreError(
                _("Neo4j (pid {pid}) runs but answers nothing; see {home}").format(
                    pid=born.pid, home=home / "logs/neo4j.log"
                )
            )
        if now - said > 10:
            said = now
            progress(_("waiting for Neo4j to answer, {now:.0f} s").format(now=now - start))
        time.sleep(_PAUSE)
    raise diagnose.reason(home, since)


def _version(home: Path, port: int, auth: tuple[str, str], since: Mapping[str, int]) -> str:
    """The server's version, or nothing as long as it isn't ready."""
    uri = f"bolt://127.0.0.1:{port}"
    with GraphDatabase.driver(
        uri, auth=auth, connection_acquisition_timeout=10, telemetry_disabled=True
    ) as driver:
        try:
            with driver.session(database="neo4j") as session:
                query = "CALL dbms.components() YIELD versions RETURN versions[0]"
                return str(session.run(query).single(strict=True)[0])
        except AuthError as error:
            raise StoreError(
                _(
                    "Neo4j refuses the password in {home}: it belongs to other data, or was changed in the "
                    "server; put the right one there, or delete {home2} and load again"
                ).format(home=home / "password", home2=home / "data")
            ) from error
        except (Neo4jError, DriverError):
            return _starting(driver, home, since)


def _starting(driver: Driver, home: Path, since: Mapping[str, int]) -> str:
    """Nothing while the database is on its way up; an error when it won't come."""
    try:
        with driver.session(database="system") as session:
            query = "SHOW DATABASE neo4j YIELD currentStatus, statusMessage"
            row = session.run(query).single()
    except (Neo4jError, DriverError):
        return ""
    if row and row["currentStatus"] == "offline" and row["statusMessage"]:
        raise diagnose.reason(home, since)
    return ""
