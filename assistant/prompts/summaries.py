"""What the model is asked for summaries and positions, of the one passage shown."""

from index.types import Script

_INTO = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def translate_again(language: Script) -> str:
    """Asks for a translation once more, after one that lost something."""
    return (
        f"Translate every word of the passage into {_INTO[language]}, sentence by sentence. Leave nothing out, add "
        "nothing, and copy all names and numbers. Write only the translation."
    )


def stands_for_open() -> str:
    """Asks for a side; read by the logits of yes and no. Chinese serves both languages better."""
    return "以上说法是不是支持人工智能开源、认为应当更开放？只回答“是”或“否”。"


def stands_for_closed() -> str:
    """Asks for the other side."""
    return "以上说法是不是支持人工智能闭源、认为应当限制开放或者警告开源的风险？只回答“是”或“否”。"


def weighs_both() -> str:
    """Asks for neither side alone."""
    return "以上说法是不是既肯定开源又有保留，或者主张在开放与安全之间权衡？只回答“是”或“否”。"


def on_subject() -> str:
    """Asks whether an opinion is on the debate at all."""
    return "以上说法是不是对人工智能该开源还是闭源、该开放还是受限的看法？只回答“是”或“否”。"
