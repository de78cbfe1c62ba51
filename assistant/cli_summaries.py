"""``debate summarize``, ``positions`` and ``timeline``: what is kept is printed at once, the rest is made first."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from assistant.cli_documents import read_documents
from assistant.cli_run import quiet_libraries
from assistant.render import printable, source_line
from assistant.settings import Settings
from assistant.summaries.checking import checked, subject_documents
from assistant.summaries.kept import Kept
from assistant.summaries.render import (
    LABELS,
    LANGUAGES,
    LanguageChoice,
    positions_csv,
    positions_markdown,
    positions_object,
    shown_date,
    summary_markdown,
    summary_object,
    timeline_csv,
    timeline_markdown,
    timeline_object,
)
from assistant.summaries.types import Bullet, Length, Positions, Progress, Report, Subject, Summary, Timeline
from assistant.types import Citation, Script
from index.errors import UsageError

if TYPE_CHECKING:
    from assistant.summaries.service import Summarizer

Format = Literal["plain", "json", "markdown", "csv"]

_STEPS = {
    "queued": "Waiting",
    "reading": "Reading",
    "choosing": "Choosing",
    "writing": "Writing",
    "checking": "Checking",
}
T = TypeVar("T", Summary, Positions, Timeline)


def summarize(
    document: str | None, topic: str | None, language: LanguageChoice, length: Length, how: Format, settings: Settings
) -> int:
    """Print the summary of a document, a topic, or of everything. A refusal is a result."""
    if document is not None and topic is not None:
        raise UsageError("Give either --document or --topic, not both.")
    subject = checked(
        Subject("document", document)
        if document is not None
        else Subject("topic", topic)
        if topic is not None
        else Subject("collection")
    )
    documents = subject_documents(read_documents(settings), subject)
    summary = _kept(settings).summary(documents, subject, length)
    if summary is None:
        summary = _made(settings, lambda maker, report: maker.summary(subject, length, report=report))
    chosen = LANGUAGES[language]
    if how == "json":
        print(json.dumps(summary_object(summary, chosen), ensure_ascii=False))
    elif how == "markdown":
        print(summary_markdown(summary, chosen), end="")
    else:
        _show_summary(summary, chosen)
    return 0


def positions(language: LanguageChoice, how: Format, settings: Settings) -> int:
    """Print who stands where."""
    found = _kept(settings).positions(read_documents(settings))
    if found is None:
        found = _made(settings, lambda maker, report: maker.positions(report=report))
    chosen = LANGUAGES[language]
    if how == "json":
        print(json.dumps(positions_object(found, chosen), ensure_ascii=False))
    elif how == "csv":
        sys.stdout.write(positions_csv(found, chosen))
    elif how == "markdown":
        print(positions_markdown(found, chosen), end="")
    else:
        _show_positions(found, chosen)
    return 0


def timeline(language: LanguageChoice, how: Format, settings: Settings) -> int:
    """Print the dated events."""
    found = _kept(settings).timeline(read_documents(settings))
    if found is None:
        found = _made(settings, lambda maker, report: maker.timeline(report=report))
    chosen = LANGUAGES[language]
    if how == "json":
        print(json.dumps(timeline_object(found, chosen), ensure_ascii=False))
    elif how == "csv":
        sys.stdout.write(timeline_csv(found, chosen))
    elif how == "markdown":
        print(timeline_markdown(found, chosen), end="")
    else:
        _show_timeline(found, chosen)
    return 0


def _kept(settings: Settings) -> Kept:
    return Kept(settings.index_dir, settings.generator, settings.encoder)


def _made(settings: Settings, make: "Callable[[Summarizer, Report], T]") -> T:
    quiet_libraries()
    from assistant.service import open_assistant
    from assistant.summaries.service import Summarizer

    assistant = open_assistant(settings)
    try:
        with _progress() as report:
            return make(Summarizer.of(assistant, settings), report)
    finally:
        assistant.engine.close()
        assistant.index.close()


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on a terminal, nothing in a log."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def report(progress: Progress) -> None:
            bar.update(task, description=_STEPS[progress.step], completed=progress.done, total=progress.total or None)

        yield report


def _show_summary(summary: Summary, languages: tuple[Script, ...]) -> None:
    console = Console(highlight=False)
    title = summary.title or " · ".join(LABELS["collection"][language] for language in languages)
    console.print(Text(printable(title), style="bold"))
    for language in languages:
        if summary.notice:
            console.print(Text(printable(summary.notice[language]), style="yellow"))
    if summary.headline:
        console.print()
        for language in languages:
            console.print(_line(summary.headline, language, style="bold"))
    for bullet in summary.bullets:
        console.print()
        for n, language in enumerate(languages):
            console.print(Text("  " if n else "• ").append(_line(bullet, language)))
    _show_sources(console, summary.citations)


def _show_positions(found: Positions, languages: tuple[Script, ...]) -> None:
    console = Console(highlight=False)
    side = ""
    for row in found.positions:
        if row.stance != side:
            side = row.stance
            label = " · ".join(LABELS[side][language] for language in languages)
            console.print(Text(f"\n{label}", style="bold underline"))
        who = " · ".join(dict.fromkeys(row.speaker[language] for language in languages))
        where = " · ".join(dict.fromkeys(filter(None, (row.organisation[language] for language in languages))))
        console.print(Text(f"\n{printable(who)}", style="bold").append(f"  {printable(where)}", style="dim"))
        for language in languages:
            numbers = "".join(f"[{number}]" for number in row.citations)
            console.print(Text(printable(row.argument[language])).append(f" {numbers}", style="cyan"))
    _show_sources(console, found.citations)


def _show_timeline(found: Timeline, languages: tuple[Script, ...]) -> None:
    console = Console(highlight=False)
    for event in found.events:
        numbers = "".join(dict.fromkeys(f"[{telling.citation}]" for telling in event.tellings))
        console.print(Text(f"\n{shown_date(event, languages[0])}", style="bold").append(f" {numbers}", style="cyan"))
        for language in languages:
            console.print(Text(printable(event.what[language])))
    _show_sources(console, found.citations)


def _line(bullet: Bullet, language: Script, style: str = "") -> Text:
    numbers = "".join(f"[{number}]" for number in bullet.citations)
    return Text(printable(bullet.texts[language]), style=style).append(f" {numbers}", style="cyan")


def _show_sources(console: Console, citations: tuple[Citation, ...]) -> None:
    console.print()
    for citation in citations:
        line = Text(f"[{citation.number}] ", style="cyan").append(f"“{printable(citation.quote)}”", style="default")
        console.print(line.append(f" — {printable(source_line(citation))}", style="dim"))
