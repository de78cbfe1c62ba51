"""The words of the summaries page, in simplified Chinese, traditional Chinese and English."""

from typing import Final

from index.types import Script
from ui.text import LANGUAGES

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "title": ("概览", "概覽", "Summaries"),
    "note": (
        "每一条都取自文献原句，中英文说的是同一件事；点数字看出处。",
        "每一條都取自文獻原句，中英文說的是同一件事；點數字看出處。",
        "Every line is taken from sentences of the documents and says the same in both languages; "
        "a number opens its source.",
    ),
    "views": ("看什么", "看什麼", "What to see"),
    "summary": ("摘要", "摘要", "Summary"),
    "positions": ("各方立场", "各方立場", "Who stands where"),
    "timeline": ("时间线", "時間線", "Timeline"),
    "languages": ("语言", "語言", "Languages"),
    "both": ("两种语言", "兩種語言", "Both"),
    "subject": ("范围", "範圍", "Of"),
    "collection": ("全部文献", "全部文獻", "All documents"),
    "topic": ("主题", "主題", "A topic"),
    "topic_entry": ("或写一个主题", "或寫一個主題", "Or name a topic"),
    "topic_hint": ("例如：开源与安全", "例如：開源與安全", "For example: open source and safety"),
    "length": ("篇幅", "篇幅", "Length"),
    "short": ("短", "短", "Short"),
    "medium": ("中", "中", "Medium"),
    "long": ("长", "長", "Long"),
    "make": ("生成", "產生", "Make it"),
    "make_summary": (
        "还没有这份摘要。在两个核心上大约要一两分钟；之后会保留，直到文献有改动。",
        "還沒有這份摘要。在兩個核心上大約要一兩分鐘；之後會保留，直到文獻有改動。",
        "This summary has not been made yet. It takes a minute or two on two cores and is kept until documents change.",
    ),
    "make_positions": (
        "还没有整理各方立场。通读全部文献需要几分钟；之后会保留，直到文献有改动。",
        "還沒有整理各方立場。通讀全部文獻需要幾分鐘；之後會保留，直到文獻有改動。",
        "The positions have not been gathered yet. Going through all documents takes some minutes; "
        "they are kept until documents change.",
    ),
    "make_timeline": (
        "还没有整理时间线。通读全部文献需要几分钟；之后会保留，直到文献有改动。",
        "還沒有整理時間線。通讀全部文獻需要幾分鐘；之後會保留，直到文獻有改動。",
        "The timeline has not been made yet. Going through all documents takes some minutes; "
        "it is kept until documents change.",
    ),
    "queued": ("等候中", "等候中", "Waiting"),
    "reading": ("阅读", "閱讀", "Reading"),
    "choosing": ("挑选句子", "挑選句子", "Choosing sentences"),
    "writing": ("写成两种语言并核对", "寫成兩種語言並核對", "Putting into both languages, and checking"),
    "checking": ("核对", "核對", "Checking"),
    "preparing": ("准备中", "準備中", "Preparing"),
    "count": ("{done} / {total}", "{done} / {total}", "{done} of {total}"),
    "stop": ("停止", "停止", "Stop"),
    "stopping": ("正在停止…", "正在停止…", "Stopping…"),
    "else": (
        "正在生成另一份内容，请等它完成或先停止。",
        "正在產生另一份內容，請等它完成或先停止。",
        "Something else is being made; wait for its end, or stop it.",
    ),
    "problem": ("没能生成", "沒能產生", "It could not be made"),
    "dropped": (
        "有 {count} 句因两种语言的表述未能通过核对而略去。",
        "有 {count} 句因兩種語言的表述未能通過核對而略去。",
        "{count} statements were left out because they did not hold in both languages.",
    ),
    "dropped_one": (
        "有 1 句因两种语言的表述未能通过核对而略去。",
        "有 1 句因兩種語言的表述未能通過核對而略去。",
        "1 statement was left out because it did not hold in both languages.",
    ),
    "export": ("导出", "匯出", "Export"),
    "markdown": ("Markdown", "Markdown", "Markdown"),
    "json": ("JSON", "JSON", "JSON"),
    "csv": ("表格 CSV", "表格 CSV", "Table (CSV)"),
    "voice_publisher": ("刊物自己的观点", "刊物自己的觀點", "The publisher's own voice"),
    "voice_group": ("群体", "群體", "Group"),
    "voice_organisation": ("机构", "機構", "Organisation"),
    "also": ("也写作 {names}", "也寫作 {names}", "Also written {names}"),
    "as_written": ("原文日期：{text}", "原文日期：{text}", "In the text: {text}"),
    "no_rows": ("没有找到。", "沒有找到。", "Nothing was found."),
}


def tell(language: Script, key: str, **values: object) -> str:
    """The words for ``key``; ``values`` fill its ``{names}``. Not escaped."""
    text = _WORDS[key][LANGUAGES.index(language)]
    return text.format(**values) if values else text
