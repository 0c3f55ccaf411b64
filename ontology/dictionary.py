"""The data dictionary: one HTML page, offline, in Chinese and English, made from the ontology alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from govgraph.ontology.alignment import Link
from govgraph.ontology.axioms import derive_rules
from govgraph.ontology.diagram import neighbours, tree
from govgraph.ontology.examples import example
from govgraph.ontology.markup import (
    both,
    characteristics,
    code,
    link,
    names,
    outside,
    row,
    table,
    title,
    words,
)
from govgraph.ontology.model import NAMESPACE
from govgraph.ontology.terms import Class, Ontology, Property

Alignment = Mapping[str, Sequence[Link]]

_STYLE = Path(__file__).with_name("dictionary.css")
_OPENED = 12  # a code list with more entries than this is folded


def dictionary(model: Ontology, alignment: Alignment) -> str:
    """The whole page."""
    return _Page(model, alignment).html()


def parts(model: Ontology, alignment: Alignment) -> tuple[str, str]:
    """The navigation and the chapters alone, for a page that has a head and a style of its own."""
    page = _Page(model, alignment)
    return page.navigation(), "\n".join(page.chapters())


class _Page:
    def __init__(self, model: Ontology, alignment: Alignment) -> None:
        self.model, self.alignment = model, alignment
        self.rules = derive_rules(model)
        kinds = [c for _, c in sorted(model.classes.items())]
        self.nodes = [c for c in kinds if "EdgeClass" not in c.lineage]
        self.edges = [c for c in kinds if "EdgeClass" in c.lineage]
        self.links = [p for _, p in sorted(model.properties.items()) if p.is_link]
        self.values = [p for _, p in sorted(model.properties.items()) if not p.is_link]

    def html(self) -> str:
        about = self.model.about
        return (
            '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(about['title_zh'])} · govgraph {escape(about['versionInfo'])}</title>\n"
            f"<style>\n{_STYLE.read_text('utf-8')}</style></head>\n"
            f'<body><div class="page">{self.navigation()}<main>\n{self.head()}\n'
            + "\n".join(self.chapters())
            + "\n</main></div></body></html>\n"
        )

    def head(self) -> str:
        about, model = self.model.about, self.model
        figures = [
            (len(model.classes), "类", "classes"),
            (len(self.links), "关系", "links"),
            (len(self.values), "属性", "values"),
            (len(model.codes), "代码表", "code lists"),
            (sum(map(len, self.alignment.values())), "外部对应", "links to other vocabularies"),
        ]
        counts = "".join(f"<li><b>{n}</b>{both(zh, en)}</li>" for n, zh, en in figures)
        return (
            f"<h1>{both(about['title_zh'], about['title_en'], 'div')}</h1>"
            f"{both(about['description_zh'], about['description_en'], 'p')}"
            '<fieldset class="language"><legend class="soft">语言 Language</legend>'
            '<label><input type="radio" name="language" id="both" checked> 中文 + English</label>'
            '<label><input type="radio" name="language" id="only-zh"> 中文</label>'
            '<label><input type="radio" name="language" id="only-en"> English</label></fieldset>'
            f'<ul class="figures">{counts}</ul>'
            f"<dl>{row('版本', 'Version', code(about['versionInfo']))}"
            f"{row('地址', 'Address', code(NAMESPACE) + ' ' + code('gg:'))}"
            f"{row('许可', 'Licence', outside(about['license'], about['license']))}"
            f"{row('作者', 'Creator', escape(about['creator']))}</dl>"
        )

    def navigation(self) -> str:
        def children(parent: str) -> str:
            found = [c for c in (*self.nodes, *self.edges) if c.parents[:1] == (parent,)]
            return (
                "<ul>" + "".join(f"<li>{link(c)}{children(c.name)}</li>" for c in found) + "</ul>"
                if found
                else ""
            )

        roots = [c for c in (*self.nodes, *self.edges) if not c.parents]
        parts = "".join(
            f"<li>{link(c)}{children(c.name)}</li>"
            for c in sorted(roots, key=lambda c: (c.name != "Thing", c.name))
        )
        more = (("links", "关系", "Links"), ("values", "属性", "Values"), ("codes", "代码表", "Code lists"))
        rest = "".join(f'<li><a href="#{at}">{both(zh, en)}</a></li>' for at, zh, en in more)
        return (
            f'<nav aria-label="目录 Contents"><h2>{both("类", "Classes")}</h2><ul>{parts}</ul>'
            f"<h2>{both('其他', 'More')}</h2><ul>{rest}</ul></nav>"
        )

    def chapters(self) -> Iterator[str]:
        yield f'<h2 id="classes">{both("类", "Classes")}</h2><div class="wide">{tree(self.model)}</div>'
        yield from map(self.kind, self.nodes)
        yield f'<h2 id="edges">{both("边类:自身带有属性的关系", "Edge classes: relations with facts of their own")}</h2>'
        yield from map(self.kind, self.edges)
        yield f'<h2 id="links">{both("关系", "Links")}</h2>'
        yield from map(self.property, self.links)
        yield f'<h2 id="values">{both("属性", "Values")}</h2>'
        yield from map(self.property, self.values)
        yield f'<h2 id="codes">{both("代码表", "Code lists")}</h2>'
        yield from (self.codes(name) for name in sorted(self.model.codes))

    # ── classes ───────────────────────────────────────────────────────────────────────────

    def kind(self, kind: Class) -> str:
        own = [p for p in (*self.links, *self.values) if kind.name in p.domain]
        inherited = [
            p
            for p in (*self.links, *self.values)
            if kind.name not in p.domain and set(p.domain) & set(kind.lineage)
        ]
        ends = () if kind.is_edge else self.model.end_properties
        stored = [p for p in self.links if p.stored and p.name not in ends]
        into = sorted(
            (p for p in stored if set(p.range) & set(kind.lineage)), key=lambda p: kind.name not in p.range
        )
        out = sorted(
            (p for p in stored if set(p.domain) & set(kind.lineage)), key=lambda p: kind.name not in p.domain
        )
        shown = example(self.model, kind)
        return (
            f'<section class="term" id="{kind.name}">{title(kind)}{words(kind)}<dl>{"".join(self.axioms(kind))}</dl>'
            f'<div class="wide">{neighbours(kind, into, out)}</div>{table(own)}'
            + (f"<h4>{both('继承的属性', 'Inherited')}</h4><p>{names(inherited)}</p>" if inherited else "")
            + f"<details><summary>{both('查询示例', 'Example queries')} Cypher, SPARQL</summary>"
            f"<pre><code>{escape(shown.cypher)}</code></pre><pre><code>{escape(shown.sparql)}</code></pre></details></section>"
        )

    def axioms(self, kind: Class) -> Iterator[str]:
        disjoint = sorted({b if a == kind.name else a for a, b in self.model.disjoint if kind.name in (a, b)})
        below = [c for c in (*self.nodes, *self.edges) if kind.name in c.parents]
        if kind.is_edge:
            properties = self.model.properties
            start, end = ("|".join(properties[n].range) for n in (kind.edge_from, kind.edge_to))
            pattern = f"(:{start})-[:{properties[kind.direct].relationship_type}]->(:{end})"
            yield row("Cypher关系", "Relationship", code(pattern))
            yield row("两端", "Ends", names(self.model.properties[n] for n in (kind.edge_from, kind.edge_to)))
            yield row("边的键", "Edge keys", names(self.model.properties[n] for n in kind.edge_keys))
        else:
            yield row("Cypher标签", "Labels", code(":" + ":".join(kind.lineage)))
        yield row("上级类", "Sub-class of", names(self.model.classes[n] for n in kind.parents))
        yield row("下级类", "Classes below", names(below))
        yield row("互斥", "Disjoint with", names(self.model.classes[n] for n in disjoint))
        yield row("必填", "Required", names(self.model.properties[n] for n in kind.required))
        yield row("唯一键", "Key", names(self.model.properties[n] for n in kind.keys))
        yield self.links_out(kind.name)

    # ── properties ────────────────────────────────────────────────────────────────────────

    def property(self, p: Property) -> str:
        return f'<section class="term" id="{p.name}">{title(p)}{words(p)}<dl>{"".join(self.facts(p))}</dl></section>'

    def facts(self, p: Property) -> Iterator[str]:
        classes, properties = self.model.classes, self.model.properties
        kind = self.model.edge_class(p.name)
        if p.is_link and p.stored and p.name not in self.model.end_properties:
            yield row("Cypher关系", "Relationship", code(f"[:{p.relationship_type}]"))
        yield row("定义域", "Domain", names(classes[n] for n in p.domain))
        yield row(
            "值域",
            "Range",
            names(classes[n] for n in p.range) if p.is_link else code(f"xsd:{p.datatype}"),
        )
        yield row("特征", "Characteristics", ", ".join(characteristics(p)))
        yield row("边类", "Edge class", names([kind] if kind else []))
        yield row("上级属性", "Sub-property of", names(properties[n] for n in p.above))
        yield row("逆属性", "Inverse of", names([properties[p.inverse]] if p.inverse else []))
        yield row("互斥", "Disjoint with", names(properties[n] for n in p.disjoint))
        yield row("属性链", "Chains", "<br>".join(code(" ∘ ".join(chain)) for chain in p.chains))
        rules = [rule.name for rule in self.rules if rule.head == p.name]
        yield row("推断规则", "Rules", "<br>".join(code(rule) for rule in rules))
        if p.code_list:
            yield row("代码表", "Code list", f'<a href="#code-{p.code_list}">{escape(p.code_list)}</a>')
        yield row("伴随属性", "Companion", names([properties[p.companion]] if p.companion else []))
        yield row("合计上限", "Adds up to at most", escape(p.sum_at_most))
        yield self.links_out(p.name)

    def links_out(self, name: str) -> str:
        found = [
            f"{escape(other.relation)} {outside(other.iri, other.target) if other.iri else code(other.target)}"
            for other in self.alignment.get(name, ())
        ]
        return row("外部对应", "Elsewhere", "<br>".join(found))

    def codes(self, name: str) -> str:
        entries = self.model.codes[name]
        rows = "".join(
            f"<tr><td><code>{escape(entry.notation)}</code></td><td>{escape(entry.label_zh)}</td><td>{escape(entry.label_en)}</td></tr>"
            for entry in entries.values()
        )
        listed = f"<table><tr><th>{both('代码', 'Code')}</th><th>中文</th><th>English</th></tr>{rows}</table>"
        if len(entries) > _OPENED:
            listed = f"<details><summary>{len(entries)} {both('个代码', 'codes')}</summary>{listed}</details>"
        users = [p for p in self.values if p.code_list == name]
        used = f"<p>{both('用于', 'Used by')} {names(users)}</p>" if users else ""
        return f'<section class="term" id="code-{name}"><h3><code>{name}</code></h3>{used}{listed}</section>'
