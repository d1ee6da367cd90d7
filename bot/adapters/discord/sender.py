"""Sends: into a channel with a nonce, or into the reply that a slash command has been promised."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar

from bot.adapters.discord import address
from bot.adapters.discord.address import Spot
from bot.adapters.discord.outbound import UNFIT_ORIGINAL, bodies_of, nonce_of
from bot.adapters.discord.wire import Refused, Wire, failed
from bot.model.ids import Address, MessageId
from bot.model.message import Part
from bot.ports.adapter import Failure, SendFailed

K = TypeVar("K")
V = TypeVar("V")
REMEMBERED: Final = 10_000
"""Places of which the channel, or the last message, is remembered."""
_NO_RIGHT: Final = frozenset({50001, 50013})
_REMEDY: Final = (
    "In Discord's channel {channel} the bot may not write ({why}). Give its role View Channel, Send Messages, Send "
    "Messages in Threads and Read Message History there, or say `disallow` to it in that channel."
)
_ORIGINAL: Final = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


class Promised:
    """A deferred reply to a slash command; the first part that is sent there fills it."""

    def __init__(self, token: str, acknowledged: asyncio.Future[bool], until: float) -> None:
        self.token = token
        self.acknowledged = acknowledged
        self.until = until
        self.filled_by: tuple[MessageId, int] | None = None


class Sender:
    """Knows, of each place, the channel of a direct message, what to reply to, and what was promised there."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._complained: set[int] = set()
        self._directs: OrderedDict[int, int] = OrderedDict()
        self._reply_to: OrderedDict[Address, int] = OrderedDict()
        self._promised: OrderedDict[Address, Promised] = OrderedDict()
        self.wire: Wire | None = None
        self.application = ""

    def remember_direct(self, person: int, channel: int) -> None:
        """Messages to that person go to that channel."""
        _keep(self._directs, person, channel)

    def remember_message(self, where: Address, message: int) -> None:
        """Answers there refer to that message."""
        _keep(self._reply_to, where, message)

    def promise(self, where: Address, promised: Promised) -> None:
        """The next part for that place fills the reply."""
        self._reply_to.pop(where, None)
        _keep(self._promised, where, promised)

    async def withdraw(self, where: Address, token: str) -> None:
        """Nothing is going to be said, so Discord does not show that something will."""
        promised = self._promised.get(where)
        if promised is None or promised.token != token or promised.filled_by is not None:
            return
        del self._promised[where]
        if self.wire is not None and await asyncio.shield(promised.acknowledged):
            await self.wire.call("DELETE", _ORIGINAL, webhook_id=self.application, webhook_token=token)

    async def send(self, where: Address, key: MessageId, part: Part, number: int) -> str:
        """The part is shown; the same key and number within a few minutes show it once."""
        try:
            spot = address.read(where)
        except ValueError as error:
            raise SendFailed(Failure.DESTINATION, f"no address of Discord's: {error}") from error
        if self.wire is None:
            raise SendFailed(Failure.TRANSIENT, "not connected yet")
        bodies = bodies_of(part, spot.person if spot.is_guild else 0)
        sent = await self._fill(self.wire, where, bodies[0], key, number)
        for piece, body in enumerate(bodies):
            if piece or not sent:
                sent = await self._post(self.wire, spot, where, body, nonce_of(key, number, piece))
        return sent

    async def _fill(self, wire: Wire, where: Address, body: dict[str, Any], key: MessageId, number: int) -> str:
        """The promised reply's id, now that it says this; empty where none is promised or it is too late.

        An edit done twice is done once, so a part whose answer was lost is written into the same reply again.
        """
        promised = self._promised.get(where)
        if promised is None or promised.filled_by not in (None, (key, number)):
            return ""
        late = asyncio.get_running_loop().time() > promised.until
        if late or not await asyncio.shield(promised.acknowledged):
            del self._promised[where]
            return ""
        promised.filled_by = (key, number)
        try:
            sent = await wire.call("PATCH", _ORIGINAL, body, webhook_id=self.application, webhook_token=promised.token)
        except Exception as error:
            if isinstance(error, Refused) and error.code in UNFIT_ORIGINAL:
                self._forget(where, promised)
                return ""
            raise failed(error) from error
        self._forget(where, promised)
        return _id_of(sent)

    def _forget(self, where: Address, promised: Promised) -> None:
        if self._promised.get(where) is promised:
            del self._promised[where]

    async def _post(self, wire: Wire, spot: Spot, where: Address, body: dict[str, Any], nonce: str) -> str:
        channel = spot.channel
        try:
            channel = channel or await self._direct(wire, spot.person)
            whole = body | {"nonce": nonce, "enforce_nonce": True}
            if spot.is_guild and (reply_to := self._reply_to.get(where)):
                whole["message_reference"] = {"message_id": str(reply_to), "fail_if_not_exists": False}
            return _id_of(await wire.call("POST", "/channels/{channel_id}/messages", whole, channel_id=channel))
        except SendFailed:
            raise
        except Exception as error:
            self._learn(error, spot, channel)
            raise failed(error) from error

    async def _direct(self, wire: Wire, person: int) -> int:
        """The channel of direct messages with that person."""
        if person not in self._directs:
            opened = await wire.call("POST", "/users/@me/channels", {"recipient_id": str(person)})
            self.remember_direct(person, int(_id_of(opened)))
        return self._directs[person]

    def _learn(self, error: Exception, spot: Spot, channel: int) -> None:
        if not isinstance(error, Refused):
            return
        if error.code == 10003:
            self._directs.pop(spot.person, None)
        if error.code in _NO_RIGHT and spot.is_guild and channel not in self._complained:
            self._complained.add(channel)
            self._complain(_REMEDY.format(channel=channel, why=error.text))


def _id_of(answer: object) -> str:
    """The id of what Discord made. Raises `SendFailed` for an answer without one."""
    id_ = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(id_, str) or not id_.isdigit():
        raise SendFailed(Failure.TRANSIENT, "an answer without an id")
    return id_


def _keep(known: OrderedDict[K, V], key: K, value: V) -> None:
    """The newest are kept."""
    known[key] = value
    known.move_to_end(key)
    while len(known) > REMEMBERED:
        known.popitem(last=False)
