"""``debate models``: fetch the models, list them, tell where one lies."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant import models
from assistant.models_progress import ConsoleProgress
from assistant.settings import Settings
from index.errors import DebateError, UsageError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Fetch the models, list them, tell where one lies.")


@app.command()
def pull(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models of the catalogue; default: the generator and the encoder.")
    ] = None,
    from_folder: Annotated[
        Path | None,
        typer.Option("--from", help="Folder with files fetched elsewhere: FOLDER/MODEL/FILE, or FOLDER/FILE.gguf."),
    ] = None,
) -> None:
    """Fetch models and verify every byte. Broken off, it goes on where it stopped.

    Example: debate models pull embeddinggemma-300m
    """
    settings = Settings()
    if from_folder is not None:
        settings = settings.model_copy(update={"models_from": from_folder})
    models.pull(names or models.default_models(settings), settings, ConsoleProgress())


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """List the models of the catalogue and which of them are here.

    Example: debate models list --json
    """
    settings = Settings()
    chosen = models.default_models(settings)
    rows = [
        {
            "name": status.model.name,
            "title": status.model.title,
            "role": status.model.role,
            "state": status.state,
            "chosen": status.model.name in chosen,
            "tested": status.model.tested,
            "size": status.model.size or None,
            "licence": status.model.licence,
            "licence_url": status.model.licence_url,
            "path": str(status.path),
        }
        for status in models.statuses(settings)
    ]
    if as_json:
        typer.echo(json.dumps({"models": rows}, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "role", "here", "size", "licence", "note"):
        table.add_column(heading, no_wrap=heading in ("model", "here", "size"))
    for row in rows:
        size = f"{row['size'] / 1e9:.1f} GB" if isinstance(row["size"], int) else "unknown"
        notes = [word for word, holds in (("chosen", row["chosen"]), ("untested here", not row["tested"])) if holds]
        table.add_row(
            str(row["name"]), str(row["role"]), str(row["state"]), size, str(row["licence"]), ", ".join(notes)
        )
    Console().print(table)


@app.command("path")
def show_path(
    name: Annotated[str, typer.Argument(help="A model of the catalogue.")],
    check: Annotated[bool, typer.Option("--check", help="Hash every file first.")] = False,
) -> None:
    """Print the file or folder of a model that is here.

    Example: debate models path qwen2.5-coder-1.5b-instruct
    """
    settings = Settings()
    if check:
        models.verify(name, settings, full=True, progress=ConsoleProgress())
    typer.echo(models.path(name, settings))


if __name__ == "__main__":
    try:
        app()
    except DebateError as error:
        typer.echo(str(error), err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
