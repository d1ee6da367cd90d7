"""Matrix's door: a person with a client of their own on a real homeserver, where the real adapter is too."""

from __future__ import annotations

import asyncio
import html
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

from bot.adapters.matrix import address
from bot.adapters.matrix.capabilities import MARK
from bot.wiring import House
from tests.fakes.matrix.config import SERVER_NAME
from tests.fakes.matrix.homeserver import Homeserver
from tests.fakes.matrix.people import CLIENT, Person
from tests.journeys.doors.door import PATIENCE, Did, adapters, note_sending

BOT: Final = "Not-Date"
EVERYBODY: Final = "*:harbour.test"
LOOKED_BACK: Final = "30"
"""Events among which those are that came since the last look."""
NEW: Final = "m.new_content"
"""In an edit, what the earlier message says from now on."""
_NUMBERED: Final = re.compile(r" *(?P<number>[0-9]{1,2})  (?P<label>.+?)(?: — .*)?")
_KEYCAP: Final = "\ufe0f\u20e3"
_IN_PLAIN: Final = (("</p><p>", "\n\n"), ("<br>", "\n"), ("<code>", "‘"), ("</code>", "’"))
"""What HTML says with a tag a plain body says with these."""
_TAG: Final = re.compile(r"<[^>]*>")
_accounts: Final = itertools.count(1)
_people: Final[dict[tuple[str, str], Person]] = {}
"""By homeserver and name: making an account takes longer than an answer."""

Json = dict[str, Any]


class MatrixDoor:
    """A person in their private room with the bot, which is there from the first sitting down on."""

    def __init__(self, person: Person, platform: MatrixPlatform) -> None:
        self._person = person
        self._platform = platform
        self._room = ""
        self._told = 0
        self._seen = ""
        self._newest: Json = {}

    async def sit_down(self, deck: str) -> Did:
        if self._room:
            await self._person.say(self._room, "start")
            return Did(1, "says start")
        self._room = await self._person.create_room(invite=[self._platform.bot.id], direct=True)
        return Did(1, "invites the bot into a private room")

    async def look_in(self) -> Did:
        return Did(0)

    async def type(self, text: str) -> Did:
        if not text.strip():
            return Did(0, "the app sends nothing empty")
        asked = self._newest.get("content", {}).get(MARK, {})
        if asked.get("yes") and text.strip().casefold() == "yes":
            return await self._react("👍")
        for number, label in numbered(self._newest):
            if label.casefold() == text.strip().casefold():
                return await self._react(number + _KEYCAP)
        await self._person.say(self._room, text)
        return Did(1)

    async def press(self, label: str) -> Did:
        raise LookupError("Matrix has nothing to press; a number is a reaction")

    async def _react(self, key: str) -> Did:
        await self._person.react(self._room, self._newest["event_id"], key)
        return Did(1, f"reacts with {key}")

    async def leave(self) -> None:
        return None

    def restart(self) -> None:
        return None

    async def shown(self) -> list[str]:
        told = self._platform.told[self._room]
        if told == self._told:
            return []
        self._told = told
        new, self._seen = await new_in(self._person, self._room, self._seen)
        said = [event for event in new if _is_said_by(event, self._platform.bot.id)]
        self._newest = next((event for event in said[::-1] if NEW not in event["content"]), self._newest)
        return [self._platform.plainly(_read(event["content"])) for event in said]


def _is_said_by(event: Json, who: str) -> bool:
    return bool(event["type"] == "m.room.message" and event["sender"] == who)


def numbered(event: Json) -> list[tuple[str, str]]:
    """The numbers in that message that a reaction may show, with what they stand for."""
    content = event.get("content", {})
    found = [_NUMBERED.fullmatch(line) for line in str(content.get("body", "")).splitlines()]
    numbers = content.get(MARK, {}).get("numbers", ())
    return [(one["number"], one["label"]) for one in found if one and one["number"] in numbers]


def _read(content: Json) -> str:
    return f"(now reads)\n{read(content[NEW])}" if NEW in content else read(content)


def read(content: Json) -> str:
    """What stands in the body; that the formatted body says the same, whoever reads which, has been seen to."""
    body: str = content["body"]
    formatted = content["formatted_body"]
    for tag, plain in _IN_PLAIN:
        formatted = formatted.replace(tag, plain)
    assert html.unescape(_TAG.sub("", formatted)) == body, "the formatted body says something else"
    assert content["m.mentions"] == {}, "somebody is mentioned"
    return "\n".join([*(["(continued)"] if content[MARK]["part"] else []), body])


class MatrixGroup:
    """A room with several people in it; what is said there begins with `!nd`."""

    def __init__(self, room: str, people: Mapping[str, Person], platform: MatrixPlatform) -> None:
        self._room = room
        self._people = people
        self._platform = platform
        self._told = 0
        self._seen = ""
        self._newest: Json = {}

    async def say(self, name: str, text: str, reply: bool) -> Did:
        person = self._people[name]
        if reply:
            await person.say(self._room, text, reply_to=self._newest["event_id"])
            return Did(1, "replies")
        await person.say(self._room, f"!nd {text}")
        return Did(1)

    async def press(self, name: str, label: str) -> Did:
        for number, named in numbered(self._newest):
            if named.casefold() == label.casefold():
                await self._people[name].react(self._room, self._newest["event_id"], number + _KEYCAP)
                return Did(1, f"reacts with {number}{_KEYCAP}")
        raise LookupError(f"no message has a number for {label!r}")

    async def shown(self) -> list[str]:
        if self._platform.told[self._room] == self._told:
            return []
        self._told = self._platform.told[self._room]
        new, self._seen = await new_in(next(iter(self._people.values())), self._room, self._seen)
        said = [event for event in new if _is_said_by(event, self._platform.bot.id)]
        self._newest = next((event for event in said[::-1] if NEW not in event["content"]), self._newest)
        return [self._platform.plainly(_read(event["content"])) for event in said]


async def new_in(person: Person, room: str, seen: str) -> tuple[list[Json], str]:
    """What has come after that event, oldest first, and the newest of it."""
    path = f"{CLIENT}/rooms/{quote(room, safe='')}/messages"
    page = await person.call("GET", path, dir="b", limit=LOOKED_BACK)
    new = list(itertools.takewhile(lambda event: event["event_id"] != seen, page["chunk"]))
    return new[::-1], page["chunk"][0]["event_id"]


class MatrixPlatform:
    """An account for the bot on a homeserver that others use too. Its time is the machine's: an event is as old as it
    is, whatever the journey's clock says."""

    bot: Person

    def __init__(self, homeserver: Homeserver) -> None:
        self._homeserver = homeserver
        self.told: Counter[str] = Counter()
        """How often the bot has said something in each room: who would ask every room each time would ask for long."""
        self._here: dict[str, Person] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.bot = await self._arrive(BOT)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def _arrive(self, name: str) -> Person:
        person = await self._homeserver.arrive(f"journey-{next(_accounts)}")
        await self._open.enter_async_context(person)
        await person.rename(name)
        return person

    async def _come_again(self, name: str) -> Person:
        """Somebody of that name, perhaps from another journey: to this bot they are a stranger all the same."""
        known = _people.get((self.bot.url, name)) or await self._arrive(name)
        _people[self.bot.url, name] = known
        # A session of requests ends with the loop that it was made in.
        own = Person(known.url, known.id, known.device, known.token, known.password)
        return await self._open.enter_async_context(own)

    def settings(self) -> dict[str, str | int | None]:
        return {
            "matrix_homeserver": self.bot.url,
            "matrix_user": self.bot.id,
            "matrix_password": self.bot.password,
            "matrix_allow_invites": EVERYBODY,
        }

    def attend(self, house: House) -> None:
        note_sending(house, "matrix", lambda where, _id, _number: self.told.update([address.read(where).room]))

    async def begin(self, house: House) -> None:
        await asyncio.wait_for(adapters(house)["matrix"].started.wait(), PATIENCE)

    async def door(self, name: str) -> MatrixDoor:
        self._here[name] = await self._come_again(name)
        return MatrixDoor(self._here[name], self)

    def plainly(self, text: str) -> str:
        """What was said, with the same name for the bot in every run."""
        return text.replace(self.bot.id, f"@{BOT.casefold()}:{SERVER_NAME}")

    async def gather(self, title: str, names: Sequence[str]) -> MatrixGroup:
        people = {name: self._here[name] for name in names}
        first, *others = people.values()
        room = await first.create_room(title, invite=[other.id for other in others], direct=False)
        for other in others:
            assert await other.wait_for_invite() == room
            await other.join(room)
        await first.invite(room, self.bot.id)
        await first.wait_for(
            room, lambda event: event.get("state_key") == self.bot.id and event["content"].get("membership") == "join"
        )
        return MatrixGroup(room, people, self)

    def move(self, milliseconds: int) -> None:
        return None
