"""The files for Docker, which cannot run here: against the Compose specification and a linter."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bundled import govgraph
from tests.conftest import absent

FOLDER = Path(__file__).parents[1] / "docker"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yml").read_text("utf-8"))


def specified(content: dict[str, Any]) -> None:
    """Raise where this is no Compose file."""
    try:
        from compose_spec import PyCompose
    except ImportError as error:
        absent(str(error))
    PyCompose.from_yaml(yaml.safe_dump(content)).validate()


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which(
        "hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ) or absent("hadolint is not installed")
    return subprocess.run([program, str(path)], capture_output=True, text=True)


def test_compose_file_is_to_the_specification() -> None:
    specified(COMPOSE)


@pytest.mark.parametrize(
    "fault",
    [
        lambda c: c["services"]["neo4j"].update(imagee="x"),
        lambda c: c["services"]["neo4j"].update(ports={"a": 1}),
        lambda c: c.update(service={}),
        lambda c: c["services"]["neo4j"]["healthcheck"].update(retries="many"),
    ],
)
def test_faults_in_a_compose_file_are_caught(fault: Callable[[dict[str, Any]], None]) -> None:
    broken = copy.deepcopy(COMPOSE)
    fault(broken)
    with pytest.raises(ValueError, match=r"key|invalid"):
        specified(broken)


def test_neo4j_is_guarded() -> None:
    server = COMPOSE["services"]["neo4j"]
    assert server["image"].startswith("neo4j:5.26")
    assert all(port.startswith("127.0.0.1:") for port in server["ports"])
    assert server["healthcheck"]["test"]
    assert server["deploy"]["resources"]["limits"].keys() >= {"memory", "cpus"}
    volumes = {volume.split(":")[0] for volume in server["volumes"]}
    assert volumes <= set(COMPOSE["volumes"])
    assert set(server["secrets"]) <= set(COMPOSE["secrets"])
    assert "NEO4J_AUTH" not in server["environment"]


def test_our_own_container_has_no_rights() -> None:
    tool = COMPOSE["services"]["govgraph"]
    assert tool["read_only"] is True
    assert tool["cap_drop"] == ["ALL"]
    assert int(tool["user"].split(":")[0]) > 0
    assert (FOLDER.parent / tool["build"]["dockerfile"]).is_file()


def test_the_web_service_has_no_rights_and_writes_nothing() -> None:
    web = COMPOSE["services"]["web"]
    assert web["read_only"] is True
    assert web["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in web["security_opt"]
    assert int(web["user"].split(":")[0]) > 0
    assert all(port.startswith("127.0.0.1:") for port in web["ports"])
    assert [volume.rsplit(":", 1)[1] for volume in web["volumes"]] == ["ro"]
    assert "/healthz" in web["healthcheck"]["test"][-1]
    assert web["deploy"]["resources"]["limits"].keys() >= {"memory", "cpus", "pids"}


def test_the_web_services_command_is_one(tmp_path: Path) -> None:
    """It gets as far as missing the workspace, so its options exist."""
    result = govgraph(tmp_path, *COMPOSE["services"]["web"]["command"])
    assert (result.exit_code, "no graph in" in result.stderr) == (1, True), result.stderr


def test_dockerfile_passes_the_linter() -> None:
    done = lint(FOLDER / "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_linter_sees_faults(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN pip install x && sudo ls\n", "utf-8")
    assert lint(tmp_path / "Dockerfile").returncode != 0
