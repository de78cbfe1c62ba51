"""What the server writes down: never a question, an answer or text of a document, unless ``DEBATE_LOG_TEXT`` is set."""

import logging
import sys
import threading
import traceback
from types import TracebackType

_log = logging.getLogger(__name__)
_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access")


class Discreet(logging.Formatter):
    """Of an exception its kind and the places it went through; what it says may quote what was asked or read."""

    def formatException(
        self,
        exception: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Places and kind, innermost last."""
        kind, _, track = exception
        frames = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(track)] if track else []
        return "\n".join([*frames, kind.__name__ if kind else ""])


def _logged(limit: int | None = None, file: object = None, chain: bool = True) -> None:
    """In place of ``traceback.print_exc``, by which Gradio writes what its handlers raise past any log."""
    _log.error("An act of the page failed", exc_info=True)


def set_up(with_text: bool) -> None:
    """Send warnings and errors of the whole process to stderr, without text unless it is allowed.

    Call it again once a server has put up handlers of its own.
    """
    if not with_text:
        traceback.print_exc = _logged
        threading.excepthook = lambda found: _log.error("A thread failed", exc_info=found.exc_value)
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stderr))
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    formatter = logging.Formatter(form) if with_text else Discreet(form)
    handlers = [*root.handlers, *(handler for name in _SERVERS for handler in logging.getLogger(name).handlers)]
    for handler in handlers:
        handler.setFormatter(formatter)
