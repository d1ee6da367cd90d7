"""What a homeserver, or whoever stands before it, says no with; and how soon it is asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.events import News
from bot.adapters.matrix.line import Api, Away, CallRefused, Line
from bot.adapters.matrix.outbound import failed
from bot.chance import WallClock
from bot.model.event import Event
from bot.model.ids import Address, Platform
from bot.model.message import Scope
from bot.ports.adapter import Delivered, Failure, Receipt, Stopping
from tests.matrix.conftest import Notes

SERVER, US = "https://matrix.harbour.test", "@notdate:harbour.test"


class Answer:
    """An answer as the library hands it over."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.status = status
        self.body = body
        self.headers = headers

    async def read(self) -> bytes:
        return self.body


def line_that_hears(status: int, body: bytes, **headers: str) -> Line:
    line = Line(SERVER, US, "", "token", "NOTDATE")
    given = Answer(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    async def send(*_asked: object, **_more: object) -> Answer:
        return given

    line._client.send = send
    return line


async def test_a_proxys_own_limit_is_obeyed() -> None:
    """A 429 that is no JSON is a pause of so many seconds, for everything; any other page that is none is no answer."""
    for headers, after in (({"Retry_After": "90"}, 90.0), ({}, 1.0)):
        with pytest.raises(CallRefused) as refused:
            await line_that_hears(429, b"<html>slower</html>", **headers).call(Api.whoami(""))
        sending = failed(refused.value)
        assert (sending.failure, sending.after, sending.scope) == (Failure.RETRY_AFTER, after, Scope.EVERYTHING)
    with pytest.raises(Away):
        await line_that_hears(404, b"<html>nothing here</html>", Retry_After="90").call(Api.whoami(""))


async def test_a_login_that_is_lost_again_is_not_renewed_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is renewed at once; one that never holds is renewed more and more seldom, until something goes well."""
    adapter = MatrixAdapter(SERVER, US, WallClock(), password="right", memory=Notes())
    slept: list[float] = []

    async def enter(lost: int | None = None) -> str:
        return US

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def do_nothing() -> None:
        return

    monkeypatch.setattr(adapter._line, "enter", enter)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    lost = CallRefused("M_UNKNOWN_TOKEN", 401, 1.0)
    for _ in range(4):
        await adapter._rest(lost)
    await adapter._until_done(do_nothing)
    await adapter._rest(lost)
    assert slept == [0.0, 1.0, 3.0, 7.0, 0.0]


async def test_while_nobody_answers_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hiccup is none, trouble that lasts and a plain no are; the first sync after it, which waits for nothing, is the
    end of it."""
    adapter = MatrixAdapter(SERVER, US, WallClock(), token="token", memory=Notes())
    waited: list[float] = []

    async def sleep(_seconds: float) -> None:
        return

    async def sync(since: str, wait: float, _which: object) -> News:
        waited.append(wait)
        return News(next_batch=since)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(adapter, "_sync", sync)
    for errors in ([Away("gone")] * 4, [CallRefused("M_FORBIDDEN", 403, 1.0)]):
        adapter.started.set()
        for error in errors:
            assert adapter.started.is_set()
            await adapter._rest(error)
        assert not adapter.started.is_set()
        await adapter._hear(Nobody())
        assert adapter.started.is_set()
    assert waited == [0, 0]


class Nobody:
    """An intake for what never comes."""

    async def take(self, delivered: Delivered) -> Receipt:
        raise Stopping

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """Nobody decides here."""
        return False

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        raise Stopping

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        raise Stopping
