"""A reader of Arabic: the page runs from right to left, and nothing about it is in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.manners import say, sideways
from tests.browser.test_looks import Axe
from tests.web.served import Served


@pytest.fixture
def arabic(browser: Browser, house: Served) -> Iterator[Page]:
    """Somebody whose browser says that they read Arabic opens the page."""
    context = browser.new_context(locale="ar-EG", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(house.url)
    yield page
    context.close()


def test_a_conversation_in_arabic_runs_from_right_to_left(arabic: Page) -> None:
    """Greeting, decks, a question with its way around, what is kept: `dir` is right, axe finds nothing, and nothing
    scrolls sideways, in a wide window and on a phone; what the member says stands at the other side."""
    page = arabic
    html = page.locator("html")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("lang", "ar")
    expect(page.locator("#entries")).to_contain_text("أنا بوت")
    axe = Axe(page)
    page.get_by_role("button", name="نعم", exact=True).click()
    page.locator("button.offer").first.click()
    expect(page.locator(".card .ask")).to_be_visible()
    say(page, "ماذا تعرف عني")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert axe.violations() == [], width
        assert sideways(page) <= 0, width
        own, theirs = page.locator(".member .said").last.bounding_box(), page.locator(".bot > p").last.bounding_box()
        assert own is not None and theirs is not None
        assert own["x"] < theirs["x"] + theirs["width"] / 2, "one's own words stand at the end of the line, the left"
        send, box = page.locator(".send").bounding_box(), page.locator("#box").bounding_box()
        assert send is not None and box is not None
        assert send["x"] < box["x"]


def test_another_language_takes_the_page_along(arabic: Page) -> None:
    """Whoever chooses English sees the page around the conversation in English, without opening it anew."""
    arabic.get_by_role("button", name="English", exact=True).click()
    expect(arabic.locator("html")).to_have_attribute("dir", "ltr")
    expect(arabic.locator("#box")).to_have_attribute("placeholder", re.compile("Your answer"))
    expect(arabic.locator("#entries")).to_contain_text("I'm a bot")
