"""How the model is asked to translate a sentence: by examples first, then in other words."""

from collections.abc import Sequence

from assistant.engines.base import Role
from index.types import Script

_INTO = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}

_HOW = (
    "You translate sentences of news reports into {into}. Translate every clause, leave nothing out, add nothing. "
    "The names to keep stand before it. Keep numbers and dates. Add no quotation marks of your own. Write only the "
    "translation."
)
_EXAMPLES = (
    (
        ("Li Wenqing",),
        "Li Wenqing 教授表示：“修桥不能只看造价，我们更担心的是今后 30 年的维护。”",
        "Professor Li Wenqing said: “Building a bridge is not only about the price; we worry more about its "
        "maintenance over the next 30 years.”",
        "Li Wenqing教授表示：“修桥不能只看造价，我们更担心的是今后30年的维护。”",
    ),
    (
        ("Aldhaven", "Twitter"),
        "最近，Aldhaven 的港务局长在 Twitter 的一次问答中称，如果船东不在 October 前交出账册，就停发许可证，以此施压。",
        "Recently, in a question-and-answer session on Twitter, the harbour master of Aldhaven said that no more "
        "permits would be issued unless shipowners handed over their books before October, to put pressure on them.",
        "最近，Aldhaven的港务局长在Twitter的一次问答中称，如果船东不在10月前交出账册，就停发许可证，以此施压。",
    ),
    (
        ("Northport",),
        "工会批评称：“码头已经变成了全国最大货运公司 Northport 事实上的仓库。”",
        "The union complained: “The dock has in effect become a warehouse of Northport, the country's largest freight "
        "company.”",
        "工会批评称：“码头已经变成了全国最大货运公司Northport事实上的仓库。”",
    ),
    (
        ("Nordbank", "Brennick"),
        "在 Brennick 的三家银行当中，只有 Nordbank 公开了合同的一部分，但不是最关键的那部分，这引发了外界的质疑。",
        "Of the three banks in Brennick, only Nordbank made part of the contract public, though not the most crucial "
        "part, which raised doubts.",
        "在Brennick的三家银行当中，只有Nordbank公开了合同的一部分，但不是最关键的那部分，这引发了外界的质疑。",
    ),
)
"""Names, a Chinese sentence as it is prepared, its English, and the Chinese that the English is put into."""


def translate_by_example(text: str, names: Sequence[str], language: Script) -> list[tuple[Role, str]]:
    """Asks for a translation that has these names, after examples that are always the same."""
    said: list[tuple[Role, str]] = [("system", _HOW.format(into=_INTO[language]))]
    for shown, prepared, english, chinese in _EXAMPLES:
        source, target = (prepared, english) if language == "en" else (english, chinese)
        said += [("user", _asked(source, shown)), ("assistant", target)]
    return [*said, ("user", _asked(text, names))]


def _asked(text: str, names: Sequence[str]) -> str:
    return f"Names: {', '.join(names) or '-'}\n{text}"


def translate_again(language: Script) -> str:
    """Asks for a translation of the one passage shown, after one that lost something."""
    return (
        f"Translate every word of the passage into {_INTO[language]}, sentence by sentence. Leave nothing out, add "
        "nothing, and copy all names and numbers. Write only the translation."
    )
