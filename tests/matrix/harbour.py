"""A community on a real homeserver: its room is a home of a whole bot, and its people talk to the bot in private."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, Final

import msgspec

from bot.adapters.matrix.capabilities import PLATFORM
from bot.chance import WallClock
from bot.core import roles
from bot.core.roles import FRESH
from bot.model.curator import Entry
from bot.model.ids import Address
from bot.model.member import Rank
from bot.ports.standings import Standings
from tests.contracts.stages.playhouse import Playhouse
from tests.fakes.matrix.people import PASSWORD, Json, Person, Refused

DECKS: Final = "in the order in which they are offered"
"""What `decks` brings says this to those alone who look after them."""
_ROOMS: Final = itertools.count(1)


class Pushed:
    """Implements `ports.clock.Clock`: the wall's, and as far ahead as it was pushed."""

    def __init__(self) -> None:
        self._wall, self._ahead = WallClock(), 0

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._wall.now() + self._ahead

    def push(self, milliseconds: int = FRESH) -> None:
        """So much later it is from now on; the minute for which a standing counts, unless another time is named."""
        self._ahead += milliseconds


class Harbour:
    """A bot with an account of its own, on the homeserver at `url`, over a database in `folder`."""

    def __init__(self, account: Person, folder: Path, url: str = "") -> None:
        self.bot = account.id
        self.clock = Pushed()
        self._folder = folder
        self.url = url or account.url
        self._private: dict[str, str] = {}

    async def open(self, *homes: str) -> None:
        """The bot runs, and those rooms, by their ids, are its homes; it has followed its invites."""
        settings: dict[str, str | int] = {
            "matrix_homeserver": self.url, "matrix_user": self.bot, "matrix_password": PASSWORD,
            "matrix_allow_invites": "*:harbour.test", "homes": ", ".join(f"matrix:{home}" for home in homes),
        }  # fmt: skip
        self.house = Playhouse(PLATFORM, self._folder, settings, self.clock)
        await self.house.start()

    async def close(self) -> None:
        """It has ended, and can be opened again over the same database."""
        await self.house.stop()

    async def gather(self, host: Person, *others: Person, **more: Any) -> str:
        """A group of the host's with those others in it, and an invite for the bot; returns its id. Alone with the host
        the bot tells of it, whenever it comes: who is to be asked there had better not be the host."""
        room = await host.create_room(
            f"Club {next(_ROOMS)}", invite=[self.bot, *(other.id for other in others)], **more
        )
        for other in others:
            await other.join(room)
        return room

    async def comes(self, room: str, host: Person) -> None:
        """The bot is in that room."""

        async def is_in() -> bool:
            try:
                return bool((await host.state(room, "m.room.member", self.bot))["membership"] == "join")
            except Refused:
                return False

        await self.house.once_so(is_in)

    async def meets(self, *people: Person) -> None:
        """Each of them is alone with the bot in a room, and has read its greeting."""
        for person in people:
            self._private[person.id] = await person.create_room(invite=[self.bot], direct=True)
        for person in people:
            await person.hear(self._private[person.id], "No language model")

    def private(self, person: Person) -> str:
        """The room that they are alone with the bot in."""
        return self._private[person.id]

    async def asks(self, person: Person, text: str, answer: str = "") -> str:
        """What the bot says to that, in private."""
        room = self._private[person.id]
        await person.say(room, text)
        return str((await person.hear(room, answer))["content"]["body"])

    async def answer_to(self, said: str, room: str, person: Person) -> str:
        """What the bot answers in a group to the event of that id, as that person reads it."""

        def answers(event: Json) -> bool:
            related = event["content"].get("m.relates_to", {}).get("m.in_reply_to", {})
            return bool(event["sender"] == self.bot and related.get("event_id") == said)

        return str((await person.wait_for(room, answers))["content"]["body"])

    async def rank(self, person: Person) -> Rank:
        """What counts for them now."""
        standings: Standings = vars(self.house.house.bot.intake)["_standings"]
        return roles.rank_of(await standings.of(PLATFORM, Address(person.id)), self.clock.now())

    async def looks_after_decks(self, person: Person) -> bool:
        """Whether `decks`, said in private, brings what those read who look after them."""
        return DECKS in await self.asks(person, "decks")

    def on_offer(self, deck: str) -> bool:
        """Whether members are offered that deck."""
        ((body,),) = self.house.rows("SELECT body FROM stock WHERE deck = ?", deck)
        return msgspec.json.decode(body, type=Entry).enabled
