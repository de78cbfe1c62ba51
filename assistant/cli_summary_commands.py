"""The commands ``debate summarize``, ``positions`` and ``timeline``: their options and help, and nothing heavy."""

from typing import Annotated, Literal

import typer

from assistant.cli_run import read_settings
from index.errors import UsageError

Language = Annotated[
    Literal["zh", "zh-Hant", "en", "both"], typer.Option(help="Chinese (zh, zh-Hant), English (en), or both.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="Print Markdown with footnotes.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")]
Format = Literal["plain", "json", "markdown", "csv"]


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    for command in (summarize, positions, timeline):
        app.command()(command)


def summarize(
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="Only this one; default: all documents.")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="What they say about this.")] = None,
    language: Language = "both",
    length: Annotated[Literal["short", "medium", "long"], typer.Option(help="How many statements.")] = "medium",
    as_json: AsJson = False,
    as_markdown: AsMarkdown = False,
) -> int:
    """Sum up a document, a topic or everything, in both languages, every line with the sentences behind it.

    Example: debate summarize --topic "open source and safety" --language both
    """
    from assistant import cli_summaries

    how = _one_format(as_json, as_markdown)
    return cli_summaries.summarize(document, topic, language, length, how, read_settings())


def positions(
    language: Language = "both", as_json: AsJson = False, as_csv: AsCsv = False, as_markdown: AsMarkdown = False
) -> int:
    """Who stands where: speakers, their side and their argument, each with the words a document gives them.

    Example: debate positions --csv > positions.csv
    """
    from assistant import cli_summaries

    return cli_summaries.positions(language, _one_format(as_json, as_markdown, as_csv), read_settings())


def timeline(
    language: Language = "both", as_json: AsJson = False, as_csv: AsCsv = False, as_markdown: AsMarkdown = False
) -> int:
    """What happened when, as the documents date it.

    Example: debate timeline --language en
    """
    from assistant import cli_summaries

    return cli_summaries.timeline(language, _one_format(as_json, as_markdown, as_csv), read_settings())


def _one_format(as_json: bool, as_markdown: bool, as_csv: bool = False) -> Format:
    """The format asked for. Raises `UsageError` for two."""
    given: list[tuple[Format, bool]] = [("json", as_json), ("markdown", as_markdown), ("csv", as_csv)]
    chosen = [name for name, wanted in given if wanted]
    if len(chosen) > 1:
        raise UsageError(f"Choose one format: --{' or --'.join(chosen)}.")
    return chosen[0] if chosen else "plain"
