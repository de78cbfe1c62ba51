import pytest

from assistant.wishes import without_wish
from index.types import Script


@pytest.mark.parametrize(
    ("question", "left", "script"),
    [
        ("In English please. And when did it open?", "And when did it open?", "en"),
        ("麻烦换中文回答。这份文件算正式的吗？", "这份文件算正式的吗？", "zh-Hans"),
        ("請用中文回答：這座橋多長？", "這座橋多長？", "zh-Hant"),
        ("Who built the bridge? Answer in Chinese.", "Who built the bridge?", "zh-Hans"),
        ("Who built the bridge? Please answer in traditional Chinese", "Who built the bridge?", "zh-Hant"),
        ("这座桥多长？请用英文回答", "这座桥多长？", "en"),
        ("用英语再说一遍", "", "en"),
        ("用中文告诉我：这座桥多长？", "这座桥多长？", "zh-Hans"),
        ("In Chinese, please", "", "zh-Hans"),
        ("Can you say that in English?", "", "en"),
    ],
)
def test_a_wish_for_a_language_is_told_from_the_question(question: str, left: str, script: Script) -> None:
    assert without_wish(question) == (left, script)


@pytest.mark.parametrize(
    "question",
    [
        "用中文训练的模型有哪些？",
        "Was the memo published in English?",
        "Which models answer in Chinese and English?",
        "哪些模型支持中文？",
        "为什么用英文写邮件？",
        "Is the model good in English, or in Chinese only?",
        "这个模型能用中文回答数学题吗？",
    ],
)
def test_a_question_about_a_language_is_no_wish(question: str) -> None:
    assert without_wish(question) == (question, None)
