"""Names in both languages: which are the same, and which the evidence does not have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts import NameTable, agree, unknown_names
from assistant.facts.names import names_in
from index.types import Document


def document(text: str) -> Document:
    return Document("d", "", "", "", "", "zh-Hans", "d.txt", "", text)


@pytest.fixture(scope="module")
def table() -> NameTable:
    return NameTable.from_documents(
        [
            document(
                "“做得非常好,”斯特拉·比德曼(Stella Biderman)说。乔尔•皮诺（Joelle Pineau）领导 Meta AI。比德曼同意。"
                "高级工程师卢克•塞尔瑙()写了备忘录。我们造福人类的通用人工智能(AGI)。通用人工智能很难。"
                "董事总经理朱啸虎说，朱啸虎更看好应用。"
            ),
            document("Responsible AI Licenses(RAIL) 成立。副教授Julian Togelius表示赞成。Togelius认为很好。"),
        ]
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Musk", "马斯克"),
        ("Elon Musk", "馬斯克"),
        ("奥特曼", "阿尔特曼"),
        ("Sam Altman", "山姆·奧特曼"),
        ("Zuckerberg", "马克·扎克伯格"),
        ("祖克柏", "扎克伯格"),
        ("Microsoft", "微軟"),
        ("MIT", "麻省理工学院"),
        ("Stella Biderman", "比德曼"),
        ("Biderman", "斯特拉·比德曼"),
        ("Joelle Pineau", "皮诺"),
        ("AGI", "通用人工智能"),
        ("RAIL", "Responsible AI Licenses"),
        ("Togelius", "Julian Togelius"),
        ("Hugging Face", "HuggingFace"),
        ("LLaMA", "Llama"),
        ("Zhu Xiaohu", "朱啸虎"),
        ("Xiaohu Zhu", "朱嘯虎"),
        ("Luke Sernau", "卢克•塞尔瑙"),
        ("Yannic Kilcher", "扬尼克·基尔彻"),
        ("Sandhini Agarwal", "桑德希尼·阿加瓦尔"),
        ("Julien Chaumond", "朱利安·肖蒙德"),
    ],
)
def test_same_name(table: NameTable, first: str, second: str) -> None:
    assert table.same_name(first, second) and table.same_name(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Musk", "奥特曼"),
        ("Altman", "马斯克"),
        ("Microsoft", "谷歌"),
        ("Elon Musk", "Kimbal Musk"),
        ("Julian Togelius", "Jie Wang"),
        ("Jie Wang", "Xiaochuan Wang"),
        ("Willner", "阿加瓦尔"),
        ("Sernau", "比德曼"),
        ("Mitchell", "莫斯塔克"),
        ("Zhu Xiaohu", "朱元璋"),
        ("Meta", "马斯克"),
        ("", "马斯克"),
    ],
)
def test_other_name(table: NameTable, first: str, second: str) -> None:
    assert not table.same_name(first, second) and not table.same_name(second, first)


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        (
            "Biderman of EleutherAI praised Meta AI.",
            "斯特拉·比德曼(Stella Biderman)说。她是 EleutherAI 的执行董事，称赞 Meta AI",
        ),
        ("Zhu Xiaohu prefers applications.", "朱啸虎更看好应用层的创业机会"),
        ("Musk sued OpenAI in San Francisco.", "馬斯克在舊金山法院對OpenAI提起訴訟"),
        (
            "OpenAI CEO Sam Altman said it in a Reddit AMA.",
            "OpenAI 的 Sam Altman 在 Reddit 的“Ask Me Anything”(AMA)活动中",
        ),
        ("The Chinese company Alibaba released Tongyi Qianwen.", "国内阿里的通义千问属于开源模型"),
        ("Researchers at MIT and Cambridge published a paper.", "來自麻省理工學院和劍橋大學的科學家們"),
        ("However, critics say that AI needs more GPUs.", "反对者认为需要算力"),
        ("Luke Sernau wrote a leaked memo.", "卢克•塞尔瑙()撰写的备忘录泄露"),
        ("Yannic Kilcher made a video.", "人工智能研究员扬尼克·基尔彻()在视频中说"),
        ("马斯克起诉了OpenAI。", "Musk sued OpenAI."),
        ("山姆·奥特曼承认错误。", "Sam Altman admitted it."),
        ("Meta's Llama is open; Google's Gemini isn't.", "Meta的LLaMA；谷歌的Gemini"),
        ("Investors include Sequoia, Xiaohongshu and Meituan.", "投资方包括红杉、小红书、美团"),
        ("In March, The New York Times reported it.", "《纽约时报》3月报道"),
        ("The President of the company agreed.", "公司总裁同意"),
    ],
)
def test_known_names_raise_no_alarm(table: NameTable, statement: str, evidence: str) -> None:
    assert unknown_names(statement, evidence, "", table) == []


@pytest.mark.parametrize(
    ("statement", "evidence", "missing"),
    [
        ("According to Yann LeCun, Meta is open.", "斯特拉·比德曼称 Meta 开放", "Yann LeCun"),
        ("马斯克起诉了OpenAI和微软。", "Musk sued OpenAI.", "微软"),
        ("Musk sued Microsoft.", "馬斯克起訴OpenAI", "Microsoft"),
        ("Tencent invested in Moonshot AI.", "月之暗面完成融资，投资方包括红杉", "Tencent"),
        ("玛格丽特·米切尔反对。", "Musk disagrees", "玛格丽特·米切尔"),
        ("Anthropic 没有开源。", "OpenAI 没有开源", "Anthropic"),
        ("Bill Gates said so.", "扎克伯格说过", "Bill Gates"),
        ("GPT-4 and Claude 3 are closed.", "GPT-4 没有开源", "Claude"),
    ],
)
def test_unknown_names_are_named(table: NameTable, statement: str, evidence: str, missing: str) -> None:
    assert missing in " ".join(unknown_names(statement, evidence, "", table))
    assert any(one.kind == "name" for one in agree(statement, evidence, names=table))


def test_the_question_may_bring_a_name(table: NameTable) -> None:
    assert unknown_names("Anthropic 没有提到。", "OpenAI 没有开源", "Anthropic 呢？", table) == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(statement: str, evidence: str) -> None:
    names_in(statement)
    unknown_names(statement, evidence)


def test_what_kind_of_thing_it_is_names_nothing(table: NameTable) -> None:
    assert names_in("国产大模型用什么显卡训练？它的首席执行官是谁？", table) == []


def test_a_city_is_not_named_by_the_beginning_of_a_name(table: NameTable) -> None:
    assert "德里" not in names_in("德里克·莫斯说，鲑鱼已无法到达产卵地。", table)
    assert "德里" in names_in("他在德里说。", table)
