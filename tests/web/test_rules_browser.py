"""The pages of rules in a real browser: the editor, previews, conflicts, history, seeding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.model import Role
from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page, violations
from tests.web.conftest import Site, Visitor, let_in
from tests.web.test_rules import ARTICLE, FILE, PATH, WORDS, on_disk

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

SELECT_ALL = "ControlOrMeta+a"


@dataclass
class Console:
    """What the browser's console said."""

    lines: list[str] = field(default_factory=list)

    def hear(self, page: Page) -> None:
        page.on("console", lambda message: self.say(message.text))
        page.on("pageerror", lambda error: self.say(str(error)))

    def say(self, text: str) -> None:
        if "Failed to load resource" not in text:  # told of every answer that is no success
            self.lines.append(text)


@pytest.fixture
def console() -> Iterator[Console]:
    """A console that must have stayed silent."""
    made = Console()
    yield made
    assert made.lines == []


@pytest.fixture
def page(browser: Browser, site: Site, console: Console) -> Iterator[Page]:
    """A browser of the site's admin that looks at a rule file."""
    opened = open_page(browser)
    let_in(opened, site)
    console.hear(opened)
    opened.goto(f"{site.url}{PATH}")
    yield opened
    opened.context.close()


def write(page: Page, text: str) -> None:
    """Put a text into the editor, as by pasting."""
    page.locator(".cm-content").click()
    page.keyboard.press(SELECT_ALL)
    page.keyboard.insert_text(text)


def test_an_error_is_shown_at_its_line_and_mended(page: Page, site: Site) -> None:
    write(page, WORDS.format("Sylvania") + "    severity: hihg\n")
    problem = page.locator("#problems li")
    expect(problem).to_contain_text("line 5")
    expect(problem).to_contain_text("severity")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    expect(page.locator(".cm-lintRange-error")).to_have_text("severity: hihg")
    assert violations(page) == []
    page.get_by_role("button", name="line 5").click()
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_have_text("    severity: hihg")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#problems")).to_contain_text("Not saved.")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    assert "hihg" not in on_disk(site)
    write(page, WORDS.format("Sylvania") + "    severity: high\n")
    expect(page.locator("#problems")).to_contain_text("the text is sound")
    page.get_by_label("Why (for the history)").fill("other talks")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert on_disk(site) == WORDS.format("Sylvania") + "    severity: high\n"


def test_keys_values_and_ids_are_offered(page: Page, site: Site) -> None:
    site.line.workspace.write(
        "actors.yaml", "actors:\n- {id: un, name: United Nations, kind: organisation}\n"
    )
    site.line.load()
    write(page, "rules:\n  - id: talks\n    title: Talks\n    ")
    page.keyboard.type("sev")
    offered = page.locator(".cm-tooltip-autocomplete li")
    expect(offered).to_have_text(["severity"])
    offered.click()  # Enter counts only when the list has stood for a moment
    page.keyboard.press("Control+Space")
    expect(offered).to_have_text(["low", "medium", "high", "critical"])
    page.keyboard.type("hi")
    expect(offered).to_have_text(["high"])
    offered.click()
    page.keyboard.press("Enter")
    page.keyboard.type("match: {actor: u")
    expect(offered).to_contain_text(["United Nations"])
    offered.click()
    expect(page.locator("#text")).to_have_value(
        "rules:\n  - id: talks\n    title: Talks\n    severity: high\n    match: {actor: un}"
    )


def test_a_preview_shows_what_is_gained_and_lost(page: Page, site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    site.line.tell("Freedonia talks <b>open</b>")
    site.line.tell("Sylvania votes on fishing", outlet="Herald")
    site.line.clock.advance(60)
    write(page, WORDS.format("Sylvania"))
    page.get_by_role("button", name="Preview").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("What would have changed", timeout=60_000)
    expect(preview.locator("li.gain").first).to_have_text(
        "+ gained: Herald: Sylvania votes on fishingmedium, new, talks"
    )
    expect(preview.locator("li.loss").first).to_contain_text("Freedonia talks <b>open</b>")
    expect(preview.get_by_role("row", name="Developments")).to_contain_text("+1")
    assert violations(page) == []
    assert "Sylvania" in page.locator("#text").input_value()
    assert "Freedonia" in on_disk(site)
    write(page, "rules: [")
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_contain_text("No preview")


def test_a_preview_is_given_up(page: Page, site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    site.line.tell("Freedonia talks open")
    site.line.clock.advance(60)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Give up").click()
    expect(page.locator("#preview")).to_contain_text("was given up")


def test_an_edit_on_disk_meanwhile_is_shown(page: Page, site: Site) -> None:
    site.line.workspace.write(FILE, WORDS.format("Ruritania"))
    write(page, WORDS.format("Sylvania"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("was edited meanwhile")
    expect(page.locator(".diff .removed")).to_contain_text("Ruritania")
    expect(page.locator(".diff .added mark")).to_have_text("Sylvania")
    assert violations(page) == []
    assert "Ruritania" in on_disk(site)
    page.get_by_role("button", name="Save over it").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert "Sylvania" in on_disk(site)


def test_going_back_to_an_earlier_version(page: Page, site: Site) -> None:
    before = on_disk(site)
    write(page, WORDS.format("Sylvania"))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="History").click()
    assert violations(page) == []
    page.get_by_role("link", name="Show version").last.click()
    assert violations(page) == []
    page.get_by_role("button", name="Go back to version").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert on_disk(site) == before


def test_the_editor_is_worked_by_keyboard_and_lets_go(page: Page, site: Site) -> None:
    expect(page.locator(".cm-content")).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(".cm-content").evaluate("one => one.matches(':focus')"):
            break
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("# by keyboard")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    expect(page.get_by_label("Last")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert on_disk(site).endswith("  # by keyboard")


def test_an_article_is_drafted_ticked_and_saved(page: Page, site: Site, tmp_path: Path) -> None:
    article = tmp_path / "article.html"
    paragraphs = "".join(f"<p>{part}</p>" for part in ARTICLE.split("\n\n"))
    article.write_text(f"<html><body><article>{paragraphs}</article></body></html>")
    page.goto(f"{site.url}/rules")
    page.get_by_role("link", name="Draft from an article").click()
    page.get_by_label("or a saved page").set_input_files(article)
    page.get_by_label("Published on").fill("2022-01-03")
    page.get_by_role("button", name="Read the article").click()
    assert violations(page) == []
    expect(page.get_by_role("group", name="People")).to_contain_text("Sergey Lavrov")
    page.get_by_role("checkbox", name="Sergey Lavrov").uncheck()
    page.get_by_role("button", name="Show the change").click()
    assert violations(page) == []
    expect(page.get_by_role("heading", name="meetings.yaml")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
    assert "Lavrov" not in on_disk(site, "actors.yaml")
    assert "Russia" in on_disk(site, "actors.yaml")


def test_without_scripts_a_file_is_edited_in_a_text_area(browser: Browser, site: Site) -> None:
    page = open_page(browser, javascript=False)
    let_in(page, site)
    page.goto(f"{site.url}{PATH}")
    page.get_by_label(f"Text of {FILE}").fill(WORDS.format("{actor: nobody}"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#problems")).to_contain_text("line 4")
    page.get_by_label(f"Text of {FILE}").fill(WORDS.format("Sylvania"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert on_disk(site) == WORDS.format("Sylvania")
    page.context.close()


def test_a_viewer_reads_and_cannot_save(browser: Browser, site: Site) -> None:
    viewer: Visitor = site.visitor("vera", Role.VIEWER)
    page = open_page(browser)
    [cookie] = [c for c in viewer.browser.cookies if c.name == "monitor_session"]
    page.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": site.url}])
    page.goto(f"{site.url}/rules")
    expect(page.get_by_role("link", name="New file")).to_have_count(0)
    page.get_by_role("link", name=FILE).first.click()
    expect(page.locator("main")).to_contain_text("Freedonia")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.locator("textarea")).to_have_count(0)
    assert violations(page) == []
