"""The language of a question, the script of an answer, and text folded for comparison."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import detect, fits, fold, script_of, simplify, to_script
from index.types import Script


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Altman说了什么?", "zh-Hans"),
        ("Grok开源了吗", "zh-Hans"),
        ("OpenAI 为什么闭源", "zh-Hans"),
        ("那微软呢？", "zh-Hans"),
        ("开源AI", "zh-Hans"),
        ("微软 OpenAI", "zh-Hans"),
        ("什么是 open source AI", "zh-Hans"),
        ("“Ask Me Anything”是什么", "zh-Hans"),
        ("「開源」的定義是什麼", "zh-Hant"),
        ("馬斯克說了什麼", "zh-Hant"),
        ("那微軟呢", "zh-Hant"),
        ("AGI是什麼", "zh-Hant"),
        ("What did 朱啸虎 say?", "en"),
        ("what is 通用人工智能", "en"),
        ("Was Musk sued?", "en"),
        ("Who is André Esteva?", "en"),
        ("Elon Musk OpenAI lawsuit", "en"),
        ("OpenAI", "en"),
        ("hi", "en"),
        ("Qui est Elon Musk ?", None),
        ("¿Qué dijo Musk?", None),
        ("Was hat Musk gesagt?", None),
        ("Wer ist Sam Altman?", None),
        ("Cosa ha detto Altman?", None),
        ("オープンソースとは何ですか", None),
        ("馬斯克は何を言いましたか", None),
        ("오픈소스가 뭐예요?", None),
        ("Что сказал Маск?", None),
        ("ماذا قال ماسك؟", None),
    ],
)
def test_detects(question: str, expected: Script | None) -> None:
    assert detect(question) == expected


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        ("他在上海", None, "zh-Hans"),
        ("他在上海", "zh-Hant", "zh-Hant"),
        ("他在上海", "en", "zh-Hans"),
        ("谁是朱啸虎", "zh-Hant", "zh-Hans"),
        ("Grok?", "zh-Hant", "zh-Hant"),
        ("and Microsoft?", "zh-Hans", "en"),
        ("那微軟呢", "en", "zh-Hant"),
    ],
)
def test_conversation_decides_only_what_the_question_leaves_open(
    question: str, previous: Script | None, expected: Script
) -> None:
    assert detect(question, previous) == expected


def test_converts_all_but_what_is_kept() -> None:
    text = "马斯克为“开源的”AI起诉OpenAI"
    assert to_script(text, "zh-Hant", keep=["开源的"]) == "馬斯克為“开源的”AI起訴OpenAI"
    assert to_script(text, "en") == text
    assert to_script("為什麼", "zh-Hans") == "为什么"


def test_script_of_answers() -> None:
    assert script_of("OpenAI 和 Meta 都没有开源 Open Assistant。") == "zh-Hans"
    assert script_of("Zhu Xiaohu (朱啸虎) prefers applications.") == "en"
    assert script_of("馬斯克起訴了OpenAI。") == "zh-Hant"
    assert script_of("1234") is None
    assert fits("他在上海", "zh-Hant") and fits("他在上海", "zh-Hans")
    assert fits("28%", "en")
    assert not fits("馬斯克", "zh-Hans") and not fits("马斯克", "zh-Hant") and not fits("马斯克", "en")


def test_fold_meets_across_script_width_and_case() -> None:
    assert fold("馬斯克  ＯpenAI　28％") == fold("马斯克 openai 28%")


@given(st.text(max_size=200))
def test_simplify_keeps_offsets(text: str) -> None:
    assert len(simplify(text)) == len(text)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert detect(text) in ("zh-Hans", "zh-Hant", "en", None)
    script_of(text)
    assert fold(fold(text)) == fold(fold(fold(text)))


def test_is_quick_enough_to_run_on_every_key() -> None:
    detect("OpenAI 为什么闭源")
    seconds = []
    for _ in range(5):
        start = time.thread_time()
        for _ in range(40):
            detect("OpenAI 为什么闭源")
        seconds.append((time.thread_time() - start) / 40)
    assert min(seconds) < 0.002
