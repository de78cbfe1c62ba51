"""What can go wrong between the catalogue and a model on disk; each message says what to do."""

from index.errors import DebateError, UsageError

__all__ = [
    "CatalogueError",
    "ModelDamaged",
    "ModelMissing",
    "NoSourceAnswered",
    "NotEnoughSpace",
    "PullBusy",
    "SourceUnavailable",
    "StorageError",
    "UnknownModel",
]


class UnknownModel(UsageError):
    """No model of that name is in the catalogue."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"No model is called {name!r}. Known: {', '.join(known)}.")


class CatalogueError(DebateError):
    """The catalogue file contradicts itself; a mistake of whoever edited it."""


class ModelMissing(DebateError):
    """A model, or a file of it, is not on disk."""

    def __init__(self, model: str, file: str, folder: str, fetch: str = "") -> None:
        remedy = fetch or f"debate models pull {model}"
        super().__init__(f"Model {model} lacks {file} in {folder}. Fetch it with: {remedy}")


class ModelDamaged(DebateError):
    """A file is not what the catalogue says: cut short, grown, or with a wrong byte."""

    def __init__(self, file: str, expected: str, found: str, remedy: str) -> None:
        super().__init__(f"{file} is damaged: expected {expected}, found {found}. {remedy}")
        self.file, self.expected, self.found = file, expected, found


class NotEnoughSpace(DebateError):
    """The disk cannot hold what is still to be fetched."""

    def __init__(self, folder: str, need: int | None = None, free: int = 0) -> None:
        facts = "it is full" if need is None else f"{need / 1e9:.1f} GB needed, {free / 1e9:.1f} GB free"
        super().__init__(
            f"Not enough disk space in {folder}: {facts}. "
            "Free some, or point DEBATE_MODELS at a larger disk; what was fetched so far is kept."
        )


class StorageError(DebateError):
    """The models folder cannot be written."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(f"Cannot write in {folder}: {reason}. Point DEBATE_MODELS at a folder that you can write.")


class PullBusy(DebateError):
    """Another process fetches the same model."""

    def __init__(self, model: str) -> None:
        super().__init__(f"Another process is fetching {model}. Wait until it is done, then run this again.")


class SourceUnavailable(DebateError):
    """One source cannot deliver now; the message is the reason, and the next source gets its turn."""


class NoSourceAnswered(DebateError):
    """Every source of a model was passed over."""

    def __init__(self, model: str, reasons: list[str]) -> None:
        super().__init__(
            f"No source delivers {model} ({'; '.join(reasons)}). Check the network and pip's settings and run the "
            "same command again, it goes on where it stopped; or set DEBATE_MODELS_FROM to a folder with the files."
        )
