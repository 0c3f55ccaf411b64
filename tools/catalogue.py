"""The catalogue of messages, from the code: `python -m govgraph.tools.catalogue` writes it anew.

    locale/zh/LC_MESSAGES/govgraph.po    what translators edit: every msgid with its translation
    locale/zh/LC_MESSAGES/govgraph.mo    the same as gettext reads it, derived

Msgids are what stands in `_("…")`, the help of all commands by paragraphs, the prose of the saved questions,
and what click and the system say themselves. A translation whose msgid is gone is dropped; a new msgid gets
an empty one, which a test names.
"""

from __future__ import annotations

import ast
import inspect
import struct
from collections.abc import Iterator
from pathlib import Path

import click

from govgraph.cli import main
from govgraph.commands.help import paragraphs, tree
from govgraph.messages import DOMAIN, LANGUAGES, LOCALE
from govgraph.queries.library import query_names, read_query

ROOT = Path(__file__).parents[1]
_OUTSIDE = {"tests", "benchmarks", "docs", "docker", "tools", ".pkg", ".venv", "build"}
_HEAD = (
    "Language: {0}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=1; plural=0;\n"
)
#: Reasons of the operating system, as `os.strerror` words them.
_SYSTEM = (
    "No such file or directory", "Permission denied", "Is a directory", "Not a directory", "File exists",
    "No space left on device", "Read-only file system", "File name too long", "Address already in use",
    "Cannot assign requested address", "Too many open files", "Input/output error", "Disk quota exceeded",
    "Too many levels of symbolic links", "Invalid argument",
)  # fmt: skip
#: What click says.
_CLICK = (
    "Aborted!", "Options", "Positional arguments", "Commands", "Missing command.", "Usage:", "env var: {var}", "default: {default}",
    "Error: {message}", "Try '{command} {option}' for help.", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "Missing argument", "Missing option", "Missing parameter", "No such option {name!r}.", "No such command {name!r}.", "required",
    "unknown error", "Choose from:\n\t{choices}", "{value!r} is not a valid {number_type}.", "{value} is not in the range {range}.",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a file.", "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.", "directory", "path", "Argument {name!r} takes {nargs} values.",
    "Option {name!r} does not take a value.", "Show the version and exit.", "Show this message and exit.", "%(prog)s, version %(version)s",
    "Could not open file {filename!r}: {message}", "(dynamic)",
    # a singular and its plural
    "Did you mean {possibility}?\0(Did you mean one of: {possibilities}?)",
    "Got unexpected extra argument ({args})\0Got unexpected extra arguments ({args})",
    "Option {name!r} requires an argument.\0Option {name!r} requires {nargs} arguments.",
    "{value!r} is not {choice}.\0{value!r} is not one of {choices}.",
)  # fmt: skip


def msgids() -> dict[str, str]:
    """Every msgid with where it comes from, in order of place."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if name.parts[0] not in _OUTSIDE:
            for msgid in _marked(path):
                found.setdefault(msgid, name.as_posix())
    for command in tree(main):
        for msgid in _help(command):
            found.setdefault(msgid, "commands")
    for query in map(read_query, query_names()):
        for msgid in filter(None, (query.answers, query.why, query.excludes, query.references)):
            found.setdefault(msgid, f"queries/{query.name}.cypher")
    return found | dict.fromkeys(_SYSTEM, "the system") | dict.fromkeys(_CLICK, "click")


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "_"
            and node.args
        ):
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def _help(command: click.Command) -> Iterator[str]:
    texts = [command.help or "", *(getattr(one, "help", None) or "" for one in command.params)]
    for text in texts:
        yield from (part for part in paragraphs(inspect.cleandoc(text)) if not part.startswith("Example: "))


# ── the files ─────────────────────────────────────────────────────────────────────────────────


def read_po(text: str) -> dict[str, str]:
    """Translations by msgid."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            word, _space, rest = line.partition(" ")
            if word in ("msgid", "msgid_plural", "msgstr", "msgstr[0]"):
                word = word.removesuffix("[0]")
                key, parts[word] = word, ast.literal_eval(rest)
            elif line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        if parts.get("msgid"):
            found["\0".join(parts[one] for one in ("msgid", "msgid_plural") if one in parts)] = parts[
                "msgstr"
            ]
    return found


def po(language: str, known: dict[str, str]) -> str:
    """The text of a catalogue that has what is known and asks for the rest."""
    blocks = [f'msgid ""\nmsgstr {_quoted(_HEAD.format(language))}']
    for msgid, place in msgids().items():
        flag = "#, python-brace-format\n" if "{" in msgid else ""
        one, _zero, several = msgid.partition("\0")
        ids = f"msgid {_quoted(one)}\n" + (f"msgid_plural {_quoted(several)}\n" if several else "")
        form = "msgstr[0]" if several else "msgstr"
        blocks.append(f"#: {place}\n{flag}{ids}{form} {_quoted(known.get(msgid, ''))}")
    return "\n\n".join(blocks) + "\n"


def mo(language: str, known: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it: two tables of lengths and places, then the texts (GNU gettext, MO files)."""
    entries = sorted((k.encode(), v.encode()) for k, v in {"": _HEAD.format(language), **known}.items() if v)
    place, tables, texts = 28 + 16 * len(entries), ([], []), b""  # type: tuple[int, tuple[list[int], list[int]], bytes]
    for table, side in zip(tables, (0, 1), strict=True):
        for entry in entries:
            table += [len(entry[side]), place + len(texts)]
            texts += entry[side] + b"\0"
    head = (0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return struct.pack(f"<{7 + 4 * len(entries)}I", *head, *tables[0], *tables[1]) + texts


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'


def catalogues() -> dict[Path, bytes]:
    """The files as they should be."""
    found: dict[Path, bytes] = {}
    for language in LANGUAGES:
        path = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        if language == "en":
            continue
        known = read_po(path.read_text("utf-8")) if path.exists() else {}
        text = po(language, known)
        found[path] = text.encode()
        found[path.with_suffix(".mo")] = mo(language, read_po(text))
    return found


if __name__ == "__main__":
    for file, content in catalogues().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        print(file)
