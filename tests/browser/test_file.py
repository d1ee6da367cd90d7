"""A list of questions from whoever looks after them, in the real page: by keys alone, and without scripts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.manners import newest, shown, sideways
from tests.browser.test_conversation import by_key, reach
from tests.browser.test_looks import Axe
from tests.web.served import Served

LIST: Final = "Which tool would you lend to nobody?\nWhich shelf fills up first?\nWhat did you mend last?\n"
PATIENCE: Final = 30_000
"""Milliseconds in which a list was looked at, in a process of its own."""


@pytest.fixture
def friday(tmp_path: Path) -> Path:
    """A list on somebody's disk."""
    path = tmp_path / "friday.txt"
    path.write_text(LIST)
    return path


@pytest.fixture(scope="module")
def moderator(browser: Browser, house: Served) -> StorageState:
    """The cookie of somebody who was made a moderator while their page was open: with their first word of the office
    the form is there, where none was."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(house.url)
    (cookie,) = [one for one in context.cookies() if one.get("name") == "notdate"]
    account = f"web:{cookie.get('value', '').partition('.')[0]}"
    command = [sys.executable, "-m", "bot", "grant", account, "moderator", "--db", str(house.database)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert page.locator("#bring").count() == 0
    page.fill("#box", "decks")
    page.press("#box", "Enter")
    expect(page.locator("#bring")).to_have_count(1)
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def desk(browser: Browser, house: Served, state: StorageState, scripts: bool = True) -> Iterator[Page]:
    """Their page; what the browser complains about is a failure."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=state, java_script_enabled=scripts
    )
    context.set_default_timeout(8_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.goto(house.url)
    yield page
    assert complaints == []
    context.close()


def test_a_list_by_keyboard_alone(browser: Browser, house: Served, moderator: StorageState, friday: Path) -> None:
    """The form is found, opened, filled and sent by keys; the report comes by itself, and is decided about by a key."""
    with desk(browser, house, moderator) as page:
        _by_keys(page, friday)


def _by_keys(page: Page, friday: Path) -> None:
    axe = Axe(page)
    reach(page, "Send a list of questions", "Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#file")).to_be_focused()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 720})
        assert axe.violations() == []
        assert sideways(page) <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(friday)
    reach(page, "Send the file", "Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".member").last).to_contain_text("A file")
    expect(page.locator(".bot").last).to_contain_text("forgets it", timeout=PATIENCE)
    assert "3 questions" in newest(page) and "friday.txt" in newest(page)
    expect(page.locator("#notice")).to_have_text("")
    expect(page.locator("#file")).to_have_value("")
    reach(page, "Send the file", "Tab")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe.violations() == [], scheme
    ids = shown(page)
    assert len(ids) == len(set(ids))
    by_key(page, "Cancel")
    assert "Forgotten" in newest(page)


def test_a_list_that_does_not_arrive(browser: Browser, house: Served, moderator: StorageState, tmp_path: Path) -> None:
    """What is too large is told so before it goes; what the bot could not be reached with stays chosen, and goes out
    when it is sent again, once."""
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(8_000_001)
    with desk(browser, house, moderator) as page:
        sent = page.locator(".member .sent").count()
        page.click("text=Send a list of questions")
        page.set_input_files("#file", large)
        page.click("text=Send the file")
        expect(page.locator("#notice")).to_contain_text("at most 8 MB")
        page.set_input_files("#file", {"name": "friday.txt", "mimeType": "text/plain", "buffer": LIST.encode()})
        page.route("**/file", lambda route: route.abort())
        page.click("text=Send the file")
        expect(page.locator("#notice")).to_contain_text("may not have arrived")
        assert page.input_value("#file").endswith("friday.txt")
        page.unroute("**/file")
        page.click("text=Send the file")
        expect(page.locator(".bot").last).to_contain_text("forgets it", timeout=PATIENCE)
        assert page.locator(".member .sent").count() == sent + 1


def test_a_list_without_scripts(browser: Browser, house: Served, moderator: StorageState, friday: Path) -> None:
    """The form and its answer are pages: sent, and read there as soon as somebody looks."""
    with desk(browser, house, moderator, scripts=False) as page:
        sent = page.locator(".member .sent").count()
        page.click("text=Send a list of questions")
        page.set_input_files("#file", friday)
        page.click("text=Send the file")
        assert page.url == house.url + "/"
        assert page.locator(".member .sent").count() == sent + 1
        for _ in range(120):
            if "forgets it" in newest(page):
                break
            page.wait_for_timeout(250)
            page.goto(house.url)
        assert "friday.txt" in newest(page)
