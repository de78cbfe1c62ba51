"""What goes wrong, told to a reader: errors are English where they arise, as in the log, and in their language here."""

from typing import Final

from assistant.retold import Retold
from index.types import Script
from ui.told_documents import DOCUMENTS, KINDS
from ui.told_machine import MACHINE, PARTS

_TOLD: Final = Retold({**DOCUMENTS, **MACHINE}, {**KINDS, **PARTS})


def told(message: str, language: Script) -> str:
    """The message of an error for a reader of ``language``; one that is not known here as it is."""
    return _TOLD.tell(message, language)


def unexpected(error: Exception) -> str:
    """The message of an error that is none of ours; the log has it in full."""
    why = " ".join(str(error).split())[:200]
    name = type(error).__name__
    return (
        f"Something unexpected happened ({name}: {why}); the program's log tells more."
        if why
        else (f"Something unexpected happened ({name}); the program's log tells more.")
    )
