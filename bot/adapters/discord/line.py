"""The line to the gateway: connected, resumed where that loses nothing, and never in a hurry to begin anew."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

import discord
import yarl
from discord.gateway import ReconnectWebSocket

from bot.adapters.discord.wire import Broken, CallRefused, Client, Heard, Socket
from bot.ports.backoff import LONGEST, Backoff

STEADY: Final = 120.0
"""Seconds that a connection lasts before the next failure counts as the first; 720 a day of the 1,000 allowed."""
SPARE: Final = 20
"""Fresh starts of a day that are left for whoever starts the bot by hand."""
CONNECTING: Final = 60.0

_TOKEN: Final = (
    "Discord does not know the bot's token: it was reset or mistyped. In the developer portal "
    "(discord.com/developers/applications), under Bot, choose Reset Token, put the new one where this one stood, "
    "and start again."
)
_INTENTS: Final = (
    "Discord refuses the bot's intents (4014). In the developer portal, under Bot, look at Privileged Gateway Intents; "
    "this bot needs none of them, so the application may be disabled or under review. It is tried again."
)


class Line:
    """`heard` gets each event raw, `broken` each payload that was none, `complain` what is in the way."""

    def __init__(self, token: str, api: str, heard: Heard, broken: Broken, complain: Callable[[str], None]) -> None:
        self._token = token
        self._complain = complain
        self._backoff = Backoff()
        self._logged_in = False
        self._resume: dict[str, Any] = {}
        self.client = Client(api, heard, broken)

    async def hold(self) -> None:
        """Events flow until this is cancelled."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                began, error = loop.time(), await self._until_it_ends()
                lasted = loop.time() - began
                if lasted > STEADY:
                    self._backoff.reset()
                if error is not None:
                    await self._rest(error)
                elif not self._resume or lasted < 1.0:
                    await asyncio.sleep(self._backoff.next())
        finally:
            with contextlib.suppress(Exception):
                await self.client.close()

    async def _until_it_ends(self) -> Exception | None:
        """The connection is over; None where Discord only wants another one."""
        try:
            await self._connect()
        except ReconnectWebSocket as wish:
            if not wish.resume:
                self._resume = {}
        except Exception as error:
            return error
        return None

    async def _connect(self) -> None:
        """One connection, from its beginning to its end, which is always an exception."""
        if not self._logged_in:
            try:
                await self.client.login(self._token)
            except BaseException:
                self.client.wire.let_go()
                raise
            self._logged_in = True
        where = dict(self._resume) or {"gateway": await self._ask_for_gateway(), "initial": True}
        socket = await asyncio.wait_for(Socket.from_client(self.client, **where), CONNECTING)
        try:
            while True:
                await socket.poll_event()
        finally:
            self._remember(socket)
            with contextlib.suppress(Exception):
                await socket.close(4000)

    def _remember(self, socket: Socket) -> None:
        """The next connection resumes this one's session, if it has got as far as having one."""
        self._resume = {}
        if isinstance(socket.session_id, str) and isinstance(socket.sequence, int):
            self._resume = {
                "gateway": socket.gateway,
                "session": socket.session_id,
                "sequence": socket.sequence,
                "resume": True,
            }

    async def _ask_for_gateway(self) -> yarl.URL:
        """Where to begin anew, once the day's budget of beginnings allows it."""
        answer = await self.client.wire.call("GET", "/gateway/bot")
        limit = answer["session_start_limit"]
        if int(limit["remaining"]) <= SPARE:
            pause = min(max(int(limit["reset_after"]) / 1000, LONGEST), 86_400.0)
            self._complain(
                f"The bot has connected to Discord too often today: {limit['remaining']} of {limit['total']} starts "
                "are left, and with none Discord resets the token. Do not restart it; look in the log why it starts "
                f"over. It waits {pause / 60:.0f} min."
            )
            await asyncio.sleep(pause)
        return yarl.URL(str(answer["url"]))

    async def _rest(self, error: Exception) -> None:
        """What is wrong is said, and tried again after a while."""
        lasts, pause = self._backoff.lasts, self._backoff.next(_pause_of(error))
        code = error.code if isinstance(error, discord.ConnectionClosed) else 0
        if isinstance(error, discord.LoginFailure) or code == 4004 or _is_refused(error, 401):
            self._resume = {}
            self._complain(_TOKEN)
        elif code == 4014:
            self._resume = {}
            self._complain(_INTENTS)
        elif code:
            self._resume = {}
            self._complain(f"Discord has closed the connection ({code}); it is tried again in {pause:.0f} s.")
        elif lasts and not _is_refused(error, 429):
            # Whatever was to be resumed is gone by now.
            self._resume = {}
            kind = type(error).__name__
            self._complain(f"Discord cannot be reached ({kind}); it is tried again in {pause:.0f} s.")
        await asyncio.sleep(pause)


def _pause_of(error: Exception) -> float:
    """The pause that Discord asks for; 0 where it asks for none."""
    return error.after if isinstance(error, CallRefused) and error.status == 429 else 0.0


def _is_refused(error: Exception, status: int) -> bool:
    return isinstance(error, CallRefused) and error.status == status
