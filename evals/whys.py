"""Why an item failed or was not judged, in both Chinese scripts. It is kept in English, as the suites write it."""

from typing import Final

from assistant.retold import Retold, Table
from index.types import Script

_WHYS: Final[Table] = {
    "error: {error}": ("出错：{error}", "出錯：{error}"),
    "refused ({reason})": ("拒答（{reason}）", "拒答（{reason}）"),
    "refused, can be answered": ("拒答了，其实能答", "拒答了，其實能答"),
    "refused, was answered": ("原样能答，现在拒答", "原樣能答，現在拒答"),
    "answered: {text}": ("作答了：{text}", "作答了：{text}"),
    "answered, was refused: {text}": ("原样拒答，现在作答：{text}", "原樣拒答，現在作答：{text}"),
    "lacks {text}": ("缺少 {text}", "缺少 {text}"),
    "holds {text}": ("不该有 {text}", "不該有 {text}"),
    "says {text}": ("说了 {text}", "說了 {text}"),
    "the judge does not find the golden answer in it": ("裁判认为其中没有标准答案", "裁判認為其中沒有標準答案"),
    "not right as it is: cannot be lost": ("原样就没有答对，不计入", "原樣就沒有答對，不計入"),
    "not in the first {count}: {document} {place}": (
        "前 {count} 段里没有：{document} {place}",
        "前 {count} 段裡沒有：{document} {place}",
    ),
    "its evidence is in no document": ("它的依据不在任何文献里", "它的依據不在任何文獻裡"),
    "judged {verdict} at {value}": ("裁判判为{verdict}，概率 {value}", "裁判判為{verdict}，機率 {value}"),
    "no evidence for: {text}": ("没有依据：{text}", "沒有依據：{text}"),
    "not supported: {text}": ("引文不支持：{text}", "引文不支持：{text}"),
    "no citation: {text}": ("没有引文：{text}", "沒有引文：{text}"),
    "[{number}] not in {document}": ("[{number}] 不在 {document} 中", "[{number}] 不在 {document} 中"),
    "[{number}] not at {place}": ("[{number}] 不在 {place} 处", "[{number}] 不在 {place} 處"),
    "not {language:zh-Hans|zh-Hant|en}: {text}": ("不是{language}：{text}", "不是{language}：{text}"),
    "{text}: the evidence gives no number": ("{text}：引文里没有数字", "{text}：引文裡沒有數字"),
    "{text}: the evidence gives no date": ("{text}：引文里没有日期", "{text}：引文裡沒有日期"),
    "{text}: the evidence gives {other}": ("{text}：引文里是 {other}", "{text}：引文裡是 {other}"),
    "{text}: the evidence does not name it": ("{text}：引文没有提到", "{text}：引文沒有提到"),
    "{text}: these are not the words of the evidence": ("{text}：不是引文的原话", "{text}：不是引文的原話"),
    "{name} is named in one language only": ("只有一种语言提到 {name}", "只有一種語言提到 {name}"),
    "not found: {text}": ("没有找到：{text}", "沒有找到：{text}"),
    "{date:[\\d-]+} for {other:[\\d-]+}": ("写成 {date}，应为 {other}", "寫成 {date}，應為 {other}"),
    "gold span not in it: {text}": ("其中没有标准答案：{text}", "其中沒有標準答案：{text}"),
    "no judge in this run": ("这次评测没有裁判", "這次評測沒有裁判"),
    "no evidence": ("没有依据", "沒有依據"),
    "the judge gave {value}, not a probability": ("裁判给出 {value}，不是概率", "裁判給出 {value}，不是機率"),
    "its evidence is in XQuAD, which is not here: give --xquad DIR": (
        "它的依据在 XQuAD 里，这里没有：请给出 --xquad DIR",
        "它的依據在 XQuAD 裡，這裡沒有：請給出 --xquad DIR",
    ),
    "{count} of {total} questions have no line in the answers file": (
        "{total} 题中有 {count} 题在回答文件里没有对应的行",
        "{total} 題中有 {count} 題在回答檔案裡沒有對應的行",
    ),
    "{count} of {total} labelled pairs are on XQuAD, which is not here (--xquad)": (
        "{total} 对标注句对中有 {count} 对出自 XQuAD，这里没有（--xquad）",
        "{total} 對標註句對中有 {count} 對出自 XQuAD，這裡沒有（--xquad）",
    ),
}

_PARTS: Final[Table] = {
    "supported": ("有支持", "有支持"),
    "not supported": ("无支持", "無支持"),
    "zh-Hans": ("简体中文", "簡體中文"),
    "zh-Hant": ("繁体中文", "繁體中文"),
    "en": ("英文", "英文"),
    "no reason given": ("未说明理由", "未說明理由"),
    "no_evidence": ("没有找到相关内容", "沒有找到相關內容"),
    "not_supported": ("没有句子能充分支持", "沒有句子能充分支持"),
    "out_of_scope": ("不在文献范围之内", "不在文獻範圍之內"),
}

_TOLD: Final = Retold(_WHYS, _PARTS)


def why_told(why: str, language: Script) -> str:
    """``why`` for a reader of ``language``; what documents, questions and answers say in it stays as it is."""
    return _TOLD.tell_list(why, language)
