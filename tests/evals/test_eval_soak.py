"""The kill test itself: it finds nothing where nothing is wrong, and finds what was taken away."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from evals.cheap_encoder import CheapEncoder
from evals.soak_kill import Outcome, _kill, _look, soak
from evals.soak_work import State, document, perform, plan
from index.build import add_documents, remove_documents

pytestmark = pytest.mark.slow


def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    outcome = soak(tmp_path, 4, seed=11, say=False)
    assert outcome.kills == sum(outcome.by_act.values()) == 4
    assert outcome.clean, outcome


def test_what_is_missing_is_found(tmp_path: Path) -> None:
    state = State({f"d{n}": document(n, 0) for n in range(2)}, {}, {}, {})
    add_documents(tmp_path / "index", list(state.documents.values()), CheapEncoder())
    chance = random.Random(1)
    while not (state.states and state.talks):
        act = plan(state, chance)
        if act.name in ("fill", "talk"):
            perform(tmp_path, act)
            state = act.after
    fine = Outcome()
    assert _look(tmp_path, state, None, fine) == state and fine.clean
    next((tmp_path / "kv").glob("*.kv")).write_bytes(b"damaged")
    next((tmp_path / "conversations").glob("*/*.json")).unlink()
    remove_documents(tmp_path / "index", ["d1"], CheapEncoder())
    found = Outcome()
    _look(tmp_path, state, None, found)
    assert len(found.lost) == 3 and not found.clean


def test_a_process_that_has_gone_by_itself_is_no_fault() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        _kill(process.pid)
        assert process.wait() == -9
    _kill(process.pid)
