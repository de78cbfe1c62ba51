"""Conversations stay, and stay with the one who had them."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.replay import FLAWS
from tests.browser.site import Opens, Site, answered, ask

pytestmark = pytest.mark.browser

ENGLISH = "What are the risks of open-sourcing powerful models?"


def titles(page: Page) -> list[str]:
    return page.locator("#sidebar .open").all_inner_texts()


def test_a_reload_loses_nothing(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    ask(page, "Who will win the cup?")
    answered(page, 2)
    before = page.locator("#thread .exchange").all_text_contents()
    page.reload()
    answered(page, 2)
    assert page.locator("#thread .exchange").all_text_contents() == before
    page.locator("#thread .cite").first.click()
    expect(page.locator("#source mark.current")).to_have_text(FLAWS)


def test_a_reload_keeps_the_question_not_sent_yet(open_page: Opens) -> None:
    page = open_page()
    page.fill("#question", "half a question")
    page.reload()
    expect(page.locator("#question")).to_have_value("half a question")
    ask(page, ENGLISH)
    answered(page)
    page.reload()
    answered(page)
    expect(page.locator("#question")).to_have_value("")


def test_a_reload_in_the_middle_goes_on_and_can_be_stopped(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.05
    page = open_page()
    ask(page, "long")
    expect(page.locator("#live .words")).not_to_have_count(0)
    page.reload()
    expect(page.locator("#live .words")).not_to_have_count(0)
    seen = page.locator("#live .words").count()
    expect(page.locator("#live .words").nth(seen + 1)).to_be_attached()
    page.click(".stop")
    answered(page)
    expect(page.locator("#thread .notice")).to_contain_text("Stopped")


def test_two_readers_side_by_side(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.03
    one, two = open_page(), open_page(locale="zh-CN")
    ask(one, ENGLISH)
    ask(two, "支持开源的人认为它有哪些好处？")
    answered(one)
    answered(two)
    assert titles(one) == [ENGLISH] and titles(two) == ["支持开源的人认为它有哪些好处？"]
    assert "开源模型" not in one.locator("#room").inner_text()
    assert "find flaws" not in two.locator("#thread").inner_text()
    # Knowing the address of a conversation is not enough to see it.
    two.goto(one.url)
    two.reload()
    two.wait_for_selector("body.ready .welcome")
    assert ENGLISH not in two.locator("#sidebar").inner_text()


def test_two_windows_of_one_reader(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.03
    one = open_page()
    two = open_page(context=one.context)
    ask(one, ENGLISH)
    ask(two, "Who will win the cup?")
    answered(one)
    answered(two)
    expect(one.locator(".refusal")).to_have_count(0)
    expect(two.locator(".refusal")).to_have_count(1)
    two.reload()
    expect(two.locator("#sidebar .open")).to_have_count(2)


def test_leaving_a_conversation_that_is_being_written(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.03
    page = open_page()
    ask(page, ENGLISH)
    expect(page.locator("#live .words")).not_to_have_count(0)
    page.click(".new")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#live .exchange:visible")).to_have_count(0)
    expect(page.locator("#question")).to_be_focused()
    page.wait_for_timeout(400)
    expect(page.locator("#live .exchange:visible")).to_have_count(0)
    expect(page.locator(".send")).to_be_visible()
    page.click("#sidebar .open")
    answered(page)
    expect(page.locator("#thread .words")).to_have_count(3)


def test_rename_search_delete_and_undo(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.click(".new")
    ask(page, "Who will win the cup?")
    answered(page)
    expect(page.locator("#sidebar .open")).to_have_count(2)
    page.click("#sidebar .here [data-act=rename]")
    page.fill(".renaming", "Sports <b>!")
    page.keyboard.press("Enter")
    expect(page.locator("#sidebar .here .open")).to_have_text("Sports <b>!")
    page.fill("#search", "find flaws")
    expect(page.locator("#sidebar .open")).to_have_text([ENGLISH])
    page.fill("#search", "nothing like it")
    expect(page.locator("#sidebar .none")).to_be_visible()
    page.fill("#search", "")
    expect(page.locator("#sidebar .open")).to_have_count(2)
    page.click("#sidebar .here [data-act=delete]")
    expect(page.locator("#sidebar .open")).to_have_text([ENGLISH])
    expect(page.locator(".welcome")).to_be_visible()
    page.click("#toasts button")
    expect(page.locator("#sidebar .open")).to_have_count(2)
    expect(page.locator(".refusal")).to_have_count(1)


def test_another_conversation_is_deleted_where_it_stands(open_page: Opens) -> None:
    page = open_page()
    ask(page, "Who will win the cup?")
    answered(page)
    page.click(".new")
    ask(page, ENGLISH)
    answered(page)
    other = page.locator(".conversation:not(.here)")
    expect(other).to_have_count(1)
    before = page.locator("#sidebar nav").evaluate("list => list.scrollHeight")
    other.hover()
    expect(other.locator("[data-act=delete]")).to_have_css("opacity", "1")
    expect(other.locator("[data-act=rename]")).to_have_css("opacity", "0")
    assert page.locator("#sidebar nav").evaluate("list => list.scrollHeight") == before
    other.locator("[data-act=delete]").click()
    expect(page.locator("#sidebar .open")).to_have_text([ENGLISH])
    expect(page.locator("#thread .words")).to_have_count(3)


def test_a_deletion_is_undone_with_the_keyboard(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.focus(".here [data-act=delete]")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts button")).to_be_focused()
    # Whoever stands on it has the time that they need.
    page.wait_for_timeout(13_000)
    page.keyboard.press("Enter")
    expect(page.locator("#sidebar .open")).to_have_text([ENGLISH])
    expect(page.locator("#toasts div")).to_have_count(0)


def test_export(open_page: Opens, tmp_path: Path) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    with page.expect_download() as markdown:
        page.click("#sidebar [data-format=md]")
    with page.expect_download() as whole:
        page.click("#sidebar [data-format=json]")
    assert markdown.value.suggested_filename == "What are the risks of open-sourcing powerful models.md"
    text = Path(markdown.value.path()).read_text(encoding="utf-8")
    assert text.startswith("# What are the risks") and "[^1-1]: “Open models let more people find flaws\\.”" in text
    data = json.loads(Path(whole.value.path()).read_text(encoding="utf-8"))
    assert data["exchanges"][0]["answer"]["citations"][0]["quote"] == FLAWS
