"""A served chat and a real browser. The tests know the server only by its address and that it can go and come back."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, sync_playwright

from bot.adapters.web import WebAdapter
from bot.adapters.web.adapter import WallClock
from tests.web.fakes import Bot

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this room is marked `browser`, and skipped, visibly, where there is no chromium."""
    missing = pytest.mark.skip(reason=f"no chromium at {CHROMIUM}: apt-get install chromium")
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if shutil.which(CHROMIUM) is None:
                item.add_marker(missing)


class Server(Protocol):
    """A chat at `url`. What was said survives `stop` and `start`."""

    @property
    def url(self) -> str: ...

    def start(self) -> None:
        """The page can be opened."""
        ...

    def stop(self) -> None:
        """Nobody listens at `url` any more."""
        ...


class Fake:
    """The web adapter over a runtime in memory, on a thread of its own; the memory outlives a stop."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.bot = Bot(WallClock())
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _start(self) -> None:
        adapter = WebAdapter(self.bot, b"b" * 32, port=self._port, title="The Harbour Book Club")
        self._task = asyncio.create_task(adapter.run(self.bot))
        await asyncio.wait_for(adapter.started.wait(), 5)

    async def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None


@pytest.fixture
def server() -> Iterator[Server]:
    fake = Fake()
    fake.start()
    yield fake
    fake.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(8_000)
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about: errors, refused scripts and styles, dialogs, requests to elsewhere."""
    return []


@pytest.fixture
def page(context: BrowserContext, server: Server, complaints: list[str]) -> Page:
    """The chat, just opened by somebody new."""
    page = context.new_page()

    def hear(message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            complaints.append(message.text)

    def dismiss(dialog: Dialog) -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def watch(request: Request) -> None:
        if not request.url.startswith((server.url, "data:")):
            complaints.append(request.url)

    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("console", hear)
    page.on("dialog", dismiss)
    page.on("request", watch)
    page.goto(server.url)
    return page
