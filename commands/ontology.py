"""The ontology's commands: check, derive."""

from __future__ import annotations

from pathlib import Path

import click

from govgraph.commands.shared import BAD_DATA, CHECKOUT, fail, guarded


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
        click.echo(f"{problem.kind}: {problem.subject}: {problem.detail}", err=True)
    if problems:
        fail(f"{len(problems)} problems in the ontology", BAD_DATA)
    click.echo("the ontology is in order", err=True)


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
