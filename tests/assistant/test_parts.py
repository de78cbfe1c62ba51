"""A question that asks more than one thing is taken apart; any other is left whole."""

import pytest

from assistant.conversation import Asked
from assistant.facts import NameTable
from assistant.parts import apart, may_be_of_several, of_each, of_each_listed, of_each_told, parts, taken_apart

NAMES = NameTable.general()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who led the round, and how big was it?", ["Who led the round", "how big was it?"]),
        ("When was it made and what does it forbid?", ["When was it made", "what does it forbid?"]),
        (
            "Suppose nobody had paid. What would it have cost, and how long did it run?",
            ["Suppose nobody had paid. What would it have cost", "how long did it run?"],
        ),
        ("李文案是谁提的？法官又是谁？", ["李文案是谁提的？", "法官又是谁？"]),
        ("這家公司在哪裡，它有多少人？", ["這家公司在哪裡", "它有多少人？"]),
        ("甲模型有多少参数？乙呢？", ["甲模型有多少参数？", "乙呢？"]),
        ("谁认为港口太贵，理由是什么？", ["谁认为港口太贵", "理由是什么？"]),
        ("这话谁讲的，哪家公司的？", ["这话谁讲的", "哪家公司的？"]),
        ("和讯说了什么？和谁说的？", ["和讯说了什么？", "谁说的？"]),
        ("一張票多少錢？那邊要等多久", ["一張票多少錢？", "那邊要等多久"]),
        ("谁说今天关港口，明天就轮到我们？他后来做了什么？", ["谁说今天关港口，明天就轮到我们？", "他后来做了什么？"]),
        (
            "Which opens first, the port or the bridge? How much do they cost?",
            ["Which opens first, the port or the bridge?", "How much do they cost?"],
        ),
        ("那新桥呢，它是谁修的？花了多少钱？", ["那新桥呢，它是谁修的？", "花了多少钱？"]),
    ],
)
def test_each_thing_is_a_question(question: str, found: list[str]) -> None:
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "With normal software you just edit the code. Why is a model more complicated?",
        "Is she against the port, or what is her point?",
        "港口要关掉，还是要搬到哪里？",
        "市长被问到是不是要关港口，他拿什么来回答？",
        "港口要不要关、工人怎么办，市长怎么回应？",
        "船票后来还是涨了，涨到多少？",
        "新桥花了多少钱？两篇写的一样吗？",
        "What did the bridge cost? Do both papers give the same sum?",
        "Under what licence is it released: one of two, or something else?",
        "What was the letter that 1,821 people signed called?",
        "She moved to the city where she was born. When?",
        "马斯克说的，我没听懂，他到底要什么？",
        "他和她谁先离开？",
        "几乎所有公司都同意，为什么？",
        "要是港口哪天真的关了，船东还能去哪？",
        "When the port gets closed, will the ferry still run?",
        "是谁提醒说，锁不是什么毛病都治得好？",
        "誰說港口太貴，不管再怎麼擴建，小船還是很難進來？",
        "船东里头是谁出来解释，说公司并不是嫌贵，只是在想怎么省钱？",
        "船东要是搞不懂账单是怎么算出来的，会怎么样？",
        "港口该不该关？各方怎么说",
        "船東該不該自己修燈塔？船東之間意見統一嗎",
        "Should the port be closed? Is there agreement on that?",
        "哪些船有限制？各限制了什么？",
    ],
)
def test_one_thing_is_left_whole(question: str) -> None:
    assert parts(question) == [question]


def test_a_part_stands_behind_the_one_before_it() -> None:
    first, second = apart(Asked("Who led the round, and how big was it?", ""), NAMES)
    assert (first.question, first.earlier) == ("Who led the round", "")
    assert (second.question, second.earlier) == ("how big was it?", "Who led the round")


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What did Luis Villa warn about, and where does he work?", "where does Luis Villa work?"),
        ("When was Nordbank founded, and who are its owners?", "who are Nordbank's owners?"),
        ("李文清警告了什么？他在哪所大学？", "李文清在哪所大学？"),
        ("What did Luis Villa tell Ann Lee, and where does he work?", "where does he work?"),
        ("What did Luis Villa say, and what did Ann Lee tell him?", "what did Ann Lee tell him?"),
        ("Which of Luis Villa's locks was shown, and which lock was it?", "which lock was it?"),
        ("Does the woman at HarbourAI agree? What does she want?", "What does she want?"),
        ("李文清在港口局做什么？它有多少人？", "它有多少人？"),
    ],
)
def test_a_pronoun_gets_the_one_name_that_it_can_mean(question: str, second: str) -> None:
    names = NameTable.from_documents([], [("李文清", "Li Wenqing")])
    assert apart(Asked(question, ""), names)[1].question == second


@pytest.mark.parametrize(
    "asked",
    [
        Asked("Is it safe? Do the sources agree?", ""),
        Asked("And who led it, and how big was it?", "What is the last round?"),
    ],
)
def test_what_several_say_and_what_leans_on_another_stay_whole(asked: Asked) -> None:
    assert apart(asked, NAMES) == [asked]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "谷歌、微软和Nordbank这三家，文章里说它们各自发布过什么模型？",
            [f"{name}，文章里说发布过什么模型？" for name in ("谷歌", "微软", "Nordbank")],
        ),
        (
            "As for Acme, Nordbank and the Harbour Institute: put them in order of age.",
            [f"As for {name}: put them in order of age." for name in ("Acme", "Nordbank", "Harbour Institute")],
        ),
        (
            "How do Acme and Nordbank differ on tolls?",
            ["How do Acme differ on tolls?", "How do Nordbank differ on tolls?"],
        ),
    ],
)
def test_of_several_named_side_by_side_each_is_asked_about(question: str, found: list[str]) -> None:
    assert of_each(question, NAMES) == found
    assert [one.question for one in apart(Asked(question, ""), NAMES)] == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Luis Villa spoke at a fair and Ann Lee wrote a letter. What did each say about tolls?",
            ["What did Luis Villa say about tolls?", "What did Ann Lee say about tolls?"],
        ),
        (
            "张三·李在会上讲了话，王五·赵在信里写了理由，两人各怎么看收费？",
            ["张三·李怎么看收费？", "王五·赵怎么看收费？"],
        ),
        ("Luis Villa spoke, and Ann Lee wrote. What did Ann Lee say to each?", None),
        ("Luis Villa spoke at a fair. What did each say?", None),
    ],
)
def test_of_people_named_before_each_is_asked_about(question: str, found: list[str] | None) -> None:
    names = NameTable.from_documents([], [("张三·李", "San Zhang"), ("王五·赵", "Wu Wang")])
    assert of_each_told(question, names) == (found or [question])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("港口的罢工和新桥的开通，哪个在前？各是什么时候？", ["港口的罢工，是什么时候？", "新桥的开通，是什么时候？"]),
        (
            "造橋的王工跟管船的李工都想漲價，各要漲多少？",
            ["造橋的王工想漲價，要漲多少？", "管船的李工想漲價，要漲多少？"],
        ),
        ("港口和新桥，各方怎么看？", None),
        ("港口和新桥，什么时候开通？", None),
    ],
)
def test_of_two_phrases_side_by_side_each_is_asked_about(question: str, found: list[str] | None) -> None:
    assert of_each(question, NAMES) == (found or [question])


def test_a_pronoun_behind_who_means_nobody_named() -> None:
    asked = Asked("Who found the crack in the Nordbank tower, and what did he do?", "")
    assert [part.question for part in apart(asked, NAMES)][1] == "what did he do?"
    asked = Asked("Which Nordbank manager voted against the tower, and what would she rather have?", "")
    assert [part.question for part in apart(asked, NAMES)][1] == "what would she rather have?"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "幫我照時間排一下各是哪年哪月：港口關閉、新橋開通、那封信",
            ["港口關閉是哪年哪月", "新橋開通是哪年哪月", "那封信是哪年哪月"],
        ),
        ("请按先后顺序排列：港口关闭、新桥开通", ["港口关闭是什么时候？", "新桥开通是什么时候？"]),
        ("Put these in order: the strike and the fire.", ["the strike: when was it?", "the fire: when was it?"]),
        ("他说了三点：港口太贵、船太小、人太少", None),
        ("Compare these: the strike and the fire", None),
        ("按先后排一下：甲、乙", None),
    ],
)
def test_of_things_listed_behind_a_colon_each_is_asked_about(question: str, found: list[str] | None) -> None:
    assert of_each_listed(question) == (found or [question])


@pytest.mark.parametrize(
    "question",
    [
        "谷歌和微软一起写的那篇论文得出了什么结论？",
        "Did Acme and Nordbank sign the letter?",
        "What does each of the towns pay?",
        "谷歌和微软的两位主管怎么看？",
    ],
)
def test_what_is_asked_of_them_together_stays_whole(question: str) -> None:
    assert of_each(question, NAMES) == [question]


@pytest.mark.parametrize(
    ("question", "may"),
    [
        ("How does what the mayor promised compare with what the council paid?", True),
        ("老港口跟新港口，哪个的吊车更多？", True),
        ("Why was the port closed?", False),
        ("各家报纸怎么看港口关闭？", False),
        ("What do the articles say about each side?", False),
    ],
)
def test_a_model_is_asked_only_of_what_may_be_several(question: str, may: bool) -> None:
    assert may_be_of_several(Asked(question, "")) is may
    assert not may_be_of_several(Asked(question, "What did the port cost?"))


def test_what_a_model_takes_apart() -> None:
    asked = Asked("How does what Acme promised compare with what Nordbank paid in 2019?", "")
    said = "What did Acme promise?\nWhat did Nordbank pay in 2019?"
    assert [part.question for part in taken_apart(asked, said, NAMES)] == said.splitlines()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "How does what Acme promised compare with what Nordbank paid in 2019?",
        "What did Acme promise?\nAcme promised a port.",
        "What did Acme promise?\nWhat did Nordbank pay in 2020?",
        "What did Acme promise?\nWhat did OpenAI pay in 2019?",
        "What did Acme promise?\nWhat was paid?",
        "What did Acme do?\nWho is Nordbank?\nWhy?\nWhen?\nWhere?",
        "Acme?\nNordbank?",
    ],
)
def test_what_a_model_gets_wrong_leaves_the_question_whole(written: str) -> None:
    asked = Asked("How does what Acme promised compare with what Nordbank paid in 2019?", "")
    assert taken_apart(asked, written, NameTable.from_documents([], [("艾克美", "Acme"), ("北银", "Nordbank")])) == [
        asked
    ]
