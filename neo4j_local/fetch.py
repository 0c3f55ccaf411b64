"""Neo4j's jars: resolved once from a Maven repository with ``jgo``, remembered for later starts.

What is already in the Maven cache is looked at before it is trusted: a jar that is no whole
archive, or a description that can't be read, is fetched anew.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from govgraph.errors import StoreError
from govgraph.messages import _
from govgraph.neo4j_local.download import PARALLEL, WholeFileResolver
from govgraph.neo4j_local.process import lock

Progress = Callable[[str], None]


def classpath(coordinates: Sequence[str], progress: Progress) -> tuple[Path, ...]:
    """The jars of ``coordinates`` with all they need; fetched when they aren't here yet.

    What was resolved is remembered beside jgo's own cache, so later calls touch no network.
    """
    settings = GlobalSettings.load()
    folder = Path(settings.cache_dir) / "govgraph"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        memory = folder / f"{_key(coordinates)}.json"
        if jars := _remembered(memory, Path(settings.repo_cache)):
            return jars
        with lock(folder / "lock", "fetching Neo4j", progress):
            if jars := _remembered(memory, Path(settings.repo_cache)):
                return jars  # fetched by the process we waited for
            jars = _resolve(coordinates, settings, progress)
            _remember(memory, Path(settings.repo_cache), jars)
            return jars
    except OSError as error:
        raise StoreError(
            _("the folder for Neo4j's program files can't be used: {error}").format(error=error)
        ) from error


def forget(coordinates: Sequence[str]) -> None:
    """Drop what is remembered, so that the next start looks at every jar again."""
    folder = Path(GlobalSettings.load().cache_dir) / "govgraph"
    (folder / f"{_key(coordinates)}.json").unlink(missing_ok=True)


def _key(coordinates: Sequence[str]) -> str:
    return "neo4j-" + hashlib.sha256(" ".join(coordinates).encode()).hexdigest()[:12]


def _remembered(memory: Path, repository: Path) -> tuple[Path, ...]:
    """The remembered jars, or none when one is gone or no longer has its size."""
    try:
        known = json.loads(memory.read_text("utf-8"))
        if known["repository"] != str(repository):
            return ()
        jars = [(repository / name, size) for name, size in known["jars"]]
        whole = all(jar.stat().st_size == size for jar, size in jars)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(jar for jar, _ in jars) if whole else ()


def _remember(memory: Path, repository: Path, jars: Sequence[Path]) -> None:
    rows = [[str(jar.relative_to(repository)), jar.stat().st_size] for jar in jars]
    fresh = memory.with_suffix(".new")
    fresh.write_text(json.dumps({"repository": str(repository), "jars": rows}), "utf-8")
    fresh.replace(memory)


def _resolve(coordinates: Sequence[str], settings: GlobalSettings, progress: Progress) -> tuple[Path, ...]:
    progress(_("resolving Neo4j's program files (the first time only)"))
    repository = Path(settings.repo_cache)
    context = MavenContext(
        resolver=WholeFileResolver(progress),
        repo_cache=repository,
        remote_repos={"central": MAVEN_CENTRAL_URL} | settings.repositories,
    )
    try:
        artifacts = _artifacts(context, coordinates)
    except ElementTree.ParseError:
        _drop_broken_descriptions(repository, progress)
        artifacts = _artifacts(context, coordinates)
    jars = [artifact.cached_path for artifact in artifacts]
    for jar in jars:
        if jar.exists() and not _is_whole(jar):
            progress(_("{name} is damaged and is fetched again").format(name=jar.name))
            jar.unlink()
    _fetch_all([a for a, jar in zip(artifacts, jars, strict=True) if not jar.exists()], progress)
    return tuple(jars)


def _is_whole(jar: Path) -> bool:
    try:
        with ZipFile(jar) as archive:
            return archive.testzip() is None
    except (BadZipFile, EOFError, zlib.error):
        return False


def _artifacts(context: MavenContext, coordinates: Sequence[str]) -> list[Any]:
    wanted = [context.create_dependency(coordinate) for coordinate in coordinates]
    try:
        inputs, needed = context.resolver.resolve(wanted)
    except (RuntimeError, ValueError) as error:
        raise StoreError(_("Neo4j's program files can't be resolved: {error}").format(error=error)) from error
    return [dependency.artifact for dependency in (*inputs, *needed) if dependency.type == "jar"]


def _drop_broken_descriptions(repository: Path, progress: Progress) -> None:
    for pom in repository.rglob("*.pom"):
        try:
            ElementTree.parse(pom)
        except ElementTree.ParseError:
            progress(_("{name} is damaged and is fetched again").format(name=pom.name))
            pom.unlink()


def _fetch_all(artifacts: Sequence[Any], progress: Progress) -> None:
    if not artifacts:
        return
    progress(_("fetching {artifacts} files").format(artifacts=len(artifacts)))
    size, said = 0, time.monotonic()
    with ThreadPoolExecutor(PARALLEL) as pool:
        tasks = [pool.submit(artifact.resolve) for artifact in artifacts]
        try:
            for done, task in enumerate(as_completed(tasks), 1):
                size += task.result().stat().st_size
                if time.monotonic() - said > 1 or done == len(tasks):
                    said = time.monotonic()
                    progress(
                        _("fetched {done} of {tasks} files, {size:.0f} MB").format(
                            done=done, tasks=len(tasks), size=size / 1000000.0
                        )
                    )
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
