"""The command line in the reader's language: which one that is, help texts, and what click itself says."""

from __future__ import annotations

import gettext
import inspect
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from govgraph.messages import DOMAIN, LOCALE, _, told

_EXAMPLE = "Example: "


def place_of(arguments: Sequence[str], name: str) -> int | None:
    """Where an option with a value stands in a command, None where it is not given."""
    ours = arguments[: arguments.index("--")] if "--" in arguments else arguments
    places = (
        i for i, one in enumerate(ours) if one.startswith(f"{name}=") or (one == name and ours[i + 1 :])
    )
    return next(places, None)


def option_of(arguments: Sequence[str], name: str) -> str | None:
    """The value of an option, wherever it stands in a command; None where it is not given."""
    place = place_of(arguments, name)
    if place is None:
        return None
    return arguments[place + 1] if arguments[place] == name else arguments[place].partition("=")[2]


def to_the_front(arguments: Sequence[str], name: str) -> list[str]:
    """The command with an option before the subcommand, wherever it was given."""
    place, value = place_of(arguments, name), option_of(arguments, name)
    if place is None or value is None:
        return list(arguments)
    after = place + (2 if arguments[place] == name else 1)
    return [f"{name}={value}", *arguments[:place], *arguments[after:]]


def tree(command: click.Command) -> Iterator[click.Command]:
    """A command and all below it that are there before anything is asked."""
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from tree(below)


def paragraphs(text: str) -> list[str]:
    """The parts of a help text, each with its lines joined; each is a message of the catalogue."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def told_help(text: str) -> str:
    """A help text in the reader's language."""
    return "\n\n".join(_paragraph(part) for part in paragraphs(text))


def _paragraph(text: str) -> str:
    if text.startswith(_EXAMPLE):
        return told(_("Example: {command}").format(command=text.removeprefix(_EXAMPLE)))
    return told(_(text))


def put_help_in_words(main: click.Command) -> None:
    """Put the help of all commands and options into the reader's language."""
    for command in tree(main):
        own = command.get_help_option(click.Context(command, help_option_names=["-h", "--help"]))
        if own is not None:  # click makes it once, in the language of that moment
            own.help = told(_("Show this message and exit."))
        for kind in (one.type for one in command.params if isinstance(one.type, click.Path)):
            english = vars(kind).setdefault(
                "english_name", kind.name
            )  # click gives it when it makes the type
            kind.name = told(_(english))
        spoken: list[click.Command | click.Parameter] = [command, *command.params]
        for part in spoken:
            if english := vars(part).setdefault(
                "english_help", inspect.cleandoc(getattr(part, "help", "") or "")
            ):
                setattr(part, "help", told_help(english))  # noqa: B010 - arguments have none


@contextmanager
def click_speaking(language: str) -> Iterator[None]:
    """Let click, which asks gettext's default domain, find its own words in our catalogue."""
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
