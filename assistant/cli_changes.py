"""What all commands that change the index share: the encoder, the progress bar, and what was done, told."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.cli_run import quiet_libraries
from assistant.settings import Settings

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.build import Progress as Report
    from index.embedding import Encoder

_STAGES = {
    "get": "Reading documents",
    "split": "Splitting",
    "encode": "Encoding passages",
    "store": "Writing",
    "prepare": "Preparing the encoder for questions",
    "read": "Reading passages ahead",
}


def open_encoder(settings: Settings) -> "Encoder":
    """The encoder of the settings; its weights are loaded when the first text is encoded."""
    quiet_libraries()
    from assistant.models import path as model_path
    from index.embedding import Encoder

    return Encoder(model_path(settings.encoder, settings), settings.threads)


@contextmanager
def progress_bar() -> Iterator["Report"]:
    """Progress on stderr: a bar on a terminal, nothing in a log."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        tasks = {stage: progress.add_task(text, total=None, visible=False) for stage, text in _STAGES.items()}

        def report(stage: str, done: int, total: int) -> None:
            if stage in tasks:
                progress.update(tasks[stage], completed=done, total=total, visible=True)

        yield report


def forget_removed(settings: Settings, gone: Collection[str] = ()) -> None:
    """Drop what is left of documents that are not in the index any more; ``gone`` as `assistant.forgetting` has it."""
    from assistant.forgetting import forget
    from assistant.reading_ahead import forget_removed as forget_states

    forget_states(settings)
    forget(settings, gone)


def tell(
    built: "BuildReport", problems: Sequence[str], as_json: bool, more: Mapping[str, object] | None = None
) -> None:
    """Print what an update did, and on stderr what could not be used; ``more`` goes into the JSON object."""
    for problem in problems:
        print(f"debate: {' '.join(problem.split())}", file=sys.stderr)
    if as_json:
        print(json.dumps(asdict(built) | {"problems": list(problems)} | dict(more or {}), ensure_ascii=False))
        return
    if built.rebuilt_because:
        print(f"Built anew: {built.rebuilt_because}.")
    print(
        f"{built.passages} passages; documents: {built.added} new or changed, {built.unchanged} unchanged, "
        f"{built.removed} removed ({built.seconds:.1f} s)."
    )
