"""What summaries say of their own accord, in three scripts: why there is none, or less of one than was asked for."""

from typing import Literal

from assistant.summaries.types import Texts

Notice = Literal["empty", "topic", "outside", "short", "list", "untranslated"]

NOTICES: dict[Notice, Texts] = {
    "empty": {
        "en": "There is nothing to summarise: no sentence here stands for itself.",
        "zh-Hans": "没有可以概括的内容：这里没有能独立成句的话。",
        "zh-Hant": "沒有可以概括的內容：這裡沒有能獨立成句的話。",
    },
    "topic": {
        "en": "The documents do not treat this topic.",
        "zh-Hans": "这些文档没有谈到这个主题。",
        "zh-Hant": "這些文件沒有談到這個主題。",
    },
    "outside": {
        "en": "That is outside what the documents are about.",
        "zh-Hans": "这不在这些文档所谈的范围之内。",
        "zh-Hant": "這不在這些文件所談的範圍之內。",
    },
    "short": {
        "en": "The text is short: this is all it says that stands for itself.",
        "zh-Hans": "原文很短：能独立成句的内容都在这里了。",
        "zh-Hant": "原文很短：能獨立成句的內容都在這裡了。",
    },
    "list": {
        "en": "This is a list or a table; its entries are given as they stand.",
        "zh-Hans": "这是一份清单或表格，条目按原样列出。",
        "zh-Hant": "這是一份清單或表格，條目按原樣列出。",
    },
    "untranslated": {
        "en": "No statement could be put into both languages and checked, so none is shown.",
        "zh-Hans": "没有一句能以两种语言写出并通过核对，所以不显示。",
        "zh-Hant": "沒有一句能以兩種語言寫出並通過核對，所以不顯示。",
    },
}
