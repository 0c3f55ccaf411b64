"""The ontology's commands: check, derive."""

from __future__ import annotations

from pathlib import Path

import click

from govgraph.commands.shared import BAD_DATA, CHECKOUT, fail, guarded, warn
from govgraph.messages import _, joined


@click.group()
def ontology() -> None:
    """The ontology: check it, derive what follows from it."""


@ontology.command("check")
@CHECKOUT
@guarded
def ontology_check(root: Path | None) -> None:
    """Profile, consistency, words, references and derived files; needs govgraph[ontology].

    Example: govgraph ontology check
    """
    from govgraph.ontology.validate import check_ontology

    problems = check_ontology(root)
    for problem in problems:
        warn(joined((problem.kind, problem.subject, problem.detail), ": "))
    if problems:
        fail(_("{problems} problems in the ontology").format(problems=len(problems)), BAD_DATA)
    warn(_("the ontology is in order"))


@ontology.command("derive")
@CHECKOUT
@guarded
def ontology_derive(root: Path | None) -> None:
    """Write labels, constraints, shapes, JSON-LD context and data dictionary anew.

    Example: govgraph ontology derive
    """
    from govgraph.ontology.derive import derive
    from govgraph.ontology.model import FOLDER

    for path in derive(root or FOLDER.parent):
        click.echo(path)
