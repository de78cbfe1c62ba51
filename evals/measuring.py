"""What the command line does with evals: measure with our assistant.

Example:
    outcome = measure_ours(Options(suites=("refusal",), sample=20), Settings(), lambda what, done, total: None)
    page = render(outcome.folder)
"""

from assistant.settings import Settings
from evals.ours import kept_verdicts, open_ours
from evals.run import Progress
from evals.session import Options, Outcome, measure
from index.sentences import split_sentences


def measure_ours(options: Options, settings: Settings, progress: Progress) -> Outcome:
    """Measure our assistant, or answers of a file by our documents and judge. Raises as ``session.measure`` does."""
    with kept_verdicts(settings) as kept:
        opener = open_ours(settings, options.documents, options.xquad)
        return measure(options, settings, opener, split_sentences, progress, kept)
