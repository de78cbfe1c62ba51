"""Adding, reading, correcting and removing documents."""

import re
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import index.documents  # noqa: F401  (registers the readers)
from index.readers import suffixes
from tests.browser.site import Opens, Site

pytestmark = pytest.mark.browser

ARTICLE = "A new article\n\n" + "\n\n".join(
    f"Paragraph {n} of the new article says something about open models in a whole sentence." for n in range(5)
)


@pytest.fixture
def page(loading_site: tuple[Page, Site], loaded: threading.Event) -> Page:
    """The documents page of a server of its own, as documents belong to all readers of one."""
    loaded.set()
    page, _ = loading_site
    page.wait_for_selector("body.ready")
    page.click("#bar [data-page=documents]")
    expect(page.locator(".documents li")).to_have_count(5, timeout=20_000)
    return page


def test_add_several_read_raw_remove_and_undo(page: Page, tmp_path: Path) -> None:
    good, empty = tmp_path / "new.txt", tmp_path / "empty.txt"
    good.write_text("No cookies to display.\n\n" + ARTICLE, encoding="utf-8")
    empty.write_bytes(b" \n")
    page.set_input_files("#files", [str(good), str(empty)])
    expect(page.locator(".work progress")).to_be_visible()
    expect(page.locator(".documents li")).to_have_count(6)
    expect(page.locator(".files .ready")).to_contain_text("new.txt")
    expect(page.locator(".files .refused")).to_contain_text("empty.txt")
    expect(page.locator("#bar .status")).to_contain_text("6")
    item = page.locator(".documents li", has_text="new.txt")
    item.locator("[data-act=read]").click()
    expect(page.locator("#source .source-text")).to_contain_text("Paragraph 4 of the new article")
    expect(page.locator("#source .source-text")).not_to_contain_text("cookies")
    page.click("#source [data-view=raw]")
    expect(page.locator("#source .raw del").first).to_have_text("No cookies to display.")
    expect(page.locator("#source .raw del").first).to_have_attribute("data-rule", "consent banner")
    page.click("#source [data-view=beside]")
    sides = page.locator("#source .source-text")
    expect(sides).to_have_count(2)
    expect(sides.first).not_to_contain_text("cookies")
    expect(sides.last).to_contain_text("No cookies to display.")
    boxes = [side.bounding_box() for side in sides.all()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    item.locator("[data-act=remove-document]").click()
    expect(page.locator(".documents li")).to_have_count(5)
    page.click("#toasts button")
    expect(page.locator(".documents li")).to_have_count(6)
    expect(page.locator(".bin")).to_have_count(0)
    page.click("#bar [data-page=ask]")
    page.click(".filter summary")
    expect(page.locator(".filter label")).to_have_count(6)


def test_removed_documents_are_listed_and_brought_back(page: Page) -> None:
    page.locator(".documents li", has_text="memo.txt").locator("[data-act=remove-document]").click()
    expect(page.locator(".documents li")).to_have_count(4)
    expect(page.locator(".work progress")).to_have_count(0)
    page.reload()
    page.locator(".documents li", has_text="essay.txt").locator("[data-act=remove-document]").click()
    removed = page.locator(".bin li")
    expect(removed).to_have_count(2)
    expect(removed.first).to_contain_text("what is at stake")
    expect(removed.first).to_contain_text("Removed 2026-03-09 10:15 UTC · Example Review · 2024-05-02 · essay.txt")
    button = page.get_by_role("button", name="Restore “Open and closed models: what is at stake”")
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")
    expect(removed).to_have_count(1)
    expect(page.locator(".documents li", has_text="essay.txt")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_a_removed_document_is_discarded_by_keys_once_that_is_confirmed(page: Page) -> None:
    page.select_option("#language", "zh-Hant")
    for name in ("memo.txt", "essay.txt"):
        page.locator(".documents li", has_text=name).locator("[data-act=remove-document]").click()
        expect(page.locator(".bin li", has_text=name)).to_be_visible()
        expect(page.locator(".work progress")).to_have_count(0)
    essay = page.locator(".bin li", has_text="essay.txt")
    essay.locator("[data-act=restore-document]").focus()
    page.keyboard.press("Tab")
    expect(essay.locator("summary")).to_be_focused()
    yes = page.get_by_role("button", name="確定永久移除：Open and closed models: what is at stake")
    page.keyboard.press("Enter")
    expect(yes).to_be_visible()
    expect(essay).to_contain_text("不能恢復")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    expect(yes).to_be_hidden()
    expect(essay.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(yes).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bin li")).to_have_count(1)
    expect(page.locator(".bin li", has_text="memo.txt").locator("details[open]")).to_have_count(0)
    expect(page.locator(".documents li")).to_have_count(3)


def test_what_is_typed_stays_with_its_document_while_the_list_changes(page: Page) -> None:
    item = page.locator(".documents > li", has_text="essay.txt")
    item.locator("summary").click()
    item.locator("[name=publisher]").fill("Half a na")
    page.locator(".documents > li", has_text="grok.txt").locator("[data-act=remove-document]").dispatch_event("click")
    item.locator("[name=publisher]").focus()
    expect(page.locator(".documents > li")).to_have_count(4)
    expect(item.locator("[name=publisher]")).to_be_focused()
    expect(item.locator("[name=publisher]")).to_have_value("Half a na")
    expect(page.locator(".documents details[open]")).to_have_count(1)
    page.locator("#toasts button").dispatch_event("click")
    expect(page.locator(".documents > li")).to_have_count(5)
    expect(item.locator("[name=publisher]")).to_have_value("Half a na")
    others = page.locator(".documents > li", has_not_text="essay.txt").locator("[name=publisher]")
    assert "Half a na" not in others.evaluate_all("found => found.map(one => one.value)")
    item.locator("summary").click()
    expect(page.locator(".documents details[open]")).to_have_count(0)


def test_correct_the_facts(page: Page) -> None:
    item = page.locator(".documents li", has_text="memo.txt")
    item.locator("summary").click()
    item.locator("[name=publisher]").fill("A <review>")
    item.locator("[name=date]").fill("2023-05-15")
    item.locator("form button").click()
    expect(item.locator(".meta").first).to_have_text("A <review> · 2023-05-15")
    item.locator("summary").click()
    item.locator("[name=date]").fill("some day")
    item.locator("form button").click()
    expect(page.locator("#toasts")).to_contain_text("not a date")


def test_documents_of_the_collection_tell_when_the_raw_file_is_gone(open_page: Opens) -> None:
    page = open_page()
    page.click("#bar [data-page=documents]")
    page.locator(".documents li", has_text="essay.txt").locator("[data-act=read]").click()
    page.click("#source [data-view=raw]")
    expect(page.locator("#source .notice")).to_contain_text("no longer on this computer")


def test_each_file_is_refused_for_its_own_reason(page: Page, tmp_path: Path) -> None:
    large, image, again = tmp_path / "large.txt", tmp_path / "photo.png", tmp_path / "again.txt"
    large.write_bytes(b"x" * (21 << 20))
    image.write_bytes(b"\x89PNG")
    again.write_text(ARTICLE, encoding="utf-8")
    accepted = (page.locator("#files").get_attribute("accept") or "").split(",")
    assert accepted == list(suffixes())
    page.set_input_files("#files", [str(large), str(image), str(again)])
    expect(page.locator(".work .files .ready")).to_have_text(re.compile("again.txtIn the collection"))
    refused = page.locator(".work .files .refused")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text="large.txt")).to_contain_text("has 21.0 MB; up to 20 MB are read")
    expect(refused.filter(has_text="photo.png")).to_contain_text(".png files are not read")
    page.set_input_files("#files", [str(again)])
    expect(page.locator(".work .files li")).to_have_count(1)
    expect(page.locator(".work .files .same")).to_contain_text("Here already")
    expect(page.locator(".documents li")).to_have_count(6)


def test_a_file_that_does_not_arrive_is_told_in_the_readers_language(page: Page, tmp_path: Path) -> None:
    for name in ("lost.txt", "new.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    page.select_option("#language", "zh-Hans")
    page.route("**/gradio_api/upload*", lambda route: route.fulfill(status=500, body="Maximum part size"), times=1)
    page.set_input_files("#files", [str(tmp_path / "lost.txt"), str(tmp_path / "new.txt")])
    expect(page.locator(".work .files .ready")).to_contain_text("new.txt")
    expect(page.locator(".work .files .refused")).to_have_text("lost.txt未收录文件没有传到，请重新选择。")
    page.select_option("#language", "zh-Hant")
    expect(page.locator(".work .files .refused")).to_have_text("lost.txt未收錄檔案沒有傳到，請重新選擇。")


def test_a_changed_file_replaces_its_older_self_and_one_like_another_is_told(page: Page, tmp_path: Path) -> None:
    new, copy = tmp_path / "new.txt", tmp_path / "copy.txt"
    new.write_text(ARTICLE, encoding="utf-8")
    page.set_input_files("#files", [str(new)])
    expect(page.locator(".work .files .ready")).to_contain_text("A new article")
    new.write_text(ARTICLE + "\n\nA paragraph more is in the file by now, and it is a sentence.", encoding="utf-8")
    page.set_input_files("#files", [str(new)])
    expect(page.locator(".work .files .replaced")).to_contain_text("Replaced its older version")
    expect(page.locator(".documents li")).to_have_count(6)
    copy.write_text(ARTICLE.replace("A new article", "A copy of it").replace("Paragraph 4", "Part 4"), encoding="utf-8")
    page.set_input_files("#files", [str(copy)])
    expect(page.locator(".work .files .ready")).to_contain_text("“A new article”")
    expect(page.locator(".documents li")).to_have_count(7)


def test_rebuild_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    added = tmp_path / "new.txt"
    added.write_text(ARTICLE, encoding="utf-8")
    page.set_input_files("#files", [str(added)])
    expect(page.locator(".documents li")).to_have_count(6)
    expect(page.locator(".state.ready")).to_have_count(6)
    page.locator("[data-act=rebuild]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".state.reading")).not_to_have_count(0)
    expect(page.locator("[data-act=rebuild]")).to_be_disabled()
    expect(page.locator(".work")).to_contain_text("Rebuilt")
    expect(page.locator(".state.ready")).to_have_count(6)
