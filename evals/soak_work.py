"""What a process does that will be killed: changes of the index, the passage cache and conversations, told as they go.

Each act is told before it begins and after it is acknowledged, so that whoever kills the process knows what must be
there afterwards (everything acknowledged) and what may be (the act amid which it died).
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.engines.kv_store import KvStore
from evals.cheap_encoder import CheapEncoder
from index.build import add_documents, rebuild_index, remove_documents, restore_documents
from index.types import Document
from ui.conversations import Conversations, new_id, now
from ui.records import Conversation, Exchange

ACTS = ("add", "change", "remove", "restore", "rebuild", "fill", "talk")
READER = "0" * 32
_MOST = 10
_STATE_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is kept, as whoever kills knows it."""

    documents: dict[str, Document]
    removed: dict[str, Document]
    states: dict[str, str]
    """SHA-256 of passage states by key."""
    talks: dict[str, tuple[str, ...]]
    """Questions of conversations by id."""


@dataclass(frozen=True, slots=True)
class Act:
    """One change: what it is, and what is kept once it is done."""

    name: str
    after: State
    argument: str = ""


def document(number: int, edition: int) -> Document:
    """An article of some passages that no other holds."""
    text = "".join(
        f"这是文章{number}第{edition}版的第{n}句话，写得完整，说的是编号{number * 7919 + n}。" for n in range(60)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(f"d{number}", f"文章{number}", "社", "2024-03-09", "", "zh-Hans", f"{number}.txt", digest, text)


def plan(state: State, chance: random.Random) -> Act:
    """The next act."""
    possible = {"add": len(state.documents) < _MOST, "fill": True, "talk": True, "rebuild": bool(state.documents)}
    possible |= {"change": bool(state.documents), "remove": len(state.documents) > 2, "restore": bool(state.removed)}
    name = chance.choice([act for act in ACTS if possible[act]])
    documents, removed = dict(state.documents), dict(state.removed)
    id = chance.choice(sorted(removed if name == "restore" else documents)) if name in _ON_ONE else ""
    if name == "add":
        id = f"d{chance.randrange(10**6)}"
        documents[id] = document(int(id[1:]), 0)
        removed.pop(id, None)
    elif name == "change":
        documents[id] = document(int(id[1:]), chance.randrange(1, 10**6))
    elif name == "remove":
        removed[id] = documents.pop(id)
    elif name == "restore":
        documents[id] = removed.pop(id)
    elif name == "fill":
        id = f"{chance.getrandbits(160):040x}"
        return Act(name, replace(state, states=state.states | {id: _hash(passage_state(id))}), id)
    elif name == "talk":
        talk = chance.choice([*state.talks, ""][-3:])
        question = f"第{chance.randrange(10**6)}个问题是什么？"
        id = talk or f"{chance.getrandbits(128):032x}"
        return Act(name, replace(state, talks=state.talks | {id: (*state.talks.get(talk, ()), question)}), id)
    return Act(name, replace(state, documents=documents, removed=removed), id)


_ON_ONE = ("change", "remove", "restore")


def passage_state(key: str) -> bytes:
    """Bytes that belong to a key and to no other."""
    return random.Random(key).randbytes(_STATE_BYTES)


def perform(home: Path, act: Act) -> None:
    """Do one act, and return when it is acknowledged."""
    index, encoder = home / "index", CheapEncoder()
    if act.name in ("add", "change"):
        add_documents(index, [act.after.documents[act.argument]], encoder)
    elif act.name == "remove":
        remove_documents(index, [act.argument], encoder)
    elif act.name == "restore":
        restore_documents(index, [act.argument], encoder)
    elif act.name == "rebuild":
        rebuild_index(index, encoder)
    elif act.name == "fill":
        KvStore(home / "kv").put(act.argument, passage_state(act.argument))
    else:
        _talk(Conversations(home / "conversations", READER), act)


def _talk(kept: Conversations, act: Act) -> None:
    questions = act.after.talks[act.argument]
    exchange = Exchange(new_id(), questions[-1], now(), None)
    if len(questions) == 1:
        kept.write(Conversation(act.argument, questions[0], now(), now(), (exchange,)))
    else:
        kept.change(act.argument, lambda c: replace(c, exchanges=(*c.exchanges, exchange), updated=now()))


def work(home: Path, acts: Sequence[Act], told: Connection) -> None:
    """Do the acts one after the other, each told before and after by its place."""
    for place, act in enumerate(acts):
        told.send(("begun", place))
        perform(home, act)
        told.send(("done", place))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
