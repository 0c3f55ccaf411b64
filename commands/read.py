"""The command that shows what the reader of notices sees in a file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from govgraph.commands.shared import BAD_DATA, Context, fail, guarded
from govgraph.messages import _, told


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
@guarded
def read(context: Context, file: Path, form: str) -> None:
    """What the reader sees in a notice, without loading it.

    The event, each field with its value, printed words and place, and what gave nothing, with the reason.

    Example: govgraph read notice.html
    """
    from govgraph.errors import SourceError
    from govgraph.loaders.notices import prepare
    from govgraph.loaders.notices.seen import as_text, seen_in

    if not file.is_file():
        raise SourceError(_("does not exist"), str(file))
    prepare(context.workspace.root)
    entries = seen_in(file)
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
    else:
        for line in as_text(entries):
            click.echo(told(line))
    if not any("event" in entry for entry in entries):
        fail(_("{file}: holds no notice that can be read").format(file=file), BAD_DATA)
