"""The adapter: hears the gateway, acknowledges presses at once, takes in what was said, and sends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

import msgspec

from bot.adapters.discord import address, commands, files, inbound
from bot.adapters.discord.capabilities import API, CAPABILITIES, PLATFORM
from bot.adapters.discord.events import Guild, Interaction, Message, Reaction, Ready, Unavailable, source_of
from bot.adapters.discord.history import Hand, History, raw_of
from bot.adapters.discord.inbound import Acknowledgement, Muted, Taken
from bot.adapters.discord.line import Line
from bot.adapters.discord.memory import Memory, Notes, Place
from bot.adapters.discord.promises import Promises
from bot.adapters.discord.ranks import rank_at_home, standing_of
from bot.adapters.discord.sender import REMEMBERED, Sender
from bot.model.ids import Address, MessageId, Platform
from bot.model.member import Rank
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import NO_MENUS, Delivered, Intake, Menus, Outcome
from bot.ports.carrying import Elsewhere, FetchFailed, Load, Lost
from bot.ports.clock import Clock
from bot.ports.recent import Recent

T = TypeVar("T")
AT_ONCE: Final = 100
"""Deliveries that are handed in together, so that they are one batch."""
DAY: Final = 86_400_000
DUE: Final = 3.0
"""Seconds within which an interaction must be answered."""
SOON: Final = 1.0
"""Seconds after which what could not be kept is tried again."""
LATER: Final = 60.0
"""Seconds until a history that could not be read is asked for again."""
_UNREADABLE: Final = (msgspec.ValidationError, ValueError, OverflowError, RecursionError, TypeError)


class Aside:
    """What could not be read, and whose it is, as far as that is known."""

    def __init__(self, raw: bytes, error: str, source: str = PLATFORM) -> None:
        self.raw = raw
        self.error = error[:200]
        self.source = source


class Anew:
    """A session has begun; what was said before it has to be read back."""


Waiting = Taken | Delivered | Aside | Anew


class DiscordAdapter:
    """Speaks for one Discord bot.

    `api` is the base address of Discord's REST; the gateway's is asked there. `memory` keeps the last seen message of
    each place, `notes` which replies were promised; `menus` has what the commands are called in other languages.
    `complain` is told, in sentences for whoever runs the bot, what is in the way.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        api: str = API,
        *,
        memory: Memory,
        notes: Notes,
        complain: Callable[[str], None] = lambda sentence: None,
        menus: Menus = NO_MENUS,
    ) -> None:
        self._token = token
        self._menus = menus
        self._commands = commands.in_languages(menus)
        self._clock = clock
        self._api = api
        self._complain = complain
        self._history = History(memory)
        self._promises = Promises(notes, clock)
        self._sender = Sender(self._promises, complain)
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._lanes: set[asyncio.Task[Any]] = set()
        self._reading: asyncio.Task[None] | None = None
        self._me = 0
        self._guilds: set[str] = set()
        self._roles: dict[str, int] = {}
        self._explained: Recent[int, int] = Recent(REMEMBERED)
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

    async def fetch(self, handle: str, limit: int) -> bytes:
        """What is attached to that message, asked for anew."""
        if self._sender.wire is None:
            raise FetchFailed(Lost.FAILED, "not connected yet", passing=True)
        return await files.fetch(self._sender.wire, self._api, handle, limit)

    async def carry(self, address_: Address, key: MessageId, load: Load, number: int) -> str:
        """It is uploaded, and shown."""
        return await self._sender.show(address_, key, load, number)

    async def carry_again(self, address_: Address, key: MessageId, kind: str, handle: str, number: int) -> str:
        """Discord takes nothing out of a photo, so it goes the long way."""
        raise Elsewhere

    async def edit(self, address_: Address, sent: str, part: Part) -> None:
        """The message says this and has these buttons now, also where it began as the reply to a command."""
        await self._sender.edit(address_, sent, part)

    async def rank(self, home: Address, account: Address) -> Rank | None:
        """What that person may do in that guild, by the roles that Discord says it has now."""
        return await rank_at_home(self._sender.wire, int(home), int(account), self._clock.now())

    async def run(self, intake: Intake) -> None:
        """Events flow in until this is cancelled."""
        self._queue = asyncio.Queue()
        await self._promises.restore()
        line = Line(self._token, self._api, self.hear, self._put_aside, self._complain)
        self._sender.wire = line.client.wire
        ends = [asyncio.create_task(work) for work in (line.hold(), self._take_in(intake), self._promises.tend())]
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
                case "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE":
                    self._hear_reaction(msgspec.convert(data, Reaction), event.endswith("REMOVE"))
                case "GUILD_CREATE":
                    self._hear_guild(msgspec.convert(data, Guild))
                case "GUILD_DELETE":
                    self._hear_farewell(msgspec.convert(data, Unavailable))
                case "READY":
                    self._hear_ready(msgspec.convert(data, Ready))
        except _UNREADABLE as error:
            self._queue.put_nowait(Aside(raw_of({"t": event, "d": data}), str(error), source_of(data)))

    def _put_aside(self, raw: bytes, error: str) -> None:
        self._queue.put_nowait(Aside(raw, error))

    def _hear_message(self, message: Message) -> None:
        read = inbound.read_message(message, self._me, role=self._roles.get(message.guild_id or "", 0))
        if isinstance(read, Taken):
            self._queue.put_nowait(read)
        elif isinstance(read, Muted):
            self._explain(read)

    def _explain(self, muted: Muted) -> None:
        """Once a day in each place, whoever could not be heard reads how they are."""
        now = self._clock.now()
        explained = self._explained.get(muted.place.channel)
        if explained is None or now - explained >= DAY:
            self._explained.keep(muted.place.channel, now)
            self._in_a_lane(self._sender.explain(muted.place.channel, muted.message))

    def _hear_interaction(self, interaction: Interaction) -> None:
        acted = inbound.read_interaction(interaction, self._menus)
        if acted is None:
            return
        first = acted.acknowledgement
        if first.id in self._promises:
            return  # Heard twice, it is promised already.
        acknowledged = self._in_a_lane(self._acknowledge(first))
        if acted.taken is None:
            return
        if first.deferred:
            self._sender.promise(first.id, acted.taken.delivered.address, first.token, acknowledged)
            self._in_a_lane(self._promises.keep())
        self._queue.put_nowait(acted.taken)

    def _hear_reaction(self, reaction: Reaction, away: bool) -> None:
        if read := inbound.read_reaction(reaction, self._me, away):
            self._queue.put_nowait(read)

    def _hear_guild(self, guild: Guild) -> None:
        self._roles[guild.id] = inbound.role_of(guild, self._me)
        if guild.id in self._guilds:
            return
        if invitation := inbound.read_invitation(guild):
            self._guilds.add(guild.id)
            self._queue.put_nowait(invitation)

    def _hear_farewell(self, guild: Unavailable) -> None:
        if not guild.unavailable:
            self._guilds.discard(guild.id)
            self._roles.pop(guild.id, None)

    def _hear_ready(self, ready: Ready) -> None:
        self._me = int(ready.user.id)
        self._sender.application = ready.application.id
        self._guilds |= {guild.id for guild in ready.guilds}
        self._queue.put_nowait(Anew())
        self._in_a_lane(self._register(ready.application.id))
        for promised in self._promises.unheard():
            # An answer that is there after all comes behind it.
            promised.acknowledged = self._in_a_lane(self._sender.own_up(promised))
        self.started.set()

    def _in_a_lane(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """The work goes on beside everything else."""
        task = asyncio.create_task(work)
        self._lanes.add(task)
        task.add_done_callback(self._lanes.discard)
        return task

    async def _acknowledge(self, acknowledgement: Acknowledgement) -> bool:
        """Discord shows no "This interaction failed"; False where it does, and where no reply can be filled in."""
        path = "/interactions/{id}/{webhook_token}/callback"
        try:
            async with asyncio.timeout(DUE):
                token = acknowledgement.token
                await self._sender.call("POST", path, acknowledgement.body, id=acknowledgement.id, webhook_token=token)
        except Exception:
            return False
        return True

    async def _register(self, application: str) -> None:
        """Discord's menu has our commands; it is written only where it differs."""
        path = "/applications/{application}/commands"
        with contextlib.suppress(Exception):
            there = await self._sender.call("GET", f"{path}?with_localizations=true", application=application)
            if commands.differ(there, self._commands):
                await self._sender.call("PUT", path, list(self._commands), application=application)

    # From here on it is committed, in order.

    async def _take_in(self, intake: Intake) -> None:
        """What was heard is committed, until nothing can be."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < AT_ONCE and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._take_batch(intake, batch)

    async def _take_batch(self, intake: Intake, batch: Sequence[Waiting]) -> None:
        """All of it is committed or put aside; what was said before a session began goes before it, place by place."""
        together: list[Waiting] = []
        for waiting in batch:
            if isinstance(waiting, Anew):
                await self._take_after(intake, together)
                together = []
                await self._begin_anew(intake)
            else:
                together.append(waiting)
        await self._take_after(intake, together)

    async def _take_after(self, intake: Intake, batch: Sequence[Waiting]) -> None:
        """All of it is committed or put aside, behind what was said in the same places while nobody listened."""
        wire = self._sender.wire
        for place in dict.fromkeys(one.place for one in batch if isinstance(one, Taken)):
            # What cannot be read now is behind, and read later.
            with contextlib.suppress(Exception):
                if wire is not None:
                    await self._history.reach(wire, place, self._into(intake))
        await self._take_together(intake, batch)

    async def _take_together(self, intake: Intake, batch: Sequence[Waiting]) -> None:
        """Each is taken; tried again until it is, since Discord does not say anything twice."""
        newest = {one.place: one.seen for one in batch if isinstance(one, Taken) and one.seen}
        # Before: whoever gets an answer goes on, and must be heard though we are gone before the notes below.
        for one in batch:
            if isinstance(one, Taken) and (one.seen or not one.place.guild):
                with contextlib.suppress(Exception):
                    await self._history.watch(one.place, one.seen or int(one.delivered.id))
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
                await asyncio.sleep(SOON)
        # Only now: a message is never behind what was seen last unless it is kept.
        for place, seen in newest.items():
            with contextlib.suppress(Exception):
                await self._history.note(place, seen)

    async def _take(self, intake: Intake, waiting: Waiting) -> None:
        if isinstance(waiting, Aside):
            await intake.quarantine(waiting.source, waiting.raw, waiting.error)
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
        if taken.place.guild and intake.asks_for_standing(delivered.event):
            standing = await standing_of(taken, self._sender.wire, self._clock.now())
            delivered = msgspec.structs.replace(delivered, standing=standing)
        if not taken.interaction:
            self._promises.supersede(delivered.address)
        receipt = await intake.take(delivered)
        if taken.interaction and receipt.outcome is not Outcome.DUPLICATE:
            self._in_a_lane(self._sender.settle(taken.interaction, receipt.messages[0] if receipt.messages else None))

    async def _begin_anew(self, intake: Intake) -> None:
        """What was said in watched places while nobody listened is being read back, beside what is said now."""
        while True:
            try:
                await self._history.begin()
            except Exception as error:
                self._complain_unread(error)
                await asyncio.sleep(SOON)
            else:
                break
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._in_a_lane(self._catch_up(intake))

    async def _catch_up(self, intake: Intake) -> None:
        """All of it is committed, unless it was before."""
        while (wire := self._sender.wire) is not None:
            try:
                if await self._history.catch_up(wire, self._into(intake)):
                    return
            except Exception as error:
                self._complain_unread(error)
            await asyncio.sleep(LATER)

    def _complain_unread(self, error: Exception) -> None:
        kind = type(error).__name__
        self._complain(f"What people said on Discord meanwhile could not be read back ({kind}); it is tried again.")

    def _into(self, intake: Intake) -> Hand:
        async def hand(page: Sequence[Any], place: Place) -> None:
            await self._take_together(intake, self._read_page(page, place))

        return hand

    def _read_page(self, page: Sequence[Any], place: Place) -> list[Waiting]:
        """What of a page of a channel's history is for us, or cannot be read."""
        found: list[Waiting] = []
        for data in page:
            try:
                role = self._roles.get(str(place.guild), 0)
                read = inbound.read_message(msgspec.convert(data, Message), self._me, place.guild, role)
                if isinstance(read, Taken):
                    found.append(read)
            except _UNREADABLE as error:
                found.append(Aside(raw_of(data), str(error), source_of(data)))
        return found
