"""Measuring with an assistant that is open already and goes on serving its readers: one engine, one queue."""

from types import TracebackType

from assistant.answer import Assistant
from assistant.settings import Settings
from evals.ours import Ours, kept_verdicts
from evals.run import Progress
from evals.session import Options, Outcome, measure
from index.sentences import split_sentences


class Shared(Ours):
    """Our system on an assistant of somebody else's, which stays open when the measuring is over."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        super().__init__(settings)
        # In place of the one that would be opened with the first question.
        self.__dict__["_assistant"] = assistant

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in ("judge", "made"):
            self.__dict__.pop(name, None)


def measure_shared(options: Options, settings: Settings, assistant: Assistant, progress: Progress) -> Outcome:
    """Measure an open assistant on its own documents; its readers' questions and these take turns.

    ``progress`` may raise to stop: the next run of the same plan goes on from there. Raises as ``session.measure``.
    """
    with kept_verdicts(settings) as kept:
        return measure(options, settings, lambda ground: Shared(assistant, settings), split_sentences, progress, kept)
