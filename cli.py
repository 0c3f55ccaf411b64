"""The command line: parse, call, print. No logic lives here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from govgraph import __version__
from govgraph.commands.ask import cypher, sparql
from govgraph.commands.group import Main
from govgraph.commands.neo4j import neo4j
from govgraph.commands.ontology import ontology
from govgraph.commands.query import query
from govgraph.commands.read import read
from govgraph.commands.review import review
from govgraph.commands.schema import schema
from govgraph.commands.shared import BAD_DATA, TEXT_OR_JSON, Context, echo_json, fail, guarded, warn
from govgraph.commands.shell import shell
from govgraph.commands.sources import adopt, carry_over, changes, forget, sources, status
from govgraph.data import SETS
from govgraph.messages import _, told


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
@click.option("--workspace", "folder", type=click.Path(path_type=Path, file_okay=False), default=".govgraph",
              envvar="GOVGRAPH_WORKSPACE", show_default=True, show_envvar=True, help="Folder of statements and builds.")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but results and errors.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="GOVGRAPH_LANG", show_default=True,
              help="Language of all that is said; it may stand after the command too.")  # fmt: skip
@click.option(
    "--wait", default=0.0, metavar="SECONDS", help="How long to wait for another govgraph that writes."
)
@click.option("--config", envvar="GOVGRAPH_CONFIG", show_envvar=True, metavar="FILE", expose_value=False,
              help="File of settings; govgraph.toml in this folder where it is there.")  # fmt: skip
@click.pass_context
def main(context: click.Context, folder: Path, quiet: bool, lang: str, wait: float) -> None:
    """The knowledge graph of the smart-government (数字政府) vendor ecosystem.

    Who is behind whom, who meets whom where, and who says so. Start with: govgraph demo
    """
    context.obj = Context(folder, quiet, lang, wait)
    carry_over(context.obj)


@main.command()
@click.option("-o", "--output", "page", type=click.Path(path_type=Path, dir_okay=False), default="govgraph-demo.html",
              show_default=True, help="Where the network page goes.")  # fmt: skip
@click.option("--set", "name", type=click.Choice(SETS), default="curated", show_default=True,
              help="The 2019 article alone, all curated facts, or a city's awards and bids.")  # fmt: skip
@click.pass_obj
@guarded
def demo(context: Context, page: Path, name: str) -> None:
    """The main job on a bundled set of facts: build, answer, write the page.

    A set takes the place of the others in the workspace; your own sources stay.

    Example: govgraph demo --set yichang
    """
    from govgraph.demo import run_demo

    click.echo(run_demo(context.workspace, page, context.say, context.language, name), nl=False)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "format_", help="Format of the files; told from each file where it is left out.")
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False),
              help="Column map of tables (CSV, Excel); NAME.map.yml beside NAME.csv where it is left out.")  # fmt: skip
@click.option("--jobs", default=0, help="Files read at once; 0 means one for each processor.")
@click.option(
    "--replace", is_flag=True, help="Let a file take the place of a source that came from another file."
)
@TEXT_OR_JSON
@click.pass_obj
@guarded
def load(
    context: Context, files: tuple[Path, ...], format_: str | None, map_file: Path | None, jobs: int, replace: bool, form: str
) -> None:  # fmt: skip
    """Read source files into the workspace; a file that was loaded before updates its source.

    Each file is loaded or refused by itself. Of a curated file nothing is written when it has an error; of
    all others the good records are kept, and the bad ones go to the workspace's quarantine folder.

    Example: govgraph load my-facts.yml
    """
    from govgraph.loaders.run import report_lines

    with context.progress() as progress:
        report = context.workspace.load(
            *files, format=format_, map=map_file, jobs=jobs, replace=replace, progress=progress
        )
    if form == "json":
        echo_json(report.to_json())
    for line in report_lines(report.files) if form == "text" else ():
        context.say(line)
    for refused in report.refused:
        warn(refused.message())
    if report.refused:
        fail(
            _("{refused} of {files} files were not loaded").format(
                refused=len(report.refused), files=len(report.files)
            ),
            BAD_DATA,
        )
    context.say(_("Now run: govgraph build"))


@main.command()
@click.option("--no-inference", is_flag=True, help="Leave out what only rules infer.")
@TEXT_OR_JSON
@click.pass_obj
@guarded
def build(context: Context, no_inference: bool, form: str) -> None:
    """Build the embedded graph and the RDF store from the statements.

    Example: govgraph build
    """
    from govgraph.graph.builder.left_out import left_out_line
    from govgraph.graph.identity.review_list import read_review
    from govgraph.graph.identity.versions import unmerged_line
    from govgraph.report import build_json, count_lines

    with context.progress() as progress:
        built = context.workspace.build(inference=not no_inference, progress=progress)
    if form == "json":
        echo_json(build_json(built))
    for line in count_lines(built.graph):
        context.say(line)
    for line in filter(None, (unmerged_line(built.folder), left_out_line(built.folder))):
        warn(line)
    doubts, remarks = read_review(built.folder / "review.tsv")
    if doubts:
        context.say(
            _("{doubts} pairs of organisations look alike; run: govgraph review list").format(
                doubts=len(doubts)
            )
        )
    for remark in remarks[:2]:  # the list has them all
        context.say(told(remark))


@main.command()
@click.argument("name")
@click.argument("other", required=False)
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder with the sources' texts, to print passages."
)
@TEXT_OR_JSON
@click.pass_obj
@guarded
def why(context: Context, name: str, other: str | None, texts: Path | None, form: str) -> None:
    """The evidence for a node, or for what ties two.

    Example: govgraph why 腾讯 华为
    """
    answer = context.workspace.why(name, other, texts=texts, language=context.language)
    click.echo(str(answer) if form == "text" else json.dumps(answer.to_json(), ensure_ascii=False, indent=1))


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
@guarded
def view(
    context: Context,
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
    context.workspace.view(name, *arguments, depth=depth, texts=texts).save(output, max_nodes=max_nodes)
    context.say(f"{output} ({output.stat().st_size // 1024} kB)")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--texts", type=click.Path(path_type=Path), help="Folder with the sources' texts, to compare with."
)
@TEXT_OR_JSON
@click.pass_obj
@guarded
def check(context: Context, files: tuple[Path, ...], texts: Path | None, form: str) -> None:
    """Check curated files and column maps, or the workspace's statements, against the ontology.

    Ids that a file does not define are looked up in the bundled facts.

    Example: govgraph check my-facts.yml
    """
    from govgraph.checking import check_files, check_workspace, how_many

    problems = check_files(files, texts) if files else check_workspace(context.workspace, texts)
    if form == "json":
        echo_json([one.to_json() for one in problems])
    for one in problems if form == "text" else ():
        warn(one.line_of_text())
    if problems:
        fail(how_many(len(problems)), BAD_DATA)
    context.say(_("no problems"))


@main.command()
@click.option(
    "--format",
    "form",
    metavar="FORM",
    required=True,
    help="turtle, nquads, rdf12, csv, neo4j-csv, graphml, parquet, or one that a package adds.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="A file; a folder for csv, neo4j-csv and parquet.",
)
@click.pass_obj
@guarded
def export(context: Context, form: str, output: Path) -> None:
    """Write the graph for other tools.

    Example: govgraph export --format graphml -o govgraph.graphml
    """
    context.workspace.export(form, output)
    context.say(str(output))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 for any free one.")
@click.option("--rdf", "files", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Serve this RDF file instead of the workspace; may be repeated.")  # fmt: skip
@click.option("--base", help="Address that stands before every id; pages and RDF then carry it.")
@click.option(
    "--public", default="", help="The service's own address, where clients see another than they ask."
)
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Whose web pages may ask; '*' for all.")
@click.option("--behind-proxy", is_flag=True, help="Believe X-Forwarded-For and -Proto.")
@click.option("--time-limit", default=30.0, show_default=True, help="Seconds until a query is given up.")
@click.option("--row-limit", default=1_000_000, show_default=True, help="Rows that a result may have.")
@click.option("--result-limit", default=256, show_default=True, help="MB that a result may have.")
@click.option("--memory-limit", default=1024, show_default=True, help="MB of memory that a query may take.")
@click.option("--queue-limit", default=100, show_default=True, help="Queries that may wait.")
@click.option(
    "--client-limit", default=30.0, show_default=True, help="Seconds that a client may keep us waiting."
)
@click.option("--workers", type=click.IntRange(1), help="Queries at once; one for each processor by default.")
@click.pass_obj
@guarded
def serve(
    context: Context, host: str, port: int, files: tuple[Path, ...], base: str | None, workers: int | None, **limits: Any
) -> None:  # fmt: skip
    """Serve the graph: SPARQL at /sparql, and pages. Read-only, on loopback unless told otherwise.

    Example: govgraph serve --port 8080
    """
    context.workspace.serve(
        *files, host=host, port=port, base=base, language=context.language, quiet=context.quiet, workers=workers,
        say=warn, **limits,
    )  # fmt: skip


for _command in (
    adopt, changes, cypher, forget, neo4j, ontology, query, read, review, schema, shell, sources, sparql, status
):  # fmt: skip
    main.add_command(_command)

if __name__ == "__main__":
    main()
