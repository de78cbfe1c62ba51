"""Judge any claim-evidence pairs: a file in, a file out, whole or not at all."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from evals.errors import JudgeMissingError, RunError
from evals.formats import read_pairs
from evals.journal import Journal, write_whole
from evals.judging import Judge, Judging
from evals.run import WINDOW, Progress
from evals.types import Claim

OpenJudge = Callable[[], Judge | None]


def judge_file(source: Path, target: Path, open_judge: OpenJudge, progress: Progress) -> tuple[int, int]:
    """Write ``{"id", "support", "supported"}`` for each pair, in order; gives how many were judged and how many not.

    A pair that cannot be judged has null for both, and ``"why"``. The target is written when all are done; until then
    the verdicts stand in ``TARGET.partial``, keyed by the pair's content, from which the same call goes on.
    The judge is opened when all lines have been found good. Raises InputError for a line that cannot be used,
    JudgeMissingError without a judge.
    """
    pairs = read_pairs(source)
    judge = open_judge()
    if judge is None:
        raise JudgeMissingError("there is no judge: fetch its model with `debate models pull`")
    begun = target.with_name(f"{target.name}.partial")
    lock = FileLock(target.with_name(f"{target.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise RunError(f"{target}: another process is writing it; wait for it or give another --output") from error
    rows, missing = [], 0
    try:
        with Journal(begun) as journal:
            judging = Judging(judge, journal)
            for done, pair in enumerate(pairs):
                progress("judging", done, len(pairs))
                if done % WINDOW == 0:
                    claims = [Claim(p.claim, p.evidence, p.question) for p in pairs[done : done + WINDOW]]
                    judging.prepare(claims, partial(progress, "judging", done, len(pairs)))
                verdict = judging.verdict(pair.claim, pair.evidence, pair.question)
                missing += verdict.supported is None
                why = {"why": verdict.why} if verdict.supported is None else {}
                rows.append({"id": pair.id, "support": verdict.support, "supported": verdict.supported, **why})
            progress("judging", len(pairs), len(pairs))
        write_whole(target, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        begun.unlink()
    finally:
        lock.release()
    return len(pairs) - missing, missing
