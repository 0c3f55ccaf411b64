"""A query only reads, and only the graph: what writes, runs a procedure or opens a file is refused before any engine sees it."""

from __future__ import annotations

from govgraph.errors import QueryError
from govgraph.messages import _
from govgraph.stores.cypher.parts import Parts
from govgraph.stores.cypher.tokens import Token, line_of

_WRITES = ("CREATE", "MERGE", "DELETE", "SET", "REMOVE", "FOREACH", "DROP", "INSERT", "DETACH")
_COMMANDS = (
    "LOAD",
    "USE",
    "SHOW",
    "TERMINATE",
    "START",
    "STOP",
    "ALTER",
    "GRANT",
    "DENY",
    "REVOKE",
    "RENAME",
    "PROFILE",
    "EXPLAIN",
)


def only_reads(found: Parts) -> None:
    """Raise QueryError for a text that does more than read the graph."""
    if not found.tokens:
        raise QueryError(_("the query is empty"))
    for i, token in enumerate(found.tokens):
        if _is_name(found, i):
            continue
        if token.is_word(*_WRITES):
            raise _refusal(found, token, _("a query only reads; {word} is refused"))
        if token.is_word("LOAD") and found.after(i).is_word("CSV"):
            raise _refusal(found, token, _("a query reads the graph, no files; {word} is refused"))
        if token.is_word("CALL") and not found.after(i).is_sign("{", "("):
            raise _refusal(
                found, token, _("procedures are not the same on all engines; {word} is for subqueries alone")
            )
        if token.is_word("TRANSACTIONS") and found.before(i).is_word("IN"):
            raise _refusal(found, token, _("a query only reads; {word} is refused"))
    first = found.tokens[0]
    if first.is_word(*_COMMANDS):
        raise _refusal(found, first, _("a query asks the graph with MATCH and RETURN; {word} is refused"))


def _is_name(found: Parts, i: int) -> bool:
    """Whether a word is a property, a label, a key, a variable or a function here, whatever it says elsewhere."""
    before, after = found.before(i), found.after(i)
    is_key = after.is_sign(":") and before.is_sign("{", ",", "(", "[")
    is_called = after.is_sign("(") and not found.tokens[i].is_word(
        "CREATE", "MERGE", "DELETE", "CALL", "FOREACH", "INSERT"
    )
    is_listed = before.is_sign(",") or before.is_word("AS", "BY")
    return before.is_sign(".", ":", "|", "&", "!") or is_key or is_called or is_listed


def _refusal(found: Parts, token: Token, words: str) -> QueryError:
    line = line_of(found.text, token.start)
    return QueryError(_("line {line}: {what}").format(line=line, what=words.format(word=token.text.upper())))
