"""One owner runs one piece of work at a time; leaving, failing and a full queue harm nobody else."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.engines.context import EngineError, Interrupted
from assistant.engines.filling import Afterwards, Filled
from assistant.engines.llama_cpp import Busy, Engine
from tests.waiting import PATIENCE, until


class Model:
    """Stands in for a reader; the engine only hands it on."""

    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(Model, max_waiting=3)  # type: ignore[arg-type]
    yield engine
    engine.close()


def counting(n: int, pause: float = 0.0) -> Any:
    def work(_: Any) -> Iterator[int]:
        for i in range(n):
            time.sleep(pause)
            yield i

    return work


def test_items_come_in_order(engine: Engine) -> None:
    assert list(engine.run(counting(5))) == [0, 1, 2, 3, 4]


def test_one_at_a_time(engine: Engine) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(_: Any) -> Iterator[int]:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        inside.pop()
        yield 1

    threads = [threading.Thread(target=lambda: list(engine.run(work))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1]


def test_an_error_reaches_its_caller_and_no_other(engine: Engine) -> None:
    def broken(_: Any) -> Iterator[int]:
        yield 1
        raise ValueError("this one")

    with pytest.raises(ValueError, match="this one"):
        list(engine.run(broken))
    assert list(engine.run(counting(2))) == [0, 1]


def test_leaving_stops_the_work(engine: Engine) -> None:
    seen: list[int] = []

    def work(_: Any) -> Iterator[int]:
        for i in range(1000):
            seen.append(i)
            time.sleep(0.005)
            yield i

    items = engine.run(work)
    assert next(items) == 0
    items.close()  # type: ignore[attr-defined]
    assert list(engine.run(counting(1))) == [0]
    assert len(seen) < 1000


def test_waiting_readers_learn_their_place_and_may_leave(engine: Engine) -> None:
    cancel = threading.Event()
    first = engine.run(counting(10_000, 0.01), cancel=cancel)
    next(first)
    leave = threading.Event()
    places: list[int] = []
    for item in engine.run(counting(1), cancel=leave, waiting=lambda place: -place):
        places.append(item)
        leave.set()
    assert places == [-1]
    cancel.set()


def test_full_queue_says_so(engine: Engine) -> None:
    cancel = threading.Event()
    first = engine.run(counting(10_000, 0.01), cancel=cancel)
    next(first)
    waiting = [threading.Thread(target=lambda: list(engine.run(counting(1), cancel=cancel))) for _ in range(3)]
    for thread in waiting:
        thread.start()
    until(lambda: len(engine._waiting) == 3)
    with pytest.raises(Busy, match="waiting already"):
        list(engine.run(counting(1)))
    cancel.set()
    for thread in waiting:
        thread.join()


def test_a_model_that_does_not_load_is_told_to_all() -> None:
    def fail() -> Any:
        raise EngineError("no such model file; run: debate models pull")

    engine = Engine(fail)
    with pytest.raises(EngineError, match="debate models pull"):
        engine.wait_ready()
    with pytest.raises(EngineError, match="debate models pull"):
        list(engine.run(counting(1)))


class Slow:
    """A reader whose states take until it is interrupted, the first time each is asked for."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.asked: list[str] = []
        self.kept: list[list[str]] = []
        self.begun = threading.Event()

    def keep(self, passage: str) -> bool:
        again = passage in self.asked
        self.asked.append(passage)
        self.begun.set()
        if not again and self.stop.wait(PATIENCE):
            raise Interrupted("a question came")
        return True

    def keep_opening(self, messages: Any, begins: str = "") -> None:
        pass

    def keep_only(self, texts: list[str]) -> None:
        self.kept.append(texts)

    def interrupt(self) -> None:
        self.stop.set()

    def resume(self) -> None:
        self.stop.clear()

    def close(self) -> None:
        pass


def test_a_question_goes_before_filling_and_filling_goes_on() -> None:
    reader = Slow()
    engine = Engine(lambda: reader)  # type: ignore[arg-type, return-value]
    told: list[Filled] = []
    engine.fill(["one"], told.append)
    assert reader.begun.wait(PATIENCE)
    assert list(engine.run(counting(2))) == [0, 1]
    engine.wait_filled(PATIENCE)
    assert reader.asked == ["one", "one"]
    assert engine.filled == told[-1] == Filled(1, 1, "done")
    engine.close()


def test_what_comes_afterwards_waits_for_questions_and_goes_on_where_it_was() -> None:
    reader, kept = Slow(), [*range(4)]
    begun, over = threading.Event(), threading.Event()
    done: list[int] = []

    def work(_: Any) -> Iterator[None]:
        while kept:
            if kept[0] == 2 and not begun.is_set():
                begun.set()
                if reader.stop.wait(PATIENCE):
                    raise Interrupted("a question came")
            done.append(kept.pop(0))
            yield
        over.set()

    engine = Engine(lambda: reader)  # type: ignore[arg-type, return-value]
    reader.asked.append("one")
    engine.fill(["one"], afterwards=Afterwards(["a text"], work))
    engine.wait_filled(PATIENCE)
    assert begun.wait(PATIENCE) and engine.filled == Filled(1, 1, "done")
    assert list(engine.run(counting(2))) == [0, 1]
    assert over.wait(PATIENCE) and done == [0, 1, 2, 3]
    assert reader.kept == [["one", "a text"]]
    engine.close()


def test_an_engine_that_keeps_no_states_fills_nothing(engine: Engine) -> None:
    engine.fill(["one"])
    engine.wait_filled(PATIENCE)
    assert engine.filled is None
    assert list(engine.run(counting(1))) == [0]


def test_filling_that_fails_ends_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Slow):
        def keep(self, passage: str) -> bool:
            raise ValueError("broken")

    engine = Engine(Broken)  # type: ignore[arg-type]
    engine.fill(["one"])
    engine.wait_filled(PATIENCE)
    assert engine.filled is None and "only slower" in caplog.text
    assert list(engine.run(counting(1))) == [0]
    engine.close()
