"""What one open page knows of itself, and what is sent back to it."""

from dataclasses import dataclass, field, fields

from index.types import Script
from ui.backend import LoadingState
from ui.source import View
from ui.summaries_work import FIRST, Shown, Wanted
from ui.translations import Key, Translated

REGIONS = ("bar", "sidebar", "thread", "live", "suggested", "composer", "source", "translated", "page", "report")
"""The parts of the page that are drawn and redrawn by themselves."""


@dataclass
class Session:
    """State of one open page; lives in ``gr.State`` and nowhere else. Changed in place by the acts of that page."""

    account: str = ""
    """Id of the account that this page is open for; empty where no login is needed."""
    name: str = ""
    """Of that account."""
    user: str = ""
    """Secret id of the reader, empty until the browser has told it."""
    language: Script = "en"
    conversation: str | None = None
    query: str = ""
    """Of the search among conversations."""
    page: str = "ask"
    focus: tuple[str, int] | None = None
    """Exchange and citation number that the source pane shows."""
    document: str | None = None
    """Document that the source pane shows whole, when it shows no citation."""
    view: View = "clean"
    """How that document is shown."""
    work: object = None
    """The change of the documents as last drawn."""
    trial: object = None
    """The run of evals as last drawn."""
    wanted: Wanted = FIRST
    """What the page of summaries shows."""
    shown: Shown = "both"
    """In which languages."""
    made: object = None
    """The making of a summary as last drawn."""
    translated: tuple[Translated | None, Key] | None = None
    """The translation below the source as last drawn, and which it is."""
    suggesting: str | None = None
    """The exchange that suggestions were being looked for when last drawn."""
    opened: tuple[tuple[Script, str], ...] | None = None
    """The questions to begin with as last drawn; None where the conversation has begun."""
    documents: object = None
    """The documents as last drawn in the composer."""
    drawn: LoadingState = "loading"
    """State of the assistant as last drawn in the composer."""
    writing: str | None = None
    """Id of the exchange left out of the thread as drawn, because it was being written."""
    following: int = 0
    """Counts the streams of updates; only the latest goes on."""

    def belong(self, account: str, name: str = "") -> bool:
        """Make it the page of this account; one of another forgets all it knew, and False tells that it did."""
        if self.account == account:
            return True
        mine = not self.user
        for known in fields(self):
            if known.name != "following":
                setattr(self, known.name, known.default)
        self.account, self.name, self.following = account, name, self.following + 1
        return mine


@dataclass(frozen=True)
class Update:
    """New HTML for some regions, and things for the browser to do after drawing them (``{"type": …}``)."""

    regions: dict[str, str] = field(default_factory=dict)
    effects: tuple[dict[str, object], ...] = ()
