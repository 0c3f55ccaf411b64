"""The wheel: holds the package and nothing else, installs in a fresh environment, does the main job there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def tracked() -> list[Path]:
    """Files of the repository: what git tracks, or every file where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_every_package_is_listed() -> None:
    """A folder that is missing from the list works in an editable install and vanishes from the wheel."""
    outside = {"tests", "benchmarks", "docs", "docker", "tools"}
    folders = {p.parent for p in tracked() if p.name == "__init__.py" and p.parts[0] not in outside}
    names = {".".join(("govgraph", *folder.parts)) for folder in folders}
    assert names == set(CONFIG["tool"]["setuptools"]["packages"])


def test_dependencies_have_a_reason() -> None:
    reasons = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs" / "decisions").glob("*.md")).lower()
    extras = CONFIG["project"]["optional-dependencies"].values()
    wanted = [*CONFIG["project"]["dependencies"], *(name for extra in extras for name in extra)]
    names = [re.split(r"[<>=\[;]", name)[0].strip().lower() for name in wanted]
    assert len(names) > 10
    assert [name for name in names if f"**{name}**" not in reasons] == []


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text("utf-8")
        pinned = re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)
        assert len(pinned) > 15
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "://" not in text
        for name in CONFIG["project"]["dependencies"]:
            wanted = re.split(r"[<>=\[;]", name)[0].lower()
            assert wanted in {p.lower() for p in pinned}, f"{file} lacks {wanted}; run: make lock"
    assert not (ROOT / "uv.lock").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tracked files."""
    source = tmp_path_factory.mktemp("source")
    for path in tracked():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_wheel_holds_only_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "govgraph",
        f"govgraph-{wheel.name.split('-')[1]}.dist-info",
    }
    for data in (
        "data/sources/background.yml",
        "ontology/govgraph.ttl",
        "queries/co-occurring-giants.rq",
        "views/page.html",
        "py.typed",
    ):
        assert f"govgraph/{data}" in names
    assert not [
        name for name in names if name.startswith(("govgraph/tests", "govgraph/docs", "govgraph/.pkg"))
    ]


def test_main_job_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Installed alone in a fresh environment (dependencies borrowed from this one), away from the sources."""
    home = tmp_path / "env"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    borrowed = [p for p in sys.path if p.endswith("site-packages")]
    site = next((home / "lib").glob("python3*")) / "site-packages"
    # plain paths, whose own .pth files are not followed: the editable install of this checkout stays out
    (site / "borrowed.pth").write_text("\n".join(borrowed), "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GOVGRAPH"))}
    where = subprocess.run(
        [python, "-c", "import govgraph; print(govgraph.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(home)
    ran = subprocess.run(
        [home / "bin" / "govgraph", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "长沙智慧城市项目" in ran.stdout
    assert (tmp_path / "govgraph-demo.html").stat().st_size > 100_000
