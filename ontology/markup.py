"""Pieces of HTML that the data dictionary is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from govgraph.ontology.terms import Property, Term


def characteristics(p: Property) -> Iterator[str]:
    for holds, zh, en in (
        (p.single, "单值", "functional"), (p.transitive, "传递", "transitive"), (p.symmetric, "对称", "symmetric"),
        (p.asymmetric, "不对称", "asymmetric"), (p.irreflexive, "反自反", "irreflexive"),
        (not p.stored, "不存储,反向读取其逆属性", "not stored: read its inverse backwards"),
    ):  # fmt: skip
        if holds:
            yield both(zh, en)


def table(properties: Sequence[Property]) -> str:
    if not properties:
        return ""
    rows = "".join(
        f"<tr><td>{link(p)}</td><td>{both(p.label_zh, p.label_en)}</td>"
        f"<td>{' · '.join(p.range) if p.is_link else p.datatype}{'' if p.single else ' *'}</td>"
        f"<td>{both(p.definition_zh, p.definition_en, 'div')}</td></tr>"
        for p in properties
    )
    heads = (
        ("属性", "Property"),
        ("名称", "Name"),
        ("值(* 可多个)", "Value (* several)"),
        ("定义", "Definition"),
    )
    return f'<div class="wide"><table><tr>{"".join(f"<th>{both(*head)}</th>" for head in heads)}</tr>{rows}</table></div>'


def title(term: Term) -> str:
    return f"<h3><code>{term.name}</code> {both(term.label_zh, term.label_en)}</h3>"


def words(term: Term) -> str:
    return (
        f"{both(term.definition_zh, term.definition_en, 'p')}"
        f'<p class="example">{both("例:", "Example:")} {escape(term.example)}</p>'
    )


def code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def names(terms: Iterable[Term]) -> str:
    return ", ".join(link(term) for term in terms)


def link(term: Term) -> str:
    return f'<a href="#{term.name}" title="{escape(term.label_zh)} · {escape(term.label_en)}">{term.name}</a>'


def outside(iri: str, text: str) -> str:
    return f'<a href="{escape(iri)}">{escape(text)}</a>'


def row(zh: str, en: str, content: str) -> str:
    return f"<dt>{both(zh, en)}</dt><dd>{content}</dd>" if content else ""


def both(zh: str, en: str, tag: str = "span") -> str:
    """The same words in both languages; the page's switch hides one."""
    space = " " if tag == "span" else ""
    return f'<{tag} class="zh" lang="zh">{escape(zh)}</{tag}>{space}<{tag} class="en" lang="en">{escape(en)}</{tag}>'
