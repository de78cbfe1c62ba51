"""Kill -9 at random moments while everything that is kept is being changed: ``python -m evals.soak_kill --times 100``.

A process does acts (see `evals.soak_work`) and dies amid one, at a moment drawn evenly from the time that such acts
take. Then, with no hand having touched it, the home must open and hold everything acknowledged, nothing half, and
nothing twice; the act amid which the process died must be there whole or not at all.
"""

import argparse
import contextlib
import hashlib
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.engines.kv_store import KvStore, is_whole
from evals.cheap_encoder import CheapEncoder
from evals.soak_work import ACTS, READER, Act, State, document, plan, work
from index.build import add_documents
from index.check import check_index
from index.collection import Index
from index.errors import DebateError
from index.types import Document
from ui.conversations import Conversations

_PROCESSES = multiprocessing.get_context("forkserver")
_PRELOAD = ["chromadb", "bm25s", "jieba", "evals.soak_work", "index.collection"]
_ACTS_A_LIFE = 3
_PATIENCE = 120.0


@dataclass(slots=True)
class Outcome:
    """What was tried and what was found; lists hold one line for each thing found."""

    kills: int = 0
    acknowledged: int = 0
    by_act: Counter[str] = field(default_factory=Counter)
    """Kills amid each kind of act."""
    lost: list[str] = field(default_factory=list)
    """Acknowledged, and not there."""
    half: list[str] = field(default_factory=list)
    """Neither as before nor as after, damaged, or twice."""
    needed_a_hand: list[str] = field(default_factory=list)
    """The next start failed."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.lost or self.half or self.needed_a_hand)


def soak(home: Path, times: int, seed: int, say: bool = True) -> Outcome:
    """Kill ``times`` processes that work on ``home``, looking after each."""
    chance = random.Random(seed)
    _PROCESSES.set_forkserver_preload(_PRELOAD)
    outcome = Outcome()
    state = State({f"d{n}": document(n, 0) for n in range(3)}, {}, {}, {})
    add_documents(home / "index", list(state.documents.values()), CheapEncoder())
    seconds = dict.fromkeys(ACTS, 0.5) | {"fill": 0.01, "talk": 0.01}
    while outcome.kills < times:
        acts = []
        ahead = state
        for _ in range(chance.randrange(1, _ACTS_A_LIFE + 1)):
            acts.append(plan(ahead, chance))
            ahead = acts[-1].after
        state, died = _one_life(home, acts, state, chance, seconds, outcome)
        if died is not None:
            outcome.kills += 1
            outcome.by_act[died.name] += 1
        state = _look(home, state, died, outcome)
        if say and died is not None:
            print(f"\r{outcome.kills} of {times} killed", end="", file=sys.stderr, flush=True)
    if say:
        print(file=sys.stderr)
    return outcome


def _one_life(
    home: Path, acts: list[Act], state: State, chance: random.Random, seconds: dict[str, float], outcome: Outcome
) -> tuple[State, Act | None]:
    """Run the acts in a process that dies amid the last; the state that was acknowledged, and the act not finished."""
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=work, args=(home, acts, theirs), daemon=True)
    process.start()
    theirs.close()
    begun, since = -1, 0.0
    try:
        while True:
            last = begun == len(acts) - 1
            wait = chance.uniform(0, 1.2 * seconds[acts[begun].name]) if last else _PATIENCE
            if not ours.poll(wait):
                break
            what, place = ours.recv()
            if what == "begun":
                begun, since = place, time.monotonic()
            else:
                name = acts[place].name
                seconds[name] = 0.7 * seconds[name] + 0.3 * (time.monotonic() - since)
                state = acts[place].after
                outcome.acknowledged += 1
                begun = -1 if place == len(acts) - 1 else begun
                if begun < 0:
                    return state, None
    except EOFError:
        outcome.needed_a_hand.append(f"a process died by itself amid {acts[begun].name if begun >= 0 else 'its start'}")
        return state, acts[begun] if begun >= 0 else None
    finally:
        if process.pid:
            _kill(process.pid)
        process.join()
        died = _told_since(ours, acts)
        ours.close()
    if died:  # it was acknowledged between the decision and the kill
        outcome.acknowledged += 1
        return acts[-1].after, None
    return state, acts[begun] if begun >= 0 else None


def _kill(pid: int) -> None:
    """End a process at once. One that was through with its acts may have gone by itself, and been waited for."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _told_since(ours: "multiprocessing.connection.Connection", acts: list[Act]) -> bool:
    """Whether the last act was acknowledged after all."""
    try:
        while ours.poll(0):
            if ours.recv() == ("done", len(acts) - 1):
                return True
    except (EOFError, OSError):
        pass
    return False


def _look(home: Path, state: State, died: Act | None, outcome: Outcome) -> State:
    """Compare what is there with what must be; the state to go on from."""
    after = died.after if died else state
    documents = _documents(home, state, after, died, outcome)
    files = list((home / "kv").glob("*.kv"))
    store = KvStore(home / "kv")
    for key, digest in state.states.items():
        kept = store.get(key)
        if kept is None or hashlib.sha256(kept).hexdigest() != digest:
            outcome.lost.append(f"passage state {key}")
    outcome.half += [f"passage state {path.name} is damaged" for path in files if path.is_file() and not is_whole(path)]
    talks = _talks(home, state, after, outcome)
    states = {key: digest for key, digest in after.states.items() if key in store}
    return State(documents, after.removed if documents == after.documents else state.removed, states, talks)


def _documents(home: Path, state: State, after: State, died: Act | None, outcome: Outcome) -> dict[str, Document]:
    name = died.name if died else "nothing"
    try:
        with Index.open(home / "index", CheapEncoder()) as index:
            held = dict(index.documents)
            for id, one in held.items():
                if not index.search(one.text[:40], 1, documents=[id]):
                    outcome.half.append(f"after {name}: document {id} is not found by its own words")
    except DebateError as error:
        outcome.needed_a_hand.append(f"after {name}: {error}")
        return after.documents
    if held not in (state.documents, after.documents):
        missing = set(state.documents) & set(after.documents) - set(held)
        (outcome.lost if missing else outcome.half).append(f"after {name}: the documents are neither old nor new")
    for finding in check_index(home / "index", CheapEncoder()):
        if finding.fault:
            outcome.half.append(f"after {name}: {finding.told}")
    return held


def _talks(home: Path, state: State, after: State, outcome: Outcome) -> dict[str, tuple[str, ...]]:
    kept = Conversations(home / "conversations", READER)
    held = {one.id: tuple(e.question for e in one.exchanges) for one in kept.all()}
    for id, questions in state.talks.items():
        if held.get(id) not in (questions, after.talks.get(id)):
            outcome.lost.append(f"conversation {id}")
    outcome.half += [f"conversation {id} was never begun" for id in held if id not in after.talks]
    return held


def main() -> int:
    """Run it; the exit code is 1 where anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=100, help="How many processes are killed.")
    parser.add_argument("--seed", type=int, default=0, help="The same seed draws the same acts.")
    parser.add_argument("--json", action="store_true", help="Print one JSON object.")
    given = parser.parse_args()
    # A killed process cannot give its semaphores back; the tracker does, and would tell of each.
    os.environ.setdefault("PYTHONWARNINGS", "ignore::UserWarning:multiprocessing.resource_tracker")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="debate-soak-") as folder:
        outcome = soak(Path(folder), given.times, given.seed, say=not given.json)
    if given.json:
        print(json.dumps(asdict(outcome)))
    else:
        acts = ", ".join(f"{name} {count}" for name, count in sorted(outcome.by_act.items()))
        print(f"faults tried: {outcome.kills} kills ({acts}); {outcome.acknowledged} acts acknowledged")
        print(
            f"lost: {len(outcome.lost)}; half there or twice: {len(outcome.half)}; "
            f"starts that needed a hand: {len(outcome.needed_a_hand)}; {(time.monotonic() - started) / 60:.1f} minutes"
        )
        for line in [*outcome.lost, *outcome.half, *outcome.needed_a_hand]:
            print(f"  {line}")
    return 0 if outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main())
