"""``debate docs add`` and ``update``: read what a person named, tell what it would change, and change it."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.cli_changes import forget_removed, open_encoder, progress_bar, tell
from assistant.cli_documents import held_contents, read_contents
from assistant.cli_run import FAILED, OK
from assistant.render import printable
from assistant.settings import Settings
from index.errors import DebateError, UsageError

if TYPE_CHECKING:
    from index.gather import Gathered
    from index.intake import Plan


def add(sources: Sequence[str], as_json: bool, settings: Settings, title: str = "", allow_private: bool = False) -> int:
    """Add files, folders, addresses and pasted text (``-``). What cannot be used is told; the exit code is then 1."""
    if sources.count("-") > 1:
        raise UsageError("Standard input can be read once: give - once.")
    if title and len(sources) > 1:
        raise UsageError("--title goes with one document; give the others in a call of their own.")
    return _take_in(_gather(sources, settings, title, allow_private), as_json, settings)


def update(ids: Sequence[str], as_json: bool, settings: Settings, allow_private: bool = False) -> int:
    """Read documents anew from where they came; those that have changed are replaced, what is gone is told and kept."""
    held = read_contents(settings)
    for id in ids:
        if id not in held.documents:
            raise UsageError(f"No document has the id {id!r}: see `debate docs list`.")
        if not _place(held.origins.get(id, "")):
            raise UsageError(f"{id}: where it came from is not known; add it again with `debate docs add`.")
    chosen = list(ids) or [id for id in held.documents if _place(held.origins.get(id, ""))]
    if not chosen:
        raise DebateError("No document came from a file or an address of its own: add some with `debate docs add`.")
    places = [_place(held.origins[id]) for id in chosen]
    return _take_in(_gather(places, settings, "", allow_private), as_json, settings)


def _place(origin: str) -> str:
    """What to read again, or empty where it cannot be: a folder is brought up to date by ``index build``."""
    return origin.removeprefix("file:") if "://" in origin or origin.startswith("file:") else ""


def _gather(sources: Sequence[str], settings: Settings, title: str, allow_private: bool) -> "Gathered":
    from index.gather import gather
    from index.readers import MAX_BYTES

    with progress_bar() as report:
        return gather(
            sources,
            pasted=lambda: sys.stdin.buffer.read(MAX_BYTES + 1),
            title=title,
            allow_private=allow_private,
            keep=settings.home / "documents",
            progress=lambda done, total: report("get", done, total),
        )


def _take_in(gathered: "Gathered", as_json: bool, settings: Settings) -> int:
    from index.build import take_in
    from index.intake import plan_intake
    from index.update import BuildReport

    if not gathered.incoming:
        raise DebateError(gathered.skipped[0] if gathered.skipped else "Nothing was named.")
    held = held_contents(settings)
    # Where nothing is new, neither the encoder nor the lock is needed; what is new is decided once more under the lock.
    plan = plan_intake(held.documents if held else {}, held.origins if held else {}, gathered.incoming)
    if plan.add:
        encoder = open_encoder(settings)
        with progress_bar() as report:
            plan, built = take_in(settings.index_dir, gathered.incoming, encoder, report)
        forget_removed(settings, built.gone)
    else:
        count = len(held.documents) if held else 0
        built = BuildReport(0, count, 0, len(held.passages) if held else 0, 0.0, None)
    tell(built, gathered.skipped, as_json, _told(plan, gathered.passed_over))
    if not as_json:
        _say(plan, gathered.passed_over)
    return FAILED if gathered.skipped else OK


def _told(plan: "Plan", passed_over: int) -> Mapping[str, object]:
    return {
        "documents": [document.id for document in plan.add],
        "replaced": list(plan.replaced),
        "same": [{"source": source, "id": id} for source, id in plan.same],
        "near": [{"id": one.id, "other": one.other, "share": round(one.share, 2)} for one in plan.near],
        "passed_over": passed_over,
    }


def _say(plan: "Plan", passed_over: int) -> None:
    for document in plan.add:
        replaced = " (replaces its older self)" if document.id in plan.replaced else ""
        print(f"{document.id}  {printable(document.title)}{replaced}")
    for source, id in plan.same:
        print(f"{printable(source)} is there already: {id}")
    for near in plan.near:
        print(f"{near.id} shares {near.share:.0%} of its text with {near.other}; remove one if they are the same.")
    if passed_over:
        print(f"{passed_over} files of other kinds were passed over.")
