"""Evidence as a terminal shows it: facts first, claims apart, each line with its source and place."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.reader.explain import Answer
from govgraph.graph.reader.findings import Finding, Word
from govgraph.graph.reader.presenter import FactPresenter
from govgraph.ontology.model import Property
from govgraph.text.chars import visible


def why_text(answer: Answer, language: str) -> str:
    """Evidence for people, in Chinese (``zh``) or English (``en``)."""
    return "\n".join(_Why(answer, language).report())


class _Why(FactPresenter):
    def __init__(self, answer: Answer, language: str) -> None:
        super().__init__(answer.reader, language)
        self.answer = answer
        shared = [id_ for p in answer.shared for id_ in (p.project, *(group for group, *_ in p.ties))]
        self.learn([answer.one, answer.other, *shared])

    def name(self, id_: str) -> str:
        return visible(self.node(id_).title)

    def value(self, property_: Property, value: str) -> str:
        return visible(super().value(property_, value))

    def report(self) -> Iterator[str]:
        yield " × ".join(self.name(id_) for id_ in (self.answer.one, self.answer.other) if id_)
        if self.answer.other and not self.answer.findings:
            yield f"\n{self.t('没有直接的说法', 'nothing is said of the two directly')}"
        for is_claim, heading in (
            (False, self.t("事实", "Facts")),
            (True, self.t("主张(不是事实)", "Claims (no facts)")),
        ):
            findings = [f for f in self.answer.findings if f.is_claim == is_claim]
            yield from [f"\n{heading}"] if findings else []
            for finding in findings:
                yield from self.finding(finding, "  ")
        yield from self.shared()
        yield from self.bibliography()

    def shared(self) -> Iterator[str]:
        if self.answer.shared:
            yield f"\n{self.t('共同关联的项目', 'Projects in common')}"
        for project in self.answer.shared:
            yield f"\n  {self.name(project.project)}"
            above: set[Finding] = set()
            for group, kind, premises in project.ties:
                yield f"    {self.name(group)} · {self.code('tie', kind)}"
                for premise in premises:
                    yield from self.finding(premise, "      ", brief=premise in above)
                    above.add(premise)

    def finding(self, finding: Finding, indent: str, *, brief: bool = False) -> Iterator[str]:
        (shown,) = self.tell([finding])
        target = self.name(finding.object) if finding.object else shown.value
        details = "".join(f" · {label} {value}" for label, value in shown.details)
        conflict = f"  ⚠ {self.t('来源不一致', 'sources disagree')}" if finding.conflict else ""
        above = f"  ({self.t('证据见上', 'evidence above')})" if brief else ""
        yield f"{indent}{self.name(finding.subject)} — {shown.label} → {target}{details}{conflict}{above}"
        if brief:
            return
        for number, word in shown.lines:
            yield f"{indent}    {self.line(number, word)}"
        passages = [p for s in finding.statements for p in self.answer.passages.get(s.id, [])]
        for passage in dict.fromkeys(passages):
            yield f"{indent}    │ {visible(passage)}"

    def line(self, number: int, word: Word) -> str:
        texts = [f"{text}={value}" if value else text for text, value in word.printed]
        parts = [
            f"[{number}]",
            word.locator if "://" in word.locator else f"¶{word.locator}" if word.locator else "",
            self.code("modality", word.modality),
        ]
        parts += (
            [self.t("原文", "printed") + "".join(f"「{visible(text)}」" for text in texts)] if texts else []
        )
        parts += [f"{self.t('引述', 'quoting')} {visible(word.quoted)}"] if word.quoted else []
        parts += [f"{self.t('规则', 'rule')} {word.rule}"] if word.rule else []
        return "  ".join(part for part in parts if part)

    def bibliography(self) -> Iterator[str]:
        if self.numbers:
            yield f"\n{self.t('来源', 'Sources')}"
        for number, source in self.cited():
            title = source.title if source.title != source.id else ""
            parts = (title, source.publisher, source.date, source.url)
            yield f"  [{number}] " + " · ".join(visible(part) for part in parts if part) + f"  ({source.id})"
