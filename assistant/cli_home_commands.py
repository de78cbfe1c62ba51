"""The commands ``debate collections``, ``export``, ``import`` and ``doctor``: their options and help, nothing heavy."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_run import FAILED, OK, read_root_settings, read_settings
from index.errors import UsageError

collections_app = typer.Typer(help="Collections of documents, each with its own index.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.add_typer(collections_app, name="collections")
    app.command("export")(export)
    app.command("import")(import_file)
    app.command()(doctor)


@collections_app.command("list")
def collections_list(as_json: AsJson = False) -> None:
    """List the collections. One is made by adding to it: debate --collection NAME docs add FILE

    Example: debate collections list
    """
    from assistant.collections import list_collections

    found = list_collections(read_root_settings())
    if as_json:
        rows = [{"name": c.name, "documents": c.documents, "bytes": c.size, "home": str(c.home)} for c in found]
        print(json.dumps({"collections": rows}, ensure_ascii=False))
        return
    for one in found:
        count = "damaged: debate index check" if one.documents is None else f"{one.documents} documents"
        print(f"{one.name}  {count}, {one.size / 1e6:.1f} MB  {one.home}")


@collections_app.command("remove")
def collections_remove(
    name: Annotated[str, typer.Argument(help="As `debate collections list` shows it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a collection with its documents, index and conversations, for good.

    Example: debate collections remove drafts --yes
    """
    from assistant.collections import remove_collection

    if not yes and not typer.confirm(f"Delete the collection {name} with all its documents and conversations?"):
        raise UsageError("Nothing was deleted.")
    print(f"Deleted {remove_collection(read_root_settings(), name).name}.")


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")], as_json: AsJson = False
) -> None:
    """Write a collection into one file, to keep or to move: documents, files, conversations and vectors.

    Example: debate --collection papers export papers.debate.zip
    """
    from dataclasses import asdict

    from assistant.moving import export_collection

    moved = export_collection(read_settings(), file)
    told = f"{moved.documents} documents and {moved.conversations} conversations written to {file}."
    print(json.dumps(asdict(moved)) if as_json else told)


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `debate export` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Make a new collection from an exported file.

    Example: debate --collection papers import papers.debate.zip
    """
    from dataclasses import asdict

    from assistant.cli_changes import open_encoder, progress_bar
    from assistant.moving import import_collection

    settings = read_settings()
    if not settings.collection:
        raise UsageError("Name the new collection, as in: debate --collection papers import papers.debate.zip")
    encoder = open_encoder(settings)
    with progress_bar() as report:
        moved = import_collection(file, settings, encoder, report)
    told = f"{moved.documents} documents and {moved.conversations} conversations are now in {settings.collection}."
    print(json.dumps(asdict(moved)) if as_json else told)


def doctor(
    full: Annotated[bool, typer.Option("--full", help="Also hash every byte of the models.")] = False,
    as_json: AsJson = False,
) -> int:
    """Tell versions, paths, sizes and what will go wrong before long; no keys, no text of documents or questions.

    Example: debate doctor --full
    """
    from assistant.doctor import examine, lines

    facts = examine(read_root_settings(), full)
    print(json.dumps(facts, ensure_ascii=False) if as_json else "\n".join(lines(facts)))
    return FAILED if facts["problems"] else OK
