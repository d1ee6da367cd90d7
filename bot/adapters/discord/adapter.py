"""The adapter: hears the gateway, acknowledges presses at once, takes in what was said, and sends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from bot.adapters.discord import address, commands, inbound
from bot.adapters.discord.capabilities import API, CAPABILITIES, OPEN_FOR, PLATFORM
from bot.adapters.discord.events import Guild, Interaction, Message, Ready, Unavailable
from bot.adapters.discord.history import History, raw_of
from bot.adapters.discord.inbound import Acknowledgement, Taken
from bot.adapters.discord.line import FIRST_PAUSE, Line
from bot.adapters.discord.memory import Memory, Place
from bot.adapters.discord.ranks import standing_of
from bot.adapters.discord.sender import Promised, Sender
from bot.model.ids import Address, MessageId, Platform
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Delivered, Intake, Outcome, Stopping
from bot.ports.clock import Clock

AT_ONCE: Final = 100
"""Deliveries that are handed in together, so that they are one batch."""
DUE: Final = 3.0
"""Seconds within which an interaction must be answered."""
LATER: Final = 60.0
"""Seconds until a history that could not be read is asked for again."""
_UNREADABLE: Final = (msgspec.ValidationError, ValueError, OverflowError, RecursionError, TypeError)


class Aside:
    """What could not be read."""

    def __init__(self, raw: bytes, error: str) -> None:
        self.raw = raw
        self.error = error[:200]


class Anew:
    """A session has begun; what was said before it has to be read back."""


Waiting = Taken | Delivered | Aside | Anew


class DiscordAdapter:
    """Speaks for one Discord bot.

    `api` is the base address of Discord's REST; the gateway's is asked there. `memory` keeps the last seen message of
    each place. `complain` is told, in sentences for whoever runs the bot, what is in the way.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        api: str = API,
        *,
        memory: Memory,
        complain: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self._token = token
        self._clock = clock
        self._api = api
        self._complain = complain
        self._history = History(memory)
        self._sender = Sender(complain)
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._lanes: set[asyncio.Task[Any]] = set()
        self._me = 0
        self._guilds: set[str] = set()
        self.started = asyncio.Event()

    @property
    def platform(self) -> Platform:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def scopes(self, address_: Address) -> tuple[tuple[Scope, str], ...]:
        """What a message to that address counts against."""
        return address.scopes(address_)

    async def send(self, address_: Address, key: MessageId, part: Part, number: int) -> str:
        """Discord shows a part that is sent again within a few minutes once, by its nonce."""
        return await self._sender.send(address_, key, part, number)

    async def run(self, intake: Intake) -> None:
        """Events flow in until this is cancelled."""
        self._queue = asyncio.Queue()
        line = Line(self._token, self._api, self.hear, self._put_aside, self._complain)
        self._sender.wire = line.client.wire
        ends = [asyncio.create_task(line.hold()), asyncio.create_task(self._take_in(intake))]
        try:
            done, _others = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for end in done:
                end.result()
        finally:
            self.started.clear()
            self._sender.wire = None
            for task in (*ends, *self._lanes):
                task.cancel()
            await asyncio.gather(*ends, *self._lanes, return_exceptions=True)

    # What the gateway says. Nothing here waits, and nothing raises.

    def hear(self, event: str, data: object) -> None:
        """The event is on its way in, put aside, or nobody's; a press is being acknowledged."""
        try:
            match event:
                case "MESSAGE_CREATE":
                    self._hear_message(msgspec.convert(data, Message))
                case "INTERACTION_CREATE":
                    self._hear_interaction(msgspec.convert(data, Interaction))
                case "GUILD_CREATE":
                    self._hear_guild(msgspec.convert(data, Guild))
                case "GUILD_DELETE":
                    self._hear_farewell(msgspec.convert(data, Unavailable))
                case "READY":
                    self._hear_ready(msgspec.convert(data, Ready))
        except _UNREADABLE as error:
            self._put_aside(raw_of({"t": event, "d": data}), str(error))

    def _put_aside(self, raw: bytes, error: str) -> None:
        self._queue.put_nowait(Aside(raw, error))

    def _hear_message(self, message: Message) -> None:
        if taken := inbound.read_message(message, self._me):
            self._queue.put_nowait(taken)

    def _hear_interaction(self, interaction: Interaction) -> None:
        acted = inbound.read_interaction(interaction)
        if acted is None:
            return
        acknowledged = self._in_a_lane(self._acknowledge(acted.acknowledgement))
        if acted.taken is None:
            return
        if acted.acknowledgement.deferred:
            until = asyncio.get_running_loop().time() + OPEN_FOR
            promised = Promised(acted.acknowledgement.token, acknowledged, until)
            self._sender.promise(acted.taken.delivered.address, promised)
        self._queue.put_nowait(acted.taken)

    def _hear_guild(self, guild: Guild) -> None:
        if guild.id in self._guilds:
            return
        if invitation := inbound.read_invitation(guild):
            self._guilds.add(guild.id)
            self._queue.put_nowait(invitation)

    def _hear_farewell(self, guild: Unavailable) -> None:
        if not guild.unavailable:
            self._guilds.discard(guild.id)

    def _hear_ready(self, ready: Ready) -> None:
        self._me = int(ready.user.id)
        self._sender.application = ready.application.id
        self._guilds |= {guild.id for guild in ready.guilds}
        self._queue.put_nowait(Anew())
        self._in_a_lane(self._register(ready.application.id))
        self.started.set()

    def _in_a_lane(self, work: Any) -> asyncio.Task[bool]:
        """The work goes on beside everything else."""
        task: asyncio.Task[bool] = asyncio.create_task(work)
        self._lanes.add(task)
        task.add_done_callback(self._lanes.discard)
        return task

    async def _acknowledge(self, acknowledgement: Acknowledgement) -> bool:
        """Discord shows no "This interaction failed"; False where it does, and where no reply can be filled in."""
        path = "/interactions/{id}/{webhook_token}/callback"
        try:
            async with asyncio.timeout(DUE):
                token = acknowledgement.token
                await self._wire_call("POST", path, acknowledgement.body, id=acknowledgement.id, webhook_token=token)
        except Exception:
            return False
        return True

    async def _withdraw(self, where: Address, token: str) -> bool:
        """Discord does not show that something is coming where nothing is."""
        with contextlib.suppress(Exception):
            await self._sender.withdraw(where, token)
            return True
        return False

    async def _register(self, application: str) -> bool:
        """Discord's menu has our commands; it is written only where it differs."""
        path = "/applications/{application}/commands"
        with contextlib.suppress(Exception):
            if commands.differ(await self._wire_call("GET", path, application=application)):
                await self._wire_call("PUT", path, list(commands.COMMANDS), application=application)
            return True
        return False

    async def _wire_call(self, method: str, path: str, body: object = None, **parameters: Any) -> Any:
        wire = self._sender.wire
        if wire is None:
            raise Stopping("not connected")
        return await wire.call(method, path, body, **parameters)

    # From here on it is committed, in order.

    async def _take_in(self, intake: Intake) -> None:
        """What was heard is committed, until nothing can be."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < AT_ONCE and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._take_batch(intake, batch)

    async def _take_batch(self, intake: Intake, batch: Sequence[Waiting]) -> None:
        """All of it is committed or put aside; what was said before a session began goes before it."""
        together: list[Waiting] = []
        for waiting in batch:
            if isinstance(waiting, Anew):
                await self._take_together(intake, together)
                together = []
                await self._catch_up(intake)
            else:
                together.append(waiting)
        await self._take_together(intake, together)

    async def _take_together(self, intake: Intake, batch: Sequence[Waiting]) -> None:
        """Each is taken; tried again until it is, since Discord does not say anything twice."""
        newest = {one.place: one.seen for one in batch if isinstance(one, Taken) and one.seen}
        while batch:
            results = await asyncio.gather(*(self._take(intake, one) for one in batch), return_exceptions=True)
            errors = [result for result in results if isinstance(result, BaseException)]
            for error in errors:
                if not isinstance(error, Exception):
                    raise error
            batch = [one for one, result in zip(batch, results, strict=True) if isinstance(result, BaseException)]
            if batch:
                kind = type(errors[0]).__name__
                self._complain(f"What people said on Discord could not be kept ({kind}); it is tried again.")
                await asyncio.sleep(FIRST_PAUSE)
        # Only now: a message is never behind what was seen last unless it is kept.
        for place, seen in newest.items():
            with contextlib.suppress(Exception):
                await self._history.note(place, seen)

    async def _take(self, intake: Intake, waiting: Waiting) -> None:
        if isinstance(waiting, Aside):
            await intake.quarantine(PLATFORM, waiting.raw, waiting.error)
        elif isinstance(waiting, Delivered):
            await intake.take(waiting)
        elif isinstance(waiting, Taken):
            await self._take_said(intake, waiting)

    async def _take_said(self, intake: Intake, taken: Taken) -> None:
        """It is committed, by the rank of whoever speaks where that matters."""
        delivered = taken.delivered
        if not taken.place.guild:
            self._sender.remember_direct(int(delivered.account), taken.place.channel)
        if taken.reply_to:
            self._sender.remember_message(delivered.address, taken.reply_to)
        if inbound.asks_for_standing(taken):
            standing = await standing_of(taken, self._sender.wire, self._clock.now())
            delivered = msgspec.structs.replace(delivered, standing=standing)
        receipt = await intake.take(delivered)
        if taken.token and receipt.outcome is Outcome.TAKEN and not receipt.messages:
            self._in_a_lane(self._withdraw(delivered.address, taken.token))

    async def _catch_up(self, intake: Intake) -> None:
        """What was said in watched places while nobody listened is committed, unless it was before."""

        async def hand(page: Sequence[Any], place: Place) -> None:
            await self._take_together(intake, list(self._read_page(page, place)))

        wire = self._sender.wire
        if wire is not None and not await self._history.catch_up(wire, hand):
            asyncio.get_running_loop().call_later(LATER, self._queue.put_nowait, Anew())

    def _read_page(self, page: Sequence[Any], place: Place) -> list[Waiting]:
        """What of a page of a channel's history is for us, or cannot be read."""
        found: list[Waiting] = []
        for data in page:
            try:
                if taken := inbound.read_message(msgspec.convert(data, Message), self._me, place.guild):
                    found.append(taken)
            except _UNREADABLE as error:
                found.append(Aside(raw_of(data), str(error)))
        return found
