"""Telegram: the double on loopback, python-telegram-bot against it, and people with its app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from bot.adapters.telegram.capabilities import CAPABILITIES, PLATFORM
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from tests.contracts.stages.playhouse import Playhouse
from tests.contracts.stages.stage import Person, Shown
from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.nouns import Message, Sent
from tests.fakes.telegram.people import Person as Account
from tests.fakes.telegram.queue import Event, UpdateQueue
from tests.fakes.telegram.server import Server

_FREE: Final = Limits(chat_burst=10_000, group_minute=10_000, group_edits_minute=10_000, overall_second=10_000)
_OWN: Final = frozenset({"bold", "italic", "code"})
"""Kinds of entities that the bot sets by itself."""
_A_WEEK_LATER: Final = 1_000
"""After a week without any update Telegram draws the next number anew, perhaps a lower one [D Update.update_id]."""


class Member:
    """Somebody with Telegram's app."""

    def __init__(self, house: Playhouse, server: Server, account: Account, pushed: list[Event]) -> None:
        self._house = house
        self.address = Address(str(account.id))
        self.account = account
        self._server = server
        self._pushed = pushed
        self._said: Message | None = None

    async def arrives(self) -> None:
        self._said = await self.account.starts()

    async def says(self, text: str) -> None:
        self._said = await self.account.says(text)

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        if kind == "photo":
            self._said = await self.account.sends_photo(text, content=data)
        elif kind == "file":
            self._said = await self.account.sends_document("friday.txt", data, caption=text)
        else:
            self._said = await self.account.sends_voice(content=data, caption=text)

    async def presses(self, label: str, which: int = -1) -> None:
        await self.account.presses(label, self._sent()[which])

    async def edits(self, text: str) -> None:
        assert self._said is not None
        await self.account.edits(self._said, text)

    async def reacts(self, *signs: str, which: int = -1) -> None:
        await self.account.reacts(*signs, message=self._sent()[which])

    async def again(self) -> None:
        """The bot dies before it confirms the update, and is given it again, under its number."""
        await self._house.settled()
        await self._house.kill()
        queue, last = self._server.account.queue, self._pushed[-1]
        queue._events = {last.id: last, **queue._events}
        await self._house.start()

    async def late(self, text: str) -> None:
        """A message of two minutes ago, under a number below all before it: which are confirmed, for a week's silence
        lies between."""
        queue = self._server.account.queue
        await self._house.once(lambda: not queue.waiting())
        queue._tail = _A_WEEK_LATER
        message = self._server.world.put(self.account.private, self.account.user, text=text)
        message.date -= 120
        self._server.world.tell(message)

    async def garbles(self, marker: str) -> None:
        nowhere = {"message_id": [marker], "chat": "nowhere", "text": marker}
        self._server.push_raw({"message": nowhere})

    async def halves(self, marker: str) -> None:
        chat = self.account.private.body()
        message = {
            "message_id": 7,
            "date": 1,
            "chat": chat,
            "from": self.account.user.body(),
            "text": f"{marker}\ud800",
        }
        self._server.push_raw({"message": message})

    async def goes(self) -> None:
        await self.account.blocks()

    async def comes_back(self) -> None:
        await self.account.unblocks()

    async def shown(self) -> Sequence[Shown]:
        edited = {sent.message_id: sent for sent in self._server.edits if sent.chat == self.account.id}
        return [self._look(edited.get(sent.message_id, sent)) for sent in self._sent()]

    def _sent(self) -> list[Sent]:
        return [sent for sent in self._server.sent if sent.chat == self.account.id]

    def _look(self, sent: Sent) -> Shown:
        entities = [entity for entity in sent.entities if entity["type"] not in _OWN or _is_quoted(sent.text, entity)]
        acts = [str(entity) for entity in entities]
        modes = {call.params["parse_mode"] for call in self._server.log if "parse_mode" in call.params}
        enclosed = (sent.kind, sent.content) if sent.kind else None
        return Shown(sent.text, tuple(sent.labels), (*acts, *modes), enclosed)


def _is_quoted(text: str, entity: dict[str, Any]) -> bool:
    """Whether it sets something between guillemets apart, without setting all that is around them too."""
    units = text.encode("utf-16-le")
    before = units[: entity["offset"] * 2].decode("utf-16-le")
    inner = units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
    return before.count("«") > before.count("»") and "»" not in inner


class TelegramStage:
    """Telegram's double, free of its usual limits."""

    platform: Platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES
    lacks: Mapping[str, str] = {"fetched": "what came from Telegram is shown there by its id, and Telegram looks at it"}

    def __init__(self) -> None:
        self._server = Server(limits=_FREE)
        self._numbers = count(11)
        self._pushed: list[Event] = []

    async def open(self, folder: Path) -> None:
        await self._server.__aenter__()
        self._server.account.polling.again = 0.02
        self._note_what_comes(self._server.account.queue)
        settings = {"telegram_token": self._server.token, "telegram_api": self._server.url}
        self.house = Playhouse(PLATFORM, folder, settings)

    def _note_what_comes(self, queue: UpdateQueue) -> None:
        push = queue.push

        def noted(written: Any, life: float, lane: int) -> int:
            number = push(written, life, lane)
            self._pushed.append(queue._events[number])
            return number

        queue.push = noted  # type: ignore[method-assign]  # what came once may come again

    async def close(self) -> None:
        await self.house.stop()
        await self._server.__aexit__(None, None, None)

    async def start(self) -> None:
        await self.house.start()

    async def stop(self) -> None:
        await self.house.stop()

    async def kill(self) -> None:
        await self.house.kill()

    async def person(self, name: str) -> Person:
        return Member(self.house, self._server, self._server.person(next(self._numbers), name), self._pushed)

    async def limit(self, person: Person, seconds: float) -> None:
        self._server.storm(seconds, chat=int(person.address))

    def lose(self) -> None:
        self._server.world.files.clear()

    def early(self) -> int:
        return self._server.early

    def attempts(self) -> int:
        return self._server.calls["sendmessage"]
