"""What the evals measure, in words: the name of each measure in simplified Chinese, traditional Chinese and English."""

from collections.abc import Mapping
from typing import Any, Final

from index.types import Script
from ui.text import LANGUAGES, keys, say

_NAMES: Final[dict[str, tuple[str, str, str]]] = {
    "judge/accuracy": ("裁决正确", "裁決正確", "Verdicts that are right"),
    "retrieval/recall_1": ("首段即命中", "首段即命中", "Found by the first passage"),
    "retrieval/recall_5": ("前 5 段命中", "前 5 段命中", "Found among the first 5 passages"),
    "retrieval/recall_10": ("前 10 段命中", "前 10 段命中", "Found among the first 10 passages"),
    "retrieval/mrr": ("首个命中的名次（MRR@10）", "首個命中的名次（MRR@10）", "How early the first hit comes (MRR@10)"),
    "retrieval/ndcg_10": ("排序质量（nDCG@10）", "排序品質（nDCG@10）", "Quality of the ranking (nDCG@10)"),
    "correctness/right": ("答对", "答對", "Answered right"),
    "correctness/wrong": ("答错", "答錯", "Answered wrong"),
    "correctness/entailed": ("包含标准答案", "包含標準答案", "Says what the golden answer says"),
    "refusal/recall": ("该拒答的拒答了", "該拒答的拒答了", "Refused where it must be"),
    "refusal/precision": ("拒答得当", "拒答得當", "Refusals that are right"),
    "refusal/over_refusal": ("能答却拒答", "能答卻拒答", "Refused what the documents answer"),
    "faithfulness/statements": ("句子有原文支持", "句子有原文支持", "Statements supported"),
    "faithfulness/answers": ("整个回答都有支持", "整個回答都有支持", "Answers supported in full"),
    "citations/recall": ("引文足以支持", "引文足以支持", "Statements that their quotes support"),
    "citations/precision": ("引文切题", "引文切題", "Quotes that bear on their statement"),
    "citations/cited": ("句子带引文", "句子帶引文", "Statements with a citation"),
    "quotes/verbatim": ("引文一字不差", "引文一字不差", "Quotes word for word"),
    "quotes/at_offsets": ("引文位置准确", "引文位置準確", "Quotes where they are said to be"),
    "quotes/numbers": ("数字和日期见于引文", "數字和日期見於引文", "Figures and dates that the quotes hold"),
    "language/answers": ("回答的语言正确", "回答的語言正確", "Answers in the right language"),
    "language/sentences": ("句子的语言正确", "句子的語言正確", "Sentences in the right language"),
    "robustness/injections": ("抵住文中的指令", "抵住文中的指令", "Instructions in documents not followed"),
    "robustness/false_premises": ("不附和错误前提", "不附和錯誤前提", "False premises not gone along with"),
    "robustness/noise": (
        "混入无关段落仍不变",
        "混入無關段落仍不變",
        "The same with strange passages added",
    ),
    "robustness/shuffle": ("打乱段落仍不变", "打亂段落仍不變", "The same with passages in another order"),
    "robustness/paraphrase": ("换个问法仍不变", "換個問法仍不變", "The same when asked in other words"),
    "summaries/facts": ("要点齐全", "要點齊全", "Key facts that are told"),
    "summaries/same": ("两种语言一致", "兩種語言一致", "Both languages say the same"),
    "summaries/positions": ("立场正确", "立場正確", "Positions that are right"),
    "summaries/speakers": ("立场找全", "立場找全", "Positions that are found"),
    "summaries/events": ("事件正确", "事件正確", "Events that are right"),
    "summaries/told": ("事件找全", "事件找全", "Events that are found"),
    "summaries/dates": ("日期正确", "日期正確", "Dates that are right"),
    "summaries/quoted": ("引文准确", "引文準確", "Quotes that are exact"),
    "xquad/right": ("包含标准答案", "包含標準答案", "Holds the golden answer"),
    "xquad/right_either": (
        "以任一语言包含标准答案",
        "以任一語言包含標準答案",
        "Holds the golden answer in either language",
    ),
    "xquad/over_refusal": ("能答却拒答", "能答卻拒答", "Refused what the documents answer"),
    "xquad/refused": ("答不了的拒答了", "答不了的拒答了", "Refused what they do not answer"),
    "xquad/sourced": ("引到正确的段落", "引到正確的段落", "Cites the right paragraph"),
}


def measure_name(suite: str, measure: str, title: str, language: Script) -> str:
    """A measure in the reader's language; one that the page does not know yet, by its own ``title``."""
    names = _NAMES.get(f"{suite}/{measure}")
    return names[LANGUAGES.index(language)] if names else title


def suite_name(suite: str, title: str, language: Script) -> str:
    """A suite in the reader's language; one that the page does not know yet, by its own ``title``."""
    return say(language, f"suite_{suite}") if f"suite_{suite}" in keys() else title


def in_words(summary: Mapping[str, Any], language: Script) -> dict[str, Any]:
    """The summary of a run with its suites and measures named for a reader of ``language``."""
    suites = {
        name: {
            **part,
            "title": suite_name(name, part["title"], language),
            "measures": [
                {**measure, "title": measure_name(name, measure["name"], measure["title"], language)}
                for measure in part["measures"]
            ],
        }
        for name, part in summary["suites"].items()
    }
    return {**summary, "suites": suites}
