"""Discord: the double on loopback, discord.py against its gateway and REST, and people with its client."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bot.adapters.discord.capabilities import CAPABILITIES, PLATFORM
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from tests.contracts.stages.playhouse import Playhouse
from tests.contracts.stages.stage import Person, Shown
from tests.fakes.discord import DiscordServer, Message
from tests.fakes.discord import Person as Account

_ESCAPED: Final = re.compile(r"\\([^0-9A-Za-z\s])")
_ACTIVE: Final = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>#@]|^(?:[-+]|\d+[.)])\s", re.MULTILINE)
"""What Discord's client makes markup or a mention of, unless it is escaped."""
_QUOTED: Final = re.compile("«([^»]*)»")
_AROUND: Final = re.compile(r"(?<!\\)(\*\*|\*|`)(.*?)(?<!\\)\1", re.DOTALL)
_MINUTE: Final = 60_000 << 22
"""Of a snowflake."""
_HEARD: Final = frozenset({
    "MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE",
})  # fmt: skip


class Member:
    """Somebody with Discord's client, in a direct message with the bot."""

    def __init__(self, server: DiscordServer, account: Account) -> None:
        self.address = Address(str(account.id))
        self.account = account
        self._server = server
        self._said: Message | None = None

    async def arrives(self) -> None:
        await self.says("hello")

    async def says(self, text: str) -> None:
        self._said = await self.account.says(text)

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        name = {"photo": "IMG_0012.jpg", "file": "friday.txt"}.get(kind, "voice-message.ogg")
        self._said = await self.account.says(text, files={name: data})

    async def presses(self, label: str, which: int = -1) -> None:
        await self.account.presses(label, self._server.sent_to(self.account.dm)[which])

    async def edits(self, text: str) -> None:
        assert self._said is not None
        await self.account.edits(self._said, text)

    async def reacts(self, *signs: str, which: int = -1) -> None:
        message = self._server.sent_to(self.account.dm)[which]
        before = [sign for sign, people in message.reactions.items() if self.account.account in people]
        for sign in signs:
            await self.account.reacts(sign, message)
        for sign in set(before) - set(signs):
            await self.account.reacts(sign, message, away=True)

    async def again(self) -> None:
        """The gateway says the last event another time."""
        self._server.push_raw(self._last())

    def _last(self) -> dict[str, Any]:
        mine = f"'{self.account.id}'"
        heard = [
            payload
            for session in self._server.hub.sessions.all.values()
            for payload in session.log
            if payload["t"] in _HEARD and mine in str(payload["d"])
        ]
        return {"t": heard[-1]["t"], "d": heard[-1]["d"]}

    async def late(self, text: str) -> None:
        """A message of a minute ago, by its snowflake, comes after a newer one."""
        last = self._last()
        older = {**last["d"], "id": str(int(last["d"]["id"]) - _MINUTE), "content": text}
        self._server.push_raw({"t": "MESSAGE_CREATE", "d": older})

    async def garbles(self, marker: str) -> None:
        self._server.push_raw({"t": "MESSAGE_CREATE", "d": {"id": [marker], "author": 5, "channel_id": {}}})

    async def halves(self, marker: str) -> None:
        await self.says(f"{marker}\ud800")

    async def goes(self) -> None:
        self.account.closes_dms()

    async def comes_back(self) -> None:
        self.account.opens_dms()

    async def shown(self) -> Sequence[Shown]:
        files = self._server.hub.files
        return [_look(message, files) for message in self._server.sent_to(self.account.dm)]


def _look(message: Message, files: Mapping[str, tuple[str, bytes]]) -> Shown:
    content = message.content
    acts = [f"active: {quote}" for quote in _QUOTED.findall(content) if _ACTIVE.search(quote)]
    if message.pings or message.mentions:
        acts.append(f"calls {message.pings}")
    if message.allowed_mentions != {"parse": [], "replied_user": False}:
        acts.append(f"may call {message.allowed_mentions}")
    plain = _ESCAPED.sub(r"\1", _AROUND.sub(r"\2", content))
    enclosed = None
    for attachment in message.attachments:
        mime, data = files[attachment["id"]]
        enclosed = ("photo" if mime.startswith("image/") else "voice", data)
    return Shown(plain, tuple(message.labels), tuple(acts), enclosed)


class DiscordStage:
    """Discord's double."""

    platform: Platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES
    lacks: Mapping[str, str] = {"signs meanwhile": "which signs were put while nobody listened, nobody is told"}

    async def open(self, folder: Path) -> None:
        self._server = await DiscordServer(heartbeat_interval=5).start()
        settings = {"discord_token": self._server.token, "discord_api": self._server.api_url}
        self.house = Playhouse(PLATFORM, folder, settings)

    async def close(self) -> None:
        await self.house.stop()
        await self._server.stop()

    async def start(self) -> None:
        await self.house.start()

    async def stop(self) -> None:
        await self.house.stop()

    async def kill(self) -> None:
        await self.house.kill()

    async def person(self, name: str) -> Person:
        account = self._server.person(name)
        account.installs()
        return Member(self._server, account)

    async def limit(self, person: Person, seconds: float) -> None:
        assert isinstance(person, Member)
        self._server.limits.storm(seconds, channel=person.account.dm.id)

    def lose(self) -> None:
        for channel in self._server.hub._dms.values():
            for message in list(channel.messages.values()):
                if message.attachments:
                    del channel.messages[message.id]

    def early(self) -> int:
        return self._server.limits.early

    def attempts(self) -> int:
        return self._server.limits.calls["create_message"]
