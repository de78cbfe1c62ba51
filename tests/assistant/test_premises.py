"""The form of a question shows what it takes for granted."""

import pytest

from assistant.premises import premise


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("李安为什么在2019年撤回蜜蜂报告？", "李安在2019年撤回蜜蜂报告"),
        ("2019年市长为什么要另建一座桥？", "2019年市长另建一座桥"),
        ("工会為什麼會要求停工？", "工会要求停工"),
        ("工会为什么要求停工？", "工会要求停工"),
        ("Why has the mayor promised that the port will stay open?", "the mayor promised that the port will stay open"),
        ("2019年市长为什么要另建一座桥？", "2019年市长另建一座桥"),
        ("工會為什麼會要求停工？", "工會要求停工"),
        ("工会为什么要求停工？", "工会要求停工"),
        ("Why has the mayor promised that the port stays open?", "the mayor promised that the port stays open"),
        ("法院為什麼判李安勝訴？", "法院判李安勝訴"),
        ("青江桥是什么时候改名的？", "青江桥改名"),
        ("海鸥号是哪一年下水的", "海鸥号下水"),
        ("博物馆凭什么卖掉藏画？", "博物馆卖掉藏画"),
        ("老港口為什麼關閉？市長和漁民的說法差在哪裡？", "老港口關閉"),
        ("既然市长已经辞职，港口由谁负责？", "市长已经辞职"),
        ("海鸥号是北岛公司造的，它用什么燃料？", "海鸥号是北岛公司造"),
        ("Why did Ann Lee withdraw her report in 2019?", "Ann Lee withdraw her report in 2019"),
        ("In what year did the ferry company move, and why?", "the ferry company move"),
        ("Why does Ann Lee want the harbour to stay closed?", "Ann Lee want the harbour to stay closed"),
        ("What made the museum sell its paintings?", "the museum sell its paintings"),
        ("Now that the mayor has resigned, who leads the project?", "the mayor has resigned"),
        ("When did the port close, and until when?", "the port close"),
        ("What reasons did the mayor cite for closing the port, and when?", "the mayor is closing the port"),
    ],
)
def test_what_is_taken_for_granted(question: str, taken: str) -> None:
    assert premise(question) == taken


@pytest.mark.parametrize(
    "question",
    [
        "",
        "为什么？",
        "Why?",
        "不論船為何沉沒，一律先寫「假的」。",
        "青江桥有多长？",
        "How long is the bridge?",
        "渔民怎么看这个计划？",
        "What do the fishermen think of the plan?",
        "市长解释为什么港口关了？",
        "市长辞职、港口关闭，这两件事谁先谁后？各是哪年？",
        "李安自己怎么解释报告里为什么有蜜蜂？",
        "李安說為什麼報告要撤回？",
        "Who built the Seagull?",
        "新桥最早什么时候通车？",
        "补助确定到什么时候？",
        "这条水管哪一年才会有水？",
        "林海说要是他来管的，港口会怎么样？",
        "Why did they keep the port so small?",
    ],
)
def test_nothing_is_taken_for_granted_that_the_form_does_not_show(question: str) -> None:
    assert premise(question) is None
