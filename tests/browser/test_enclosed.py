"""A photo and a voice message from elsewhere, in the real page: covered until asked for, shown at once, and where one
is gone, a sentence in its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.manners import sideways
from tests.browser.test_table import CODE, lay, window
from tests.fakes.discord import Person
from tests.fakes.discord.threaded import ThreadedDiscord
from tests.fakes.enclosures import photo, voice
from tests.web.served import Served

PATIENCE = 20.0


def hears(discord: ThreadedDiscord, ben: Person, text: str) -> None:
    """He has read that on Discord."""
    until = time.monotonic() + PATIENCE
    while not any(text in message.content for message in discord.call(lambda: discord.server.sent_to(ben.dm))):
        assert time.monotonic() < until, text
        time.sleep(0.02)


def sit_down(discord: ThreadedDiscord, ben: Person, page: Page, url: str) -> None:
    """Ada in a browser, Ben on Discord; both have answered the first card."""
    code = lay(page, url)
    assert CODE.search(f"join {code}")
    greeting = (("hello", "bot"), ("yes", "Little Things"), (f"join {code}", "keeps a seat"), ("yes", "goes across"))
    for text, answer in greeting:
        discord.do(ben.says(text))
        hears(discord, ben, answer)
    page.fill("#box", "a chair that knows me")
    page.press("#box", "Enter")
    discord.do(ben.says("the bell by the door"))
    expect(page.locator(".bot").last).to_contain_text("the bell by the door", timeout=PATIENCE * 1000)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_photo_is_uncovered_on_the_page(browser: Browser, tmp_path: Path, width: int) -> None:
    """By its button, without a reload, within the window's width; and a reload shows it still, until it is gone."""
    with ThreadedDiscord(heartbeat_interval=5) as discord, window(browser, width) as page:
        server = discord.server
        house = Served(tmp_path, discord_token=server.token, discord_api=server.api_url)
        house.start()
        try:
            ben = discord.call(lambda: server.person("Ben"))
            discord.call(ben.installs)
            problems: list[str] = []
            page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
            sit_down(discord, ben, page, house.url)
            sent = discord.do(ben.says("the lane", files={"IMG_1.jpg": photo(1_600, 900)}))
            offer = page.locator(".bot").last
            expect(offer).to_contain_text("the lane")
            expect(offer).to_contain_text("photo")
            assert page.locator(".enclosed").count() == 0
            page.locator("[data-live] button", has_text="Show it").click()
            picture = page.locator(".enclosed img")
            expect(picture).to_be_visible()
            expect(picture).to_have_js_property("naturalWidth", 1_600)
            assert sideways(page) == 0
            assert page.locator(".enclosed .aside").is_hidden()
            discord.do(ben.says("", files={"voice-message.ogg": voice()}))
            expect(page.locator(".bot").last).to_contain_text("voice message")
            page.locator("[data-live] button", has_text="Play it").click()
            expect(page.locator(".enclosed audio")).to_be_visible()
            assert sideways(page) == 0
            assert problems == []
            page.screenshot(path=str(tmp_path / f"photo-{width}.png"))
            discord.do(ben.deletes(sent))
            page.reload()
            lost = page.locator(".enclosed").first
            lost.scroll_into_view_if_needed()
            expect(lost).to_contain_text("did not make it here")
            expect(picture).to_be_hidden()
        finally:
            house.stop()
