"""The commands of saved questions: list, show, check, run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from govgraph.commands.shared import BAD_DATA, Context, Seconds, fail, guarded, warn
from govgraph.messages import _, language, told

_FORMATS = ("table", "csv", "json", "markdown")


@click.group()
def query() -> None:
    """Saved questions: list them, read one, run one."""


@query.command("list")
@click.pass_obj
@guarded
def query_list(context: Context) -> None:
    """All saved questions by theme.

    Example: govgraph query list
    """
    from govgraph.report import query_list_text

    click.echo(query_list_text(context.language), nl=False)


@query.command("show")
@click.argument("name")
@click.option("--sparql", is_flag=True, help="The SPARQL text alone.")
@click.option("--cypher", is_flag=True, help="The Cypher text alone.")
@click.option("--params", is_flag=True, help=":param lines for Neo4j Browser and cypher-shell.")
@click.pass_obj
@guarded
def query_show(context: Context, name: str, sparql: bool, cypher: bool, params: bool) -> None:
    """What a question answers, its parameters and columns, and its text.

    Example: govgraph query show co-occurring-giants
    """
    from govgraph.queries.library import parameter_lines, read_query
    from govgraph.report import query_page

    found = read_query(name)
    if params:
        click.echo(parameter_lines(found), nl=False)
        return
    text = (
        found.text("sparql" if sparql else "cypher")
        if sparql or cypher
        else query_page(found, context.language)
    )
    click.echo(text, nl=False)


@query.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
@guarded
def query_check(context: Context, files: tuple[Path, ...]) -> None:
    """Check questions: header, terms, parameters, the Cypher that runs on every engine.

    Without files it checks the saved questions.

    Example: govgraph query check my-question.cypher
    """
    from govgraph.checking import how_many
    from govgraph.queries.check import check_query
    from govgraph.queries.library import query_names, read_file, read_query

    found = [read_file(path) for path in files] or [read_query(name) for name in query_names()]
    problems = [problem for question in found for problem in check_query(question)]
    for problem in problems:
        warn(problem)
    if problems:
        fail(how_many(len(problems)), BAD_DATA)
    context.say(_("questions checked: {count}, no problems").format(count=len(found)))


class _Questions(click.Group):
    """One command per saved question, made from its header: parameters are real options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from govgraph.queries.library import query_names

        return query_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from govgraph.queries.library import Query, read_file, read_query

        @guarded
        def read() -> Query:
            return read_file(Path(cmd_name)) if cmd_name.endswith(".cypher") else read_query(cmd_name)

        found = read()
        zh = language() == "zh"
        options = [
            _option(p.name, p.type, p.many, p.default, p.help_zh if zh else p.help_en)
            for p in found.parameters
        ]
        title = found.title_zh if zh else found.title_en
        text = f"{title}\n\n{told(_(found.answers))}"
        return click.Command(
            cmd_name,
            callback=guarded(_run(found)),
            params=[*options, *_run_options()],
            help=text,
            short_help=title,
        )


def _option(name: str, type_: str, many: bool, default: str | None, help_: str) -> click.Option:
    flag = type_ == "boolean" and default == "false"
    shown = (
        "" if default is None or flag else "  [" + told(_("default: {default}").format(default=default)) + "]"
    )
    return click.Option(
        [f"--{name.replace('_', '-')}", name], is_flag=flag, flag_value="true" if flag else None, default=None, multiple=many,
        metavar=None if flag else type_.upper() + (",…" if many else ""), help=help_ + shown,
    )  # fmt: skip


def _run_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--on", "engine_"],
            metavar="ENGINE",
            default="embedded",
            show_default=True,
            help=told(_("Which store answers: embedded, sparql, neo4j, or one that a package adds.")),
        ),
        click.Option(["--format", "form_"], type=click.Choice(_FORMATS), default="table", show_default=True),
        click.Option(
            ["--exact", "exact_"], is_flag=True, help=told(_("Amounts in full instead of 27.42亿."))
        ),
        click.Option(
            ["--timeout", "timeout_"],
            type=Seconds(),
            default=30.0,
            show_default=True,
            help=told(_("Seconds that the query may take.")),
        ),
        click.Option(
            ["--limit", "limit_"],
            type=click.IntRange(min=0),
            default=100_000,
            show_default=True,
            help=told(_("Rows shown at the most.")),
        ),
        click.Option(
            ["--explain", "explain_"], is_flag=True, help=told(_("The engine's plan instead of an answer."))
        ),
    ]


def _run(found: Any) -> Callable[..., None]:
    @click.pass_obj
    def run(
        context: Context,
        /,
        engine_: str,
        form_: str,
        exact_: bool,
        timeout_: float,
        limit_: int,
        explain_: bool,
        **given: str | tuple[str, ...] | None,
    ) -> None:
        from govgraph.queries.ask import cypher_warnings
        from govgraph.queries.library import is_saved
        from govgraph.queries.render import render
        from govgraph.queries.run import explain_query, run_query

        store = context.workspace.open(engine_)
        try:
            if notice := getattr(store, "notice", None):
                warn(notice)
            if store.language == "cypher" and not is_saved(found):
                for warning in cypher_warnings(found.cypher, store, context.workspace.graph(), {}):
                    warn(warning)
            if explain_:
                click.echo(explain_query(found, store, given, context.workspace.names().resolve), nl=False)
                return
            table = run_query(found, store, given, context.workspace.names().resolve, timeout_, limit_)
        finally:
            store.close()
        click.echo(render(table, form_, exact=exact_, language=context.language), nl=False)
        if table.note:
            warn(table.note)
        if not table.rows:
            context.say(_("no rows"))
        for zh, en in table.remarks:
            context.say(zh if context.language == "zh" else en)

    return run


@query.command("run", cls=_Questions)
def query_run() -> None:
    """Run a saved question, or FILE.cypher of the same form; each has its own options.

    Names in Chinese or English work wherever an id does. A list takes commas or repeated options.

    Example: govgraph query run co-occurring-giants --among 腾讯,华为 --expected
    """
