"""The bot is killed in the middle of a conversation, and comes back on the same port and database."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.manners import begin, newest, say, shown, texts
from tests.web.served import Served

SAFE = re.compile("answer is safe|arrived safely|nothing was lost")


def test_an_answer_typed_while_the_bot_is_down_is_taken_once(context: BrowserContext, frail: Served) -> None:
    """The page says that it waits; after the restart the answer is there once, and the bot says that it was away."""
    page = context.new_page()
    begin(page, frail.url, "shelf")
    say(page, "before")
    frail.kill()
    page.fill("#box", "during")
    page.press("#box", "Enter")
    expect(page.locator("#waiting")).to_contain_text("Waiting for the bot")
    expect(page.locator("#box")).to_have_value("during")
    page.press("#box", "Enter")
    page.wait_for_timeout(1_500)
    frail.start()
    expect(page.locator(".member .said").nth(2)).to_have_text("during", timeout=15_000)
    expect(page.locator("#waiting")).to_be_empty()
    expect(page.locator("#box")).to_have_value("")
    assert SAFE.search(newest(page)), newest(page)
    say(page, "after")
    assert not SAFE.search(newest(page))
    assert texts(page) == ["Yes", "before", "during", "after"]
    assert frail.kept() == ["before", "during", "after"]
    ids = shown(page)
    assert len(ids) == len(set(ids)) == 1 + 2 * 4
    page.goto(frail.url)
    assert shown(page) == ids


def test_a_press_while_the_bot_is_down_is_taken_once(context: BrowserContext, frail: Served) -> None:
    """A button pressed into nothing, and pressed again, counts when the bot is back."""
    page = context.new_page()
    begin(page, frail.url, "pair")
    frail.kill()
    page.locator("[data-live] button", has_text="bluebird").dblclick()
    expect(page.locator("#waiting")).not_to_be_empty()
    frail.start()
    expect(page.locator(".member .said")).to_have_text(["Yes", "bluebird"], timeout=15_000)
    expect(page.locator(".entry")).to_have_count(5)
    assert "Wings, then." in newest(page)


def test_a_message_survives_a_reload_during_the_outage(context: BrowserContext, frail: Served) -> None:
    """What was not acknowledged is sent, under the same id, by the page that is opened next."""
    page = context.new_page()
    begin(page, frail.url, "shelf")
    frail.kill()
    page.fill("#box", "during")
    page.press("#box", "Enter")
    expect(page.locator("#waiting")).not_to_be_empty()
    frail.start()
    page.goto(frail.url)
    expect(page.locator(".member .said")).to_have_text(["Yes", "during"])
    page.goto(frail.url)
    assert texts(page) == ["Yes", "during"]
    assert frail.kept() == ["during"]


def test_a_page_left_open_shows_what_it_missed(context: BrowserContext, frail: Served) -> None:
    """A window that only watched comes back by itself, from where it was, and shows each message once."""
    page: Page = context.new_page()
    begin(page, frail.url, "shelf")
    frail.kill()
    page.wait_for_timeout(300)
    frail.start()
    other = context.new_page()
    other.goto(frail.url)
    say(other, "meanwhile")
    page.bring_to_front()
    expect(page.locator(".entry")).to_have_count(5, timeout=15_000)
    assert shown(page) == shown(other)
    say(page, "and on")
    assert len(shown(page)) == len(set(shown(page))) == 7
