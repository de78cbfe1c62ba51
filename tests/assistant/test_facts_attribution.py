"""Who says what, and whether evidence has them say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts import attributed, speaker_claims
from assistant.facts.attribution import pronoun_speaker


@pytest.mark.parametrize(
    ("statement", "speakers"),
    [
        ("Musk said that OpenAI is a lie.", ["Musk"]),
        ("According to Musk, OpenAI is a lie.", ["Musk"]),
        ("“It is open,” said Yann LeCun.", ["Yann LeCun"]),
        ("Joelle Pineau, the managing director of Meta AI, said it was right.", ["Joelle Pineau"]),
        ("Zuckerberg and Altman believe in scale.", ["Zuckerberg", "Altman"]),
        ("Critics say it is dangerous.", []),
        ("Researchers argued for openness.", []),
        ("She said so.", [""]),
        ("Joelle Pineau of Meta AI thinks it is right.", ["Joelle Pineau"]),
        ("In a Reddit AMA Sam Altman conceded it.", ["Sam Altman"]),
        ("Within days of the LLaMA release someone claimed it.", []),
        ("OpenAI 的 CEO Sam Altman 在活动中,罕见地公开承认了错误。", ["Sam Altman"]),
        ("马斯克表示：“OpenAI是个谎言。”", ["马斯克"]),
        ("“做得非常好,”斯特拉·比德曼(Stella Biderman)说。", ["Stella Biderman"]),
        ("紐約大學副教授Julian Togelius在接受《每日經濟新聞》記者採訪時表示,開源是大勢所趨。", ["Julian Togelius"]),
        ("OpenAI和Anthropic高管認為,政府應該監管", ["OpenAI", "Anthropic"]),
        ("在論壇上,Meta首席執行官馬克·扎克伯格等人卻認為,開源重要", ["马克·扎克伯格"]),
        ("如朱啸虎在采访中提到的,“没有共识”。", ["朱啸虎"]),
        ("根据莫斯塔克的说法，这是最好的模式。", ["莫斯塔克"]),
        ("在扎克伯格看来，开源很重要。", ["扎克伯格"]),
        ("也就是说,这很难。", []),
        ("法院文件说明了一切。", []),
        ("小说和传说都很多。", []),
        ("有人说开源更好。", []),
        ("市议员骆平认为不行。", ["骆平"]),
        ("许多人认为不行，董事会也认为不行。", []),
    ],
)
def test_finds_speakers(statement: str, speakers: list[str]) -> None:
    assert list(dict.fromkeys(claim.speaker for claim in speaker_claims(statement))) == speakers


TWO = (
    "“做得非常好,”斯特拉·比德曼(Stella Biderman)说。她是执行董事。"
    "卢克·塞尔瑙在他的备忘录中也强调了 Meta AI 的关键作用。"
)


@pytest.mark.parametrize(
    ("statement", "evidence", "context", "expected"),
    [
        ("Musk said OpenAI is a lie.", "马斯克回复时表示：“OpenAI是个谎言。”", "", True),
        ("Altman said OpenAI is a lie.", "马斯克回复时表示：“OpenAI是个谎言。”", "", False),
        ("Biderman said it has done well.", TWO, "", True),
        ("Luke Sernau stressed the role of Meta AI.", TWO, "", True),
        ("Zuckerberg said it has done well.", TWO, "", False),
        (
            "皮诺说这并不容易。",
            "她说：“我们得到马克·扎克伯格的支持，但这并不容易。”",
            "皮诺说：“这是正确的权衡。”",
            True,
        ),
        (
            "扎克伯格说这并不容易。",
            "她说：“我们得到马克·扎克伯格的支持，但这并不容易。”",
            "皮诺说：“这是正确的。”",
            False,
        ),
        ("Musk demanded damages.", "在馬斯克的起訴書中,他斥責OpenAI,要求OpenAI恢復開源並給予賠償。", "", True),
        ("朱啸虎认为应用层更有机会。", "金沙江创投董事总经理朱啸虎更看好应用层的创业机会", "", True),
        ("马斯克认为开源很好。", "奥特曼认为开源很好。马斯克认为火箭很重要。", "", False),
        ("Altman admitted being on the wrong side.", "Sam Altman 公开承认,OpenAI 站在了错误一方", "", True),
        (
            "“开源是大势所趋。”Julian Togelius说。",
            "“開源是大勢所趨。” Julian Togelius告訴《每日經濟新聞》記者。",
            "",
            True,
        ),
        (
            "赫顿认为地球很古老。",
            "James Hutton was a geologist. In 1785 he read a paper called Theory of the Earth. He explained that the "
            "Earth must be old.",
            "",
            True,
        ),
        ("Ann Lee lists the largest firms of the United States.", "Ann Lee公布了一份美国最大公司的名单。", "", None),
        ("OpenAI is closed.", "OpenAI 没有开源", "", None),
        ("Critics say it is closed.", "OpenAI 没有开源", "", None),
    ],
)
def test_attributed(statement: str, evidence: str, context: str, expected: bool | None) -> None:
    assert attributed(statement, evidence, context) is expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(statement: str, evidence: str) -> None:
    assert attributed(statement, evidence) in (True, False, None)


@pytest.mark.parametrize(
    "sentence, context, name",
    [
        ("她说：“桥要修。”", "Anna Berg是市长。", "Anna Berg"),
        ("She said that the bridge must be mended.", "Anna Berg is the mayor.", "Anna Berg"),
        ("Carl Lind said that the bridge must be mended.", "Anna Berg is the mayor.", ""),
        ("The bridge is old.", "Anna Berg is the mayor.", ""),
        ("她说：“桥要修。”", "", ""),
    ],
)
def test_whom_a_pronoun_that_speaks_means(sentence: str, context: str, name: str) -> None:
    assert pronoun_speaker(sentence, context) == name


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        # Names that no table knows, behind a title or in the other script.
        ("孟晚棠写道，居民便没有理由再相信。", "专栏作家孟晚棠写道，居民就“没有理由再相信”。"),
        (
            "Lawyer Chang Yining thinks the rules could rein in big platforms.",
            "律师常以宁表示，条例也许能约束大型平台。",
        ),
        (
            "Transport chief Lena Obradovic said the line could open by 2030.",
            "If the council agrees, the line may open by 2030, said transport chief Lena Obradovic.",
        ),
        # Words of speech that no list has.
        ("Felix Amory said that it was overdue.", 'Director Felix Amory called the decision "long overdue".'),
        (
            "Ostrander maintained that she could not work.",
            "The jury sided with Lena Ostrander, who said a ladder had left her unable to work.",
        ),
    ],
)
def test_a_speaker_whom_evidence_names_is_not_doubted(statement: str, evidence: str) -> None:
    assert attributed(statement, evidence) is not False


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Karl Voss said the exemption was needed.", "Ottilie Marsh said the exemption was needed."),
        (
            "Silver Voice said that branches would close.",
            "Morwenna Pike said that branches would close; Silver Voice and others were not asked.",
        ),
        ("Altman said that the company had left its mission.", "Musk said that Altman had left the mission."),
        (
            "陆佳宁认为，港口三年内会关闭。",
            "港务局主任贺思远认为，港口三年内会关闭；不过他的合伙人陆佳宁说，她看不到任何这样的迹象。",
        ),
    ],
)
def test_words_of_somebody_else_are_doubted(statement: str, evidence: str) -> None:
    assert attributed(statement, evidence) is False
