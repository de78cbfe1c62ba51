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
