"""Reaching a Neo4j: where it is, a driver for it, and its errors in plain words.

The password comes from the environment, a prompt or the local server's own file, and goes to the
driver only: it stands in no message, no log and no representation.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from govgraph import __version__
from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local.server import Address, LocalServer

#: What the saved questions need: subqueries with a scope, `CALL (x) {}`.
MINIMUM = (5, 23)

_PATIENCE = 15.0  # seconds that a managed transaction is tried again when the server goes away

_REASONS = (
    (r"Security\.(Unauthorized|AuthenticationRateLimit|CredentialsExpired)", _("refuses user or password: {detail}")),
    (r"Security\.Forbidden", _("does not let this user do that: {detail}")),
    (r"(ForbiddenOnReadOnlyDatabase|WriteOnReadOnly|NotALeader)", _("is read-only here, so nothing can be loaded")),
    (r"DatabaseNotFound", _("has no database of that name: {detail}")),
    (r"DatabaseUnavailable", _("has its database offline: {detail}")),
    (r"(No space left|disk is full|Disk quota|Could not append transaction)",
     _("cannot write, mostly for a full disk; what was loaded stays, the rest can be loaded "
"later")),
    (r"(OutOfMemory|StackOverflow)", _("ran out of memory; give it more, or load smaller batches")),
    (r"ConstraintCreationFailed", _("holds other data that breaks the uniqueness that a load needs: {detail}")),
)  # fmt: skip


def local_server(root: Path, **options: Any) -> LocalServer:
    """The local Neo4j of a workspace."""
    return LocalServer(root / "neo4j", **options)


def find_address(
    root: Path, environment: Mapping[str, str] = os.environ, ask: Callable[[str], str] | None = None
) -> Address:
    """The Neo4j that the environment names, else the workspace's local one if it runs.

    ``ask`` is called for a password that the environment lacks. Raises StoreError where there is none.
    """
    uri = environment.get("NEO4J_URI", "").strip()
    if not uri:
        status = local_server(root).status()
        if status.address is None:
            raise StoreError(
                _(
                    "no Neo4j is known: set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD (and NEO4J_DATABASE), "
                    "or start the local one: govgraph neo4j start"
                )
            )
        return status.address
    user = environment.get("NEO4J_USER") or environment.get("NEO4J_USERNAME") or "neo4j"
    password = environment.get("NEO4J_PASSWORD")
    if password is None:
        if ask is None:
            raise StoreError(_("NEO4J_URI is set but NEO4J_PASSWORD is not"))
        password = ask(_("Password of {user} on {uri}").format(user=user, uri=without_secret(uri)))
    return Address(uri, user, password, environment.get("NEO4J_DATABASE") or "neo4j")


@contextmanager
def connected(address: Address) -> Iterator[Driver]:
    """A driver for a server that answers and is of a supported version; raises StoreError."""
    if not re.match(r"(bolt|neo4j)(\+s|\+ssc)?://", address.uri):
        raise StoreError(
            _("'{uri}' is no address of a Neo4j; one starts with bolt://, neo4j://, or +s for TLS").format(
                uri=without_secret(address.uri)
            )
        )
    with explained(address):
        driver = GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            user_agent=f"govgraph/{__version__}",
            max_transaction_retry_time=_PATIENCE,
            connection_timeout=10.0,
            notifications_min_severity="OFF",
        )
        with driver:
            driver.verify_connectivity()
            require_supported(server_version(driver, address.database))
            yield driver


def server_version(driver: Driver, database: str) -> str:
    """The version of the server's kernel, as it says itself."""
    rows = driver.execute_query(
        "CALL dbms.components() YIELD name, versions WHERE name STARTS WITH 'Neo4j Kernel' RETURN versions[0] AS version",
        database_=database,
    ).records
    return str(rows[0]["version"]) if rows else "unknown"


def require_supported(version: str) -> None:
    """Raise StoreError for a server too old for the saved questions."""
    found = re.match(r"(\d+)\.(\d+)", version)
    if not found or (int(found[1]), int(found[2])) < MINIMUM:
        raise StoreError(
            _(
                "Neo4j {version} is not supported: this needs {minimum}.{minimum2} or later (5.26 LTS is "
                "tested)"
            ).format(version=version, minimum=MINIMUM[0], minimum2=MINIMUM[1])
        )


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn the driver's errors into a StoreError that says what to do."""
    try:
        yield
    except (DriverError, Neo4jError, ConfigurationError, OSError, ValueError) as error:
        raise StoreError(
            _("Neo4j at {uri} {error}").format(uri=without_secret(address.uri), error=_reason(error, address))
        ) from error


def _reason(error: Exception, address: Address) -> str:
    detail = re.sub(r"\s+", " ", str(getattr(error, "message", None) or error)).strip()
    if address.password:
        detail = detail.replace(address.password, "•••")
    whole = f"{getattr(error, 'code', '')} {detail} {error.__cause__ or ''}"
    for pattern, words in _REASONS:
        if re.search(pattern, whole):
            return words.format(detail=detail[:300])
    if isinstance(error, AuthError):
        return _("refuses user or password: {detail}").format(detail=detail[:300])
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        return _("does not answer; is it running? ({detail})").format(detail=detail[:200])
    if isinstance(error, ConfigurationError | ValueError):
        return _("cannot be used: {detail}").format(detail=detail[:300])
    return _("refused: {detail}").format(detail=detail[:300])


def without_secret(uri: str) -> str:
    """An address fit to be shown: a password someone wrote into it is left out."""
    return re.sub(r"//[^/@]*@", "//", uri)
