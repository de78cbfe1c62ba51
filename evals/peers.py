"""Ours and the peer on the same questions, by turns, in one process: answers, figures, one report with both.

    python -m evals.peers --sample 60
    python -m evals.peers --sample 60 --xquad DIR --foreign 20

The peer is plain LlamaIndex ``CitationQueryEngine`` with the same two models and documents (``peer_engine``). Which
of the two goes first changes with every question, so that neither always finds a warm machine. Both are measured from
answers files, so that nothing but the answers is compared. Broken off, the same command goes on where it stopped.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import models
from assistant.settings import Settings
from evals import formats
from evals.bench import Bench
from evals.journal import Journal
from evals.judging import Judging
from evals.measuring import measure_ours
from evals.ours import open_ours
from evals.peer_engine import Peer
from evals.peer_llm import PlainEmbedding, PlainLlama
from evals.report import write_report
from evals.run import SUMMARY, Progress, load_summary
from evals.sampling import stratified
from evals.session import GOLDEN, Options, Outcome
from evals.show import progress_bar, say, show_outcome
from evals.suites.xquad import XquadSuite
from evals.types import Ask, Ground
from evals.xquad import read_xquad
from index.embedding import Encoder
from index.errors import DebateError, UsageError

Answering = Callable[[Ask], Mapping[str, Any]]


def by_turns(
    asks: Sequence[Ask], ours: Answering, peer: Answering, kept: tuple[Journal, Journal], progress: Progress
) -> None:
    """Ask both, the other first each time; what stands in the journals is not asked again. An error is an answer."""
    both = ((ours, kept[0]), (peer, kept[1]))
    for place, ask in enumerate(asks):
        progress("by turns", place, len(asks))
        for system, journal in both if place % 2 == 0 else both[::-1]:
            if ask.id in journal.rows:
                continue
            try:
                row = {"id": ask.id, **system(ask)}
            except Exception as error:  # A failure is a result of its own, counted apart.
                row = {"id": ask.id, "error": f"{type(error).__name__}: {error}"}
            journal.append(row)
    progress("by turns", len(asks), len(asks))


def golden_asks(sample: int, seed: int, half: str) -> list[Ask]:
    """The questions that ``debate eval run --sample N --seed S`` would draw."""
    every = formats.read_questions(GOLDEN / "questions.jsonl", lambda _: "en")
    some = [q for q in every if half == "all" or q.half == half]
    return [Ask(q.id, q) for q in stratified(some, lambda q: f"{q.kind}/{q.language}", sample, seed)]


def foreign_asks(xquad: Path, sample: int) -> list[Ask]:
    """So many of the fixed XQuAD questions, each three ways."""
    bench = Bench({}, Judging(None), xquad=read_xquad(xquad), sample=sample)
    return list(XquadSuite().asks(bench))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code as the command line's."""
    parser = argparse.ArgumentParser(prog="python -m evals.peers", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sample", type=int, default=60, help="golden questions; 0 for all (default 60)")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--xquad", type=Path, help="folder of XQuAD")
    parser.add_argument("--foreign", type=int, default=20, help="XQuAD questions, each asked three ways (default 20)")
    parser.add_argument("--output", type=Path, help="folder; default: peers under the home folder")
    given = parser.parse_args(arguments)
    try:
        _run(given)
    except DebateError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def _run(given: argparse.Namespace) -> None:
    settings = Settings()
    folder = given.output or settings.home / "evals" / f"peers-{given.half}-{given.sample}-{given.seed}"
    opener = open_ours(settings, None, given.xquad)
    grounds: list[tuple[Ground, list[Ask]]] = [("golden", golden_asks(given.sample, given.seed, given.half))]
    if given.xquad:
        grounds.append(("xquad", foreign_asks(given.xquad, given.foreign)))
    files = folder / "ours.jsonl", folder / "peer.jsonl"
    with progress_bar() as progress, Journal(files[0]) as mine, Journal(files[1]) as theirs:
        for ground, asks in grounds:
            if all(a.id in mine.rows and a.id in theirs.rows for a in asks):
                continue
            with opener(ground) as ours:
                llm = PlainLlama(models.path(settings.generator, settings), settings.threads)
                embedding = PlainEmbedding(Encoder(models.path(settings.encoder, settings), settings.threads))
                peer = Peer(ours.documents, llm, embedding)
                by_turns(asks, ours.answer, peer.answer, (mine, theirs), progress)
                llm.close()
    outcomes = [_measured(given, settings, file, folder / file.stem) for file in files]
    for outcome in outcomes:
        show_outcome(outcome)
    say(f"Both: {write_report(outcomes[0].folder, [outcomes[1].folder])}")


def _measured(given: argparse.Namespace, settings: Settings, answers: Path, output: Path) -> Outcome:
    from evals.suites.registry import SUITES

    if (output / SUMMARY).exists():
        return Outcome(output, load_summary(output), 0, False)
    suites = [name for name in SUITES if name not in ("robustness", "xquad")] + (["xquad"] if given.xquad else [])
    options = Options(
        suites=tuple(suites),
        answers=answers,
        half=given.half,
        sample=given.sample,
        seed=given.seed,
        xquad=given.xquad,
        output=output,
    )
    with progress_bar() as progress:
        return measure_ours(options, settings, progress)


if __name__ == "__main__":
    sys.exit(main())
