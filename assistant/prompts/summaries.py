"""What the model is asked for summaries, of the one passage shown."""

from index.types import Script

_INTO = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def translate_again(language: Script) -> str:
    """Asks for a translation once more, after one that lost something."""
    return (
        f"Translate every word of the passage into {_INTO[language]}, sentence by sentence. Leave nothing out, add "
        "nothing, and copy all names and numbers. Write only the translation."
    )
