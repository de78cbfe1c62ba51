"""Names and figures of an English sentence are written so that a translation copies them."""

import pytest

from assistant.facts.chinese import chinese_figures, chinese_terms, masked, masks, unmasked


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("It cost 2.8 million euros.", "It cost 280万欧元."),
        ("It has 9 billion parameters.", "It has 90亿 parameters."),
        ("It was downloaded 61,000 times.", "It was downloaded 6.1万 times."),
        ("They raised $1.5 billion in 2023.", "They raised 15亿美元 in 2023."),
        ("It costs $40 a year.", "It costs 40美元 a year."),
        ("She said so on 3 April 2024.", "She said so 2024年4月3日."),
        ("On March 12 they met; in July 2023 not.", "On 3月12日 they met; in 2023年7月 not."),
        ("It may close in May.", "It may close in May."),
        ("In 2024 it voted 31 to 24.", "In 2024 it voted 31 to 24."),
        ("Version 3.14 of GPT-4 has 46 parts.", "Version 3.14 of GPT-4 has 46 parts."),
    ],
)
def test_large_figures_are_in_chinese(english: str, chinese: str) -> None:
    assert chinese_figures(english) == chinese


def test_names_are_marks_that_come_back() -> None:
    names = ["Tobias Renner", "Tobias"]
    text = masked("Tobias Renner and Tobias met.", names)
    assert text == "N1 and N2 met." and masks(names) == ["N1", "N2"]
    assert unmasked("N1和 N2见了面，N9没有来。", names) == "Tobias Renner和 Tobias见了面，N9没有来。"


def test_words_that_a_small_model_mistakes_are_in_chinese() -> None:
    assert chinese_terms("Open weights and Model weights need a graphics card.") == "开放权重 and 模型权重 need a 显卡."
