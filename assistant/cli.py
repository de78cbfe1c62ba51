"""``debate``: ask, search, and look after documents, index and models. Commands import what they need when they run."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli_docs_commands import add_to as add_docs_commands
from assistant.cli_home_commands import add_to as add_home_commands
from assistant.cli_run import read_settings, run
from assistant.cli_summary_commands import add_to as add_summary_commands
from index.errors import UsageError

__all__ = ["app", "main"]

app = typer.Typer(
    name="debate",
    help="Answers questions on the open-versus-closed AI debate from documents only, with the exact sentence behind "
    'every statement.\n\nExample: debate ask "Why did Musk sue OpenAI?"',
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
InputFile = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE", help="Take many from a file of JSON lines; - is standard input."),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="Write the JSON lines there; broken off, the same command goes on."),
]
Ids = Annotated[list[str] | None, typer.Option("--document", metavar="ID", help="Only from this document; repeat.")]
NoLogin = Annotated[bool, typer.Option("--no-login", help="Let in everybody who reaches the address.")]
_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def main() -> None:
    """Entry point of the ``debate`` command: exits 0 done, 2 wrong usage, 1 anything else, 130 after Ctrl-C."""
    sys.exit(run(invoke, sys.argv[1:]))


def invoke(arguments: Sequence[str]) -> object:
    """Run one command; errors come out as exceptions. ``--collection`` may stand anywhere before ``--``."""
    first, rest = _collection_first(arguments)
    return app(args=[*first, *rest], prog_name="debate", standalone_mode=False)


def _collection_first(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The option that holds for all commands, and the other arguments."""
    first: list[str] = []
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    for place in reversed(range(end)):
        if rest[place].startswith("--collection="):
            first = [rest.pop(place)]
        elif rest[place] == "--collection" and place + 1 < len(rest):
            first = rest[place : place + 2]
            del rest[place : place + 2]
    return first, rest


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    collection: Annotated[
        str | None, typer.Option("--collection", metavar="NAME", help="Work in this collection of documents.")
    ] = None,
) -> None:
    if collection is not None:
        # Read with the other settings, by whichever command runs.
        os.environ["DEBATE_COLLECTION"] = collection
    if version:
        from importlib.metadata import PackageNotFoundError
        from importlib.metadata import version as installed

        try:
            typer.echo(f"debate {installed('debate-assistant')}")
        except PackageNotFoundError:
            typer.echo("debate (not installed)")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="In Chinese or English; - reads it from standard input.")
    ] = None,
    as_json: AsJson = False,
    input: InputFile = None,
    output: OutputFile = None,
    document: Ids = None,
) -> int:
    """Answer a question from the documents, every statement with its source.

    Example: debate ask "马斯克为什么起诉OpenAI？"

    Many: debate ask --input questions.jsonl --output answers.jsonl, where each line is
    {"id": 1, "question": "…"}, and may have "history" and "documents".
    """
    from assistant import cli_ask

    text = _one_of(question, input, output)
    if text is None:
        assert input is not None
        return cli_ask.ask_many(input, output, document, read_settings())
    return cli_ask.ask_one(text, as_json, document, read_settings())


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for; - reads it from standard input.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    as_json: AsJson = False,
    input: InputFile = None,
    output: OutputFile = None,
    document: Ids = None,
) -> int:
    """Find the passages that fit a query best, without writing an answer.

    Example: debate search "open source licence" -k 5 --json
    """
    from assistant import cli_search

    text = _one_of(query, input, output)
    if text is None:
        assert input is not None
        return cli_search.search_many(input, output, k, document, read_settings())
    return cli_search.search_one(text, k, as_json, document, read_settings())


@app.command()
def ui(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on; default: 7860.")] = None,
    no_login: NoLogin = False,
) -> None:
    """Open the page, and the API beside it, and stay until Ctrl-C.

    Example: debate ui --port 8080
    """
    from assistant.cli_run import quiet_libraries

    settings = read_settings(host=host, port=port)
    quiet_libraries()
    import_module("ui.app").launch(settings, login=not no_login)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on; default: 7860.")] = None,
    no_login: NoLogin = False,
) -> None:
    """Serve the HTTP API without the page, described at /api/docs, and stay until Ctrl-C.

    Example: debate serve --port 8080
    """
    from assistant.cli_run import quiet_libraries

    settings = read_settings(host=host, port=port)
    quiet_libraries()
    import_module("ui.server").serve_api(settings, login=not no_login)


def _mount(name: str, module: str, help: str, group: str = "app", bare: bool = False) -> None:
    """Commands that another module holds, imported only when they are called; ``bare`` runs without an argument."""

    def call(context: typer.Context) -> Any:
        try:
            commands = getattr(import_module(module), group)
        except ModuleNotFoundError as error:
            if error.name not in (module, module.partition(".")[0]):
                raise
            raise UsageError(f"debate {name} is not part of this installation; install the whole project.") from error
        arguments = context.args or ([] if bare else ["--help"])
        return commands(args=arguments, prog_name=f"debate {name}", standalone_mode=False)

    app.command(name, help=help, context_settings=dict(_PASS_ON))(call)


_mount(
    "models",
    "assistant.models_cli",
    "Fetch the models, list them, tell where one lies.\n\nExample: debate models pull",
)
_mount("eval", "evals.cli", "Measure answers.\n\nExample: debate eval run citations refusal")
_mount(
    "bench",
    "evals.bench_cli",
    "Measure speed beside LlamaIndex on this machine.\n\nExample: debate bench --quick",
    bare=True,
)
add_summary_commands(app)
add_docs_commands(app)
add_home_commands(app)
_mount("users", "ui.users_cli", "Accounts that may log in.\n\nExample: debate users add ada", "users")
_mount("keys", "ui.users_cli", "API keys of accounts.\n\nExample: debate keys add ada", "keys")


def _one_of(text: str | None, input: Path | None, output: Path | None) -> str | None:
    """The text of a single call; None when there is an input file. Raises `UsageError` for both, or neither."""
    if text is not None and input is not None:
        raise UsageError("Give either a question or --input, not both.")
    if text is None and input is None:
        raise UsageError('Give a question, as in: debate ask "Why did Musk sue OpenAI?", or --input FILE.')
    if output is not None and input is None:
        raise UsageError("--output goes with --input; for one question use --json and redirect.")
    if text == "-":
        return sys.stdin.buffer.read().decode("utf-8", errors="replace")
    return text


if __name__ == "__main__":
    main()
