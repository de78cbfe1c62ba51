"""Numbers and dates of a statement against evidence, in both directions and across languages."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.facts import agree, extract

AGREE = [
    # shares and sums as they are spoken
    ("Orders account for 35 percent of revenue.", "訂單已占營收三成五"),
    ("上座率提高到91%。", "上座率升至九成一"),
    ("月租不超过市价的七成。", "月租不高于市场价的七折"),
    ("The region would cover three-fifths of the cost.", "the region would pay 60 percent"),
    ("Nine in ten of them involved minors.", "其中九成涉及未成年人"),
    ("花费减少了20%。", "they cut the cost by a fifth"),
    ("Visitors rose by a third.", "游客多了三分之一"),
    ("Police seized 32,000 cartons.", "查獲走私香菸3萬2000條"),
    ("The load hit 41.2 million kilowatts.", "用电负荷创下4120万千瓦的新高"),
    ("他捐出白银800两。", "里人捐银八百两"),
    ("停工一年零兩個月。", "停工14个月"),
    ("It cost a third more than it did two years ago.", "It had risen by a third in two years."),
    ("投票率低于四年前的58%。", "down from 58 percent four years ago"),
    ("Over three years they collected 8,600 hours.", "三年收集了8600小时"),
    ("每天用屏不得超过四十分钟。", "每天用屏时间限制在四十分钟以内"),
    ("Robberies fell 40 percent from a year earlier.", "搶劫案按年減少四成"),
    ("新的授权配不上“开源”二字。", "用户超过1亿的须另行申请,不能再叫开源"),
    # amounts
    ("Musk gave about $40 million.", "金额达到了4000万美元左右。"),
    ("马斯克提供了约4000万美元。", "Musk provided around $40 million."),
    ("He gave 40,000,000 dollars.", "提供了4,000万美元"),
    ("It raised over $1 billion.", "完成了新一轮超10亿美元的巨额融资"),
    ("完成了超过10亿美元的融资。", "It closed a round of more than $1 billion."),
    ("MiniMax raised $600 million.", "Minimax近期完成了6亿美元的战略投资"),
    ("It would have cost about $400,000.", "我们将花费大约 40 万美元。"),
    ("花费大约四十万美元。", "We would have spent about US$400,000."),
    ("They raised 600 million dollars", "融资6億美元"),
    ("Revenue was HK$24.66 million.", "收入2466万港元"),
    ("价格为20元。", "It costs 20 yuan."),
    ("It costs €5 million.", "它花费500万欧元"),
    ("It costs $6-10 billion.", "耗资60亿到100亿美元"),
    ("耗资30到40万美元", "It costs 300,000 to 400,000 dollars."),
    ("$1.5bn was invested", "投资了15亿美元"),
    ("a $2.5 million grant", "250万美元的资助"),
    # counts and large numbers
    ("13,000 volunteers helped.", "大约 1.3 万名志愿者的帮助"),
    ("约1.3万名志愿者参与。", "about 13,000 volunteers"),
    ("It has 175 billion parameters.", "GPT-3 有 1750 亿个参数"),
    ("它有1750亿个参数。", "It has 175B parameters."),
    ("LLaMA has 65 billion.", "LLaMA 有 650 亿。"),
    ("Between 6 and 10 billion parameters.", "大约在 60 亿到 100 亿个参数之间"),
    ("上限在60亿到100亿之间。", "a ceiling of around 6 billion to 10 billion parameters"),
    ("Tesla holds 3,304 patents.", "特斯拉共擁有專利3304項"),
    ("特斯拉拥有三千三百零四项专利。", "Tesla holds 3304 patents."),
    ("2,397 are still valid and 222 are open.", "其中有2397項仍然有效。特斯拉共有222項開放專利。"),
    ("1,821 experts signed.", "1821名專家都簽下了名字"),
    ("约70人参与。", "about 70 people in total"),
    ("Around 70 people took part.", "總計約70人"),
    ("Millions of people use it.", "数百万人的手中"),
    ("Billions of pieces of text.", "其中包含数十亿段文本"),
    ("数十亿段文本", "billions of passages"),
    ("Tens of thousands of people.", "数万人"),
    ("He made three demands.", "马斯克在起诉中提出了三点要求"),
    ("他提出三项要求。", "He made three demands."),
    ("Two companies raised money.", "有两家专注于研发基础大模型的国内公司完成融资"),
    ("Both companies raised money.", "两家公司完成了融资"),
    ("Three investors joined.", "投资方包括红杉、小红书和美团"),
    ("It doubled to 24 in 1999.", "1999年翻倍至24"),
    ("twenty-eight people", "28人"),
    ("two hundred thousand people", "20万人"),
    ("1亿2000万人", "120 million people"),
    ("十几个人，三百二十一本书", "more than ten people and 321 books"),
    ("The third-largest city", "第三大城市"),
    ("the 19th century", "19世纪"),
    ("Super Bowl 50 was played.", "第50届超级碗举行了"),
    ("a 24-10 win", "以24–10获胜"),
    ("He scored 6.5 sacks.", "added 6½ sacks"),
    ("two million five hundred thousand", "250万"),
    ("He had 0.5 points", "得了半分，即0.5分"),
    # percent and shares
    ("28% of models use it.", "已經有28%的模型使用了RAIL授權"),
    ("28 percent of the models", "28％的模型"),
    ("有百分之二十八的模型使用。", "28% of the models"),
    ("三成的人同意。", "30% agreed"),
    ("Half of them agreed.", "50%的人同意"),
    ("一半的人同意", "half of the people agreed"),
    ("two thirds of the members", "三分之二的成员"),
    ("三分之一的成员", "a third of the members"),
    ("关联性不是100%的。", "the correlation is not 100%"),
    # durations
    ("It took three and a half months.", "花了三个半月的时间"),
    ("训练花了3.5个月。", "It took three and a half months to train."),
    ("10 to 20 hours a week", "每周花 10 到 20 个小时"),
    ("每周10至20小时", "10–20 hours a week"),
    ("ten years ago", "自从十年前创立以来"),
    ("a decade ago", "十年前"),
    ("十年前", "a decade ago"),
    ("Five years from now", "未来五年"),
    ("eight years of emails", "八年以来创始团队与马斯克之间的邮件"),
    ("They founded it nine years ago.", "9年前,马斯克和阿尔特曼携手创办"),
    ("18 months", "一年半"),
    ("half a year", "半年"),
    ("six months", "半年"),
    ("一周前发布", "It was released a week ago."),
    ("24 hours a day", "二十四小时"),
    ("It was leaked a week later.", "一周后被泄露"),
    ("28万多犹太人", "281,754 Jews"),
    ("about 280,000 Jews", "281,754名犹太人"),
    ("1038 to 1040", "1038-40"),
    ("a five-year plan", "五年计划"),
    # dates
    ("On March 5, OpenAI published emails.", "3月5日,OpenAI曝光了邮件"),
    ("on 5 March", "3月5日"),
    ("Mar. 5th", "3月5日"),
    ("3月5日公布了邮件。", "OpenAI published the emails on March 5."),
    ("In July 2023 he founded xAI.", "2023年7月,马斯克成立了人工智能公司xAI"),
    ("2023年7月", "July 2023"),
    ("xAI was founded in 2023.", "2023年7月成立"),
    ("It was released in November 2022.", "于 2022 年 11 月发布"),
    ("on 2023-10-31", "2023年10月31日"),
    ("二〇二三年十月三十一日", "October 31, 2023"),
    ("In 2018 he left the board.", "但2018年,马斯克退出董事会"),
    ("at the end of 2020", "于 2020 年底免费发布"),
    ("in the 1990s", "20世纪90年代"),
    ("上世纪90年代，即1990年代", "in the 1990s"),
    ("It was last month.", "上个月,该公司宣布"),
    ("last year", "去年"),
    ("去年11月", "last November"),
    ("on Monday", "周一"),
    ("March 5-7, 2024", "2024年3月5日至7日"),
    ("between 1916 and 1921", "1916年至1921年"),
    ("1916年", "It began in 1916."),
    # names with digits are names
    ("GPT-4 is closed.", "GPT -4 没有开源"),
    ("Llama 2 needs a licence.", "不管是Llama 2还是Gemma都需要授权"),
    ("Claude 3 和 GPT-4", "如果你展示 Claude 3 或 GPT-4"),
    ("Since GPT-2 it is closed.", "而自GPT-2后,OpenAI采取了闭源策略"),
    ("It leaked on 4chan.", "在互联网论坛 4chan 上发布"),
    # words that count nothing
    ("He is one of the founders.", "他是联合创始人"),
    ("On the one hand, it is open.", "它是开放的"),
    ("First, it costs a lot.", "成本非常高昂"),
    ("这是一个重要的问题，一些人认为它一直存在。", "It is an important question."),
    ("一名发言人表示，文心一言和通义千问进一步统一了标准。", "a spokesperson"),
    ("人工智能处于十字路口。", "AI is at a crossroads."),
    ("1. 赔钱 [1]\n2. 恢复开源 [2]", "要求赔钱，恢复开源"),
    ("一是赔钱，二是恢复开源。", "赔偿并恢复开源"),
    ("The second point is trust. [3]", "trust"),
    ("It is a third-party service.", "外部服务"),
]

DIFFER = [
    ("Orders account for 30 percent of revenue.", "訂單已占營收三成五", "percent"),
    ("月租不超过市价的八成。", "月租不高于市场价的七折", "percent"),
    ("Eight in ten of them involved minors.", "其中九成涉及未成年人", "percent"),
    ("They cut the cost by a third.", "他们把花费减少了20%", "percent"),
    ("Police seized 30,000 cartons.", "查獲走私香菸3萬2000條", "number"),
    ("停工一年零三個月。", "停工14个月", "duration"),
    ("每天用屏不得超过三十分钟。", "每天用屏时间限制在四十分钟以内", "duration"),
    ("Musk gave about $44 million.", "金额达到了4000万美元左右。", "amount"),
    ("Musk gave $40 billion.", "金额达到了4000万美元左右。", "amount"),
    ("Musk gave 40 million yuan.", "金额达到了4000万美元左右。", "amount"),
    ("马斯克提供了4000万元。", "Musk gave $40 million.", "amount"),
    ("马斯克提供了4亿美元。", "提供了4000万美元", "amount"),
    ("MiniMax raised $60 million.", "完成了6亿美元的战略投资", "amount"),
    ("It raised under $1 billion.", "超10亿美元的巨额融资", "amount"),
    ("130,000 volunteers", "1.3 万名志愿者", "number"),
    ("13万名志愿者", "13,000 volunteers", "number"),
    ("It has 17.5 billion parameters.", "GPT-3 有 1750 亿个参数", "number"),
    ("它有175亿个参数。", "It has 175 billion parameters.", "number"),
    ("Tesla holds 3,340 patents.", "特斯拉共擁有專利3304項", "number"),
    ("三千三百四十项", "3304 patents", "number"),
    ("He made four demands.", "提出了三点要求", "number"),
    ("他提出四项要求。", "He made three demands.", "number"),
    ("Five investors joined.", "投资方包括红杉、小红书和美团", "number"),
    ("Thousands of people use it.", "数百万人的手中", "number"),
    ("82% of models use it.", "28%的模型", "percent"),
    ("28 models use it.", "28%的模型使用", "number"),
    ("百分之十八", "28% of the models", "percent"),
    ("Two thirds agreed.", "一半的人同意", "percent"),
    ("It took three and a half years.", "花了三个半月的时间", "duration"),
    ("花了三个月", "three and a half months", "duration"),
    ("It took four months.", "花了三个半月的时间", "duration"),
    ("twenty years ago", "十年前", "duration"),
    ("8年前", "ten years ago", "duration"),
    ("It was leaked a year after the release.", "发布后的几天内泄露", "duration"),
    ("29万多犹太人", "281,754 Jews", "number"),
    ("10到30小时", "10 to 20 hours", "duration"),
    ("On March 6, OpenAI published emails.", "3月5日,OpenAI曝光了邮件", "date"),
    ("On May 5, OpenAI published emails.", "3月5日,OpenAI曝光了邮件", "date"),
    ("4月5日公布了邮件。", "It published them on March 5.", "date"),
    ("In July 2022 he founded xAI.", "2023年7月,马斯克成立了xAI", "date"),
    ("2023年8月", "July 2023", "date"),
    ("In 2019 he left.", "但2018年,马斯克退出董事会", "number"),
    ("2019年他离开了", "He left in 2018.", "date"),
    ("in the 1980s", "20世纪90年代", "date"),
    ("on Tuesday", "周一", "date"),
    ("last year", "今年", "date"),
    ("March 5, 2024", "3月5日", "date"),
    ("It has 50 employees.", "它有员工", "number"),
    ("It happened in 2015.", "它发生了", "number"),
    ("The fourth-largest city", "第三大城市", "number"),
    ("GPT-5 is closed.", "GPT-4 没有开源", "name"),
    ("Llama 3 needs a licence.", "Llama 2需要授权", "name"),
    ("GPT-4 is closed.", "GPT-4o 没有开源", "name"),
    ("They won 24-7.", "以24–10获胜", "number"),
    ("He said “开源的模式非常危险”。", "他说“开源是大势所趋”。", "quote"),
]


@pytest.mark.parametrize(("statement", "evidence"), AGREE)
def test_agrees(statement: str, evidence: str) -> None:
    assert agree(statement, evidence) == []


@pytest.mark.parametrize(("statement", "evidence", "kind"), DIFFER)
def test_differs(statement: str, evidence: str, kind: str) -> None:
    found = agree(statement, evidence)
    assert kind in [one.kind for one in found]
    assert all(one.reason and one.statement_value for one in found)


@pytest.mark.parametrize(
    ("statement", "evidence", "context", "right"),
    [
        ("On February 29, 2024 he sued.", "今年2月29日,马斯克起诉了OpenAI", "2024-03-11", True),
        ("On February 29, 2023 he sued.", "今年2月29日,马斯克起诉了OpenAI", "2024-03-11", False),
        ("In November 2023 he said so.", "早在去年11月,马斯克公开表示", "2024-03-11", True),
        ("2023年11月发布", "2023年7月成立。同年11月,正式发布Grok。", None, True),
        ("2022年11月发布", "2023年7月成立。同年11月,正式发布Grok。", None, False),
        ("On March 7, 2024 he wrote it.", "3月7日,马斯克称", "2024-03-09", True),
        ("On December 20, 2023", "12月20日", "2024-03-09", True),
        ("On December 20, 2024", "12月20日", "2024-03-09", False),
        ("On March 5 it explained.", "对此,OpenAI在5日发文时曾解释", "2024-03-09", True),
        ("It was founded in 2015.", "9年前,他们创办了OpenAI", "2024-03-09", True),
        ("It was founded in 2014.", "9年前,他们创办了OpenAI", "2024-03-09", False),
        ("Nine years ago", "2015年创办", "2024-03-09", True),
        ("last month", "2024年2月", "2024-03-11", True),
        ("去年10月20日", "October 20, 2023", "2024-03-09", True),
    ],
)
def test_dates_told_from_the_day_of_publication(
    statement: str, evidence: str, context: str | None, right: bool
) -> None:
    assert (agree(statement, evidence, context) == []) is right


def test_reason_names_the_nearest_value() -> None:
    (found,) = agree("Tesla holds 3,340 patents.", "专利3304项,其中2397项有效")
    assert found.reason == "the evidence gives 3304"


def test_extracts_values_in_base_units() -> None:
    facts = extract("2023年7月,花了一年半和4000万美元,占28%")
    assert [number.value for number in facts.numbers] == [18, 40_000_000, Fraction(28, 100)]
    assert [(date.year, date.month) for date in facts.dates] == [(2023, 7)]


def _han(number: int) -> str:
    """A number in Chinese characters, written independently of the parser."""
    digits = "零一二三四五六七八九"

    def section(value: int) -> str:
        out, zero = "", False
        for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, value = divmod(value, size)
            if digit:
                out += ("零" if zero and out else "") + digits[digit] + unit
                zero = False
            else:
                zero = True
        return out

    high, rest = divmod(number, 10**8)
    mid, low = divmod(rest, 10**4)
    out = section(high) + "亿" if high else ""
    if mid:
        out += ("零" if out and mid < 1000 else "") + section(mid) + "万"
    if low:
        out += ("零" if out and low < 1000 else "") + section(low)
    return out


@given(st.integers(min_value=11, max_value=10**12 - 1))
def test_one_number_in_every_spelling(number: int) -> None:
    spellings = [f"{number}项专利", f"{number:,} patents", f"{_han(number)}项专利"]
    if number % 10**4 == 0:
        spellings.append(f"{number // 10**4}万项专利")
    if number % 10**6 == 0:
        spellings.append(f"{number // 10**6} million patents")
    for statement in spellings:
        for evidence in spellings:
            assert agree(statement, evidence) == []


@given(st.integers(min_value=11, max_value=10**9), st.integers(min_value=11, max_value=10**9))
def test_another_number_is_always_caught(number: int, other: int) -> None:
    if number != other:
        for statement in (f"{number}项专利", f"It holds {number:,} patents.", f"{_han(number)}项专利"):
            for evidence in (f"{other}项专利", f"It holds {other:,} patents.", f"{_han(other)}项专利"):
                assert agree(statement, evidence)


@given(st.dates())
def test_one_date_in_every_spelling(day: object) -> None:
    y, m, d = day.year, day.month, day.day  # type: ignore[attr-defined]
    if y < 1100 or y > 2099:
        return
    month = ["January", "February", "March", "April", "May", "June"]
    month += ["July", "August", "September", "October", "November", "December"]
    spellings = [f"{y}年{m}月{d}日", f"{month[m - 1]} {d}, {y}", f"{d} {month[m - 1]} {y}", f"{y}-{m:02}-{d:02}"]
    spellings.append(f"{month[m - 1][:3]}. {d}, {y}")
    for statement in spellings:
        for evidence in spellings:
            assert agree(f"On {statement} it was so.", f"它在{evidence}发生") == []
        assert agree(f"On {statement} it was so.", f"{y}年{m}月{d % 28 + 1}日") or d % 28 + 1 == d


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_checked(statement: str, evidence: str) -> None:
    agree(statement, evidence, "2024-03-09")


@given(st.text(alphabet="0123456789,.-~ 一二三十百千万亿半年月日个第分之$%a million half and", max_size=40))
@example("0addd0日")
def test_a_text_agrees_with_itself(text: str) -> None:
    assert [one for one in agree(text, text) if one.kind != "quote"] == []
