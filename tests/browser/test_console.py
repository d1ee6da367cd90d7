"""The console as somebody works with it: by keys alone, in three languages, by day and by night, on any screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.test_looks import Axe
from tests.console.lively import make
from tests.web.served import ROOT, Served

PAGES: Final = (
    "", "/decks", "/decks/harbour-mornings", "/difference", "/results?by=passed", "/missed?deck=first-day", "/week",
    "/hear?deck=harbour-mornings", "/calendar",
    "/suggestions", "/reports", "/reports/1?accounts=1", "/log", "/bring", "/decks/no-such",
)  # fmt: skip
"""Every kind of page; `/difference` stands for the link to one."""


class Office:
    """A bot in whose community something has happened, and a way in."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "bot.db"
        make(self.database, people=8, community="the Harbour Book Club")
        self.served = Served(folder)

    @property
    def url(self) -> str:
        return self.served.url

    def way_in(self) -> str:
        """What `notdate console` prints."""
        command = [sys.executable, "-m", "bot", "console", "--db", str(self.database)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("office"))
    office.served.start()
    yield office
    office.served.stop()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, office: Office) -> StorageState:
    """The cookie of somebody who came in by keys alone: the link, and Enter on the button that has the focus."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(office.way_in())
    expect(page.locator("button.main")).to_be_focused()
    assert "#" not in page.url, "the code stays in the history"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What waits")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(browser: Browser, office: Office, signed_in: StorageState) -> Iterator[Page]:
    """The first page, for somebody who is in; whatever the browser complains about is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, storage_state=signed_in)
    context.set_default_timeout(8_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.on("request", lambda request: None if request.url.startswith(office.url) else complaints.append(request.url))
    page.goto(f"{office.url}/console")
    yield page
    context.close()
    assert complaints == []


def focused(page: Page) -> str:
    """What has the focus, as somebody hears it."""
    said = page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
    return " ".join(str(said).split())


def order(page: Page) -> list[str]:
    """The ids of the decks, in the order of the page."""
    return list(page.eval_on_selector_all("tbody tr", "all => all.map(one => one.dataset.row)"))


def test_from_what_waits_to_a_report_by_keys(desk: Page) -> None:
    """j goes to the first line, Enter opens it, and so on to the report itself."""
    desk.keyboard.press("j")
    assert "reports to look at" in focused(desk)
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Reports")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Report 1")
    expect(desk.locator("dd").nth(1)).to_have_text("nobody asked <b>you</b>")


def test_a_deck_is_moved_by_keys(desk: Page, office: Office) -> None:
    """Shift and J move the line down, and it keeps the focus, so that the next press moves it on."""
    desk.goto(f"{office.url}/console/decks")
    before = order(desk)
    desk.keyboard.press("j")
    for places in (1, 2):
        desk.keyboard.press("Shift+J")
        desk.wait_for_function(
            "([id, at]) => document.querySelectorAll('tbody tr')[at]?.dataset.row === id", arg=[before[0], places]
        )
        expect(desk.locator(f"a[id='{before[0]}']")).to_be_focused()
    desk.keyboard.press("Shift+K")
    desk.wait_for_function("id => document.querySelectorAll('tbody tr')[1]?.dataset.row === id", arg=before[0])
    expect(desk.locator(".notice")).to_contain_text("is number 2 on the list now")
    desk.keyboard.press("Shift+K")
    desk.wait_for_function("id => document.querySelectorAll('tbody tr')[0]?.dataset.row === id", arg=before[0])


def test_a_deck_is_taken_off_by_keys_and_asked_about(desk: Page, office: Office) -> None:
    """Tab to the button, Enter, and Enter again on the yes, which has the focus; then the same button gives it back."""
    desk.goto(f"{office.url}/console/decks")
    for button, after in (("Take off The Long Table", "off"), ("Offer The Long Table", "on offer")):
        for _ in range(120):
            desk.keyboard.press("Tab")
            if focused(desk) == button:
                break
        desk.keyboard.press("Enter")
        if after == "off":
            expect(desk.locator("h1")).to_have_text("Take The Long Table off the list?")
            expect(desk.locator("button.main")).to_be_focused()
            desk.keyboard.press("Enter")
        expect(desk.locator("[data-row='long-table'] .tag")).to_have_text(after)


def test_keys_leave_typing_alone(desk: Page, office: Office) -> None:
    """In a field j is a j and ? is a ?; and whoever wants their keys for themselves has them."""
    desk.goto(f"{office.url}/console/hear?deck=first-day")
    desk.focus("#answer")
    desk.keyboard.type("jazz? K")
    assert desk.input_value("#answer") == "jazz? K"
    desk.focus("h1 >> xpath=..")
    desk.keyboard.press("?")
    expect(desk.locator("#keys[open]")).to_be_visible()
    desk.check("#keys-off")
    desk.goto(f"{office.url}/console/decks")
    desk.keyboard.press("j")
    assert desk.evaluate("document.activeElement === document.body")


def test_a_file_is_brought_by_keys(desk: Page, office: Office) -> None:
    """Chosen, looked at, and forgotten again: nothing of it is on offer."""
    desk.goto(f"{office.url}/console/bring")
    body = b"Which door would you open first?\nWho taught you to whistle?\nWhat is in your left pocket?\n"
    desk.set_input_files("#file", {"name": "doors.txt", "mimeType": "text/plain", "buffer": body})
    desk.focus("button.main")
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_contain_text("This becomes a new deck, doors")
    desk.get_by_role("button", name="Forget it").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".notice")).to_contain_text("The file is forgotten")
    desk.goto(f"{office.url}/console/decks")
    assert "doors" not in order(desk)


def test_without_scripts_everything_is_there(browser: Browser, office: Office) -> None:
    """The link is pasted, the button pressed, a deck moved: forms and links, and nothing else."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    link = office.way_in()
    page.goto(link)
    page.fill("#code", link)
    page.click("button.main")
    page.goto(f"{office.url}/console/decks")
    before = order(page)
    page.locator(f"[data-row='{before[1]}']").get_by_role("button", name="one place up").click()
    assert order(page)[:2] == [before[1], before[0]]
    page.locator(f"[data-row='{before[0]}']").get_by_role("button", name="one place up").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{office.url}/console/decks")
    expect(page.locator("h1")).to_have_text("Come in")
    context.close()


Scheme = Literal["light", "dark"]
BOTH: Final[tuple[tuple[int, tuple[Scheme, ...]], ...]] = ((1280, ("light", "dark")), (360, ("light", "dark")))
"""Colours do not depend on the language: in one of them every page is looked at by day and by night in both widths."""
ONE_EACH: Final[tuple[tuple[int, tuple[Scheme, ...]], ...]] = ((1280, ("light",)), (360, ("dark",)))
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


def _turn_to(page: Page, url: str, path: str, language: str) -> None:
    if path == "/difference":
        page.goto(f"{url}/console/decks/little-things?lang={language}")
        page.click("a[href*='difference']")
    else:
        page.goto(f"{url}/console{path}{'&' if '?' in path else '?'}lang={language}")


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_axe_finds_nothing(browser: Browser, office: Office, signed_in: StorageState, language: str) -> None:
    """0 violations and no sideways scroll on any page, at 1280 and at 360, by day and by night, from left and right."""
    context: BrowserContext = browser.new_context(storage_state=signed_in, reduced_motion="reduce")
    page = context.new_page()
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        _turn_to(page, office.url, path, language)
        assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
        axe = Axe(page)
        for width, schemes in BOTH if language == "en" else ONE_EACH:
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                assert axe.violations() == [], (path, width, scheme)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (path, width)
    context.close()


def test_the_door_is_as_good(browser: Browser, office: Office) -> None:
    """Whoever is not in yet finds nothing wrong either, and nothing that is too wide."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    for language in ("en", "de", "ar"):
        page.goto(f"{office.url}/console/enter?lang={language}")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert Axe(page).violations() == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    context.close()
