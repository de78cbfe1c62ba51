"""What can keep long work from ending."""

from index.errors import DebateError


class Stopped(DebateError):
    """The reader stopped the work; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__("Stopped; nothing was changed.")
