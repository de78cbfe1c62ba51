"""Summaries, positions and the timeline: made, read in one language or both, followed to a sentence, given away."""

import json
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.replay import FLAWS, HOSTILE_QUOTE, SHARE
from tests.browser.replay_summaries import SLOW
from tests.browser.site import Site, in_view

pytestmark = pytest.mark.browser


@pytest.fixture
def page(loading_site: tuple[Page, Site], loaded: threading.Event) -> Page:
    """The summaries page of a server of its own, as what is made belongs to all readers of one."""
    loaded.set()
    page, _ = loading_site
    page.wait_for_selector("body.ready")
    page.click("#bar [data-page=summaries]")
    expect(page.locator("[data-form=summarise]")).to_be_visible(timeout=20_000)
    return page


def test_a_summary_is_made_cited_and_read_in_one_language_or_both(page: Page, tmp_path: Path) -> None:
    page.click("[data-form=summarise] [type=submit]")
    expect(page.locator("#page progress")).to_be_visible()
    expect(page.locator(".bullets li")).to_have_count(5, timeout=30_000)
    pairs = page.locator(".made-thing .pair")
    expect(pairs.first.locator("p")).to_have_text(["开放的模型让更多人发现缺陷。1", f"{FLAWS}1"])
    # Every statement is cited, in each language.
    assert pairs.evaluate_all("all => all.every(one => [...one.children].every(p => p.querySelector('.cite')))")
    pairs.nth(2).locator(".cite").first.click()
    expect(page.locator("#source mark.current")).to_have_text(SHARE)
    page.wait_for_timeout(150)
    assert in_view(page, "#source mark.current")
    expect(page.locator("#source .count")).to_have_text("Citation 3 of 6")
    page.keyboard.press("Escape")
    page.click("[data-shown=zh]")
    expect(pairs.first.locator("p")).to_have_text(["开放的模型让更多人发现缺陷。1"])
    page.click("[data-shown=en]")
    expect(pairs.first.locator("p")).to_have_text([f"{FLAWS}1"])
    expect(page.locator("[data-shown=en]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".bullets")).to_contain_text(HOSTILE_QUOTE)
    assert page.evaluate("window.hacked") is None
    with page.expect_download() as given:
        page.click("[data-act=export-made][data-kind=json]")
    assert json.loads(Path(given.value.path()).read_text(encoding="utf-8"))["languages"] == ["en"]


def test_two_sides_and_the_timeline(page: Page) -> None:
    page.click("[data-view=positions]")
    page.click("[data-act=make]")
    expect(page.locator(".side > h2")).to_have_text(["For open", "In between", "For closed"], timeout=30_000)
    expect(page.locator(".side.closed")).to_contain_text("<b>Wang</b>")
    expect(page.locator(".side.open h3")).to_have_text(["Safety and risk", "Cost and access"])
    page.click("[data-view=timeline]")
    page.click("[data-act=make]")
    expect(page.locator(".events > li")).to_have_count(2, timeout=30_000)
    expect(page.locator(".events .differing")).to_contain_text("2023-05-04 / 2023-05-05")
    page.locator(".events .cite").last.click()
    expect(page.locator("#source mark.current")).to_contain_text("xAI将开源聊天机器人Grok")
    assert [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")] == []


def test_a_topic_is_stopped_and_another_is_made(page: Page) -> None:
    page.fill("[name=topic]", SLOW)
    page.keyboard.press("Enter")
    expect(page.locator("#page progress")).to_be_visible()
    page.click("[data-act=stop-making]")
    expect(page.locator("#page progress")).to_have_count(0)
    page.fill("[name=topic]", "safety")
    page.check("[name=length][value=short]")
    page.click("[data-form=summarise] [type=submit]")
    expect(page.locator(".made-thing h2")).to_have_text("safety", timeout=30_000)


def test_a_document_chosen_after_a_topic_takes_its_place(page: Page) -> None:
    page.fill("[name=topic]", "safety")
    page.click("[data-form=summarise] [type=submit]")
    expect(page.locator(".made-thing h2")).to_have_text("safety", timeout=30_000)
    page.select_option("[name=of]", "document:essay")
    expect(page.locator("[name=topic]")).to_have_value("")
    page.click("[data-form=summarise] [type=submit]")
    expect(page.locator(".made-thing h2")).to_have_text("Open and closed models: what is at stake", timeout=30_000)


def test_the_page_speaks_the_readers_language(page: Page) -> None:
    page.select_option("#language", "zh-Hant")
    page.fill("[name=topic]", "？")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_have_text("請寫一個主題，例如：開源與安全。")
    page.fill("[name=topic]", "")
    page.select_option("[name=of]", "document:essay")
    page.click("[data-form=summarise] [type=submit]")
    expect(page.locator(".made-thing .pair p").first).to_contain_text("開放的模型讓更多人發現缺陷。", timeout=30_000)
    page.click("#bar [data-page=documents]")
    page.set_input_files("#files", {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" \n"})
    expect(page.locator(".work .files .refused")).to_contain_text("是空檔案；請新增有文字的檔案。")
