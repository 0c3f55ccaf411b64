"""The command line: parse, call, print. No logic lives here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from govgraph import __version__
from govgraph.errors import GovgraphError, InvalidGraph, QueryError, SourceError, StoreError

# Engines and views are imported inside the commands that need them, so that `--help` is instant.

DONE, FAILED, USAGE, BAD_DATA = 0, 1, 2, 3
_FORMATS = ("table", "csv", "json", "markdown")
_ENGINES = ("embedded", "neo4j", "sparql")


class _Context:
    """What all commands share: the workspace and how much is said."""

    def __init__(self, folder: Path, quiet: bool, language: str) -> None:
        from govgraph.workspace import Workspace

        self.workspace = Workspace(folder)
        self.quiet, self.language = quiet, language

    def say(self, text: str) -> None:
        """Progress and remarks go to standard error, so that results can be piped."""
        if not self.quiet:
            click.echo(text, err=True)


def _guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into a message and an exit code."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except InvalidGraph as error:
            from govgraph.checking import violation_lines

            for line in violation_lines(error.violations):
                click.echo(line, err=True)
            _fail(str(error), BAD_DATA)
        except SourceError as error:
            _fail(str(error), BAD_DATA)
        except QueryError as error:
            _fail(str(error), USAGE)
        except (StoreError, GovgraphError) as error:
            _fail(str(error), FAILED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(DONE)

    return guarded


def _fail(message: str, code: int) -> None:
    click.secho(f"govgraph: {message}", fg="red", err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
@click.option("--workspace", "folder", type=click.Path(path_type=Path, file_okay=False), default=".govgraph",
              envvar="GOVGRAPH_WORKSPACE", show_default=True, show_envvar=True, help="Folder of statements and builds.")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but results and errors.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="GOVGRAPH_LANG", show_default=True,
              help="Language of headings.")  # fmt: skip
@click.pass_context
def main(context: click.Context, folder: Path, quiet: bool, lang: str) -> None:
    """The knowledge graph of the smart-government (数字政府) vendor ecosystem.

    Who is behind whom, who meets whom where, and who says so. Start with: govgraph demo
    """
    context.obj = _Context(folder, quiet, lang)


@main.command()
@click.option("-o", "--output", "page", type=click.Path(path_type=Path, dir_okay=False), default="govgraph-demo.html",
              show_default=True, help="Where the network page goes.")  # fmt: skip
@click.pass_obj
@_guarded
def demo(context: _Context, page: Path) -> None:
    """The main job on the bundled facts: build, answer, write the page.

    Example: govgraph demo
    """
    from govgraph.demo import run_demo

    click.echo(run_demo(context.workspace, page, context.say, context.language), nl=False)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "format_", help="Format of the files; told from each file where it is left out.")
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False),
              help="Column map of tables (CSV, Excel); NAME.map.yml beside NAME.csv where it is left out.")  # fmt: skip
@click.option("--jobs", default=0, help="Files read at once; 0 means one for each processor.")
@click.pass_obj
@_guarded
def load(
    context: _Context, files: tuple[Path, ...], format_: str | None, map_file: Path | None, jobs: int
) -> None:
    """Read source files into the workspace's statements.

    What a source said before is replaced. Of curated files nothing is written when one has an error; of
    all others the good records are kept, and the bad ones go to the workspace's quarantine folder.

    Example: govgraph load my-facts.yml
    """
    from govgraph.loaders.load import load_all, report_lines

    curated, counts = load_all(context.workspace, files, format_, jobs, map_file)
    _stop_on(curated.problems)
    for source, count in context.workspace.replace_statements(curated.statements).items():
        context.say(f"{source}: {count} statements")
    for line in report_lines(counts) if counts else ():
        click.echo(line, err=True)
    problems = [SourceError(one.problem, one.file) for one in counts if one.problem]
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        _fail(f"{len(problems)} of {len(counts)} files were not loaded", BAD_DATA)
    context.say("Now run: govgraph build")


@main.command()
@click.option("--no-inference", is_flag=True, help="Leave out what only rules infer.")
@click.pass_obj
@_guarded
def build(context: _Context, no_inference: bool) -> None:
    """Build the embedded graph and the RDF store from the statements.

    Example: govgraph build
    """
    from govgraph.graph.doubts import read_review
    from govgraph.graph.ocds_merge import unmerged_line
    from govgraph.report import count_lines

    graph = context.workspace.build(inference=not no_inference)
    for line in count_lines(graph):
        context.say(line)
    if line := unmerged_line(context.workspace.root):
        click.echo(line, err=True)
    if doubts := read_review(context.workspace.root / "review.tsv")[0]:
        context.say(f"{len(doubts)} pairs of organisations look alike; run: govgraph review list")


@main.group()
def ontology() -> None:
    """The ontology: check it, derive what follows from it."""


_ROOT = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), help="A checkout; this one by default."
)


@ontology.command("check")
@_ROOT
@_guarded
def ontology_check(root: Path | None) -> None:
    """Profile, consistency, words, references and derived files; needs govgraph[ontology].

    Example: govgraph ontology check
    """
    from govgraph.ontology.validate import check_ontology

    problems = check_ontology(root)
    for problem in problems:
        click.echo(f"{problem.kind}: {problem.subject}: {problem.detail}", err=True)
    if problems:
        _fail(f"{len(problems)} problems in the ontology", BAD_DATA)
    click.echo("the ontology is in order", err=True)


@ontology.command("derive")
@_ROOT
@_guarded
def ontology_derive(root: Path | None) -> None:
    """Write labels, constraints, shapes, JSON-LD context and data dictionary anew.

    Example: govgraph ontology derive
    """
    from govgraph.ontology.derive import derive
    from govgraph.ontology.model import FOLDER

    for path in derive(root or FOLDER.parent):
        click.echo(path)


@main.group()
def query() -> None:
    """Saved questions: list them, read one, run one."""


@query.command("list")
@click.pass_obj
@_guarded
def query_list(context: _Context) -> None:
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
@_guarded
def query_show(context: _Context, name: str, sparql: bool, cypher: bool, params: bool) -> None:
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
@_guarded
def query_check(context: _Context, files: tuple[Path, ...]) -> None:
    """Check questions: header, terms, parameters, the Cypher that runs on every engine.

    Without files it checks the saved questions.

    Example: govgraph query check my-question.cypher
    """
    from govgraph.queries.check import check_query
    from govgraph.queries.library import query_names, read_file, read_query

    found = [read_file(path) for path in files] or [read_query(name) for name in query_names()]
    problems = [problem for question in found for problem in check_query(question)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        _fail(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", BAD_DATA)
    context.say(f"{len(found)} question{'s' if len(found) != 1 else ''}, no problems")


@query.command("pages")
@_ROOT
@_guarded
def query_pages(root: Path | None) -> None:
    """Write the pages of docs/questions anew, from the headers and the bundled facts.

    Example: govgraph query pages
    """
    from govgraph.ontology.model import FOLDER
    from govgraph.queries.pages import write_pages

    click.echo(f"{len(write_pages(root or FOLDER.parent))} pages", err=True)


class _Questions(click.Group):
    """One command per saved question, made from its header: parameters are real options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from govgraph.queries.library import query_names

        return query_names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from govgraph.queries.library import Query, read_file, read_query

        @_guarded
        def read() -> Query:
            return read_file(Path(cmd_name)) if cmd_name.endswith(".cypher") else read_query(cmd_name)

        found = read()
        options = [_option(p.name, p.type, p.many, p.default, p.help_en) for p in found.parameters]
        text = f"{found.title_zh} · {found.title_en}\n\n{found.answers}"
        return click.Command(
            cmd_name,
            callback=_guarded(_run(found)),
            params=[*options, *_run_options()],
            help=text,
            short_help=found.title_en,
        )


def _option(name: str, type_: str, many: bool, default: str | None, help_: str) -> click.Option:
    flag = type_ == "boolean" and default == "false"
    shown = "" if default is None or flag else f"  [default: {default}]"
    return click.Option(
        [f"--{name.replace('_', '-')}", name], is_flag=flag, flag_value="true" if flag else None, default=None, multiple=many,
        metavar=None if flag else type_.upper() + (",…" if many else ""), help=help_ + shown,
    )  # fmt: skip


def _run_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--on", "engine_"],
            type=click.Choice(_ENGINES),
            default="embedded",
            show_default=True,
            help="Which store answers.",
        ),
        click.Option(["--format", "form_"], type=click.Choice(_FORMATS), default="table", show_default=True),
        click.Option(["--exact", "exact_"], is_flag=True, help="Amounts in full instead of 27.42亿."),
        click.Option(
            ["--timeout", "timeout_"],
            default=30.0,
            show_default=True,
            help="Seconds that the query may take.",
        ),
        click.Option(
            ["--limit", "limit_"], default=100_000, show_default=True, help="Rows shown at the most."
        ),
        click.Option(["--explain", "explain_"], is_flag=True, help="The engine's plan instead of an answer."),
    ]


def _run(found: Any) -> Callable[..., None]:
    @click.pass_obj
    def run(
        context: _Context,
        /,
        engine_: str,
        form_: str,
        exact_: bool,
        timeout_: float,
        limit_: int,
        explain_: bool,
        **given: str | tuple[str, ...] | None,
    ) -> None:
        from govgraph.queries.check import portability
        from govgraph.queries.render import render
        from govgraph.queries.run import explain_query, run_query

        for outside in portability(found.cypher) if engine_ == "embedded" else ():
            context.say(f"{found.name}: outside the portable subset: {outside}")
        store = context.workspace.open(engine_)
        try:
            if explain_:
                click.echo(explain_query(found, store, given, context.workspace.names().resolve), nl=False)
                return
            table = run_query(found, store, given, context.workspace.names().resolve, timeout_, limit_)
        finally:
            store.close()
        click.echo(render(table, form_, exact=exact_, language=context.language), nl=False)
        if table.note:
            click.echo(table.note, err=True)
        if not table.rows:
            context.say("no rows")

    return run


@query.command("run", cls=_Questions)
def query_run() -> None:
    """Run a saved question, or FILE.cypher of the same form; each has its own options.

    Names in Chinese or English work wherever an id does. A list takes commas or repeated options.

    Example: govgraph query run co-occurring-giants --among 腾讯,华为 --expected
    """


@main.command()
@click.argument("name")
@click.argument("other", required=False)
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder with the sources' texts, to print passages."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
@_guarded
def why(context: _Context, name: str, other: str | None, texts: Path | None, form: str) -> None:
    """The evidence for a node, or for what ties two.

    Example: govgraph why 腾讯 华为
    """
    from govgraph.report import why_json, why_text

    answer = context.workspace.why(name, other, texts)
    click.echo(
        why_text(answer, context.language)
        if form == "text"
        else json.dumps(why_json(answer), ensure_ascii=False, indent=1)
    )


@main.command()
@click.argument("name")
@click.argument("arguments", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="FILE.html"
)
@click.option("--depth", default=1, show_default=True, help="How far an ego view reaches.")
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder with the sources' texts, to show passages."
)
@click.option(
    "--max-nodes", default=2_000, show_default=True, help="Above this the page opens on a backbone."
)
@click.pass_obj
@_guarded
def view(
    context: _Context,
    name: str,
    arguments: tuple[str, ...],
    output: Path,
    depth: int,
    texts: Path | None,
    max_nodes: int,
) -> None:
    """Write a network page: one file that opens anywhere.

    Views: ecosystem, co-occurrence, ownership, ego NAME, region NAME, path A B, query NAME.

    Example: govgraph view ego 腾讯 -o tencent.html
    """
    from govgraph.views.write import write_view

    write_view(context.workspace, name, arguments, output, depth=depth, texts=texts, max_nodes=max_nodes)
    context.say(f"{output} ({output.stat().st_size // 1024} kB)")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder with the sources' texts, to compare with."
)
@click.pass_obj
@_guarded
def check(context: _Context, files: tuple[Path, ...], texts: Path | None) -> None:
    """Check curated files and column maps, or the workspace's statements, against the ontology.

    Ids that a file does not define are looked up in the bundled facts.

    Example: govgraph check my-facts.yml
    """
    from govgraph.checking import check_files, check_workspace

    problems = check_files(files, texts) if files else check_workspace(context.workspace, texts)
    for line in problems:
        click.echo(line, err=True)
    if problems:
        _fail(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", BAD_DATA)
    context.say("no problems")


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "nquads", "rdf12", "csv", "neo4j-csv", "graphml", "parquet"]),
    required=True,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A file; a folder for csv, neo4j-csv and parquet.",
)
@click.pass_obj
@_guarded
def export(context: _Context, form: str, output: Path) -> None:
    """Write the graph for other tools.

    Example: govgraph export --format graphml -o govgraph.graphml
    """
    from govgraph.stores.export import export as export_graph

    export_graph(context.workspace.graph(), form, output)
    context.say(str(output))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 for any free one.")
@click.option("--rdf", "files", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Serve this RDF file instead of the workspace; may be repeated.")  # fmt: skip
@click.option("--base", help="Address that stands before every id; pages and RDF then carry it.")
@click.option("--public", default="", help="The service's own address, where clients see another than they ask.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Whose web pages may ask; '*' for all.")
@click.option("--behind-proxy", is_flag=True, help="Believe X-Forwarded-For and -Proto.")
@click.option("--time-limit", default=30.0, show_default=True, help="Seconds until a query is given up.")
@click.option("--row-limit", default=1_000_000, show_default=True, help="Rows that a result may have.")
@click.option("--result-limit", default=256, show_default=True, help="MB that a result may have.")
@click.option("--memory-limit", default=1024, show_default=True, help="MB of memory that a query may take.")
@click.option("--queue-limit", default=100, show_default=True, help="Queries that may wait.")
@click.option("--client-limit", default=30.0, show_default=True, help="Seconds that a client may keep us waiting.")
@click.option("--workers", type=click.IntRange(1), help="Queries at once; one for each processor by default.")
@click.pass_obj
@_guarded
def serve(
    context: _Context, host: str, port: int, files: tuple[Path, ...], base: str | None, workers: int | None, **limits: Any
) -> None:  # fmt: skip
    """Serve the graph: SPARQL at /sparql, and pages. Read-only, on loopback unless told otherwise.

    Example: govgraph serve --port 8080
    """
    from govgraph.web.serve import serve as run
    from govgraph.web.settings import settings

    run(
        context.workspace, files, host, port, settings(workers, **limits), base=base, language=context.language,
        quiet=context.quiet, say=lambda text: click.echo(text, err=True),
    )  # fmt: skip


@main.group()
def neo4j() -> None:
    """Neo4j: a local one without Docker, and loading the graph into any.

    NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE name a server; else the local one is used.
    """


@neo4j.command("start")
@click.option("--browser", is_flag=True, help="Serve the Neo4j Browser too.")
@click.option("--port", type=click.IntRange(1, 65535), help="Bolt port; any free one where it is left out.")
@click.option("--heap", default="512m", show_default=True, help="Memory of its Java.")
@click.pass_obj
@_guarded
def neo4j_start(context: _Context, browser: bool, port: int | None, heap: str) -> None:
    """Start the workspace's local Neo4j; the first start fetches it.

    Example: govgraph neo4j start --browser
    """
    from govgraph.stores.neo4j_connect import local_server
    from govgraph.stores.neo4j_report import status_lines

    server = local_server(context.workspace.root, browser=browser, bolt_port=port, heap=heap)
    server.start(context.say)
    for line in status_lines(server.status()):
        click.echo(line)
    context.say(f"The password is in {server.home / 'password'}")


@neo4j.command("stop")
@click.pass_obj
@_guarded
def neo4j_stop(context: _Context) -> None:
    """Stop the local Neo4j; its data stay.

    Example: govgraph neo4j stop
    """
    from govgraph.stores.neo4j_connect import local_server

    context.say("stopped" if local_server(context.workspace.root).stop() else "it was not running")


@neo4j.command("status")
@click.pass_obj
@_guarded
def neo4j_status(context: _Context) -> None:
    """Whether the local Neo4j runs, and where.

    Example: govgraph neo4j status
    """
    from govgraph.stores.neo4j_connect import local_server
    from govgraph.stores.neo4j_report import status_lines

    for line in status_lines(local_server(context.workspace.root).status()):
        click.echo(line)


@neo4j.command("load")
@click.option(
    "--full", is_flag=True, help="Make the local database anew from import files (fast, for much data)."
)
@click.option("--snapshot", is_flag=True, help="Remove what is no longer stated; else nothing is removed.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.pass_obj
@_guarded
def neo4j_load(context: _Context, full: bool, snapshot: bool, dry_run: bool) -> None:
    """Load the built graph into Neo4j.

    Only what changed since the last load is sent. A load that broke off is completed by the next.

    Example: govgraph neo4j load --dry-run
    """
    from govgraph.stores.neo4j_connect import find_address, local_server
    from govgraph.stores.neo4j_full import load_full
    from govgraph.stores.neo4j_load import load
    from govgraph.stores.neo4j_report import load_lines

    workspace = context.workspace
    graph, ledgers = workspace.graph(), workspace.root / "loads"
    with workspace.lock():
        if full and not dry_run:
            report = load_full(graph, local_server(workspace.root), ledgers, progress=context.say)
        else:
            address = find_address(workspace.root, ask=_ask_password)
            report = load(graph, address, ledgers, snapshot=snapshot, dry_run=dry_run, progress=context.say)
    for line in load_lines(report, dry_run=dry_run):
        click.echo(line)


def _ask_password(prompt: str) -> str:
    """Ask where somebody is there to answer."""
    if not sys.stdin.isatty():
        raise StoreError("NEO4J_URI is set but NEO4J_PASSWORD is not")
    return str(click.prompt(prompt, hide_input=True, err=True))


@main.group()
def review() -> None:
    """Organisations that look alike: list them, say which are one."""


@review.command("list")
@click.pass_obj
@_guarded
def review_list(context: _Context) -> None:
    """What the last build left for a person to decide, with the reasons.

    Example: govgraph review list
    """
    from govgraph.graph.doubts import read_review

    doubts, left_out = read_review(context.workspace.root / "review.tsv")
    for doubt in doubts:
        click.echo("\t".join((doubt.one, doubt.other, doubt.one_name, doubt.other_name, doubt.reasons)))
    for remark in left_out:
        context.say(remark)


@review.command("accept")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="The reason, kept beside the decision.")
@click.pass_obj
@_guarded
def review_accept(context: _Context, one: str, other: str, because: str) -> None:
    """Two ids are one organisation, from the next build on.

    Example: govgraph review accept org-0a org-0b --because "one licence number"
    """
    context.workspace.decide(one, other, "accept", because)
    context.say("Now run: govgraph build")


@review.command("reject")
@click.argument("one")
@click.argument("other")
@click.option("--because", required=True, help="The reason, kept beside the decision.")
@click.pass_obj
@_guarded
def review_reject(context: _Context, one: str, other: str, because: str) -> None:
    """Two ids are two organisations, whatever a rule says, from the next build on.

    Example: govgraph review reject org-0a org-0b --because "father and son firms"
    """
    context.workspace.decide(one, other, "reject", because)
    context.say("Now run: govgraph build")


def _stop_on(problems: Sequence[SourceError]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        _fail(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}; nothing was loaded", BAD_DATA)


if __name__ == "__main__":
    main()
