"""Sends: into a channel with a nonce, or into the reply that a slash command has been promised."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

from bot.adapters.discord import address
from bot.adapters.discord.address import Spot
from bot.adapters.discord.files import form_of, nonce_for
from bot.adapters.discord.inbound import MUTED
from bot.adapters.discord.outbound import NO_MENTIONS, UNFIT_MESSAGE, UNFIT_ORIGINAL, bodies_of, nonce_of
from bot.adapters.discord.promises import Promised, Promises
from bot.adapters.discord.wire import CallRefused, Wire, failed
from bot.model.ids import Address, MessageId
from bot.model.message import Part
from bot.ports.adapter import Failure, SendFailed
from bot.ports.backoff import Backoff
from bot.ports.carrying import Load
from bot.ports.recent import Recent

REMEMBERED: Final = 10_000
"""Places of which the channel, or the last message, is remembered."""
_NO_RIGHT: Final = frozenset({50001, 50013})
_REMEDY: Final = (
    "In Discord's channel {channel} the bot may not write ({why}). Give its role View Channel, Send Messages, Send "
    "Messages in Threads and Read Message History there, or say `disallow` to it in that channel."
)
MAY_NOT_WRITE: Final = (
    "I heard you in <#{channel}>, and may not write there. Somebody who runs the server can give my role Send Messages "
    "in that channel; here, in private, I answer in any case."
)
CLOSED: Final = (
    "The thread in which you spoke to me is closed, so I cannot answer there. A moderator can open it again; here, in "
    "private, I answer in any case."
)
GONE: Final = (
    "The place in which you spoke to me is gone, and what I had to say there with it. Elsewhere, and here in private, "
    "I answer."
)
UNHEARD: Final = "I was restarted just then, and that was lost. Please send it once more."
_UNKNOWN: Final = 10003
_ASLEEP_OR_GONE: Final = {50083: CLOSED, _UNKNOWN: GONE}
"""A thread that is archived and locked (any other wakes up when something is said there), and one that was deleted."""
TRIES: Final = 4
"""How often somebody is told so before they are left to find out."""
_ORIGINAL: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


class Sender:
    """Knows, of each place, the channel of a direct message, what to reply to, and what was promised there."""

    def __init__(self, promises: Promises, complain: Callable[[str], None]) -> None:
        self._promises = promises
        self._complain = complain
        self._complained: Recent[int, None] = Recent(REMEMBERED)
        self._told: Recent[tuple[int, int], None] = Recent(REMEMBERED)
        """Who has read that nothing can be written in which channel."""
        self._directs: Recent[int, int] = Recent(REMEMBERED)
        self._reply_to: Recent[Address, int] = Recent(REMEMBERED)
        self.wire: Wire | None = None
        self.application = ""

    def remember_direct(self, person: int, channel: int) -> None:
        """Messages to that person go to that channel."""
        self._directs.keep(person, channel)

    def remember_message(self, where: Address, message: int) -> None:
        """Answers there refer to that message."""
        self._reply_to.keep(where, message)

    def promise(self, id_: int, where: Address, token: str, acknowledged: asyncio.Future[bool]) -> None:
        """The answer for that place fills the reply."""
        self._reply_to.take(where)
        self._promises.make(id_, where, token, acknowledged)

    async def settle(self, id_: int, answer: MessageId | None) -> None:
        """It is known what answers the interaction; where nothing does, Discord does not show that something will."""
        unfilled = self._promises.bind(id_, answer)
        await self._promises.keep()
        if unfilled is not None and await asyncio.shield(unfilled.acknowledged):
            with contextlib.suppress(Exception):
                parameters = {"webhook_id": self.application, "webhook_token": unfilled.token}
                await self.call("DELETE", _ORIGINAL, **parameters)

    async def own_up(self, promised: Promised) -> bool:
        """Whoever was not heard reads so instead of "is thinking"; False where Discord does not show that at all."""
        backoff = Backoff(first=0.5)
        for _try in range(TRIES):
            try:
                await self._write_original(promised, {"content": UNHEARD, "allowed_mentions": NO_MENTIONS})
            except Exception as error:
                failure = failed(error)
                if failure.failure not in (Failure.TRANSIENT, Failure.RETRY_AFTER):
                    return False
                await asyncio.sleep(backoff.next(failure.after))
            else:
                break
        return True

    async def send(self, where: Address, key: MessageId, part: Part, number: int) -> str:
        """The part is shown; the same key and number within a few minutes show it once."""
        spot = _spot(where)
        bodies = bodies_of(part, spot.person if spot.is_guild else 0, spot.is_guild)
        sent = await self._fill(where, bodies[0], key, number)
        for piece, body in enumerate(bodies):
            if piece or not sent:
                sent = await self._post(spot, where, body, nonce_of(key, number, piece))
        return sent

    async def show(self, where: Address, key: MessageId, load: Load, number: int) -> str:
        """It is shown; the same key and number within a few minutes show it once."""
        spot = _spot(where)
        if self.wire is None:
            raise SendFailed(Failure.TRANSIENT, "not connected yet")
        channel, form = spot.channel, form_of(load, nonce_for(key, number))
        try:
            channel = channel or await self._direct(spot.person)
            path = "/channels/{channel_id}/messages"
            return _id_of(await self.wire.upload(path, form, channel_id=channel))
        except SendFailed:
            raise
        except Exception as error:
            await self._learn(error, spot, channel)
            raise failed(error) from error

    async def edit(self, where: Address, sent: str, part: Part) -> None:
        """The message says this now. The first reply to an interaction is a message like any other here: its own token
        would be void after 15 minutes."""
        spot = _spot(where)
        body, *more = bodies_of(part, spot.person if spot.is_guild else 0, spot.is_guild)
        if more or not (sent.isascii() and sent.isdigit()):
            raise SendFailed(Failure.MESSAGE, "too long for one message" if more else "no message of Discord's")
        path = "/channels/{channel_id}/messages/{message_id}"
        channel = spot.channel
        try:
            channel = channel or await self._direct(spot.person)
            # Left out, the old buttons would stay.
            await self.call("PATCH", path, {"components": []} | body, channel_id=channel, message_id=sent)
        except SendFailed:
            raise
        except Exception as error:
            if isinstance(error, CallRefused) and error.code in UNFIT_MESSAGE:
                raise SendFailed(Failure.MESSAGE, f"{error.status} {error.code} {error.text}"[:200]) from error
            await self._learn(error, spot, channel)
            raise failed(error) from error

    async def explain(self, channel: int, message: int) -> None:
        """Whoever wrote that message reads why it was not heard, if we may write there."""
        body = {"content": MUTED, "allowed_mentions": NO_MENTIONS, "nonce": f"m{message}", "enforce_nonce": True}
        body["message_reference"] = {"message_id": str(message), "fail_if_not_exists": False}
        with contextlib.suppress(Exception):
            await self.call("POST", "/channels/{channel_id}/messages", body, channel_id=channel)

    async def _fill(self, where: Address, body: dict[str, Any], key: MessageId, number: int) -> str:
        """The promised reply's id, now that it says this; empty where none is promised or it is too late.

        An edit done twice is done once, so a part whose answer was lost is written into the same reply again.
        """
        promised = self._promises.find(where, (key, number))
        if promised is None:
            return ""
        promised.by = (key, number)
        if not await asyncio.shield(promised.acknowledged):
            self._promises.drop(promised)
            return ""
        try:
            sent = await self._write_original(promised, body)
        except Exception as error:
            if isinstance(error, CallRefused) and error.code in UNFIT_ORIGINAL:
                self._promises.drop(promised)
                return ""
            raise failed(error) from error
        self._promises.fill(promised)
        await self._promises.keep()
        return _id_of(sent)

    async def _write_original(self, promised: Promised, body: dict[str, Any]) -> Any:
        parameters = {"webhook_id": self.application, "webhook_token": promised.token}
        return await self.call("PATCH", _ORIGINAL, body, **parameters)

    async def _post(self, spot: Spot, where: Address, body: dict[str, Any], nonce: str) -> str:
        channel = spot.channel
        try:
            channel = channel or await self._direct(spot.person)
            whole = body | {"nonce": nonce, "enforce_nonce": True}
            if spot.is_guild and (reply_to := self._reply_to.get(where)):
                whole["message_reference"] = {"message_id": str(reply_to), "fail_if_not_exists": False}
            return _id_of(await self.call("POST", "/channels/{channel_id}/messages", whole, channel_id=channel))
        except SendFailed:
            raise
        except Exception as error:
            await self._learn(error, spot, channel)
            raise failed(error) from error

    async def _direct(self, person: int) -> int:
        """The channel of direct messages with that person."""
        channel = self._directs.get(person)
        if channel is None:
            opened = await self.call("POST", "/users/@me/channels", {"recipient_id": str(person)})
            channel = int(_id_of(opened))
            self.remember_direct(person, channel)
        return channel

    async def call(self, method: str, path: str, body: object = None, **parameters: Any) -> Any:
        """The answer to one call, once there is a connection to make it by."""
        if self.wire is None:
            raise SendFailed(Failure.TRANSIENT, "not connected yet")
        return await self.wire.call(method, path, body, **parameters)

    async def _learn(self, error: Exception, spot: Spot, channel: int) -> None:
        if not isinstance(error, CallRefused):
            return
        if error.code == _UNKNOWN:
            self._directs.take(spot.person)
        if not spot.is_guild:
            return
        if error.code in _NO_RIGHT:
            if channel not in self._complained:
                self._complained.keep(channel, None)
                self._complain(_REMEDY.format(channel=channel, why=error.text))
            await self._say_why_not(spot.person, channel, MAY_NOT_WRITE.format(channel=channel))
        elif error.code in _ASLEEP_OR_GONE:
            await self._say_why_not(spot.person, channel, _ASLEEP_OR_GONE[error.code])

    async def _say_why_not(self, person: int, channel: int, why: str) -> None:
        """Whoever spoke to the bot where it may not write reads that in private, once for each channel."""
        if not person or (person, channel) in self._told:
            return
        self._told.keep((person, channel), None)
        body: dict[str, Any] = {"content": why, "allowed_mentions": NO_MENTIONS}
        body |= {"nonce": f"w{channel}", "enforce_nonce": True}
        # Where direct messages are closed as well there is nowhere left to say it.
        with contextlib.suppress(Exception):
            direct = await self._direct(person)
            await self.call("POST", "/channels/{channel_id}/messages", body, channel_id=direct)


def _spot(where: Address) -> Spot:
    try:
        return address.read(where)
    except ValueError as error:
        raise SendFailed(Failure.DESTINATION, f"no address of Discord's: {error}") from error


def _id_of(answer: object) -> str:
    """The id of what Discord made. Raises `SendFailed` for an answer without one."""
    id_ = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(id_, str) or not id_.isdigit():
        raise SendFailed(Failure.TRANSIENT, "an answer without an id")
    return id_
