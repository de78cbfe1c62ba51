"""What stands beside a figure (over or under it, ago or to come): lost or turned round it is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts import agree

LOST = [
    ("It raised $1 billion.", "完成了新一轮超10亿美元的巨额融资"),
    ("完成了10亿美元的融资。", "It closed a round of more than $1 billion."),
    ("It raised nearly $1 billion.", "完成了超过10亿美元的融资"),
    ("The model has 100 billion parameters.", "模型有1000多亿个参数"),
    ("It has 300 employees.", "公司有300余名员工"),
    ("It costs $10,000.", "花费不到1万美元"),
    ("花费1万美元。", "It costs less than $10,000."),
    ("Ten people signed.", "At least ten people signed."),
    ("占30%。", "It makes up over 30% of them."),
    ("It took three years.", "花了三年多的时间"),
    ("It was released a year later.", "不到一年后发布"),
    # put in by the statement
    ("It raised over $1 billion.", "完成了10亿美元的融资"),
    ("它有超过1750亿个参数。", "GPT-3 has 175 billion parameters."),
    ("It raised over $1 billion.", "完成了近10亿美元的融资"),
    ("Fewer than 70 people took part.", "共有70人参与"),
]

HELD = [
    ("It raised over $1 billion.", "完成了新一轮超10亿美元的巨额融资"),
    ("Its round, which topped $1 billion, was the largest.", "融资额突破10亿美元"),
    ("The sum exceeded the $1 billion that was planned.", "金额超过了10亿美元"),
    ("金额超过了原定的10亿美元。", "The sum surpassed $1 billion."),
    ("It raised about $1 billion.", "完成了超10亿美元的融资"),
    ("$1 billion and more was raised.", "完成了10亿多美元的融资"),
    ("It has more than 300 employees.", "公司有300余名员工"),
    ("三百人以上。", "more than 300 people"),
    ("It costs under $10,000.", "花费不到1万美元"),
    ("It costs up to $10,000.", "花费至多1万美元"),
    ("It costs $10,000 at most.", "花费不超过1万美元"),
    ("最高1万美元。", "at most $10,000"),
    ("At least ten people signed.", "十人签了名"),
    ("13,000 volunteers helped.", "大约 1.3 万名志愿者"),
    ("It raised $1 billion.", "近10亿美元"),
    # one of the figures is exact, and that is enough
    ("It raised $1 billion.", "宣布完成超10亿美元的融资，后来证实为10亿美元"),
    # other digits: what the bound is there for
    ("over 280,000 people", "281,754人"),
    ("more than three years later", "三年多之后"),
    ("There are no fewer than 70.", "有70个"),
]


@pytest.mark.parametrize(("statement", "evidence"), LOST)
def test_a_bound_that_is_lost_or_put_in_is_found(statement: str, evidence: str) -> None:
    (found,) = agree(statement, evidence)
    assert found.reason.startswith("the evidence gives")


@pytest.mark.parametrize(("statement", "evidence"), HELD)
def test_a_bound_in_other_words_holds(statement: str, evidence: str) -> None:
    assert agree(statement, evidence) == []


@pytest.mark.parametrize(
    ("statement", "evidence", "holds"),
    [
        ("They founded it in 9 years.", "9年前,马斯克和阿尔特曼携手创办", False),
        ("In nine years they founded it.", "早在9年前,马斯克和阿尔特曼携手创办", False),
        ("9年后他们创办了它。", "They founded it nine years ago.", False),
        ("它将在未来9年内完成。", "It was finished nine years ago.", False),
        ("It was done five years ago.", "It will be done in five years.", False),
        ("五年前已经做到。", "We will have done it five years from now.", False),
        ("They founded it nine years ago.", "9年前,马斯克和阿尔特曼携手创办", True),
        ("It has been there for nine years.", "9年前,马斯克和阿尔特曼携手创办", True),
        ("Five years from now", "未来五年", True),
        ("in five years", "五年后", True),
        ("It was leaked a week later.", "一周后被泄露", True),
        # Told from another event, and turned round rightly.
        ("The release came three days after the leak.", "发布三天前遭泄露", True),
        ("It leaked three days before.", "泄露三天后才发布", True),
        ("在过去9年里，它一直亏损。", "It has lost money for nine years.", True),
        ("它前9年都在亏损。", "In its first nine years it lost money.", True),
        ("Within two years it doubled, as it had two years ago.", "两年前翻倍，两年内又翻倍", True),
    ],
)
def test_a_time_that_is_turned_round_is_found(statement: str, evidence: str, holds: bool) -> None:
    assert (agree(statement, evidence) == []) is holds


_WORDS = ["over", "超", "不到", "3 years", "三年", "ago", "前", "后", "in", "多", "10亿", "$1 billion", "，", ". ", " "]


@given(st.lists(st.sampled_from(_WORDS), max_size=12).map("".join))
def test_a_text_loses_nothing_of_itself(text: str) -> None:
    assert agree(text, text) == []
