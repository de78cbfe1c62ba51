"""Logs hold no question and no text of a document unless it is asked for."""

import io
import logging
import threading
import traceback
from collections.abc import Iterator

import pytest

from tests.api.conftest import Served
from ui import logs

SECRET = "what nobody should read"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root, stream = logging.getLogger(), io.StringIO()
    before, root.handlers = root.handlers, [logging.StreamHandler(stream)]
    own = traceback.print_exc, threading.excepthook
    yield stream
    root.handlers = before
    traceback.print_exc, threading.excepthook = own


@pytest.mark.parametrize("with_text", [False, True])
def test_an_error_is_written_with_its_words_only_where_that_is_allowed(written: io.StringIO, with_text: bool) -> None:
    logs.set_up(with_text)
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("ui.test").exception("It failed")
    text = written.getvalue()
    assert "It failed" in text and "ValueError" in text and "test_logs.py" in text
    assert (SECRET in text) is with_text


def test_what_is_not_caught_leaves_no_words_either(written: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(False)

    def fail() -> None:
        raise ValueError(SECRET)

    try:
        fail()
    except ValueError:
        traceback.print_exc()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    said = capsys.readouterr()
    assert SECRET not in written.getvalue() + said.out + said.err
    assert written.getvalue().count("ValueError") == written.getvalue().count("in fail") == 2


def test_a_request_that_fails_leaves_no_question_in_the_log(served: Served, written: io.StringIO) -> None:
    logs.set_up(False)
    asked = {"question": f"{SECRET}?", "history": [{"question": SECRET}]}
    assert served.client.post("/api/ask", json=asked).status_code == 200
    assert served.client.post("/api/ask", json={"question": "fail", "history": asked["history"]}).status_code == 500
    assert served.client.post("/api/ask", json={"question": [SECRET]}).status_code == 422
    text = written.getvalue()
    assert "RuntimeError" in text
    assert SECRET not in text and "a secret of the inside" not in text
