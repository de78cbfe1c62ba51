"""Asking, and following an answer to the sentences it rests on."""

import re
import threading
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.replay import FLAWS, MEMO, SHARE, WITHDRAW, Collected
from tests.browser.site import Opens, Site, answered, ask, in_view

pytestmark = pytest.mark.browser

CHINESE = "支持开源的人认为它有哪些好处？"
ENGLISH = "What are the risks of open-sourcing powerful models?"


def test_ask_in_chinese_and_follow_every_citation(open_page: Opens) -> None:
    page = open_page(locale="zh-CN")
    ask(page, CHINESE)
    answered(page)
    expect(page.locator(".bubble")).to_have_text(CHINESE)
    expect(page.locator(".words")).to_have_count(3)
    expect(page.locator("#thread .cite")).to_have_text(["1", "2", "3", "4"])
    for number, quote in enumerate((MEMO, SHARE, FLAWS, WITHDRAW), start=1):
        page.locator("#thread .cite", has_text=str(number)).click()
        current = page.locator("#source mark.current")
        expect(current).to_have_text(quote)
        page.wait_for_timeout(150)
        assert in_view(page, "#source mark.current"), quote
        others = {1: 1, 2: 1, 3: 1, 4: 1}[number]
        expect(page.locator("#source mark.cited:not(.current)")).to_have_count(others)


def test_ask_in_english_and_read_the_card(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.locator("#thread .cite").first.hover()
    card = page.locator("#card")
    expect(card.locator("q")).to_have_text(FLAWS)
    expect(card.locator("strong")).to_have_text("Open and closed models: what is at stake")
    expect(card.locator("small")).to_have_text("Example Review · 2024-05-02")
    page.mouse.move(5, 400)
    expect(card).to_be_hidden()
    page.locator("#thread .support.fair").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card.locator("strong")).to_have_text("Mostly supported")
    expect(card).to_contain_text("74%")


def test_step_through_the_citations_and_close(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    first = page.locator("#thread .cite").first
    first.click()
    expect(page.locator("#source h2")).to_have_text("Open and closed models: what is at stake")
    expect(page.locator("#source .meta")).to_contain_text("Example Review · 2024-05-02")
    for quote in (WITHDRAW, SHARE, FLAWS):
        page.click("#source [data-step=next]")
        expect(page.locator("#source mark.current")).to_have_text(quote)
    page.click("#source [data-step=previous]")
    expect(page.locator("#source mark.current")).to_have_text(SHARE)
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(first).to_be_focused()


def test_a_refusal_looks_different_and_shows_the_nearest(open_page: Opens) -> None:
    page = open_page()
    ask(page, "Who will win the cup?")
    answered(page)
    expect(page.locator(".refusal")).to_contain_text("The documents do not answer this")
    expect(page.locator(".answer")).to_have_count(0)
    page.locator(".refusal .cite").click()
    expect(page.locator("#source mark.current")).to_have_text(FLAWS)


def test_the_stages_and_the_draft_are_shown_then_stop(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.05
    page = open_page()
    ask(page, "long")
    expect(page.locator("#live .stages .now")).to_have_text(re.compile("Queued|Searching|Reading"))
    expect(page.locator("#live .stages .now")).to_have_text(re.compile("Writing|Checking"))
    expect(page.locator("#live .words")).not_to_have_count(0)
    expect(page.locator(".send")).to_be_hidden()
    page.click(".stop")
    answered(page)
    expect(page.locator("#thread .notice")).to_contain_text("Stopped")
    kept = page.locator("#thread .words").count()
    assert 1 <= kept < 39
    expect(page.locator(".send")).to_be_visible()


def test_the_filter_is_searched_among_many_documents(loading_site: tuple[Page, Site], loaded: threading.Event) -> None:
    page, site = loading_site
    held = site.replay.index.documents
    titles = ("One", "Two", "Three", "Four")
    more = {title: replace(held["essay"], id=title, title=title, publisher="Ａtlas") for title in titles}
    site.replay.index = Collected({**held, **more}, site.replay.index.passages)
    loaded.set()
    page.wait_for_selector("body.ready")
    expect(page.locator(".filter label")).to_have_count(9, timeout=20_000)
    page.locator(".filter summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Find a document")).to_be_focused()
    page.keyboard.type("atlas  TWO")
    shown = page.locator(".filter label:visible")
    expect(shown).to_have_text(["TwoＡtlas · 2024-05-02"])
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Find a document").fill("Grok 字越少")
    expect(page.locator(".filter .unfound")).to_have_text("No document matches")
    expect(shown).to_have_count(1)
    # Drawn anew, it stays as it was.
    page.select_option("#language", "zh-Hans")
    expect(page.locator(".filter .unfound")).to_have_text("没有符合的文献")
    expect(shown).to_have_count(1)
    expect(shown.locator("input")).to_be_checked()
    assert Axe().run(page).response["violations"] == []
    page.locator("#sift").fill("")
    expect(shown).to_have_count(9)
    expect(page.locator(".filter .unfound")).to_be_hidden()


def test_the_filter_is_sent_and_shown(open_page: Opens, site: Site) -> None:
    page = open_page()
    page.click(".filter summary")
    page.check("input[value=essay]")
    page.check("input[value=memo]")
    expect(page.locator(".filter .chosen")).to_have_text("2 documents")
    page.keyboard.press("Escape")
    ask(page, ENGLISH)
    answered(page)
    question, _, documents = site.replay.asked[-1]
    assert question == ENGLISH and set(documents or ()) == {"essay", "memo"}


def test_edit_regenerate_copy_and_vote(open_page: Opens, site: Site) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "Who will win the cup?")
    answered(page)
    page.hover(".bubble")
    page.click("[data-act=edit]")
    expect(page.locator(".editing")).to_be_visible()
    expect(page.locator("#question")).to_have_value("Who will win the cup?")
    ask(page, ENGLISH)
    answered(page)
    expect(page.locator(".words")).to_have_count(3)
    before = len(site.replay.asked)
    page.fill("#question", "Not sent yet")
    page.click("[data-act=regenerate]")
    expect(page.locator("#live .exchange")).to_have_count(1)
    answered(page)
    expect(page.locator("#question")).to_have_value("Not sent yet")
    assert [asked[0] for asked in site.replay.asked[before:]] == [ENGLISH]
    page.click("[data-act=copy]")
    expect(page.locator("#toasts")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Open models allow more people to find flaws. [1]" in copied and f"[2] “{WITHDRAW}” — Open and" in copied
    page.click("[data-vote=down]")
    page.fill(".why input", "quote is off")
    page.click(".why [type=submit]")
    expect(page.locator(".thanks")).to_contain_text("quote is off")


def test_a_question_asked_while_loading_is_answered_after(
    loading_site: tuple[Page, Site], loaded: threading.Event
) -> None:
    page, site = loading_site
    expect(page.locator("#bar .status")).to_contain_text("Loading")
    ask(page, ENGLISH)
    expect(page.locator("#live .stages")).to_contain_text("Loading")
    page.keyboard.type("Half a quest")
    loaded.set()
    expect(page.locator("#thread .words")).to_have_count(3, timeout=20_000)
    expect(page.locator("#bar .status")).to_contain_text("Ready")
    assert site.replay.asked[-1][0] == ENGLISH
    expect(page.locator("#question")).to_have_value("Half a quest")
    expect(page.locator("#question")).to_be_focused()


def test_what_is_typed_right_after_sending_stays(open_page: Opens, site: Site) -> None:
    page = open_page()
    ask(page, ENGLISH)
    page.keyboard.type("Half a quest")
    answered(page)
    expect(page.locator("#question")).to_have_value("Half a quest")
    assert site.replay.asked[-1][0] == ENGLISH


def test_a_very_long_question_is_refused_politely(open_page: Opens, site: Site) -> None:
    page = open_page()
    before = len(site.replay.asked)
    ask(page, "x" * 20_001)
    expect(page.locator("#toasts")).to_contain_text("too long")
    expect(page.locator("#question")).not_to_have_value("")
    assert len(site.replay.asked) == before
    page.fill("#question", "   ")
    page.keyboard.press("Enter")
    assert len(site.replay.asked) == before


def test_typing_with_an_input_method_does_not_send(open_page: Opens, site: Site) -> None:
    page = open_page(locale="zh-CN")
    page.fill("#question", "开源")
    before = len(site.replay.asked)
    page.evaluate(
        """document.querySelector('#question').dispatchEvent(
            new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true}))"""
    )
    page.wait_for_timeout(300)
    assert len(site.replay.asked) == before and page.input_value("#question") == "开源"


def test_a_foreign_quote_is_translated_beside_the_original(open_page: Opens, site: Site) -> None:
    page = open_page(locale="zh-CN")
    ask(page, CHINESE)
    answered(page)
    page.locator("#thread .cite", has_text="1").click()
    expect(page.locator("#source mark.current")).to_have_text(MEMO)
    expect(page.locator("#translated section")).to_have_count(0)
    page.locator("#thread .cite", has_text="4").click()
    page.locator("#translated [data-act=translate]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#translated")).to_contain_text("机器翻译")
    expect(page.locator("#translated p").first).to_have_text("封闭的提供方可以监测滥用，并撤回有害的模型。")
    expect(page.locator("#source mark.current")).to_have_text(WITHDRAW)
    assert in_view(page, "#source mark.current")
    page.reload()
    page.locator("#thread .cite", has_text="4").click()
    expect(page.locator("#translated p").first).to_have_text("封闭的提供方可以监测滥用，并撤回有害的模型。")


def test_a_translation_is_stopped_by_hand_and_by_the_next_question(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.locator("#thread .cite", has_text="3").click()
    page.click("#translated [data-act=translate]")
    expect(page.locator("#translated p")).to_contain_text("words words")
    page.click("#translated [data-act=stop-translation]")
    expect(page.locator("#translated")).to_contain_text("Translation stopped")
    page.click("#translated [data-act=translate]")
    expect(page.locator("#translated p")).to_contain_text("words")
    ask(page, "Who will win the cup?")
    expect(page.locator("#translated")).to_contain_text("Translation stopped")
    answered(page, 2)


def test_a_suggestion_is_asked_with_a_click(open_page: Opens, site: Site) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    button = page.locator("#suggested .example")
    expect(button).to_have_text("hostile")
    button.focus()
    page.keyboard.press("Enter")
    answered(page, 2)
    assert site.replay.asked[-1][0] == "hostile"
    expect(button).to_have_text("long")
