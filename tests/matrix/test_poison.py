"""Events of every broken shape: none stops the next, bad ones are kept raw, and every good neighbour is handled."""

from __future__ import annotations

import json
import random
from typing import Any, Final

import msgspec
import pytest

from bot.adapters.matrix.address import Spot, read, write
from bot.adapters.matrix.doors import Doors
from bot.adapters.matrix.events import BROKEN, Event, Joined, News
from bot.adapters.matrix.events import read as read_as
from bot.adapters.matrix.inbound import Me, is_allowed, number_in
from bot.adapters.matrix.line import CallRefused, Line
from bot.adapters.matrix.outbound import asked_of, content_of
from bot.adapters.matrix.post import Post
from bot.adapters.matrix.reading import Reading
from bot.adapters.matrix.rooms import Room, Rooms, rank_of, state_of
from bot.chance import WallClock
from bot.model.event import Event as Fact
from bot.model.ids import Address, Platform
from bot.model.member import Rank
from bot.model.message import Paragraph, Part, Role
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.address import rest_of, room_of
from tests.fakes.matrix.people import Arrive
from tests.fakes.matrix.test_homeserver import POISON
from tests.fakes.spoiling import WEIRD, spoil
from tests.matrix.conftest import Notes, Running, meet

pytest_plugins = ("tests.fakes.matrix.fixtures",)

US: Final = "@notdate:harbour.test"
ADA: Final = "@ada:harbour.test"
DIRECT: Final = "!direct"
GROUP: Final = "!group#odd%23:harbour.test"
ROUNDS: Final = 5_000


def said(number: int, **content: object) -> dict[str, Any]:
    event = {"type": "m.room.message", "sender": ADA, "event_id": f"${number}", "origin_server_ts": 1}
    return event | {"content": {"msgtype": "m.text", "body": "the harbour at six"} | content}


GOOD: Final = (
    (DIRECT, said(0)),
    (DIRECT, said(0, msgtype="m.image", body="x.png")),
    (DIRECT, said(0) | {"type": "m.sticker"}),
    (GROUP, said(0, body="!nd 🧑‍🚀 hi")),
    (GROUP, said(0, body="Not-Date, hi", **{"m.relates_to": {"rel_type": "m.thread", "event_id": "$r"}})),
    (GROUP, said(0, body="tiger", **{"m.mentions": {"user_ids": [US]}})),
)


class Kept:
    """An intake that counts."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.sources: set[str] = set()

    async def take(self, delivered: Delivered) -> Receipt:
        return Receipt(Outcome.TAKEN)

    def asks_for_standing(self, event: Fact, private: bool = False) -> bool:
        """Nobody decides here."""
        return False

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """The group has moved."""

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        json.loads(raw)
        assert source.encode() and source.startswith("matrix")
        self.raw.append(raw)
        self.sources.add(source)


class NoLine(Line):
    """A homeserver that knows nothing."""

    async def call(self, asked: tuple[str, ...], patience: float = 20.0, *, open_: bool = False) -> dict[str, Any]:
        return {}


def reading() -> Reading:
    line = NoLine("http://127.0.0.1:1", US, "", "x", "NOTDATE")
    rooms = Rooms(line)
    post = Post(line, rooms)
    one = Reading(line, rooms, post, Doors(line, rooms, post, Notes(), "", lambda sentence: None), WallClock())
    one.me = Me(US, "Not-Date")
    return one


async def test_no_event_stops_the_next() -> None:
    """Five thousand spoilt events, each before a good one: nothing raises, and the good ones are all read; of a group
    nothing that was said is kept."""
    one, kept, chance = reading(), Kept(), random.Random(1)
    for number in range(ROUNDS):
        one._rooms._known.keep(DIRECT, Room({ADA: "Ada"}, 1))
        one._rooms._known.keep(GROUP, Room({ADA: "Ada", "@b:c": "Ben"}, 2))
        place, whole = chance.choice(GOOD)
        odd = await one.read(place, spoil(whole, chance) if number % 50 else chance.choice(WEIRD), kept)
        # What comes out of it can be written down.
        assert msgspec.json.encode(odd)
        one._rooms._known.keep(DIRECT, Room({ADA: "Ada"}, 1))
        one._rooms._known.keep(GROUP, Room({ADA: "Ada", "@b:c": "Ben"}, 2))
        place, good = GOOD[number % len(GOOD)]
        read_ = await one.read(place, good | {"event_id": f"${number}"}, kept)
        assert read_ is not None and read_.id == f"${number}"
    assert len(kept.raw) > ROUNDS / 10
    assert f"matrix:{ADA}" in kept.sources
    assert not any(b"tiger" in raw or b"!nd" in raw for raw in kept.raw)


async def test_trouble_on_the_way_is_no_answer() -> None:
    """While the homeserver does not know our token or is asked too often, an event is not taken for nobody's."""
    for code, status in (("M_UNKNOWN_TOKEN", 401), ("M_LIMIT_EXCEEDED", 429)):
        one = reading()

        async def refuse(*_asked: object, code: str = code, status: int = status, **_how: object) -> dict[str, Any]:
            raise CallRefused(code, status, 1.0)

        one._line.call = refuse  # type: ignore[method-assign]  # a homeserver that refuses
        for known in (False, True):
            if known:
                one._rooms._known.keep(GROUP, Room({ADA: "Ada", "@b:c": "Ben"}, 2))
            answer = said(1, **{"m.relates_to": {"m.in_reply_to": {"event_id": "$x"}}})
            with pytest.raises(CallRefused):
                await one.read(GROUP, answer, Kept())


def test_no_sync_raises_anything_else() -> None:
    """A spoilt answer or room is read, or raises what is caught."""
    chance = random.Random(2)
    joined = {"timeline": {"events": [said(1)], "limited": True, "prev_batch": "t"}, "state": {"events": []}}
    news = {"next_batch": "s", "rooms": {"join": {DIRECT: joined}, "invite": {}, "leave": {}}}
    for _ in range(ROUNDS):
        for raw, shape in ((news, News), (joined, Joined)):
            try:
                read_as(spoil(raw, chance), shape)
            except BROKEN:
                continue


def test_an_address_is_read_back() -> None:
    """Room ids and user ids of every kind come back, and `#` in a room's id parts nothing."""
    for room in ("!a:b", "!onlyletters", GROUP, "!%23#%25:x", "!" + "#" * 9):
        for person in ("", ADA, "@a#b:c:8448", "@=2f/x:[::1]:1"):
            where = write(Spot(room, person))
            assert read(where) == Spot(room, person)
            assert (room_of(where) != "", rest_of(where)) == (bool(person), person)
    with pytest.raises(ValueError):
        read(Address("12"))


def test_a_rank_is_what_the_state_says() -> None:
    """Creators rule from version 12 on; before, and for others, the level counts; what is broken says nothing."""
    create = {"type": "m.room.create", "sender": ADA, "event_id": "$1", "state_key": ""}
    levels = {"type": "m.room.power_levels", "sender": ADA, "event_id": "$2", "state_key": ""}
    new = create | {"content": {"room_version": "12", "additional_creators": ["@b:c"]}}
    old = create | {"content": {"room_version": "11"}}
    users = levels | {"content": {"users": {"@m:c": 50, "@o:c": 100, "@x:c": 49}}}
    there = [
        {"type": "m.room.member", "sender": who, "event_id": "$3", "state_key": who, "content": {"membership": "join"}}
        for who in (US, ADA, "@b:c", "@m:c", "@o:c", "@x:c")
    ]
    ranks = {who: rank_of(state_of([new, users, *there]), who, US) for who in (ADA, "@b:c", "@m:c", "@o:c", "@x:c")}
    assert list(ranks.values()) == [Rank.OWNER, Rank.OWNER, Rank.MODERATOR, Rank.OWNER, Rank.MEMBER]
    assert rank_of(state_of([old, users, *there]), ADA, US) is Rank.MEMBER
    for gone in (there[0], there[3]):
        left = [one for one in there if one is not gone]
        assert rank_of(state_of([new, users, *left]), "@m:c", US) is Rank.MEMBER
    for broken in ([], [users], [new, levels | {"content": {"users": {"@m:c": True}}}]):
        with pytest.raises(BROKEN):
            rank_of(state_of([*broken, *there]), "@m:c", US)


def test_the_list_of_invites() -> None:
    """A person, their whole server, or a room; never a part of a name."""
    assert (
        is_allowed((ADA,), ADA, "!r") and is_allowed(("*:harbour.test",), ADA, "!r") and is_allowed(("!r",), ADA, "!r")
    )
    assert not any(is_allowed((one,), ADA, "!r") for one in ("", "*", "*:", "*:test", "harbour.test", "@ad", "!"))


def test_numbers_and_answers() -> None:
    """Digits with or without their box are numbers; what a message asked stands in it, and a huge one goes unset."""
    assert [number_in(key) for key in ("2️⃣", "2", "10", "🔟", "0️⃣", "²", "٣", "22a", "")] == [
        "2", "2", "10", "10", "0", "", "", "", "",
    ]  # fmt: skip
    items = (Paragraph("1  Yes", Role.ITEM), Paragraph("2  No", Role.ITEM))
    assert asked_of(Part(items), "") == {"person": "", "numbers": ["1", "2"], "yes": True, "asks": True}
    scale = Part((Paragraph("How?", Role.QUESTION), Paragraph("1  2  3", Role.ITEM)))
    assert asked_of(scale, ADA)["numbers"] == ["1", "2", "3"]
    huge = content_of(Part((Paragraph("&" * 16_000),)), "1", 0, "", None)
    assert "formatted_body" not in huge and len(huge["body"]) == 16_000


@pytest.mark.slow
async def test_people_can_send_poison(arrive: Arrive, running: Running) -> None:
    """After everything that a person can send whom no client restrains, the next plain word is answered."""
    await running.start()
    ada = await arrive("ada")
    room = await meet(ada, running)
    await ada.hear(room)
    for type_, content in POISON:
        await ada.send(room, type_, content)
    await ada.say(room, "beside the point", msgtype="m.notice")
    edited = await ada.say(room, "yes")
    question = await ada.hear(room, "1  ")
    await ada.edit(room, edited, "no")
    await ada.redact(room, edited)
    await ada.say(room, "help")
    await ada.hear(room)
    assert "beside the point" not in running.said() and "no" not in running.said()
    assert question["sender"] == running.id


def test_events_are_small() -> None:
    """What is not read does not matter."""
    assert read_as(said(1) | {"anything": [object]}, Event).event_id == "$1"
