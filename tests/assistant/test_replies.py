"""The fixed texts of an answer, and the words of the documents inside them."""

import pytest

from assistant.replies import quoted_in, reply
from index.types import Script


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_quote_in_a_fixed_text_is_found_again(language: Script) -> None:
    for name in ("nearest", "unsupported", "premise", "part", "differs", "original"):
        text = reply(name, language, question="Who “led” it?", quote="A “new” bridge.\nIt is long.", what="date")  # type: ignore[arg-type]
        assert quoted_in(text) == "A “new” bridge.\nIt is long."
    assert quoted_in(reply("help", language)) == quoted_in("A bridge is long.") == ""


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_a_quote_that_begins_with_a_mark_has_no_second_one(language: Script) -> None:
    said = "“你必须做出权衡。”皮诺说。"
    text = reply("original", language, quote=said)
    assert "““" not in text and "「“" not in text and quoted_in(text) == said
    assert quoted_in(reply("original", language, quote="他同意。")) == "他同意。"
