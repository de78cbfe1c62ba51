"""The commands ``debate index`` and ``debate docs``: their options and help, and nothing heavy."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_run import read_settings

index_app = typer.Typer(help="Build, check and repair the index that answers come from.", no_args_is_help=True)
docs_app = typer.Typer(help="List, show, add, correct, update, remove and export documents.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Private = Annotated[bool, typer.Option("--allow-private", help="Fetch from addresses of this machine and its network.")]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(index_app, name="index")
    app.add_typer(docs_app, name="docs")


@index_app.command("build")
def index_build(
    documents: Annotated[
        Path | None, typer.Option("--documents", metavar="DIR", help="Folder of documents; default: seeds/.")
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Take out documents that were added in other ways.")] = False,
    fill: Annotated[
        bool, typer.Option("--fill", help="Also read every passage ahead now, so that no answer waits for it.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Make the index hold the documents of a folder, beside those added by hand; only what changed is encoded.

    Example: debate index build --documents ~/articles
    """
    from assistant import cli_index

    return cli_index.build(documents, as_json, read_settings(), fill, only)


@index_app.command("check")
def index_check(
    repair: Annotated[bool, typer.Option("--repair", help="Write anew what is wrong.")] = False,
    as_json: AsJson = False,
) -> int:
    """Compare documents, passages, vectors and search files with one another, and tell what is wrong.

    Example: debate index check --repair
    """
    from assistant import cli_index

    return cli_index.check(repair, as_json, read_settings())


@docs_app.command("list")
def docs_list(
    removed: Annotated[
        bool, typer.Option("--removed", help="Those that `docs restore` can bring back, and since when.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the documents in the index.

    Example: debate docs list --json
    """
    from assistant import cli_documents

    cli_documents.list_documents(as_json, read_settings(), removed)


@docs_app.command("show")
def docs_show(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `debate docs list` shows it.")], as_json: AsJson = False
) -> None:
    """Show one document with its clean text.

    Example: debate docs show 0d3f --json
    """
    from assistant import cli_documents

    cli_documents.show_document(id, as_json, read_settings())


@docs_app.command("add")
def docs_add(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|FOLDER|URL...", help="What to read, clean and index; - is pasted text.")
    ],
    title: Annotated[str, typer.Option("--title", help="Title of the one document; default: what it tells.")] = "",
    allow_private: Private = False,
    as_json: AsJson = False,
) -> int:
    """Add documents to the index; the others stay. What is there already is taken once, what changed is replaced.

    Example: debate docs add article.html ~/papers https://example.org/a-page
    """
    from assistant import cli_adding

    return cli_adding.add(sources, as_json, read_settings(), title, allow_private)


@docs_app.command("update")
def docs_update(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Default: all from a file or an address.")
    ] = None,
    allow_private: Private = False,
    as_json: AsJson = False,
) -> int:
    """Read documents anew from the file or the address that they came from, and replace those that have changed.

    Example: debate docs update
    """
    from assistant import cli_adding

    return cli_adding.update(ids or [], as_json, read_settings(), allow_private)


@docs_app.command("remove")
def docs_remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `debate docs list` shows them.")],
    for_good: Annotated[
        bool, typer.Option("--for-good", help="Keep nothing of them here, nor of those removed before.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take documents out of the index; `docs restore` undoes it for 30 days. Your own files stay where they are.

    Example: debate docs remove 0d3f
    """
    from assistant import cli_documents

    cli_documents.remove(ids, as_json, read_settings(), for_good)


@docs_app.command("restore")
def docs_restore(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `debate docs list --removed` shows them.")],
    as_json: AsJson = False,
) -> None:
    """Bring removed documents back.

    Example: debate docs restore 0d3f
    """
    from assistant import cli_documents

    cli_documents.restore(ids, as_json, read_settings())


@docs_app.command("correct")
def docs_correct(
    id: Annotated[str, typer.Argument(metavar="ID", help="As `debate docs list` shows it.")],
    title: Annotated[str | None, typer.Option("--title")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher")] = None,
    date: Annotated[str | None, typer.Option("--date", help="As in 2024-03-09.")] = None,
    author: Annotated[str | None, typer.Option("--author")] = None,
    script: Annotated[str | None, typer.Option("--script", help="zh-Hans, zh-Hant or en.")] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what is known of a document; an empty value ('') takes it out.

    Example: debate docs correct 0d3f --publisher "The Review" --date 2024-03-09
    """
    from assistant import cli_documents

    given = {"title": title, "publisher": publisher, "date": date, "author": author, "script": script}
    facts = {name: value for name, value in given.items() if value is not None}
    cli_documents.correct(id, facts, as_json, read_settings())


@docs_app.command("export")
def docs_export(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="As `debate docs list` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every document.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="Default: standard output.")
    ] = None,
    original: Annotated[bool, typer.Option("--original", help="The files as they were received.")] = False,
) -> None:
    """Write documents as Markdown, with what is known of them at the head.

    Example: debate docs export --all --output articles/
    """
    from assistant import cli_documents

    cli_documents.export(ids or [], everything, output, original, read_settings())
