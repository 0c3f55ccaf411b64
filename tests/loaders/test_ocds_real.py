"""Real OCDS files: the facts of a sample worked out by hand, and nothing lost in any of them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from govgraph.graph.inputs import slug
from govgraph.graph.statements.parquet import read_statements
from govgraph.loaders.registry import find
from govgraph.loaders.run import load_into
from govgraph.loaders.run_file import Counts
from govgraph.workspace import Workspace

REAL = Path(__file__).parents[3] / "shared" / "data" / "ocds"
ANSWERS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("ocds_answers.yml").read_text("utf-8")
)
_KINDS = {"ProcurementPlan": "plan", "CallForTenders": "call", "Award": "award", "Contract": "contract"}

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Counts]]:
    """All real files, loaded."""
    root = tmp_path_factory.mktemp("real")
    return root, load_into(root, [found for found in find([REAL]) if found.format], jobs=2)


class Facts:
    """What one source says of one process."""

    def __init__(self, root: Path, source: str, ocid: str) -> None:
        said = list(read_statements([root / "loaded" / f"{source}.parquet"]))
        self.values: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for s in said:
            self.values[s.subject, s.predicate].append((s.object, s.modality))
        project = next(s.subject for s in said if (s.predicate, s.object) == ("ocid", ocid))
        self.project = project
        self.steps = {s.subject for s in said if (s.predicate, s.object) == ("concerns", project)}

    def one(self, subject: str, predicate: str) -> str:
        return next((value for value, _ in self.values[subject, predicate]), "")

    def names(self, subjects: set[str], predicate: str, modality: str = "asserted") -> list[str]:
        found = [v for s in subjects for v, m in self.values[s, predicate] if m == modality]
        return sorted(self.one(id_, "name") for id_ in found)

    def kind(self, step: str) -> str:
        return _KINDS.get(self.one(step, "type"), "")


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{Path(a['file']).stem} {a['ocid']}")
def test_a_process_is_what_its_file_says(real: tuple[Path, list[Counts]], answer: dict[str, Any]) -> None:
    facts = Facts(real[0], slug(answer["file"]), answer["ocid"])
    whole, steps = {facts.project}, facts.steps
    calls = {s for s in steps if facts.kind(s) == "call"}
    assert facts.one(facts.project, "name") == answer["name"]
    assert facts.names(whole, "hasBuyer") == sorted(answer["buyers"])
    assert facts.names(whole, "hasAgent") == sorted(answer.get("agents", []))
    assert facts.names(steps, "hasBidder") == sorted(answer.get("bidders", []))
    assert facts.names(steps, "awardedTo") == sorted(answer["winners"])
    assert facts.names(steps, "awardedTo", "denied") == sorted(answer.get("failed", []))
    for call in calls:
        assert [facts.one(call, "method"), facts.one(call, "methodText")] == answer.get("method", ["", ""])
    amounts = [
        [facts.one(s, p) for p in ("amountKind", "amount", "currency")]
        for s in steps
        if facts.one(s, "amount")
    ]
    assert sorted(amounts) == sorted([k, str(a), c] for k, a, c in answer["amounts"])
    dates = [[facts.kind(s), facts.one(s, "date")] for s in steps if facts.kind(s) and facts.one(s, "date")]
    assert sorted(dates) == sorted([k, str(d)] for k, d in answer["dates"])


def test_every_record_is_accounted_for(real: tuple[Path, list[Counts]]) -> None:
    root, counts = real
    for one in counts:
        whole = Counter[str]()
        quarantine = root / "quarantine" / f"{one.source}.jsonl"
        for line in quarantine.read_text("utf-8").splitlines() if quarantine.exists() else ():
            said = json.loads(line)
            whole[said["reason"].split(":")[0]] += said["whole"]
            assert said["position"] or said["reason"], "where and why"
        assert +whole == one.quarantined
        assert one.read == one.loaded + one.duplicates + sum(one.quarantined.values())
    assert sum(one.loaded for one in counts) == 185
    assert sum(one.duplicates for one in counts) == 5


def test_every_entity_comes_out_or_is_merged(real: tuple[Path, list[Counts]]) -> None:
    """Entities in = entities out + merged + superseded by a compiled release."""
    from govgraph.graph.identity.merges import read_merged

    root, _ = real
    workspace = Workspace(root)
    workspace.build()
    loaded = {s.subject for s in read_statements(sorted((root / "loaded").glob("*.parquet")))}
    out = {s.subject for s in read_statements(workspace.current.statement_files)}
    merged = set(read_merged(Workspace(root).current.folder / "merged.tsv"))
    lost = {id_ for id_ in loaded - out - merged if not id_.startswith("e-")}  # an edge's id follows its ends
    superseded = _superseded(root)
    assert lost <= superseded
    assert len(out) > 500


def _superseded(root: Path) -> set[str]:
    """What only releases state that a compiled release replaces."""
    import duckdb

    versions, loaded = f"{root}/versions/*.parquet", f"{root}/loaded/*.parquet"
    rows = duckdb.sql(f"""
        WITH several AS (SELECT "group" FROM '{versions}' GROUP BY ALL HAVING count(DISTINCT payload) > 1),
        old AS (SELECT source, position FROM '{versions}' WHERE "group" IN (FROM several))
        SELECT subject FROM '{loaded}' l LEFT JOIN old o ON o.source = l.source AND o.position = split_part(locator, '#', 1)
        GROUP BY subject HAVING bool_and(o.source IS NOT NULL)""")
    return {row[0] for row in rows.fetchall()}
