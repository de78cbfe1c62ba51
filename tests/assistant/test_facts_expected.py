"""The kind of fact a question asks for, and sentences on the topic that give none of that kind."""

import pytest

from assistant.facts import NameTable
from assistant.facts.expected import asks_one, expected, gives

NAMES = NameTable.general()


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("他要求赔偿多少钱？", "他在起诉书里要求赔钱。"),
        ("他要求赔偿多少钱？", "他在起诉中提出了三点要求：一是赔钱。"),
        ("How big was the fine?", "The harbour was fined."),
        ("港口停工了几天？", "港口停工了。"),
        ("有多大比例的船员签了名？", "许多船员签了名。"),
        ("訓練時燒壞了幾張卡？", "我們燒壞了一堆卡。"),
        ("Which cloud company paid for it?", "It was paid for by a cloud company."),
        ("哪家公司出的钱？", "由一家云计算公司赞助。"),
        ("When will it be released?", "It will be released."),
        ("When did Acme sign in 2019?", "Acme signed in 2019."),
        ("How many questions did she answer?", "She answered a question."),
        ("定义的最终版什么时候公布？", "该组织已经招集了总计约70人。"),
        ("How many people use it?", "It was launched in 2023, two years after the first."),
        ("一共燒壞了幾張卡？", "該公司發佈的第一個模型可以生成圖像。"),
        ("Who founded Open Harbour Rules?", "Open Harbour Rules (OHR) were founded by 2022."),
        ("審理李文案的法官叫什麼名字？", "法官的名字是李文。"),
        ("What is the name of the judge in the Acme case?", "The judge hears the Acme case."),
        ("那篇论文的标题是什么？", "她去年曾发表一篇论文，指出许多项目缺少开放性。"),
        ("What was the title of her book?", "She published a book last year."),
        ("有多少家船厂造得起？", "许多船厂都在造船。"),
        ("How many parameters does it have?", "The link between size and quality is not 100%."),
        ("Which senior harbour official said so?", "An official said so."),
        ("这个比方是哪个航运官员打的？", "一位官员打了这个比方。"),
    ],
)
def test_a_sentence_on_the_topic_without_the_fact_gives_nothing(question: str, statement: str) -> None:
    assert expected(question)
    assert not gives(statement, question, NAMES)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("他要求赔偿多少钱？", "他要求赔偿4000万美元。"),
        ("Which cloud company paid for it?", "CoreWeave paid for it."),
        ("谁说风险投资从来不靠共识？", "如朱啸虎在采访中提到的，风险投资从来没有靠共识赚过钱。"),
        ("是谁写的？", "据传由高级工程师卢克•塞尔瑙撰写。"),
        ("How many years did it take?", "It took three years."),
        ("In what year was it set up?", "It was set up in 2019."),
        ("When was it set up?", "It was set up ten years ago."),
        ("What share of the models is licensed?", "28% of the models are."),
        ("什么时候推出的？", "今年2月推出。"),
        ("多久之后发布的？", "一周后发布。"),
        ("When Acme left the board, what did it say?", "It spoke of a conflict of interest."),
        ("Why did people who signed the letter object?", "They feared harm."),
        ("那篇论文的标题是什么？", "她去年曾发表论文《开放的限度》。"),
        ("What was the title of her book?", "She published “Open Harbour” last year."),
        ("那艘船叫什么名字？", "那艘船名叫 Seagull。"),
        ("有几篇文章提到风险？", "文章谈到了滥用。"),
        ("How big a problem is it?", "It worries the crews."),
        ("为什么只有那么几家船厂造得起？", "钢材太贵。"),
        ("有多少家船厂造得起？", "只有少数几家船厂能够承担。"),
        ("How many towns can pay for it?", "Only a few towns can."),
        ("这座桥建成的年份是什么？", "桥在1998年建成。"),
    ],
)
def test_a_fact_of_the_kind_is_enough_and_other_questions_ask_none(question: str, statement: str) -> None:
    assert gives(statement, question, NAMES)


def test_whose_month_is_asked_for_is_no_name() -> None:
    assert expected("他是哪个月跟媒体说的？") == {"time"} and expected("只让哪个年龄的人打？") == frozenset()


def test_a_headline_is_a_title_however_it_is_asked_for() -> None:
    assert expected("What was the headline on the long piece about bees?") == {"title"}


def test_an_abbreviation_of_a_thing_is_nobodys_name() -> None:
    names = NameTable.from_documents([])
    assert not gives("他们不能用它造任何东西,即使是为了研究。", "谁能用它？", names)
    assert not gives("They sign an NDA before they see the API.", "Who sees the papers?", names)


@pytest.mark.parametrize(
    "question",
    [
        "Which podcast was she on?",
        "On which day did it open?",
        "And who paid for it?",
        "Under what licence is it released?",
        "How far is it from the harbour?",
        "哪本期刊登了那篇论文？",
        "這家公司總部在哪裡？",
        "模型有几种大小？",
        "是誰說的？",
    ],
)
def test_one_thing_is_left_open(question: str) -> None:
    assert asks_one(question)


@pytest.mark.parametrize(
    "question",
    [
        "Why did she leave the company which she founded?",
        "What does he think of licences?",
        "In what way does it differ?",
        "How did the firm answer the letter it got when it moved?",
        "他为什么反对开源？",
        "几乎所有公司都反对的理由是什么？",
        "最近几年的趋势是怎样的？",
        "哪怕如此，他怎么看？",
    ],
)
def test_nothing_is_left_open_that_one_name_would_tell(question: str) -> None:
    assert not asks_one(question)
