"""Downloads for ``jgo`` that are whole or not there at all, over kept connections.

``jgo`` writes a download straight to its final name and only warns of a wrong checksum, so an
interrupted one would be taken for a good file ever after. Here a file gets its name when all of
it has come and its checksum is right.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests
from jgo.maven import Artifact, PythonResolver
from requests.adapters import HTTPAdapter

from govgraph.errors import StoreError
from govgraph.messages import _

Progress = Callable[[str], None]

PARALLEL = 8
_TRIES = 3
_TIMEOUT = 30  # seconds without a byte


class WholeFileResolver(PythonResolver):
    """jgo's resolver of what needs what, with downloads of our own."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress, self._said, self._count = progress, time.monotonic(), 0
        self._session = requests.Session()
        self._session.mount("https://", HTTPAdapter(pool_maxsize=PARALLEL, max_retries=2))

    def download(self, artifact: Artifact) -> Path:
        """Fetch one file from the first repository that has it."""
        reasons = []
        target = artifact.context.repo_cache / artifact.component.path_prefix / artifact.filename
        for name, url in artifact.context.remote_repos.items():
            address = f"{url}/{artifact.component.path_prefix.as_posix()}/{artifact.filename}"
            for again in range(_TRIES):
                time.sleep(again)  # not at all before the first try
                try:
                    return self._fetch(address, target)
                except _AbsentError as error:
                    reasons.append(f"{name}: {error}")
                    break
                except requests.RequestException as error:
                    reason = f"{name}: {_short(error)}"
            else:
                reasons.append(reason)
        raise StoreError(
            _(
                "{filename}, a part of Neo4j, is not here and can't be fetched ({reasons}). The first "
                "start needs the network, about 135 MB; later ones don't."
            ).format(filename=artifact.filename, reasons="; ".join(reasons))
        )

    def _fetch(self, address: str, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        try:
            self._check(address, self._stream(address, part))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        self._tell(target)
        return target

    def _stream(self, address: str, part: Path) -> str:
        digest = hashlib.sha1(usedforsecurity=False)
        with self._session.get(address, stream=True, timeout=_TIMEOUT) as answer:
            if answer.status_code in (401, 403, 404, 410):
                raise _AbsentError(_("answer {status_code}").format(status_code=answer.status_code))
            if answer.status_code != 200:
                raise requests.ConnectionError(f"answer {answer.status_code}")
            with part.open("wb") as file:
                for chunk in answer.iter_content(1 << 16):
                    file.write(chunk)
                    digest.update(chunk)
        return digest.hexdigest()

    def _check(self, address: str, digest: str) -> None:
        answer = self._session.get(f"{address}.sha1", timeout=_TIMEOUT)
        words = answer.text.split() if answer.status_code == 200 else []
        if words and words[0].lower() != digest:
            raise requests.ConnectionError("arrived with a wrong checksum")

    def _tell(self, target: Path) -> None:
        """Say from time to time that the descriptions, one after the other, are coming in."""
        if target.suffix == ".pom":
            self._count += 1
            if time.monotonic() - self._said > 2:
                self._said = time.monotonic()
                self._progress(_("read {count} descriptions of what Neo4j needs").format(count=self._count))


class _AbsentError(Exception):
    """A repository answered that it won't give the file."""


def _short(error: BaseException) -> str:
    """The cause at the bottom of a chain of requests' errors, without the address in it."""
    causes = [type(cause).__name__ for cause in _chain(error)]
    text = str(error)
    return text if len(text) < 80 and "://" not in text else causes[-1]


def _chain(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
