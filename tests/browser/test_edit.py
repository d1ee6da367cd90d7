"""A message that is changed while somebody has the page open, in a real browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.adapters.web.adapter import WebAdapter
from bot.model.ids import Address
from tests.browser.manners import say, shown
from tests.web.conftest import KEY
from tests.web.fakes import PAIR, SKIP, Bot, Hand
from tests.web.fakes import say as part


class Desk:
    """The web chat on a loop of its own, over a runtime in memory."""

    def __init__(self) -> None:
        self.bot = Bot(Hand())
        self.adapter = WebAdapter(self.bot, KEY, port=0, clock=self.bot.clock)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def open(self) -> None:
        self._thread.start()
        self._running = asyncio.run_coroutine_threadsafe(self.adapter.run(self.bot), self._loop)
        self.do(asyncio.wait_for(self.adapter.started.wait(), 10))

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def close(self) -> None:
        self._running.cancel()
        self.do(asyncio.sleep(0.1))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def place(self) -> Address:
        return self.bot.taken[0].address

    def tell(self, text: str) -> str:
        """The bot has said this, with two answers and a way around; returns what it is edited by."""

        async def tell() -> str:
            message = part(text, buttons=PAIR)
            return await self.adapter.send(self.place, self.bot.says(self.place, message), message, 0)

        told: str = self.do(tell())
        return told


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    one.open()
    yield one
    one.close()


def test_a_tally_changes_under_the_eyes(context: BrowserContext, desk: Desk) -> None:
    """In its place, with what has the focus keeping it; and the conversation goes on behind it."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(desk.adapter.url)
    sent = desk.tell("So far: nobody.")
    tally = page.locator(".bot").last
    expect(tally).to_contain_text("So far: nobody.")
    before = shown(page)
    page.keyboard.press("Shift+Tab")
    tally.locator("button", has_text="Skip").focus()
    desk.do(desk.adapter.edit(desk.place, sent, part("So far: *four*.", buttons=(PAIR[0], SKIP))))
    expect(tally).to_contain_text("So far: four.")
    expect(tally.locator("em")).to_have_text("four")
    expect(tally.locator("button")).to_have_text(["Infinity", "Skip"])
    expect(tally.locator("button", has_text="Skip")).to_be_focused()
    assert shown(page) == before
    say(page, "zero")
    desk.do(desk.adapter.edit(desk.place, sent, part("So far: five.", buttons=(PAIR[0], SKIP))))
    older = page.locator(f"#e{sent.partition('.')[0]}")
    expect(older).to_contain_text("So far: five.")
    # What is not the newest any more offers nothing to press.
    expect(older.locator("button")).to_have_count(0)
    assert len(shown(page)) == len(set(shown(page))) == len(before) + 2
    assert errors == []


def test_a_page_that_was_away_reads_the_change_when_it_comes_back(context: BrowserContext, desk: Desk) -> None:
    """An edit while the stream was down is there once it is up."""
    page = context.new_page()
    page.goto(desk.adapter.url)
    sent = desk.tell("So far: nobody.")
    tally = page.locator(".bot").last
    expect(tally).to_contain_text("So far: nobody.")
    context.set_offline(True)
    page.evaluate("document.getElementById('stream')._htmx.sse.reader.cancel()")
    desk.do(desk.adapter.edit(desk.place, sent, part("So far: four.")))
    page.wait_for_timeout(300)
    expect(tally).to_contain_text("So far: nobody.")
    context.set_offline(False)
    expect(tally).to_contain_text("So far: four.", timeout=15_000)
