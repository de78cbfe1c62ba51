"""Names of suites and measures, and the formulas, in simplified Chinese, traditional Chinese and English.

A formula in English is the measure's own (``Measure.what``).
"""

from collections.abc import Mapping
from typing import Any, Final

from evals.words import LANGUAGES
from index.types import Script

_SUITES: Final[dict[str, tuple[str, str, str]]] = {
    "judge": ("裁判", "裁判", "Judge"),
    "retrieval": ("检索", "檢索", "Retrieval"),
    "correctness": ("正确", "正確", "Correctness"),
    "refusal": ("拒答", "拒答", "Refusal"),
    "faithfulness": ("忠实", "忠實", "Faithfulness"),
    "citations": ("出处", "出處", "Citations"),
    "quotes": ("引文", "引文", "Quotes"),
    "language": ("语言", "語言", "Language"),
    "summaries": ("摘要", "摘要", "Summaries"),
    "robustness": ("稳健", "穩健", "Robustness"),
    "xquad": ("外部题目（XQuAD）", "外部題目（XQuAD）", "Foreign ground (XQuAD)"),
}
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
    "robustness/noise": ("混入无关段落仍不变", "混入無關段落仍不變", "The same with strange passages added"),
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
_SOURCES: Final[dict[str, tuple[str, str]]] = {
    "judge": (
        "AIS（Rashkin 等 2023）；TRUE（Honovich 等 2022）；Naeini 等 2015",
        "AIS（Rashkin 等 2023）；TRUE（Honovich 等 2022）；Naeini 等 2015",
    ),
    "retrieval": (
        "ir-measures（MacAvaney 等 2022），以标准答案所据的原文片段为准",
        "ir-measures（MacAvaney 等 2022），以標準答案所據的原文片段為準",
    ),
    "correctness": (
        "逐项核对应有的事实；由裁判判断是否蕴含标准答案",
        "逐項核對應有的事實；由裁判判斷是否蘊含標準答案",
    ),
    "refusal": (
        "SQuAD 2.0（Rajpurkar 等 2018）；选择性作答（El-Yaniv 和 Wiener 2010）",
        "SQuAD 2.0（Rajpurkar 等 2018）；選擇性作答（El-Yaniv 和 Wiener 2010）",
    ),
    "faithfulness": ("RAGAS（Es 等 2024），逐句", "RAGAS（Es 等 2024），逐句"),
    "citations": ("ALCE（Gao 等 2023）", "ALCE（Gao 等 2023）"),
    "quotes": ("逐字比对", "逐字比對"),
    "language": ("语言一致性（Chirkova 等 2024）", "語言一致性（Chirkova 等 2024）"),
    "summaries": (
        "金字塔法（Nenkova 和 Passonneau 2004），逐字比对；各行的精确率与召回率",
        "金字塔法（Nenkova 和 Passonneau 2004），逐字比對；各列的精確率與召回率",
    ),
    "robustness": (
        "RGB（Chen 等 2024）；Liu 等 2024；Greshake 等 2023",
        "RGB（Chen 等 2024）；Liu 等 2024；Greshake 等 2023",
    ),
    "xquad": (
        "XQuAD（Artetxe 等 2020）；SQuAD 的归一方法（Rajpurkar 等 2016）",
        "XQuAD（Artetxe 等 2020）；SQuAD 的歸一方法（Rajpurkar 等 2016）",
    ),
}
"""Where a suite's measures come from; in English it is the suite's own (``source``)."""
_EXTRAS: Final[dict[str, tuple[str, str, str]]] = {
    "judge/auc": ("AUC", "AUC", "AUC"),
    "judge/balanced_accuracy": ("平衡准确率", "平衡準確率", "Balanced accuracy"),
    "judge/calibration_error": ("校准误差", "校準誤差", "Calibration error"),
    "citations/f1": ("F1", "F1", "F1"),
    "refusal/score_auc": ("作答把握的 AUC", "作答把握的 AUC", "AUC of the confidence"),
    "summaries/seconds": ("用时（秒）", "用時（秒）", "Seconds taken"),
}
_FORMULAS: Final[dict[str, tuple[str, str]]] = {
    "judge/accuracy": ("与标注一致的裁决 / 有标注的句对", "與標註一致的裁決 / 有標註的句對"),
    "retrieval/recall_1": ("首段找到的证据 / 证据", "首段找到的證據 / 證據"),
    "retrieval/recall_5": ("前 5 段找到的证据 / 证据", "前 5 段找到的證據 / 證據"),
    "retrieval/recall_10": ("前 10 段找到的证据 / 证据", "前 10 段找到的證據 / 證據"),
    "retrieval/mrr": ("首个找到证据的段落的 1 / 名次，取平均", "首個找到證據的段落的 1 / 名次，取平均"),
    "retrieval/ndcg_10": ("折损累计增益 / 最佳排序的增益", "折損累計增益 / 最佳排序的增益"),
    "correctness/right": ("正确的回答 / 能答的题", "正確的回答 / 能答的題"),
    "correctness/wrong": ("给出但不正确的回答 / 能答的题", "給出但不正確的回答 / 能答的題"),
    "correctness/entailed": ("蕴含标准答案的回答 / 给出的回答", "蘊含標準答案的回答 / 給出的回答"),
    "refusal/recall": ("拒答 / 该拒答的题", "拒答 / 該拒答的題"),
    "refusal/precision": ("得当的拒答 / 拒答", "得當的拒答 / 拒答"),
    "refusal/over_refusal": ("拒答 / 能答的题", "拒答 / 能答的題"),
    "faithfulness/statements": ("有支持的句子 / 所给回答的句子", "有支持的句子 / 所給回答的句子"),
    "faithfulness/answers": ("每句都有支持的回答 / 评判过的回答", "每句都有支持的回答 / 評判過的回答"),
    "citations/recall": ("所引各句合起来足以支持的句子 / 句子", "所引各句合起來足以支持的句子 / 句子"),
    "citations/precision": ("缺不得的引文 / 引文", "缺不得的引文 / 引文"),
    "citations/cited": ("至少有一条引文的句子 / 句子", "至少有一條引文的句子 / 句子"),
    "quotes/verbatim": ("在文献中找得到的引文 / 引文", "在文獻中找得到的引文 / 引文"),
    "quotes/at_offsets": ("文献该处正是引文 / 标了位置的引文", "文獻該處正是引文 / 標了位置的引文"),
    "quotes/numbers": ("数字都见于引文的句子 / 有数字的句子", "數字都見於引文的句子 / 有數字的句子"),
    "language/answers": ("通篇用提问语言的回答 / 回答", "通篇用提問語言的回答 / 回答"),
    "language/sentences": ("用提问语言的句子 / 句子", "用提問語言的句子 / 句子"),
    "robustness/injections": ("回答中没有注入字样的题 / 全部注入题", "回答中沒有注入字樣的題 / 全部注入題"),
    "robustness/false_premises": ("拒答或纠正 / 错误前提的题", "拒答或糾正 / 錯誤前提的題"),
    "robustness/noise": ("混入后仍答对 / 混入前答对", "混入後仍答對 / 混入前答對"),
    "robustness/shuffle": ("打乱后仍答对 / 原样答对", "打亂後仍答對 / 原樣答對"),
    "robustness/paraphrase": ("换问法仍答对 / 原样答对", "換問法仍答對 / 原樣答對"),
    "summaries/facts": ("中等篇幅摘要说到的要点 / 要点", "中等篇幅摘要說到的要點 / 要點"),
    "summaries/same": ("数字、日期、人名一致的句子 / 句子", "數字、日期、人名一致的句子 / 句子"),
    "summaries/positions": ("在表中且立场相符的 / 找到的立场", "在表中且立場相符的 / 找到的立場"),
    "summaries/speakers": ("表中被找到的行 / 行", "表中被找到的列 / 列"),
    "summaries/events": ("在表中的 / 找到的叙述", "在表中的 / 找到的敘述"),
    "summaries/told": ("表中被找到的行 / 行", "表中被找到的列 / 列"),
    "summaries/dates": ("日期正确的 / 对得上的叙述", "日期正確的 / 對得上的敘述"),
    "summaries/quoted": ("与文献一字不差的引文 / 引文", "與文獻一字不差的引文 / 引文"),
    "xquad/right": ("含本语言标准答案的回答 / 能答的题", "含本語言標準答案的回答 / 能答的題"),
    "xquad/right_either": ("含任一语言标准答案的回答 / 能答的题", "含任一語言標準答案的回答 / 能答的題"),
    "xquad/over_refusal": ("拒答 / 段落在场的题", "拒答 / 段落在場的題"),
    "xquad/refused": ("拒答 / 段落及其译文都隐去的题", "拒答 / 段落及其譯文都隱去的題"),
    "xquad/sourced": ("引到该段或其译文的回答 / 给出的回答", "引到該段或其譯文的回答 / 給出的回答"),
}


def suite_name(suite: str, title: str, language: Script) -> str:
    """A suite in the reader's language; one that is not known here, by its own ``title``."""
    return _SUITES[suite][LANGUAGES.index(language)] if suite in _SUITES else title


def measure_name(suite: str, measure: str, title: str, language: Script) -> str:
    """A measure, or a figure beside the measures, in the reader's language; an unknown one by its own ``title``."""
    key = f"{suite}/{measure}"
    names = _NAMES.get(key) or _EXTRAS.get(key)
    return names[LANGUAGES.index(language)] if names else title


def in_words(summary: Mapping[str, Any], language: Script) -> dict[str, Any]:
    """The summary of a run with suites, measures and formulas told for a reader of ``language``."""
    suites = {
        name: {
            **part,
            "title": suite_name(name, part["title"], language),
            "source": _source(name, part.get("source", ""), language),
            "measures": [_measure(name, measure, language) for measure in part["measures"]],
        }
        for name, part in summary["suites"].items()
    }
    return {**summary, "suites": suites}


def _source(suite: str, source: str, language: Script) -> str:
    return (*_SOURCES.get(suite, (source, source)), source)[LANGUAGES.index(language)]


def _measure(suite: str, measure: Mapping[str, Any], language: Script) -> dict[str, Any]:
    name = measure["name"]
    formulas = (*_FORMULAS.get(f"{suite}/{name}", (measure["what"],) * 2), measure["what"])
    told = {"title": measure_name(suite, name, measure["title"], language)}
    return {**measure, **told, "what": formulas[LANGUAGES.index(language)]}
