"""Running evals from the page, reading a report, holding two runs beside each other."""

import threading

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site, ask

pytestmark = pytest.mark.browser


@pytest.fixture
def page(loading_site: tuple[Page, Site], loaded: threading.Event) -> Page:
    """The evals page of a server of its own, as runs belong to all readers of one."""
    loaded.set()
    page, _ = loading_site
    page.wait_for_selector("body.ready")
    page.click("#bar [data-page=evals]")
    expect(page.locator("[name=suite]")).not_to_have_count(0, timeout=20_000)
    return page


def run(page: Page) -> None:
    page.select_option("[name=sample]", "10")
    page.click("[data-form=measure] [type=submit]")
    expect(page.locator(".work progress")).to_be_visible()


def test_run_report_and_compare(page: Page) -> None:
    expect(page.locator("#page .none")).to_contain_text("No finished run")
    for done in (1, 2):
        run(page)
        expect(page.locator(".runs > li")).to_have_count(done, timeout=30_000)
        expect(page.locator(".work")).to_contain_text("Done: ")
    page.locator("[data-act=report]").first.click()
    expect(page.locator("#report section")).to_be_focused()
    report = page.frame_locator("#report iframe")
    expect(report.locator("h1")).to_contain_text("Evals")
    expect(report.locator("h2", has_text="Refusal")).to_be_visible()
    assert page.locator("#report iframe").get_attribute("sandbox") == ""
    assert page.evaluate("window.hacked") is None
    page.select_option("#language", "zh-Hans")
    expect(page.locator("#page h1")).to_have_text("评测")
    page.locator("[data-act=report]").first.click()
    expect(report.locator("h2", has_text="拒答")).to_be_visible()
    expect(report.locator("td", has_text="该拒答的拒答了").first).to_be_visible()
    report.locator("summary", has_text="不通过").first.click()
    expect(report.locator("p.bad").first).to_contain_text("作答了：")
    expect(report.locator("h1")).to_contain_text("评测")
    expect(report.locator("h3", has_text="逐题").first).to_be_visible()
    expect(page.locator(".runs .figures").first).to_contain_text("该拒答的拒答了")
    page.select_option("#language", "en")
    expect(page.locator("#page h1")).to_have_text("Evals")
    page.locator("[data-act=report]").first.click()
    page.click("[data-act=close-report]")
    expect(page.locator("#report section")).to_have_count(0)
    page.click("[data-form=compare] [type=submit]")
    expect(page.locator(".compared tbody tr")).not_to_have_count(0)
    expect(page.locator(".compared")).to_contain_text("Refused where it must be")
    expect(page.locator(".compared li").first).to_contain_text("now passes")
    page.select_option("[name=before]", index=0)
    page.click("[data-form=compare] [type=submit]")
    expect(page.locator("#toasts")).to_contain_text("two different runs")


def test_a_run_is_stopped_and_goes_on_after_a_reload(page: Page) -> None:
    page.select_option("[name=sample]", "25")
    page.click("[data-form=measure] [type=submit]")
    expect(page.locator(".work")).to_contain_text("Asking")
    page.reload()
    expect(page.locator(".work")).to_contain_text("Asking")
    page.click("[data-act=stop-measuring]")
    expect(page.locator(".work")).to_contain_text("Stopping")
    expect(page.locator(".work")).to_contain_text("goes on from there")
    expect(page.locator("[data-form=measure]")).to_be_visible()


def test_a_run_does_not_keep_a_reader_waiting(page: Page) -> None:
    page.select_option("[name=sample]", "25")
    page.click("[data-form=measure] [type=submit]")
    expect(page.locator(".work")).to_contain_text("Asking")
    page.click("#bar [data-page=ask]")
    ask(page, "long")
    expect(page.locator("#live .words")).not_to_have_count(0)
    page.click("#bar [data-page=evals]")
    expect(page.locator(".work")).to_contain_text("Waiting for a reader")
    page.click("#bar [data-page=ask]")
    page.click(".stop")
