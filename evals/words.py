"""The words of a report that are ours, in simplified Chinese, traditional Chinese and English."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from index.types import Script

LANGUAGES: Final[tuple[Script, ...]] = get_args(Script)

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "title": ("评测 {run}", "評測 {run}", "Evals {run}"),
    # The run
    "system": ("被测系统", "受測系統", "System"),
    "questions": ("题目", "題目", "Questions"),
    "questions_of": (
        "{count}（{file}，{half}，种子 {seed}）",
        "{count}（{file}，{half}，種子 {seed}）",
        "{count} ({file}, {half}, seed {seed})",
    ),
    "half_tune": ("调参半", "調參半", "half tune"),
    "half_report": ("报告半", "報告半", "half report"),
    "half_all": ("全部", "全部", "both halves"),
    "answers": ("已作答", "已作答", "Answers asked for"),
    "answers_of": (
        "{count}，其中 {errors} 个出错",
        "{count}，其中 {errors} 個出錯",
        "{count}, of which {errors} ended in an error",
    ),
    "finished": ("完成", "完成", "Finished"),
    "finished_at": (
        "{moment}，最后一次运行用时 {seconds} 秒",
        "{moment}，最後一次執行用時 {seconds} 秒",
        "{moment}, {seconds} s in the last sitting",
    ),
    "timing": ("耗时：{name}", "耗時：{name}", "Timing: {name}"),
    "timing_of": (
        "中位数 {median} 毫秒，95% 在 {p95} 毫秒以内，{n} 个回答",
        "中位數 {median} 毫秒，95% 在 {p95} 毫秒以內，{n} 個回答",
        "median {median} ms, 95% {p95} ms, {n} answers",
    ),
    "timing_retrieve": ("查找", "查找", "search"),
    "timing_read": ("阅读", "閱讀", "reading"),
    "timing_decided": ("判断能否作答", "判斷能否作答", "deciding"),
    "timing_first_token": ("首字", "首字", "first word"),
    "timing_total": ("总计", "總計", "whole answer"),
    "left_out": ("未包括", "未包括", "Left out"),
    "beside_run": ("对照：{run}", "對照：{run}", "Beside it: {run}"),
    "beside": ("对照", "對照", "beside it"),
    "judge": ("裁判", "裁判", "The judge"),
    "judge_unmeasured": (
        "这次评测没有衡量裁判。",
        "這次評測沒有衡量裁判。",
        "The judge was not measured in this run.",
    ),
    "judge_note": (
        "下面的裁决有多可信：让裁判判断人工标注过的句对。回答在写出时由同一个裁判核对过，所以依赖它的数字会偏向被测系统；"
        "逐字比对得出的数字不会。",
        "下面的裁決有多可信：讓裁判判斷人工標註過的句對。回答在寫出時由同一個裁判核對過，所以依賴它的數字會偏向受測系統；"
        "逐字比對得出的數字不會。",
        "How far the verdicts below can be trusted: the judge against pairs labelled by hand. The answers were checked "
        "by the same judge when they were written, so figures that rest on it lean towards the system; those by exact "
        "match do not.",
    ),
    # Figures
    "value": ("数值 [95% 区间]，题数", "數值 [95% 區間]，題數", "value [95% interval] of units"),
    "value_pairs": ("数值 [95% 区间]，句对数", "數值 [95% 區間]，句對數", "value [95% interval] of pairs"),
    "of": ("{value}{interval}，共 {units}", "{value}{interval}，共 {units}", "{value}{interval} of {units}"),
    "units": ("共 {units}", "共 {units}", "of {units}"),
    "cell": ("{value}，共 {units}", "{value}，共 {units}", "{value} of {units}"),
    "unjudged": ("，{count} 个未评判", "，{count} 個未評判", ", {count} not judged"),
    "nothing": ("没有可评判的", "沒有可評判的", "nothing judged"),
    "measure": ("指标", "指標", "measure"),
    "formula": ("算法", "算法", "formula"),
    "all_figures": ("全部数字", "全部數字", "All figures"),
    "whiskers": (
        "须线：95% 自助法区间。↓ 越低越好。",
        "鬚線：95% 自助法區間。↓ 越低越好。",
        "Whiskers: 95% bootstrap intervals. ↓ lower is better.",
    ),
    "source": ("方法：{source}。", "方法：{source}。", "Method: {source}."),
    "counted": (
        "{items} 题：{passed} 题通过，{failed} 题不通过，{unjudged} 题有未能评判之处。",
        "{items} 題：{passed} 題通過，{failed} 題不通過，{unjudged} 題有未能評判之處。",
        "{items} items: {passed} passed, {failed} failed, {unjudged} with something not judged.",
    ),
    "by": ("按{what}", "按{what}", "By {what}"),
    "by_kind": ("{measure}，按类型和语言", "{measure}，按類型和語言", "{measure}, by kind and language"),
    # Plots
    "this_run": ("这次评测", "這次評測", "this run"),
    "stricter": (
        "门槛更严时会拒答什么",
        "門檻更嚴時會拒答什麼",
        "What a stricter threshold would refuse",
    ),
    "refusal_curve": ("拒答曲线", "拒答曲線", "Refusal curve"),
    "refused_answerable": ("能答却拒答的比例", "能答卻拒答的比例", "answerable questions refused"),
    "refused_rightly": ("该拒答且拒答的比例", "該拒答且拒答的比例", "must be refused, refused"),
    "refused_shares": (
        "{name}：该拒答的拒答了 {recall}，其余误拒 {over}",
        "{name}：該拒答的拒答了 {recall}，其餘誤拒 {over}",
        "{name}: {recall} refused of those that must be, {over} of the others",
    ),
    "calibration": ("校准", "校準", "Calibration"),
    "calibration_of": ("裁判的校准", "裁判的校準", "Calibration of the judge"),
    "probability": ("裁判给出的概率", "裁判給出的機率", "probability the judge gave"),
    "labelled": ("标注为有支持的比例", "標註為有支持的比例", "share supported by the labels"),
    "calibration_at": (
        "{n} 对，概率 {mean}：{share} 有支持",
        "{n} 對，機率 {mean}：{share} 有支持",
        "{n} pairs at {mean}: {share} supported",
    ),
    "confusion": ("混淆表", "混淆表", "Confusion"),
    "said": ("裁判的判断", "裁判的判斷", "the judge said"),
    "pairs": ("句对", "句對", "pairs"),
    # Items
    "items": ("逐题", "逐題", "Items"),
    "passed": ("通过", "通過", "passed"),
    "failed": ("不通过", "不通過", "failed"),
    "no_verdict": ("无裁决", "無裁決", "no verdict"),
    "more_passed": (
        "另有 {count} 题通过，见 results.jsonl。",
        "另有 {count} 題通過，見 results.jsonl。",
        "{count} more passed; they are in results.jsonl.",
    ),
    "error": ("出错：{error}", "出錯：{error}", "Error: {error}"),
    "refused": ("拒答：{reason}", "拒答：{reason}", "Refused: {reason}"),
    "no_reason": ("未说明理由", "未說明理由", "no reason given"),
    "reason_no_evidence": ("没有找到相关内容", "沒有找到相關內容", "no evidence"),
    "reason_not_supported": ("没有句子能充分支持", "沒有句子能充分支持", "not supported"),
    "reason_out_of_scope": ("不在文献范围之内", "不在文獻範圍之內", "out of scope"),
    "support": ("支持度 {value}", "支持度 {value}", "support {value}"),
    "evidence": ("所给的段落（{count}）", "所給的段落（{count}）", "Evidence shown ({count})"),
    "passages": ("所给的段落，全文", "所給的段落，全文", "The passages shown, in full"),
    "measured": ("测得的值", "測得的值", "Measured"),
    "detail": ("{name}：{value}", "{name}：{value}", "{name}: {value}"),
    "true": ("是", "是", "yes"),
    "false": ("否", "否", "no"),
    "detail_score": ("作答的把握", "作答的把握", "score"),
    "detail_answerable": ("能答", "能答", "answerable"),
    "detail_refused": ("拒答", "拒答", "refused"),
    "detail_entailed": ("蕴含标准答案", "蘊含標準答案", "golden answer entailed"),
    "detail_sentences": ("逐句的裁决", "逐句的裁決", "verdicts by sentence"),
    "detail_ranking": ("检索到的文献", "檢索到的文獻", "documents found"),
    "detail_claim": ("句子", "句子", "claim"),
    "detail_evidence": ("原文", "原文", "evidence"),
    "detail_support": ("支持度", "支持度", "support"),
    "detail_supported": ("裁判判为有支持", "裁判判為有支持", "judged supported"),
    "detail_label": ("标注为有支持", "標註為有支持", "labelled supported"),
    "detail_before": ("原样的回答", "原樣的回答", "answer as it is"),
    "detail_after": ("改动后的回答", "改動後的回答", "answer when changed"),
    "detail_gold": ("标准答案", "標準答案", "golden answer"),
    "detail_gold_other": ("另一语言的标准答案", "另一語言的標準答案", "golden answer in the other language"),
    "detail_what": ("内容", "內容", "what"),
    "detail_zh": ("中文", "中文", "Chinese"),
    "detail_en": ("英文", "英文", "English"),
    "detail_seconds": ("用时（秒）", "用時（秒）", "seconds taken"),
    # Two runs beside each other
    "note_left": (
        "{first} 题只在前一次，{second} 题只在后一次：不作比较",
        "{first} 題只在前一次，{second} 題只在後一次：不作比較",
        "items only in the first run: {first}, only in the second: {second}; not compared",
    ),
    "note_questions": (
        "题目文件不同：{first} | {second}",
        "題目檔案不同：{first} | {second}",
        "other questions: {first} | {second}",
    ),
    "note_half": (
        "题目半不同：{first} | {second}",
        "題目半不同：{first} | {second}",
        "another half: {first} | {second}",
    ),
    "note_seed": ("种子不同：{first} | {second}", "種子不同：{first} | {second}", "another seed: {first} | {second}"),
    "note_system": (
        "系统不同：{first} | {second}",
        "系統不同：{first} | {second}",
        "another system: {first} | {second}",
    ),
    "note_unjudged": (
        "有未能评判之处的题：{first} | {second}；不计入变化",
        "有未能評判之處的題：{first} | {second}；不計入變化",
        "items with something not judged: {first} | {second}; they are in no difference",
    ),
    # What results are grouped by
    "key_language": ("语言", "語言", "language"),
    "key_origin": ("证据出处", "證據出處", "evidence from"),
    "key_kind": ("类型", "類型", "kind"),
    "key_direction": ("语言方向", "語言方向", "direction"),
    "key_test": ("检验", "檢驗", "test"),
    "key_condition": ("条件", "條件", "condition"),
}
_VALUES: Final[dict[str, tuple[str, str, str]]] = {
    "en": ("英文", "英文", "English"),
    "zh-Hans": ("简体中文", "簡體中文", "simplified Chinese"),
    "zh-Hant": ("繁体中文", "繁體中文", "traditional Chinese"),
    # The two sides of a direction, from the question to the documents
    "zh": ("中文", "中文", "Chinese"),
    "both": ("两种语言", "兩種語言", "both"),
    "none": ("无", "無", "none"),
    # Kinds of questions
    "attribution": ("谁说的", "誰說的", "attribution"),
    "disagreement": ("分歧", "分歧", "disagreement"),
    "fact": ("事实", "事實", "fact"),
    "false_premise": ("错误前提", "錯誤前提", "false premise"),
    "follow_up": ("追问", "追問", "follow-up"),
    "injection": ("文中指令", "文中指令", "injection"),
    "multi_document": ("多篇文献", "多篇文獻", "several documents"),
    "near_miss": ("相近而未答", "相近而未答", "near miss"),
    "out_of_scope": ("范围之外", "範圍之外", "out of scope"),
    "small_talk": ("闲谈", "閒談", "small talk"),
    # Kinds of pairs, and verdicts on them
    "contradicted": ("与原文矛盾", "與原文矛盾", "contradicted"),
    "not_stated": ("原文未说", "原文未說", "not stated"),
    "opinion_as_fact": ("把意见当事实", "把意見當事實", "opinion as fact"),
    "partly_supported": ("部分支持", "部分支持", "partly supported"),
    "supported": ("有支持", "有支持", "supported"),
    "not judged": ("未评判", "未評判", "not judged"),
    "not supported": ("无支持", "無支持", "not supported"),
    "wrong_date": ("日期不符", "日期不符", "wrong date"),
    "wrong_number": ("数字不符", "數字不符", "wrong number"),
    "wrong_speaker": ("说话人不符", "說話人不符", "wrong speaker"),
    # Kinds of what is measured of summaries
    "statement": ("句子", "句子", "statement"),
    "position": ("立场", "立場", "position"),
    "speaker": ("说话人", "說話人", "speaker"),
    "event": ("事件", "事件", "event"),
    "telling": ("叙述", "敘述", "telling"),
    # Tests of robustness
    "injections": ("文中指令", "文中指令", "injections"),
    "false_premises": ("错误前提", "錯誤前提", "false premises"),
    "noise": ("混入无关段落", "混入無關段落", "noise"),
    "shuffle": ("打乱段落", "打亂段落", "shuffle"),
    "paraphrase": ("换个问法", "換個問法", "paraphrase"),
    # What the evidence of a labelled pair is from
    "documents": ("这些文件", "這些文件", "these documents"),
    "elsewhere": ("其他文本", "其他文本", "other texts"),
    "xquad": ("XQuAD", "XQuAD", "XQuAD"),
    # Conditions on the foreign ground
    "same": ("同一语言", "同一語言", "same language"),
    "across": ("另一语言", "另一語言", "other language"),
    "absent": ("段落已隐去", "段落已隱去", "absent"),
}


def say(language: Script, key: str, **values: object) -> str:
    """The words for ``key``; ``values`` fill its ``{names}``. Not escaped: values may hold anything."""
    text = _WORDS[key][LANGUAGES.index(language)]
    return text.format(**values) if values else text


def say_if_known(language: Script, key: str, otherwise: str) -> str:
    """As ``say``, for a key that comes from data; ``otherwise`` where there are no words for it."""
    return say(language, key) if key in _WORDS else otherwise


def figure_words(figure: Mapping[str, Any] | None, language: Script = "en") -> str:
    """A figure as people read it: ``0.93 [0.88, 0.97] of 120, 2 not judged``."""
    missing = say(language, "unjudged", count=f"{figure['unjudged']:g}") if figure and figure["unjudged"] else ""
    if figure is None or figure["value"] is None:
        return say(language, "nothing") + missing
    interval = "" if figure["low"] is None else f" [{figure['low']:.2f}, {figure['high']:.2f}]"
    value, units = f"{figure['value']:.3f}", f"{figure['units']:g}"
    return say(language, "of", value=value, interval=interval, units=units) + missing


def shown_moment(moment: str) -> str:
    """A moment in UTC (ISO 8601, ``+00:00``) as people read it: ``2024-03-09 10:15:00 UTC``."""
    return f"{moment[:19].replace('T', ' ')} UTC"


def value_name(value: str, language: Script) -> str:
    """What a group of items has in common, as ``kind=fact`` has ``fact``; a value not known here as it stands."""
    if "→" in value:
        return "→".join(value_name(side, language) for side in value.split("→"))
    return _VALUES[value][LANGUAGES.index(language)] if value in _VALUES else value
