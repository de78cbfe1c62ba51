"""What a reader does on the page of the evals: run, stop, see a report, compare."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.canvas import Canvas
from ui.effects import FOLLOW
from ui.runs import comparison_html, report_html
from ui.session import Session, Update
from ui.trials import Trials

Data = Mapping[str, Any]


class EvalActs:
    """The acts by name; each draws what it changed."""

    def __init__(self, canvas: Canvas, trials: Trials) -> None:
        self._canvas = canvas
        self._trials = trials
        self.acts: dict[str, Callable[[Session, Data], Update]] = {
            "measure": self._measure,
            "stop-measuring": self._stop,
            "report": self._report,
            "compare": self._compare,
            "close-report": self._close,
        }

    def _measure(self, session: Session, data: Data) -> Update:
        suites = data.get("suites")
        sample = str(data.get("sample", ""))
        chosen = [str(name) for name in suites] if isinstance(suites, list) else []
        self._trials.start(chosen, int(sample) if sample.isdecimal() else -1)
        return Update(self._canvas.draw(session, "page"), (FOLLOW,))

    def _stop(self, session: Session, data: Data) -> Update:
        self._trials.stop()
        return Update(self._canvas.draw(session, "page"), (FOLLOW,))

    def _report(self, session: Session, data: Data) -> Update:
        name = str(data.get("run"))
        return _shown(report_html(name, self._trials.report(name, session.language), session.language))

    def _compare(self, session: Session, data: Data) -> Update:
        found = self._trials.compare(str(data.get("before")), str(data.get("after")), session.language)
        return _shown(comparison_html(found, session.language))

    def _close(self, session: Session, data: Data) -> Update:
        return Update({"report": ""})


def _shown(html: str) -> Update:
    return Update({"report": html}, ({"type": "show", "selector": "#report section"},))
