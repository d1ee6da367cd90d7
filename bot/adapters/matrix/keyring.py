"""The keys of encrypted rooms: received, published, handed to the devices of whoever is in a room, and used.

Whoever is in a room is trusted at first sight: a device is believed to be its owner's as the homeserver says it, and
its keys may not change afterwards. Imported only with the extra `e2e`.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from bot.adapters.matrix import signing
from bot.adapters.matrix.events import Event, Json, News
from bot.adapters.matrix.line import Api, Away, CallRefused, Line
from bot.adapters.matrix.machine import CURVE, Machine
from bot.adapters.matrix.memory import Memory
from bot.adapters.matrix.safe import Safe
from bot.adapters.matrix.waiting import Unopened

AT_ONCE: Final = 20
"""Devices to which one request carries letters."""
WITHOUT_A_LINE: Final = 600.0
"""Seconds after which a device that had no key for us to take is asked again."""


class Lost(Exception):
    """The homeserver knows this device by other keys than ours: the safe was lost, or is somebody else's."""


class _Unwanted(Exception):
    """The homeserver has understood, and will never do it."""


class Damaged(Exception):
    """The store in the safe cannot be read."""


class Keyring:
    """The keys of one device of one account."""

    def __init__(self, line: Line, safe: Safe, memory: Memory) -> None:
        self._line = line
        self._memory = memory
        self._safe = safe
        self._machine: Machine | None = None
        self._mending = asyncio.Lock()
        self._sealing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._without: dict[tuple[str, str], float] = {}
        self.signed = False
        """Whether the account vouches for this device: without that, newer clients do not write to it."""

    async def open(self, me: str, device: str) -> None:
        """That device can open and seal, and the homeserver knows its keys. Raises `Away`, `CallRefused`, `Lost` and
        `Damaged`."""
        if self._machine is None or (self._machine.me, self._machine.device) != (me, device):
            self.close()
            try:
                self._machine = Machine(self._safe, me, device)
            except Exception as error:
                # SQLite's, peewee's or vodozemac's own: each for another kind of damage.
                raise Damaged(type(error).__name__) from error
        machine = self._machine
        answer = await self._line.call(Api.keys_query("", [me]))
        known = _inner(_inner(_inner(answer, "device_keys"), me), device)
        ours = _inner(known, "keys").get(f"ed25519:{device}")
        if ours not in (None, machine.fingerprint):
            raise Lost
        counted = await self._line.call(Api.keys_upload("", {}))
        await self._publish(ours is not None, _inner(counted, "one_time_key_counts").get(CURVE, 0), False)
        machine.learn(answer)
        self.signed = await signing.vouch(self._line, self._safe, self._memory, machine, answer, self._safe.anew)

    def close(self) -> None:
        """Nothing is held open; nothing happens where nothing is."""
        if self._machine is not None:
            self._machine.close()
            self._machine = None

    @property
    def machine(self) -> Machine:
        assert self._machine is not None, "not open"
        return self._machine

    # In

    async def receive(self, news: News) -> None:
        """The keys that came are on disk, and what the homeserver wants of ours it has. Raises `Away`, `CallRefused`
        and `PeeweeException`; letters that were read once must then not be asked for again, and are not: they are
        kept."""
        machine = self.machine
        machine.take_letters(news.to_device.events)
        machine.changed(name for name in (*news.device_lists.changed, *news.device_lists.left) if isinstance(name, str))
        count = news.device_one_time_keys_count.get(CURVE)
        unused = news.device_unused_fallback_key_types
        if isinstance(count, int):
            await self._publish(True, count, unused is not None and CURVE not in unused)
        await self._mend()

    async def _publish(self, known: bool, count: int, fallback: bool) -> None:
        wanted = self.machine.keys_to_publish(known, count, fallback)
        if wanted:
            try:
                await self._line.call(Api.keys_upload("", wanted))
            except CallRefused as refused:
                refused.raise_if_passing()
                if not known:
                    raise
                # Keys that it does not take now it never will: the next are others.
            self.machine.published()

    async def _mend(self) -> None:
        """Broken lines are drawn anew, and letters that were written along the way are sent; what the homeserver does
        not want is let go."""
        async with self._mending:
            machine = self.machine
            now = time.monotonic()
            broken = [one for one in machine.wedged() if self._may_ask(one, now)]
            if broken:
                with contextlib.suppress(_Unwanted):
                    await self._wanted(self._draw_lines(broken))
            for letter in machine.waiting_letters():
                with contextlib.suppress(_Unwanted):
                    await self._wanted(self._line.call(Api.to_device("", letter.type, letter.as_dict(), uuid4())))
                machine.sent_letter(letter)

    async def _wanted(self, doing: Awaitable[object]) -> None:
        """It is done. Raises `_Unwanted` where the homeserver will never do it, `Away` and `CallRefused` otherwise."""
        try:
            await doing
        except CallRefused as refused:
            refused.raise_if_passing()
            raise _Unwanted from refused

    async def open_event(self, room: str, event: Event) -> Json:
        """What was sealed, type and content, by a device of its sender. Raises `Unopened` while that cannot be told,
        ValueError for what was never well, `Away`, `CallRefused`."""
        machine = self.machine
        opened = machine.open(room, event)
        if not machine.is_theirs(room, event):
            machine.changed([event.sender])
            await self._learn([event.sender])
            if not machine.is_theirs(room, event):
                raise Unopened("sealed by nobody that is known")
        return opened

    async def ask_for(self, room: str, event: Event) -> None:
        """Whoever sent that is asked for its key. Raises `Away`, `CallRefused`, ValueError."""
        self.machine.ask_for(room, event)
        await self._mend()

    # Out

    async def seal(self, room: str, people: Iterable[str], type_: str, content: Json) -> Json:
        """The content of an `m.room.encrypted` that every device of these people can open. Raises `Away`
        and `CallRefused`."""
        everybody = [*people, self.machine.me]
        async with self._sealing[room]:
            await self._learn(everybody)
            await self._hand_out(room, everybody)
            return self.machine.seal(room, type_, content)

    async def _learn(self, people: Iterable[str]) -> None:
        unknown = self.machine.unknown(people)
        if unknown:
            answer = await self._line.call(Api.keys_query("", sorted(unknown)))
            try:
                self.machine.learn(answer)
            except ValueError as error:
                raise Away("no devices") from error

    async def _hand_out(self, room: str, people: Iterable[str]) -> None:
        """All their devices have the room's key, but for those that nobody can write to."""
        machine = self.machine
        devices = machine.current_devices(people)
        session = machine.ready_session(room, devices)
        now = time.monotonic()
        wanting = [one for name, one in devices.items() if name not in session.users_shared_with]
        asked = [one for one in wanting if not machine.has_line_to(one) and self._may_ask(one, now)]
        if asked:
            await self._draw_lines(asked)
        reached = [one for one in wanting if machine.has_line_to(one)]
        for start in range(0, len(reached), AT_ONCE):
            some = reached[start : start + AT_ONCE]
            letters = machine.letters(room, session, some)
            await self._line.call(Api.to_device("", "m.room.encrypted", letters, uuid4()))
            session.users_shared_with.update((one.user_id, one.id) for one in some)

    def _may_ask(self, device: Any, now: float) -> bool:
        """Whether it is time to ask for a key of that device, which may have none to give."""
        return now - self._without.get((device.user_id, device.id), -WITHOUT_A_LINE) >= WITHOUT_A_LINE

    async def _draw_lines(self, devices: Iterable[Any]) -> None:
        wanted: dict[str, list[str]] = {}
        for one in devices:
            wanted.setdefault(one.user_id, []).append(one.id)
            self._without[one.user_id, one.id] = time.monotonic()
        try:
            self.machine.draw_lines(await self._line.call(Api.keys_claim("", wanted)))
        except ValueError as error:
            raise Away("no keys") from error


def _inner(value: object, key: str) -> Mapping[str, Any]:
    inner: object = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}
