"""An event becomes a delivery, or nothing: what is not addressed to the bot belongs to nobody and is not kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from bot.adapters.matrix import address
from bot.adapters.matrix.address import Spot
from bot.adapters.matrix.capabilities import PLATFORM, PREFIX
from bot.adapters.matrix.events import Asked, Event, Said
from bot.adapters.matrix.files import enclosure_of
from bot.adapters.matrix.rooms import Room
from bot.model.event import Event as Fact
from bot.model.event import MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered

MEDIA: Final = {
    "m.text": "", "m.emote": "", "m.image": "photo", "m.audio": "voice", "m.video": "video", "m.file": "file",
    "m.location": "location",
}  # fmt: skip
"""Kinds of messages that are read; `m.notice` is what bots say to nobody."""
LARGEST_TIME: Final = 1 << 53
THUMBS: Final = "👍"
_KEYCAP: Final = re.compile(r"([0-9]{1,2})\ufe0f?\u20e3?")
_QUOTED: Final = re.compile(r"(?:>[^\n]*\n)+\n?")
_BETWEEN: Final = " ,:;\u00a0"


class Me(NamedTuple):
    """The bot's own account."""

    id: str
    name: str = ""


def said_to_us(event: Event, said: Said, room: Room, me: Me, answers_us: bool) -> MessageReceived | None:
    """What was said, if it was said to us; None for what is nobody's."""
    sticker = event.type == "m.sticker"
    if (not sticker and said.msgtype not in MEDIA) or said.relates.rel_type == "m.replace":
        return None
    media = "sticker" if sticker else MEDIA[said.msgtype]
    text = plain(said.body)
    if media:
        # What stands where the words stood is a file's name, unless that is told apart.
        text = text if said.filename and said.filename != said.body else ""
    if said.relates.answered:
        text = _QUOTED.sub("", text, count=1) if text.startswith("> ") else text
    addressed = (_after_prefix(text) or text) if room.direct else _addressed(text, said, me, answers_us)
    if addressed is None or not (addressed or media):
        return None
    answers = "" if room.direct else plain(said.relates.answered)
    # In a group nobody carries anything.
    enclosed = enclosure_of(said) if media and room.direct else None
    return MessageReceived(Words(WordsId(0), addressed), sent_at(event), media, answers, enclosed)


def _addressed(text: str, said: Said, me: Me, answers_us: bool) -> str | None:
    """The text without our name before it, if it speaks to us; else None."""
    start = text.lstrip()
    if command := _after_prefix(start):
        return command
    for name in (me.id, me.name):
        bare = start.removeprefix("@") if not name.startswith("@") else start
        rest = bare[len(name) :]
        if name and bare[: len(name)].casefold() == name.casefold() and not rest[:1].isalnum():
            return rest.lstrip(_BETWEEN).strip()
    return text if answers_us or me.id in said.mentions.user_ids else None


def _after_prefix(text: str) -> str:
    """What follows `!nd`, and `help` where nothing does; empty for a text that does not begin with it."""
    start, rest = text[: len(PREFIX)], text[len(PREFIX) :]
    return rest.strip() or "help" if start.casefold() == PREFIX and not rest[:1].strip() else ""


def number_in(key: str) -> str:
    """The number that a reaction shows (`2️⃣`, `2`, `🔟`); empty where it shows none."""
    if key == "🔟":
        return "10"
    found = _KEYCAP.fullmatch(key)
    return found[1] if found else ""


def answer_in(key: str, asked: Asked) -> str:
    """What a reaction to a message that asked so says; empty for one that says nothing to it."""
    number = number_in(key)
    if number:
        return number if number in asked.numbers else ""
    return "yes" if asked.yes and key.startswith(THUMBS) else ""


def deliver(event: Event, spot: Spot, person: str, room: Room, fact: Fact, thread: str = "") -> Delivered:
    """The delivery of what that person did, in that thread."""
    return Delivered(
        platform=PLATFORM,
        address=Address(plain(address.write(spot))),
        account=Address(plain(person)),
        source=PLATFORM,
        id=plain(event.event_id),
        event=fact,
        name=plain(room.people.get(person, "")),
        corner=Address(plain(address.corner_of(spot.room, thread))) if spot.person else Address(""),
    )


def spot_of(room_id: str, room: Room, person: str) -> Spot:
    """Where their conversation takes place."""
    return Spot(room_id) if room.direct else Spot(room_id, person)


def invite_of(raw: Sequence[object], me: str) -> str:
    """Who invites us; empty where that is not told."""
    for one in raw:
        if isinstance(one, dict) and one.get("type") == "m.room.member" and one.get("state_key") == me:
            sender = one.get("sender")
            return sender if isinstance(sender, str) else ""
    return ""


def came_in(raw: object, me: str) -> bool:
    """Whether that event is our own coming into a room."""
    if not isinstance(raw, dict) or raw.get("type") != "m.room.member" or raw.get("state_key") != me:
        return False
    before = _inner(raw.get("unsigned"), "prev_content")
    return _inner(raw, "content").get("membership") == "join" and before.get("membership") != "join"


def who_invited(event: Event) -> str:
    """Whose invite our coming in followed; empty where it followed none."""
    sender = event.unsigned.get("prev_sender")
    invited = _inner(event.unsigned, "prev_content").get("membership") == "invite"
    return sender if invited and isinstance(sender, str) else ""


def is_allowed(allowed: Sequence[str], person: str, room: str) -> bool:
    """Whether the list names that person, their server (`*:server`) or the room."""
    server = person.partition(":")[2]
    return person in allowed or room in allowed or (bool(server) and f"*:{server}" in allowed)


def outline(raw: object, whole: bool) -> object:
    """What may be kept of an event that cannot be read: in a group nobody knows whom it spoke to, so not its words."""
    if whole or not isinstance(raw, dict):
        return raw
    return {key: value for key, value in raw.items() if key in ("type", "event_id", "origin_server_ts")}


def plain(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _inner(value: object, key: str) -> Mapping[str, Any]:
    inner: object = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def sent_at(event: Event) -> int:
    """When it was sent, milliseconds UTC; 0 where that is nonsense."""
    return event.origin_server_ts if 0 <= event.origin_server_ts < LARGEST_TIME else 0
