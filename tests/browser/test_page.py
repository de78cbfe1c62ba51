"""The page itself: languages, widths, keys, colours, and what hostile documents can do to it, which is nothing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.replay import FLAWS, HOSTILE_QUOTE
from tests.browser.site import Opens, Site, answered, ask

pytestmark = pytest.mark.browser

CHINESE = "支持开源的人认为它有哪些好处？"
ENGLISH = "What are the risks of open-sourcing powerful models?"


@pytest.mark.parametrize(
    ("locale", "lang", "word"),
    [("zh-CN", "zh-Hans", "新对话"), ("zh-TW", "zh-Hant", "新對話"), ("en-GB", "en", "New conversation")],
)
def test_the_language_follows_the_browser(open_page: Opens, locale: str, lang: str, word: str) -> None:
    page = open_page(locale=locale)
    expect(page.locator(".new")).to_have_text(word)
    assert page.evaluate("document.documentElement.lang") == lang


def test_the_language_is_switched_and_kept(open_page: Opens) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.fill("#question", "not yet sent")
    page.select_option("#language", "zh-Hant")
    expect(page.locator(".new")).to_have_text("新對話")
    expect(page.locator("#question")).to_have_value("not yet sent")
    expect(page.locator("#thread .words")).to_have_count(3)
    page.click("#bar [data-page=about]")
    page.click(".choices [data-value=zh-Hans]")
    expect(page.locator(".sheet h1")).to_have_text("设置与关于")
    page.reload()
    expect(page.locator(".sheet h1")).to_have_text("设置与关于")
    expect(page.locator("#language")).to_have_value("zh-Hans")


def test_colours_follow_the_system_and_are_switched(open_page: Opens) -> None:
    page = open_page(color_scheme="dark")
    assert page.evaluate("document.body.classList.contains('dark')")
    page.click("[data-act=theme]")
    assert not page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("body.ready")
    assert not page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("width", [390, 820, 1440, 2200])
def test_nothing_sticks_out_at_any_width(open_page: Opens, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844}, has_touch=width < 500)
    ask(page, ENGLISH)
    answered(page)
    for name in ("summaries", "documents", "evals", "about", "ask"):
        page.click(f"#bar [data-page={name}]")
        expect(page.locator(f"#bar [data-page={name}]")).to_have_attribute("aria-current", "page")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll('#room button, #room input, #room select, #room textarea')]
                .filter(e => e.checkVisibility() && e.getBoundingClientRect().width)
                .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
                .map(e => e.outerHTML.slice(0, 120))"""
            )
            == []
        )


@pytest.mark.parametrize("width", [900, 1101])
def test_an_answer_stands_beside_its_source(open_page: Opens, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 700})
    ask(page, ENGLISH)
    answered(page)
    expect(page.locator(".aloud")).to_have_text("The answer is there")
    page.click("#thread .cite")
    expect(page.locator("#source mark.current")).to_be_visible()
    boxes = {name: page.locator(name).bounding_box() for name in ("#thread", "#aside", ".composer", ".send")}
    thread, aside, composer, send = (box for box in boxes.values() if box)
    assert thread["x"] + thread["width"] <= aside["x"] + 1
    assert send["x"] + send["width"] < composer["x"] + composer["width"] < aside["x"]


def test_on_a_phone_the_source_and_the_conversations_lie_over_the_page(open_page: Opens) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN")
    ask(page, CHINESE)
    answered(page)
    page.tap("#thread .cite >> nth=2")
    expect(page.locator("#source mark.current")).to_have_text(FLAWS)
    expect(page.locator("#source")).to_be_visible()
    box = page.locator("#source").bounding_box()
    assert box is not None and box["width"] == 390
    page.tap("[data-act=close-source]")
    expect(page.locator("#source")).to_be_hidden()
    expect(page.locator("#sidebar")).to_be_hidden()
    page.tap("#bar [data-act=sidebar]")
    expect(page.locator("#sidebar")).to_be_visible()
    page.tap("#sidebar .new")
    expect(page.locator("#sidebar")).to_be_hidden()
    expect(page.locator(".welcome")).to_be_visible()


def press_until(page: Page, selector: str, key: str = "Tab", limit: int = 60) -> None:
    for _ in range(limit):
        if page.evaluate("selector => Boolean(document.activeElement?.matches(selector))", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached with {key}")


def test_everything_with_the_keyboard_alone(open_page: Opens) -> None:
    page = open_page()
    press_until(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Enter")
    answered(page)
    press_until(page, "#thread .cite", "Shift+Tab")
    expect(page.locator("#card")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#source mark.current")).to_be_visible()
    expect(page.locator("#source h2")).to_be_focused()
    press_until(page, "#source [data-step=next]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#source .count")).to_have_text("Citation 1 of 3")
    expect(page.locator("#source [data-step=next]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#thread .cite:focus")).to_have_count(1)
    press_until(page, "#thread [data-act=edit]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_have_value(ENGLISH)
    page.keyboard.press("Escape")
    expect(page.locator("#question")).to_have_value("")
    press_until(page, "#composer summary")
    page.keyboard.press("Enter")
    press_until(page, "input[value=essay]")
    page.keyboard.press("Space")
    expect(page.locator(".filter .chosen")).to_have_text("1 document")
    page.keyboard.press("Escape")
    press_until(page, "#sidebar [data-act=rename]", "Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Renamed")
    page.keyboard.press("Enter")
    expect(page.locator("#sidebar .open")).to_have_text("Renamed")
    press_until(page, "#bar [data-page=documents]", "Shift+Tab")
    page.keyboard.press("Enter")
    press_until(page, "[data-act=read]")
    page.keyboard.press("Enter")
    expect(page.locator("#source h2")).to_be_focused()


def test_a_hostile_document_is_text_everywhere(open_page: Opens) -> None:
    page = open_page()
    page.evaluate("window.addEventListener('error', e => { window.failed = e.message }, true)")
    ask(page, "hostile")
    answered(page)
    expect(page.locator(".words")).to_have_text(f"The model repeats: {HOSTILE_QUOTE} # **x**")
    page.hover("#thread .cite")
    expect(page.locator("#card q")).to_have_text(HOSTILE_QUOTE)
    expect(page.locator("#card strong")).to_contain_text("<script>window.hacked=1</script> **bold** ‹U+202E›gnp.exe")
    page.click("#thread .cite")
    expect(page.locator("#source mark.current")).to_have_text(HOSTILE_QUOTE)
    expect(page.locator("#source .source-text")).to_contain_text("<svg onload=window.hacked=1> # Heading")
    expect(page.locator("#source .source-text")).to_contain_text("‹U+202E›right to left‹U+202C›")
    page.click(".filter summary")
    page.click("#bar [data-page=documents]")
    expect(page.locator(".documents")).to_contain_text("<b>Evil</b> & sons")
    page.click("#bar [data-page=ask]")
    ask(page, '<img src=x onerror="window.hacked=1">')
    answered(page, 2)
    assert page.evaluate("[window.hacked, window.failed]") == [None, None]
    assert page.locator("#room :is(img, script, svg[onload], iframe, b b, #room a[href^='javascript'])").count() == 0


def test_a_lost_connection_is_told_in_the_readers_language(open_page: Opens, site: Site) -> None:
    page = open_page(locale="zh-CN")
    page.fill("#question", "not yet sent")
    page.route("**/gradio_api/**", lambda route: route.abort())
    page.click("#bar [data-page=about]")
    expect(page.locator("#lost")).to_have_text(re.compile("与程序的连接断了"))
    expect(page.locator(".toast-wrap:visible")).to_have_count(0)
    with page.expect_navigation():
        page.unroute("**/gradio_api/**")
    page.wait_for_selector("body.ready")
    expect(page.locator("#lost")).to_have_count(0)
    expect(page.locator("#question")).to_have_value("not yet sent")
    site.complaints.clear()  # of the requests that were broken off


def test_an_act_that_the_server_turns_away_is_told_in_the_readers_language(open_page: Opens, site: Site) -> None:
    page = open_page(locale="zh-TW")
    page.route("**/gradio_api/**", lambda route: route.fulfill(status=500, body="Internal error"))
    page.click("#bar [data-page=about]")
    expect(page.locator("#toasts")).to_have_text("程式沒有接受這次操作，請再試一次。")
    expect(page.locator(".toast-wrap:visible")).to_have_count(0)
    site.complaints.clear()  # of the answers that were made up


def test_documents_are_listed_read_and_asked_alone(open_page: Opens) -> None:
    page = open_page()
    page.click("#bar [data-page=documents]")
    expect(page.locator(".documents li")).to_have_count(5)
    item = page.locator(".documents li", has_text="what is at stake")
    expect(item).to_contain_text("Example Review · 2024-05-02")
    item.locator("[data-act=read]").click()
    expect(page.locator("#source .source-text")).to_contain_text("Neither side has settled")
    expect(page.locator("#source mark")).to_have_count(0)
    item.locator("[data-act=ask-this]").click()
    expect(page.locator(".filter .chosen")).to_have_text("1 document")
    expect(page.locator("#question")).to_be_focused()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_serious_accessibility_violation(open_page: Opens, colours: str, locale: str) -> None:
    page = open_page(color_scheme=colours, locale=locale)
    serious: list[str] = []

    def check(where: str) -> None:
        for found in Axe().run(page).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                nodes = "; ".join(f"{n['html'][:140]} {n['failureSummary'][:220]}" for n in found["nodes"][:3])
                serious.append(f"{where}: {found['id']}: {nodes}")

    check("welcome")
    ask(page, "Who will win the cup?")
    answered(page)
    ask(page, CHINESE)
    answered(page, 2)
    page.locator("#thread [data-vote=down]").last.click()
    page.locator("#thread .cite").last.click()
    expect(page.locator("#source mark.current")).to_be_visible()
    check("answer and source")
    page.locator("#thread .cite", has_text="3").click()
    expect(page.locator("#source mark.current")).to_have_text(FLAWS)
    page.wait_for_timeout(500)
    if page.locator("#translated [data-act=translate]").count():  # Kept, when another reader had it translated.
        page.click("#translated [data-act=translate]")
    expect(page.locator("#translated")).to_contain_text("Machine translation" if locale == "en-US" else "机器翻译")
    check("translation")
    for name in ("summaries", "documents", "evals", "about"):
        page.click(f"#bar [data-page={name}]")
        expect(page.locator("#page .sheet")).to_be_visible()
        check(name)
    assert serious == []


def test_an_answer_is_judged_and_asked_again_with_the_keyboard(open_page: Opens, site: Site) -> None:
    page = open_page()
    ask(page, ENGLISH)
    answered(page)
    page.focus("#thread .cite")
    page.keyboard.press("Tab")
    expect(page.locator("#thread .support:focus")).to_have_count(1)
    expect(page.locator("#card strong")).to_have_text("Well supported")
    assert page.get_attribute("#thread .support:focus", "aria-describedby") == "card"
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    press_until(page, "#thread [data-vote=down]")
    page.keyboard.press("Enter")
    expect(page.locator("#thread [data-vote=down]")).to_have_attribute("aria-pressed", "true")
    page.focus("#thread [data-vote=down]")
    press_until(page, ".why .chip")
    page.keyboard.press("Enter")
    expect(page.locator(".thanks")).to_contain_text("Not what the source says")
    page.focus("#thread [data-act=copy]")
    press_until(page, "#thread [data-act=regenerate]")
    before = len(site.replay.asked)
    page.keyboard.press("Enter")
    expect(page.locator("#live .exchange")).to_have_count(1)
    answered(page)
    assert [asked[0] for asked in site.replay.asked[before:]] == [ENGLISH]


def test_the_place_in_the_queue_is_told(open_page: Opens, site: Site) -> None:
    site.replay.pace = 0.4
    page = open_page()
    ask(page, ENGLISH)
    expect(page.locator("#live .stages")).to_contain_text("Queued, 1 ahead")
    for stage in ("Searching", "Writing"):
        expect(page.locator("#live .stages .now")).to_have_text(stage)
    page.click(".stop")
    answered(page)


def test_the_models_and_their_licences_are_told(open_page: Opens, site: Site) -> None:
    page = open_page(locale="zh-TW")
    page.click("#bar [data-page=about]")
    expect(page.locator(".sheet")).to_contain_text("EmbeddingGemma-300M")
    expect(page.locator(".sheet a", has_text="Gemma Terms of Use")).to_have_attribute("rel", "noreferrer noopener")
    page.click(".terms summary")
    expect(page.locator(".terms p")).to_contain_text("ai.google.dev/gemma/terms")
    expect(page.locator(".sheet")).to_contain_text(str(site.home))
