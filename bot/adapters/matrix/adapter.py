"""The adapter: syncs, takes in, moves its place after the commit, and sends."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import msgspec

from bot.adapters.matrix import address, files, outbound, polls, timeline
from bot.adapters.matrix.address import Spot
from bot.adapters.matrix.capabilities import (
    AT_ONCE,
    CAPABILITIES,
    FILLED,
    LARGEST_EVENT,
    LARGEST_SEALED,
    LONG_POLL,
    PLATFORM,
)
from bot.adapters.matrix.doors import Doors
from bot.adapters.matrix.events import BROKEN, Event, Joined, Json, News, read
from bot.adapters.matrix.inbound import Me
from bot.adapters.matrix.line import Api, Away, CallRefused, Line
from bot.adapters.matrix.locksmith import Locksmith
from bot.adapters.matrix.memory import Memory
from bot.adapters.matrix.outbound import LastWord
from bot.adapters.matrix.post import Post
from bot.adapters.matrix.reading import Reading
from bot.adapters.matrix.rooms import CHANGING, Replaced, Room, Rooms
from bot.adapters.matrix.safe import Safe
from bot.adapters.matrix.waiting import Unopened, Waiting
from bot.model.ids import Address, MessageId, Platform
from bot.model.member import Rank
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Delivered, Failure, Intake, SendFailed
from bot.ports.backoff import FIRST, Backoff
from bot.ports.carrying import Elsewhere, Load
from bot.ports.clock import Clock

MESSAGE: Final = "m.room.message"
SOON: Final = 1.0
"""Seconds after which events that could not be kept are asked for again."""
TYPING: Final = 3_000
"""Milliseconds for which people see that an answer is coming."""
NEWS: Final[Json] = {
    "room": {"timeline": {"limit": AT_ONCE}, "state": {"types": sorted(CHANGING)}, "ephemeral": {"types": []},
             "account_data": {"types": []}},
    "presence": {"types": []}, "account_data": {"types": []},
}  # fmt: skip
INVITES: Final[Json] = {**NEWS, "room": {**NEWS["room"], "timeline": {"limit": 1}, "state": {"types": []}}}
"""Filters of a sync: what is new, and only what waits for a yes."""


class MatrixAdapter:
    """Speaks for one Matrix account.

    `homeserver` is its base address, `user` the account; `password` or `token` opens it, on the device of that name.
    `allow_invites` lists whose invites are followed: user ids, room ids, `*:server`, with commas. With a `safe` for
    their keys, encrypted rooms are read; `with_polls`, choices are polls. `complain` is told, in sentences for whoever
    runs the bot, what is in the way.
    """

    def __init__(
        self,
        homeserver: str,
        user: str,
        clock: Clock,
        *,
        password: str = "",
        token: str = "",
        device: str = "NOTDATE",
        allow_invites: str = "",
        memory: Memory,
        safe: Safe | None = None,
        with_polls: bool = False,
        complain: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        # A link to a person opens a chat with them, and can carry nothing.
        self._capabilities = msgspec.structs.replace(CAPABILITIES, polls=with_polls, door=f"https://matrix.to/#/{user}")
        self._line = Line(homeserver, user, password, token, device)
        self._clock = clock
        self._memory = memory
        self._complain = complain
        self._rooms = Rooms(self._line)
        self._post = Post(self._line, self._rooms)
        self._locksmith = Locksmith(self._line, memory, safe, complain)
        self._waiting = Waiting(memory, clock)
        self._doors = Doors(self._line, self._rooms, self._post, memory, allow_invites, complain)
        self._reading = Reading(self._line, self._rooms, self._post, self._doors, clock)
        self._since = ""
        self._replaced: set[Address] = set()
        """Homes of which it was told that they are none any more."""
        self._beside: set[asyncio.Task[None]] = set()
        self._backoff = Backoff()
        self.started = asyncio.Event()

    @property
    def platform(self) -> Platform:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def scopes(self, address_: Address) -> tuple[tuple[Scope, str], ...]:
        """What a message to that address counts against."""
        return address.scopes(address_)

    async def rank(self, home: Address, account: Address) -> Rank | None:
        """What that person may do in that room, by its state of this moment; nothing once it was replaced."""
        if not self._reading.me.id:
            return None
        try:
            return await self._rooms.rank(home, account, self._reading.me.id)
        except Replaced as replaced:
            if home not in self._replaced:
                self._replaced.add(home)
                self._complain(
                    f"The room matrix:{home} was replaced by {str(replaced) or 'another'}, so nobody looks after the "
                    "community by it any more. If that is right, write the new one in the setting `homes`."
                )
            return Rank.MEMBER

    async def run(self, intake: Intake) -> None:
        """Events flow in until this is cancelled; the place in the stream moves behind what is committed."""
        try:
            await self._until_done(self._introduce)
            while True:
                await self._until_done(lambda: self._hear(intake))
        finally:
            self.started.clear()
            for task in tuple(self._beside):
                task.cancel()
            self._locksmith.close()
            with contextlib.suppress(Exception):
                await self._line.close()

    async def _until_done(self, what: Callable[[], Awaitable[None]]) -> None:
        """It is done; what was in the way has been told, and waited out."""
        while True:
            try:
                await what()
                self._backoff.reset()
                return
            except (Away, CallRefused) as error:
                await self._rest(error)
            except Exception as error:
                # The place has not moved, so it comes again: to the next run, or when the disk has room.
                kind = type(error).__name__
                self._complain(f"Matrix's events could not be kept ({kind}); they are asked for again.")
                await asyncio.sleep(SOON)

    async def _introduce(self) -> None:
        """We are logged in, know where we were, and have answered the invites that waited."""
        me = await self._locksmith.enter()
        self._post.me, self._post.keyring = me, await self._locksmith.unlock(me)
        await self._waiting.load()
        name = ""
        with contextlib.suppress(CallRefused):
            name = str((await self._line.call(Api.profile_get_displayname(me))).get("displayname", ""))
        self._reading.me = Me(me, name)
        self._since = await self._memory.since()
        news = await self._now()
        if not self._since:
            self._since = news.next_batch
            await self._memory.keep(self._since)
        self.started.set()
        await self._doors.answer_invites(news.rooms.invite, self._reading.me)

    async def _now(self) -> News:
        """What waits for a yes, and the place that the stream is at. Raises `Away` and `CallRefused`."""
        # Nobody waits in a first sync; but the same question gets the same answer for two minutes from Synapse, so it
        # is never the same.
        return await self._sync("", self._clock.now() % 1_000_000 / 1000, INVITES)

    async def _sync(self, since: str, wait: float, which: Json) -> News:
        """What is new. Raises `Away` and `CallRefused`."""
        asked = Api.sync("", since=since or None, timeout=round(wait * 1000), filter=which)
        try:
            return read(await self._line.call(asked, LONG_POLL + 15), News)
        except BROKEN as error:
            raise Away("a sync that is none") from error

    async def _hear(self, intake: Intake) -> None:
        """One sync is taken in, and the place has moved behind it."""
        try:
            # After trouble the first answer, which says that it is over, is not waited for.
            news = await self._sync(self._since, LONG_POLL if self.started.is_set() else 0, NEWS)
            self.started.set()
        except CallRefused as refused:
            if refused.status != 400:
                raise
            self._complain("The homeserver does not know where the bot was any more; it goes on from now.")
            self._since = (await self._now()).next_batch
            await self._memory.keep(self._since)
            return
        for room in news.rooms.leave:
            self._rooms.forget(room)
        if self._post.keyring is not None:
            await self._post.keyring.receive(news)
        delivered, opened = await self._read_waiting(intake)
        for room, raw in news.rooms.join.items():
            delivered += await self._read_room(room, raw, intake)
        # Together, so that they are one batch; in order, since the first step of each hands it to the writer.
        results = await asyncio.gather(*(intake.take(one) for one in delivered), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        await self._doors.answer_invites(news.rooms.invite, self._reading.me)
        await self._settle_waiting(opened, intake)
        if news.next_batch != self._since:
            await self._memory.keep(news.next_batch)
            self._since = news.next_batch
        self._acknowledge(delivered)

    async def _read_room(self, room: str, raw: object, intake: Intake) -> Sequence[Delivered]:
        """What was said to us there, oldest first. Raises `Away`."""
        try:
            joined = read(raw, Joined)
        except BROKEN as error:
            await intake.quarantine(
                PLATFORM, json.dumps(list(raw) if isinstance(raw, dict) else []).encode(), str(error)
            )
            return ()
        if joined.state.events:
            self._rooms.forget(room)
        events, missing = await timeline.whole(self._line, room, joined.timeline, self._since, self._reading.me.id)
        if missing:
            self._complain(
                f"More than {FILLED} events came in a Matrix room while the bot was away; older ones were not read."
            )
        delivered = []
        for one in events:
            own = isinstance(one, dict) and one.get("sender") == self._reading.me.id
            try:
                opened = one if own else await self._reading.open(room, one)
            except Unopened:
                await self._wait_for(room, one)
                continue
            if opened is not one:
                await self._doors.opened(room)
            delivered.append(await self._reading.read(room, opened, intake))
        return [one for one in delivered if one is not None]

    async def _wait_for(self, room: str, raw: dict[str, Any]) -> None:
        """The event waits for its key, which was asked for. Raises `Away`."""
        if self._waiting.add(room, raw["event_id"], raw) and self._post.keyring is not None:
            with contextlib.suppress(CallRefused, *BROKEN):
                await self._post.keyring.ask_for(room, read(raw, Event))

    async def _read_waiting(self, intake: Intake) -> tuple[list[Delivered], list[str]]:
        """What can be opened now of what waited, and the ids of its events. Raises `Away`."""
        delivered, opened = [], []
        for room, raw, _since in self._waiting.all() if self._post.keyring is not None else ():
            try:
                event = await self._reading.open(room, raw)
            except Unopened:
                continue
            opened.append(str(raw["event_id"]))
            delivered.append(await self._reading.read(room, event, intake))
        return [one for one in delivered if one is not None], opened

    async def _settle_waiting(self, opened: Sequence[str], intake: Intake) -> None:
        """What was opened waits no more, what has waited too long is given up, and the rest is on disk."""
        for event in opened:
            self._waiting.remove(event)
        for room, raw, _since in self._waiting.given_up():
            await self._reading.give_up(room, raw, intake)
            self._waiting.remove(str(raw["event_id"]))
        await self._waiting.keep()

    def _acknowledge(self, delivered: Sequence[Delivered]) -> None:
        """People see that what they said was read, and that an answer is coming; nobody waits for it."""
        last = {address.read(one.address).room: str(one.id) for one in delivered}
        for room, event in last.items():
            self._aside(Api.update_receipt_marker("", room, event))
            self._aside(Api.room_typing("", room, self._reading.me.id, True, TYPING))

    def _aside(self, asked: tuple[str, ...]) -> None:
        async def call() -> None:
            with contextlib.suppress(Away, CallRefused):
                await self._line.call(asked)

        task = asyncio.create_task(call())
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _rest(self, error: Away | CallRefused) -> None:
        """What is wrong is said, and tried again after a while."""
        lasts = self._backoff.lasts
        if isinstance(error, Away):
            pause = self._backoff.next()
            if lasts:
                self.started.clear()
                self._complain(
                    f"The Matrix homeserver cannot be reached ({error}); it is tried again in {pause:.0f} s."
                )
        elif error.status == 429:
            pause = self._backoff.next(error.after)
        elif error.lost_key and self._line.has_password and await self._enter_again(error):
            # At once, but for a login that is lost again as soon as it is renewed.
            pause = self._backoff.next() - FIRST
        else:
            pause = self._backoff.next()
            self.started.clear()
            self._complain(self._what_to_do(error))
        await asyncio.sleep(pause)

    def _what_to_do(self, refused: CallRefused) -> str:
        if refused.lost_key and not self._line.has_password:
            return (
                "The Matrix homeserver does not know the bot's access token: it was revoked or mistyped. Set "
                "NOTDATE_MATRIX_TOKEN to a new one, or NOTDATE_MATRIX_PASSWORD, and start again."
            )
        if refused.code in ("M_FORBIDDEN", "M_UNKNOWN_TOKEN", "M_USER_DEACTIVATED"):
            return (
                "The Matrix homeserver does not accept the bot's name and password. Check NOTDATE_MATRIX_USER and "
                "NOTDATE_MATRIX_PASSWORD and start again; until then it is tried again."
            )
        return f"The Matrix homeserver refused what the bot needs ({refused}); it is tried again."

    async def _enter_again(self, lost: CallRefused) -> bool:
        """We are logged in anew, on the same device."""
        try:
            await self._line.enter(lost.entry)
        except Away:
            return False
        except CallRefused as refused:
            self._complain(self._what_to_do(refused))
            return False
        return True

    # Out

    async def send(self, address_: Address, key: MessageId, part: Part, number: int) -> str:
        """Sent again with the same key and number, it is the same event."""
        spot = self._spot(address_)
        last = LastWord("", spot.thread) if spot.thread else self._reading.last_word(address_)

        async def send() -> Json:
            limit = _limit(await self._post.room_for(spot))
            content = outbound.content_of(part, str(key), number, spot.person, last, limit)
            # In a group everybody could vote, and be told nothing.
            poll = polls.poll_of(part, content) if part.buttons and not spot.person else None
            if poll is not None:
                return await self._post.put(spot, polls.START, poll, f"{key}-{number}")
            return await self._post.put(spot, MESSAGE, content, f"{key}-{number}")

        return str((await self._foreseen(send)).get("event_id", ""))

    async def fetch(self, handle: str, limit: int) -> bytes:
        """What is at the homeserver under that address, opened where it was sealed."""
        return await files.fetch(self._line, handle, limit)

    async def carry(self, address_: Address, key: MessageId, load: Load, number: int) -> str:
        """It is uploaded, sealed where the room is, and shown; sent again, it is the same event."""
        spot = self._spot(address_)

        async def send() -> Json:
            room = await self._post.room_for(spot)
            content = await files.upload(self._line, load, room is not None and room.encrypted)
            return await self._post.put(spot, MESSAGE, content, f"{key}-{number}-file")

        return str((await self._foreseen(send)).get("event_id", ""))

    async def carry_again(self, address_: Address, key: MessageId, kind: str, handle: str, number: int) -> str:
        """A homeserver takes nothing out of a photo, so it goes the long way."""
        raise Elsewhere

    async def edit(self, address_: Address, sent: str, part: Part) -> None:
        """The message reads like this now; where it does already, nothing is sent."""
        spot = self._spot(address_)

        async def edit() -> Json:
            old = await self._reading.ours(spot.room, sent)
            if old is None:
                raise SendFailed(Failure.MESSAGE, "there is no such message of ours")
            # An edit says it twice: once more for apps that know no edits.
            limit = _limit(await self._post.room_for(spot)) // 2
            new = outbound.content_of(part, *old.place, spot.person, None, limit)
            if new == old.content:
                return {}
            # It may have read like this before, and like something else since: what it replaces is part of the key.
            return await self._post.put(spot, MESSAGE, *outbound.edit_of(sent, old.version, new))

        await self._foreseen(edit)

    def _spot(self, address_: Address) -> Spot:
        try:
            spot = address.read(address_)
        except ValueError as error:
            raise SendFailed(Failure.DESTINATION, f"no address of Matrix's: {error}") from error
        if not self._reading.me.id:
            raise SendFailed(Failure.TRANSIENT, "not logged in yet")
        return spot

    async def _foreseen(self, doing: Callable[[], Awaitable[Json]]) -> Json:
        """What comes of it; where the login was lost, it is renewed and done again. Raises `SendFailed` alone."""
        try:
            try:
                return await doing()
            except CallRefused as refused:
                if not refused.lost_key or not self._line.has_password or not await self._enter_again(refused):
                    raise
                return await doing()
        except Away as away:
            raise SendFailed(Failure.TRANSIENT, str(away)) from away
        except CallRefused as refused:
            if refused.lost_key and not self._line.has_password:
                self._complain(self._what_to_do(refused))
            raise outbound.failed(refused) from refused


def _limit(room: Room | None) -> int:
    return LARGEST_SEALED if room is not None and room.encrypted else LARGEST_EVENT
