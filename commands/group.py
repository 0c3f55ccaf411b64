"""The command itself: settings and the reader's language are known before anything is parsed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from govgraph.commands.help import click_speaking, option_of, put_help_in_words, to_the_front
from govgraph.commands.settings import read_settings
from govgraph.commands.shared import USAGE, fail
from govgraph.errors import QueryError
from govgraph.messages import LANGUAGES, speaking

_DEFAULT = "zh"


class Main(click.Group):
    """Options come from the command, else the environment, else `govgraph.toml`; `--lang` may stand anywhere."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run a command; returns, or ends the process, as click does."""
        arguments = to_the_front(list(sys.argv[1:] if args is None else args), "--lang")
        asked = option_of(arguments, "--lang") or os.environ.get("GOVGRAPH_LANG", "")
        file = option_of(arguments, "--config") or os.environ.get("GOVGRAPH_CONFIG")
        try:
            settings = read_settings(file, self)
        except QueryError as error:
            with speaking(_known(asked)):
                fail(error.text, USAGE)
        chosen = _known(asked, os.environ.get("GOVGRAPH_LANG", ""), str(settings.get("lang", "")))
        with speaking(chosen), click_speaking(chosen):
            put_help_in_words(self)
            return super().main(arguments, *more, default_map=settings, **extra)


def _known(*asked: str) -> str:
    """The first of the languages asked for that there is."""
    return next((language for language in asked if language in LANGUAGES), _DEFAULT)
