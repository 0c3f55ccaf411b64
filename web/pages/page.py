"""One request for a page: the language it is answered in, and the words and addresses that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.requests import Request

from govgraph import __version__
from govgraph.graph.reader.reader import Node
from govgraph.ontology.model import Class, ontology
from govgraph.text.chars import visible
from govgraph.web.pages.services import Services
from govgraph.web.protocol import origin

#: Headings of the masthead: path, Chinese, English.
SECTIONS = [
    ("/", "概览", "Overview"),
    ("/questions", "问题", "Questions"),
    ("/procurement", "采购", "Procurement"),
    ("/sources", "来源", "Sources"),
    ("/query", "SPARQL", "SPARQL"),
    ("/cypher", "Cypher", "Cypher"),
    ("/ontology", "数据词典", "Data dictionary"),
    ("/download", "下载", "Downloads"),
]
_ANYWHERE = ("/", "/query", "/ontology")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]{3}")


#: Named rules as people call them; the name itself stands beside each line.
_RULES = {
    "group-tie": ("集团与项目的关联", "ties of groups to projects"), "joint-venture": ("合资公司", "joint ventures"),
    "project-date": ("项目日期", "dates of projects"), "group-bid": ("集团参与的投标", "bids that groups stand behind"),
}  # fmt: skip
TAGS = {"zh": "zh-CN", "en": "en"}


def _tongue(text: str) -> str:
    """The language a text is most likely in, empty where it is only figures and signs."""
    return "zh" if _HAN.search(text) else "en" if _LATIN.search(text) else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One request for a page: the language it is answered in, and the words and addresses that follow."""

    request: Request
    services: Services
    language: str
    chosen: bool

    def t(self, zh: str, en: str) -> str:
        """The one of two wordings that is in the page's language."""
        return zh if self.language == "zh" else en

    def term(self, term: Any) -> str:
        """The label of a class, property or code; an empty text for None."""
        return "" if term is None else str(self.t(term.label_zh, term.label_en))

    def href(self, path: str, **query: str | int | None) -> str:
        """A path on this site, with a language that was chosen by hand carried along."""
        given = {key: value for key, value in query.items() if value not in (None, "")}
        if self.chosen and "lang" not in given:
            given["lang"] = self.language
        return quote(path, safe="/") + (f"?{urlencode(given)}" if given else "")

    def switched(self) -> str:
        """This page in the other language."""
        others = [(key, value) for key, value in self.request.query_params.multi_items() if key != "lang"]
        other = "en" if self.language == "zh" else "zh"
        return f"{quote(self.path, safe='/')}?{urlencode([*others, ('lang', other)])}"

    def sections(self) -> list[tuple[str, str, str]]:
        """The main headings: path, Chinese, English; RDF files alone have only some."""
        return SECTIONS if self.services.site.build else [s for s in SECTIONS if s[0] in _ANYWHERE]

    def within(self, path: str) -> bool:
        """Whether this page stands under a heading."""
        return self.path == path or (path != "/" and self.path.startswith(f"{path}/"))

    @property
    def version(self) -> str:
        """The software's version."""
        return __version__

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return str(self.request.url.path)

    @property
    def origin(self) -> str:
        """The public address of this service, without a slash at its end."""
        return origin(self.request, self.services.site.engine.settings)

    @property
    def canonical(self) -> str:
        """The address of this page, whatever language it is in and however it was reached."""
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if key != "lang"]
        return self.origin + quote(self.path, safe="/") + (f"?{urlencode(kept)}" if kept else "")

    def named(self, node: Node) -> str:
        """A thing's name in the page's language, else its main name."""
        return node.name(self.language)

    def second(self, node: Node) -> str:
        """Its name in the other language, if it has one."""
        other = node.title if self.language == "en" else node.english
        return "" if other == self.named(node) else other

    def cls(self, name: str) -> Class | None:
        """A class of the ontology by name."""
        return ontology().classes.get(name)

    def classes(self, node: Node) -> list[Class]:
        """The classes that say most of a thing: those with none of its other classes below them."""
        own = [ontology().classes[label] for label in node.labels if label in ontology().classes]
        return [c for c in own if not any(c.name in other.lineage[1:] for other in own)]

    def code(self, code_list: str, notation: str) -> str:
        """The label of a code, or the code."""
        return self.term(ontology().codes.get(code_list, {}).get(notation)) or notation

    def by_other(self, group: Any) -> list[tuple[str, list[Any]]]:
        """A group's facts by the thing at their other end."""
        found: dict[str, list[Any]] = {}
        for fact in group.facts:
            found.setdefault(fact.finding.object if group.out else fact.finding.subject, []).append(fact)
        return list(found.items())

    def by_rule(self, shown: Any) -> list[tuple[str, list[Any], int]]:
        """What rules infer, by rule (named rules, then what follows from the ontology's axioms), and how much in all."""

        def words(rule: str) -> str:
            return (
                self.t("本体公理", "axioms of the ontology")
                if " <- " in rule
                else self.t(*_RULES.get(rule, (rule, rule)))
            )

        found: dict[str, list[Any]] = {}
        totals: dict[str, int] = {}
        for item in shown.inferred:
            found.setdefault(words(item.rule), []).append(item)
            if item.is_value:
                totals[words(item.rule)] = totals.get(words(item.rule), 0) + 1
        for rule, number in shown.totals.inferred.items():
            totals[words(rule)] = totals.get(words(rule), 0) + number
        return [(name, found.get(name, []), totals[name]) for name in dict.fromkeys([*found, *totals])]

    def number(self, value: int) -> str:
        """A count as people read it."""
        return f"{value:,}"

    def lines(self, text: str) -> str:
        """A message of several lines without anything that plays tricks."""
        return "\n".join(visible(line) for line in text.splitlines())

    def size(self, number: int) -> str:
        """A file's size as people read it."""
        return f"{number / 1e6:.1f} MB" if number >= 1e5 else f"{number / 1e3:.0f} kB"

    def clean(self, text: str) -> str:
        """A text of the data with control characters and direction marks shown as codes."""
        return visible(text)

    def lang_of(self, text: str) -> Markup:
        """The lang attribute of an element that holds a text of the data; empty where the page's holds."""
        own = _tongue(text) or self.language
        return Markup("") if own == self.language else Markup(' lang="{}"').format(TAGS[own])

    def outside(self, url: str) -> bool:
        """Whether an address of the data may be a link: only the web's, never a script."""
        return bool(re.match(r"https?://[^\s/]", url))

    def said(self, text: str) -> Markup:
        """A text of the data, marked with its language where it is not the page's, and without tricks."""
        if isinstance(text, Markup):  # an amount of our own making
            return text
        shown, lang = Markup.escape(visible(text)), self.lang_of(text)
        return Markup("<span{}>{}</span>").format(lang, shown) if lang else shown


def read_page(request: Request, services: Services) -> Page:
    """The language that was chosen, else the best that the browser takes, else the site's."""
    chosen = request.query_params.get("lang", "")
    if chosen in ("zh", "en"):
        return Page(request, services, chosen, True)
    return Page(
        request,
        services,
        _accepted(request.headers.get("accept-language", "")) or services.site.language,
        False,
    )


def _accepted(header: str) -> str:
    best, found = 0.0, ""
    for part in header.split(",")[:20]:
        match = re.fullmatch(r"\s*(zh|en)(?:-[\w-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part, re.I)
        if match and float(match[2] or 1) > best:
            best, found = float(match[2] or 1), match[1].lower()
    return found
