"""Readers of the load test: each asks, follows its answer, checks that it is its own, and sometimes leaves."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

_LEAVES = 0.1
"""Share of questions that are left before their answer is there."""


@dataclass
class Tally:
    """What all readers saw; each fault as one line."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Seconds from question to answer."""
    places: int = 0
    """The farthest place in the queue that anybody was told."""

    def fault(self, what: str) -> None:
        """Something that must not happen."""
        self.counts["faults"] += 1
        self.faults.append(what)


class Reader:
    """One reader with a connection of its own; ``alone`` holds answers as given with nobody else there."""

    def __init__(
        self, number: int, url: str, questions: tuple[str, ...], alone: dict[str, str], tally: Tally, replay: bool
    ) -> None:
        self._number = number
        self._questions = questions
        self._alone = alone
        self._tally = tally
        self._replay = replay
        self._draw = random.Random(number)
        self._client = httpx.Client(base_url=url, timeout=httpx.Timeout(900, connect=30))
        self._asked = 0

    def run(self, until: float) -> None:
        """Ask one question after the other until the time is over."""
        with self._client:
            while time.monotonic() < until:
                try:
                    self._ask()
                except Exception as error:
                    self._tally.fault(f"reader {self._number}: {type(error).__name__}: {error}")
                    time.sleep(1)

    def _ask(self) -> None:
        self._asked += 1
        self._tally.counts["asked"] += 1
        question = self._draw.choice(self._questions)
        if self._replay:
            question = f"{question} reader {self._number} question {self._asked} mark {self._draw.getrandbits(64):x}"
        leaves = self._draw.random() < _LEAVES
        start = time.monotonic()
        with self._client.stream("POST", "/api/ask", json={"question": question, "stream": True}) as response:
            if response.status_code == 503:
                self._told_busy(response)
                return
            if response.status_code != 200:
                response.read()
                self._tally.fault(f"reader {self._number}: status {response.status_code} {response.text[:200]}")
                return
            said: list[str] = []
            for name, data in _events(response):
                if leaves and name != "stage":
                    self._tally.counts["left"] += 1
                    return
                if name == "stage":
                    self._tally.places = max(self._tally.places, data["position"])
                elif name == "checked" and data["sentence"] is not None:
                    said.append(data["sentence"]["text"])
                elif name == "error":
                    self._told_error(data)
                    return
                elif name == "done":
                    self._tally.counts["answered"] += 1
                    self._tally.waits.append(time.monotonic() - start)
                    self._check(question, said, data)
                    return
            self._tally.fault(f"reader {self._number}: a stream ended without an answer")

    def _check(self, question: str, said: list[str], answer: dict[str, Any]) -> None:
        if answer["question"] != question:
            self._tally.fault(f"reader {self._number}: got the answer to another question")
        written = [sentence["text"] for sentence in answer["sentences"]]
        if said and said != written:
            self._tally.fault(f"reader {self._number}: the stream said something else than the answer")
        if self._replay and written != [question]:
            self._tally.fault(f"reader {self._number}: got words that are not its own")
        if not self._replay and answer["answer"] != self._alone[question]:
            self._tally.counts["not as when asked alone"] += 1

    def _told_busy(self, response: httpx.Response) -> None:
        response.read()
        self._tally.counts["told to come again"] += 1
        if "retry-after" not in response.headers or response.json()["error"]["type"] != "busy":
            self._tally.fault(f"reader {self._number}: refused without being told when to come again")
        time.sleep(self._draw.uniform(0.5, 2))

    def _told_error(self, data: dict[str, Any]) -> None:
        if data["error"]["type"] == "busy":
            self._tally.counts["told to come again"] += 1
            time.sleep(self._draw.uniform(0.5, 2))
        else:
            self._tally.fault(f"reader {self._number}: {data['error']['message'][:200]}")


def _events(response: httpx.Response) -> Any:
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
