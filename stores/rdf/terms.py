"""Terms of the ontology's namespace in a SPARQL text that the ontology does not declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from govgraph.messages import _
from govgraph.ontology.model import NAMESPACE, ontology
from govgraph.stores.cypher.terms import nearest

# strings and comments are stepped over, as is what is no name
_TOKEN = re.compile(
    r"""(?:"{3}.*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*)
    |<(?P<address>[^<>"{}|^`\\\s]*)>|(?P<prefix>[A-Za-z][\w.-]*)?:(?P<name>\w[\w.-]*)?|\$(?P<parameter>\w+)""",
    re.S | re.X,
)


def unknown_sparql_terms(text: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A line for each unknown term, with the nearest known one, and for each parameter that the text does not have."""
    model, spaces, seen = ontology(), {"gg": NAMESPACE}, set()
    known = {*model.classes, *model.properties}
    prefix, asked = None, set()
    for match in _TOKEN.finditer(text):
        asked.add(match["parameter"])
        address = match["address"]
        if address is not None and prefix is not None:
            spaces[prefix], prefix = address, None
            continue
        prefix = (match["prefix"] or "") if match["name"] is None and match[0].endswith(":") else None
        if match["name"]:
            address = spaces.get(match["prefix"] or "", "") + match["name"]
        name = (address or "").removeprefix(NAMESPACE)
        if (address or "").startswith(NAMESPACE) and name and name not in known and name not in seen:
            seen.add(name)
            line = text.count("\n", 0, match.start()) + 1
            yield _("line {line}: the ontology has no {name}{hint}").format(
                line=line, name=name, hint=nearest(name, known)
            )
    for name in sorted(set(parameters) - asked):
        yield _("the query has no parameter ${name}{hint}").format(
            name=name, hint=nearest(name, {one for one in asked if one}, "$")
        )
