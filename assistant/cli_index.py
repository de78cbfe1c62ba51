"""``debate index``: build it from a folder, check it, repair it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli_changes import forget_removed, open_encoder, progress_bar, tell
from assistant.cli_documents import default_documents
from assistant.cli_run import FAILED, OK
from assistant.settings import Settings
from index.errors import DebateError

if TYPE_CHECKING:
    from index.check import Finding
    from index.embedding import Encoder


def build(folder: Path | None, as_json: bool, settings: Settings, fill: bool = False, only: bool = False) -> int:
    """Index a folder. A file that cannot be used is told of and left out; the exit code is then 1.

    Documents added by hand stay, unless ``only``; those removed by hand stay out, unless the folder is named.
    ``fill`` also computes the passages' KV states now; without it the page does so while nobody asks.
    """
    from index.documents import load_documents

    load = load_documents(folder or default_documents())
    if not load.documents:
        raise DebateError(load.problems[0][1] if load.problems else f"{folder}: holds no document.")
    encoder = open_encoder(settings)
    from index.build import build_index, sync_folder
    from index.vectors_server import choose_server

    choose_server(settings.index_dir, settings.chroma_url)
    with progress_bar() as report:
        if only:
            built = build_index(settings.index_dir, load.documents, encoder, report)
        else:
            built = sync_folder(settings.index_dir, load.documents, encoder, report, again=folder is not None)
        report("prepare", 0, 1)
        encoder.prepare_queries()
        report("prepare", 1, 1)
    forget_removed(settings, built.gone)
    tell(built, [line for _, line in load.problems], as_json)
    if fill:
        _fill(as_json, settings)
    return FAILED if load.problems else OK


def check(repair: bool, as_json: bool, settings: Settings) -> int:
    """Tell what is wrong with the index and the passage cache, mend it; the exit code is 1 while a fault is left."""
    from index.check import check_index

    encoder = _encoder_if_here(settings)
    with progress_bar() as report:
        report("get", 0, 1)
        found = check_index(settings.index_dir, encoder)
    damaged = damaged_states(settings.home / "kv")
    if repair:
        found, repaired = _repair(found, settings)
        for file in damaged:
            file.unlink(missing_ok=True)
        repaired += [f"{len(damaged)} damaged files of the passage cache were taken away"] if damaged else []
        damaged = []
    else:
        repaired = []
    faults = [one for one in found if one.fault]
    if as_json:
        rows = [{"part": one.part, "told": one.told, "fault": one.fault} for one in found]
        rows += [{"part": "cache", "told": f"{file.name} is damaged", "fault": False} for file in damaged]
        print(json.dumps({"findings": rows, "repaired": repaired, "passages_compared": encoder is not None}))
        return FAILED if faults else OK
    for line in repaired:
        print(f"Repaired: {line}.")
    for one in found:
        print(f"{'Fault' if one.fault else 'Note'} ({one.part}): {one.told}.")
    if damaged:
        print(f"Note (cache): {len(damaged)} files of the passage cache are damaged; they are computed again.")
    if encoder is None:
        print("Note (models): the encoder is not here, so passages were not split anew: debate models pull.")
    if faults:
        print("Mend it with: debate index check --repair")
    elif not found and not damaged:
        print("The index is whole.")
    return FAILED if faults else OK


def damaged_states(folder: Path) -> list[Path]:
    """Files of the passage cache that are not what their checksums say."""
    from assistant.engines.kv_store import is_whole

    return [file for file in sorted(folder.glob("*.kv")) if not is_whole(file)]


def _repair(found: "Sequence[Finding]", settings: Settings) -> "tuple[list[Finding], list[str]]":
    """What is left to be told after a repair, and what was done. Without a fault only leftovers are swept."""
    from index.build import rebuild_index
    from index.check import check_index

    if not found:
        return [], []
    encoder = open_encoder(settings)
    with progress_bar() as report:
        built = rebuild_index(settings.index_dir, encoder, report)
    forget_removed(settings, built.gone)
    held = built.added + built.unchanged
    because = built.rebuilt_because or ""
    aside = f"; {because}" if "put aside" in because else ""
    return check_index(settings.index_dir, encoder), [
        f"{held} documents, {built.passages} passages written anew{aside}"
    ]


def _encoder_if_here(settings: Settings) -> "Encoder | None":
    try:
        return open_encoder(settings)
    except DebateError:
        return None


def _fill(as_json: bool, settings: Settings) -> None:
    from assistant.engines.filling import Filled
    from assistant.reading_ahead import read_now

    with progress_bar() as report:
        filled = read_now(settings, lambda now: report("read", now.done, now.total)) or Filled(0, 0, "done")
    if not as_json:
        more = "; the passage cache is full (DEBATE_KV_DISK_MB)" if filled.state == "stopped" else ""
        print(f"{filled.done} of {filled.total} passages read ahead{more}.")
