"""What the commands print that is no table: evidence, question pages, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govgraph.graph.builder.rules.infer import STEPS
from govgraph.graph.graph import Graph
from govgraph.graph.reader.findings import Answer, Finding
from govgraph.ontology.model import ontology
from govgraph.queries.library import Query, query_names, read_query
from govgraph.queries.render import visible

_WORDS = {
    "zh": {
        "facts": "事实",
        "claims": "主张(不是事实)",
        "shared": "共同关联的项目",
        "sources": "来源",
        "none": "没有直接的说法",
        "conflict": "来源不一致",
        "quoted": "引述",
        "rule": "规则",
        "printed": "原文",
        "above": "证据见上",
        "param": "参数",
        "column": "列",
    },
    "en": {
        "facts": "Facts",
        "claims": "Claims (no facts)",
        "shared": "Projects in common",
        "sources": "Sources",
        "none": "nothing is said of the two directly",
        "conflict": "sources disagree",
        "quoted": "quoting",
        "rule": "rule",
        "printed": "printed",
        "above": "evidence above",
        "param": "parameters",
        "column": "columns",
    },
}


def why_text(answer: Answer, language: str) -> str:
    """Evidence for people: facts first, claims apart, each line with its source and place."""
    return "\n".join(_Why(answer, language).lines())


class _Why:
    def __init__(self, answer: Answer, language: str) -> None:
        self.answer, self.language, self.words = answer, language, _WORDS[language]
        self.numbers: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        title = " × ".join(self.name(id_) for id_ in (self.answer.one, self.answer.other) if id_)
        yield title
        facts = [f for f in self.answer.findings if not f.is_claim]
        claims = [f for f in self.answer.findings if f.is_claim]
        if self.answer.other and not self.answer.findings:
            yield f"\n{self.words['none']}"
        for heading, findings in (("facts", facts), ("claims", claims)):
            if findings:
                yield f"\n{self.words[heading]}"
                for finding in findings:
                    yield from self.finding(finding, "  ")
        if self.answer.shared:
            yield f"\n{self.words['shared']}"
        for project in self.answer.shared:
            yield f"\n  {self.name(project.project)}"
            shown: set[Finding] = set()
            for group, kind, premises in project.ties:
                yield f"    {self.name(group)} · {self.code('tie', kind)}"
                for premise in premises:
                    yield from self.finding(premise, "      ", brief=premise in shown)
                    shown.add(premise)
        yield from self.bibliography()

    def finding(self, finding: Finding, indent: str, *, brief: bool = False) -> Iterator[str]:
        known = ontology().properties[finding.predicate]
        label = known.label_zh if self.language == "zh" else known.label_en
        target = (
            self.name(finding.object)
            if finding.object
            else self.code(known.code_list, visible(finding.value))
        )
        details = "".join(f" · {self.detail(name, value)}" for name, value in finding.details)
        conflict = f"  ⚠ {self.words['conflict']}" if finding.conflict else ""
        above = f"  ({self.words['above']})" if brief else ""
        yield f"{indent}{self.name(finding.subject)} — {label} → {target}{details}{conflict}{above}"
        if brief:
            return
        for line in self.evidence(finding):
            yield f"{indent}    {line}"
        for passage in dict.fromkeys(
            p for s in finding.statements for p in self.answer.passages.get(s.id, [])
        ):
            yield f"{indent}    │ {visible(passage)}"

    def evidence(self, finding: Finding) -> Iterator[str]:
        """One line per source, place and firmness, with all that is printed there."""
        printed: dict[tuple[str, str, str, str, str], list[str]] = {}
        for s in finding.statements:
            key = (s.source, s.locator, s.modality, s.quoted, s.rule)
            value = (
                f"{s.surface}={s.object}"
                if finding.conflict and s.datatype not in ("entity", "class")
                else s.surface
            )
            printed.setdefault(key, []).extend([value] if value else [])
        for (source, locator, modality, quoted, rule), surfaces in printed.items():
            number = self.numbers.setdefault(source, len(self.numbers) + 1)
            parts = [f"[{number}]", f"¶{locator}" if locator else "", self.code("modality", modality)]
            parts += (
                [self.words["printed"] + "".join(f"「{visible(x)}」" for x in dict.fromkeys(surfaces))]
                if surfaces
                else []
            )
            parts += [f"{self.words['quoted']} {visible(quoted)}"] if quoted else []
            parts += [f"{self.words['rule']} {rule}"] if rule else []
            yield "  ".join(part for part in parts if part)

    def bibliography(self) -> Iterator[str]:
        if self.numbers:
            yield f"\n{self.words['sources']}"
        for source, number in self.numbers.items():
            known = self.answer.sources.get(source, {})
            parts = [known.get(key, "") for key in ("name", "publisherName", "date", "url")]
            yield f"  [{number}] " + " · ".join(visible(part) for part in parts if part) + f"  ({source})"

    def detail(self, name: str, value: str) -> str:
        known = ontology().properties[name]
        label = known.label_zh if self.language == "zh" else known.label_en
        shown = self.code(known.code_list, value) if known.code_list else visible(value)
        return f"{label} {shown}" + ("%" if name == "stake" else "")

    def name(self, id_: str) -> str:
        if id_ not in self.answer.names:
            return id_
        known = self.answer.names[id_]
        return visible(known.name) or id_

    def code(self, code_list: str, value: str) -> str:
        known = ontology().codes.get(code_list, {}).get(value)
        return value if known is None else known.label_zh if self.language == "zh" else known.label_en


def why_json(answer: Answer) -> dict[str, Any]:
    """Evidence for machines: the same findings with every field of every statement."""
    return {
        "subjects": [id_ for id_ in (answer.one, answer.other) if id_],
        "findings": [_finding_json(f, answer) for f in answer.findings],
        "sharedProjects": [
            {
                "project": shared.project,
                "ties": [
                    {"group": group, "kind": kind, "premises": [_finding_json(f, answer) for f in premises]}
                    for group, kind, premises in shared.ties
                ],
            }
            for shared in answer.shared
        ],
        "sources": answer.sources,
    }


def _finding_json(finding: Finding, answer: Answer) -> dict[str, Any]:
    return {
        "predicate": finding.predicate,
        "subject": finding.subject,
        **({"object": finding.object} if finding.object else {"value": finding.value}),
        "details": [{"property": name, "value": value} for name, value in finding.details],
        "claim": finding.is_claim,
        "conflict": finding.conflict,
        "statements": [
            {
                "source": s.source, "locator": s.locator, "surface": s.surface, "modality": s.modality, "quoted": s.quoted,
                "rule": s.rule, "value": s.object, "predicate": s.predicate, "passages": answer.passages.get(s.id, []),
            }
            for s in finding.statements
        ],
    }  # fmt: skip


def query_list_text(language: str) -> str:
    """All questions by theme."""
    found = [read_query(name) for name in query_names()]
    width = max(len(q.name) for q in found)
    lines: list[str] = []
    for theme in dict.fromkeys(q.theme for q in sorted(found, key=lambda q: (q.theme, q.name))):
        lines.append(theme)
        for q in (q for q in found if q.theme == theme):
            lines.append(f"  {q.name.ljust(width)}  {q.title_zh if language == 'zh' else q.title_en}")
    return "\n".join(lines) + "\n"


def query_page(query: Query, language: str) -> str:
    """What a question answers, its parameters and columns, and its Cypher."""
    words, zh = _WORDS[language], language == "zh"
    lines = [
        query.name,
        f"{query.title_zh} · {query.title_en}",
        "",
        query.answers,
        query.why,
        query.excludes,
        query.references,
        "",
    ]
    lines.append(words["param"])
    for p in query.parameters:
        kind = p.type + (" list" if p.many else "")
        lines.append(
            f"  --{p.name:<12} {kind:<12} {p.help_zh if zh else p.help_en} [{p.default if p.default is not None else '-'}]"
        )
    lines += ["", words["column"]]
    lines += [f"  {c.name:<14} {c.type:<9} {c.label_zh if zh else c.label_en}" for c in query.columns]
    return "\n".join([*lines, "", query.body, ""])


def count_lines(graph: Graph) -> Sequence[str]:
    """How many nodes per label and relationships per type a graph has, and where rules went no further."""
    nodes = sum(t.count for t in graph.nodes)
    edges = sum(t.count for t in graph.edges)
    counts = sorted(graph.counts().items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {count}" for name, count in counts[:12])
    lines = [f"{nodes} nodes and {edges} relationships: {shown}{', …' if len(counts) > 12 else ''}"]
    for name, count in graph.ended:
        type_ = ontology().properties[name].relationship_type
        lines.append(f"{count} inferred {type_} lead over {STEPS} links and are followed no further")
    return lines
