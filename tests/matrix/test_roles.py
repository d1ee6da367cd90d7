"""What somebody may do in a room that is a home, by the state that its homeserver tells."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import unquote

import pytest

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.inbound import Me
from bot.adapters.matrix.line import Away, CallRefused
from bot.adapters.matrix.rooms import Rooms
from bot.model.ids import Address
from bot.model.member import Rank, Standing
from bot.runtime import standings
from bot.runtime.standings import RESTS
from tests.matrix.conftest import Notes
from tests.runtime.engines import Clock
from tests.runtime.homes import Community

ROOM, ADA, BEN, US = "!club:harbour.test", "@ada:harbour.test", "@ben:harbour.test", "@bot:harbour.test"
Json = dict[str, Any]


class Server:
    """A homeserver's answers about one room's state: whole events where it knows how, or the content alone."""

    def __init__(self) -> None:
        self.state: dict[tuple[str, str], tuple[str, Json]] = {}
        self.whole = True
        self.trouble: Exception | None = None
        self.answers = asyncio.Event()
        self.answers.set()
        self.put("m.room.create", ADA, {"room_version": "10"})
        self.put("m.room.power_levels", ADA, {"users": {ADA: 100}, "users_default": 0})
        for person in (ADA, BEN, US):
            self.put("m.room.member", person, {"membership": "join"}, person)

    def put(self, type_: str, sender: str, content: Json, key: str = "") -> None:
        """It is so from now on."""
        self.state[type_, key] = (sender, content)

    async def call(self, asked: tuple[str, ...], patience: float = 20.0) -> Json:
        """The answer to a question about the state."""
        await self.answers.wait()
        if self.trouble is not None:
            raise self.trouble
        path, _mark, query = asked[1].partition("?")
        room, _state, rest = unquote(path).removeprefix("/_matrix/client/v3/rooms/").partition("/state")
        if room != ROOM:
            raise CallRefused("M_FORBIDDEN", 403, 0.0)
        if not rest:
            events = [_event(*key, *value) for key, value in self.state.items()]
            return {"events": events}
        type_, _slash, key = rest.removeprefix("/").partition("/")
        if (type_, key) not in self.state:
            raise CallRefused("M_NOT_FOUND", 404, 0.0)
        sender, content = self.state[type_, key]
        return _event(type_, key, sender, content) if self.whole and "format=event" in query else content


def _event(type_: str, key: str, sender: str, content: Json) -> Json:
    return {"type": type_, "state_key": key, "sender": sender, "event_id": "$1", "content": content}


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def club(server: Server) -> Community:
    """The room is a home."""
    adapter = MatrixAdapter("http://nowhere", US, Clock(), token="x", memory=Notes())
    adapter._reading.me = Me(US)
    adapter._rooms = Rooms(server)  # type: ignore[arg-type]  # It answers what a line would.
    return Community(adapter, ROOM)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("level", "rank"), [(100, Rank.OWNER), (99, Rank.MODERATOR), (50, Rank.MODERATOR), (49, Rank.MEMBER)]
)
async def test_a_level_counts_and_its_loss_within_the_minute(
    level: int, rank: Rank, whole: bool, server: Server, club: Community
) -> None:
    """By the state of this moment, from servers that tell whole events and from those that do not."""
    server.whole = whole
    assert await club.rank(BEN) is Rank.MEMBER
    server.put("m.room.power_levels", ADA, {"users": {BEN: level}})
    assert await club.rank_a_minute_later(BEN) is rank
    server.put("m.room.power_levels", ADA, {"users": {}})
    assert await club.rank_a_minute_later(BEN) is Rank.MEMBER


@pytest.mark.parametrize("membership", ["leave", "ban", "invite", "knock", None])
async def test_who_is_not_there_may_nothing_with_their_level(
    membership: str | None, server: Server, club: Community
) -> None:
    """Whoever was put out keeps the level that they had; it is of no use here."""
    assert await club.rank(ADA) is Rank.OWNER
    server.put("m.room.member", BEN, {"membership": membership}, ADA)
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER
    del server.state["m.room.member", ADA]
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER


@pytest.mark.parametrize("membership", ["leave", "ban", "invite", None])
async def test_where_we_are_not_nobody_may_anything(membership: str | None, server: Server, club: Community) -> None:
    """To whom was put out, a homeserver tells the state of that moment, for good."""
    assert await club.rank(ADA) is Rank.OWNER
    server.put("m.room.member", ADA, {"membership": membership}, US)
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER


@pytest.mark.parametrize(
    ("level", "levels", "rank"),
    [
        (50, {"events": {"m.room.message": 75, "m.room.name": 100}, "events_default": 75}, Rank.MODERATOR),
        (50, {"ban": 100, "kick": 100, "redact": 60}, Rank.MEMBER),
        (60, {"ban": 100, "kick": 100, "redact": 60}, Rank.MODERATOR),
        (50, {"ban": 100, "kick": 100}, Rank.MODERATOR),
        (20, {"ban": 10, "kick": 10, "redact": 10}, Rank.MEMBER),
        (100, {"events": {"m.room.power_levels": 150}}, Rank.MODERATOR),
        (100, {"state_default": 150}, Rank.MODERATOR),
        (100, {"state_default": 150, "events": {"m.room.power_levels": 100}}, Rank.OWNER),
        (100, {"state_default": 150, "ban": 150, "kick": 150, "redact": 150}, Rank.MEMBER),
        (1 << 60, {}, Rank.OWNER),
        (100, {"ban": "50"}, Rank.MEMBER),
        (100, {"events": [50]}, Rank.MEMBER),
    ],
)
async def test_a_level_counts_by_what_it_allows(
    level: int, levels: Json, rank: Rank, server: Server, club: Community
) -> None:
    """Whoever may put nobody out and take nothing away looks after nobody, whatever their number; whoever may not say
    who has which level owns nothing; and a low number is none, however little it takes there."""
    server.put("m.room.power_levels", ADA, {"users": {BEN: level}} | levels)
    assert await club.rank(BEN) is rank


async def test_a_default_is_everybodys_level(server: Server, club: Community) -> None:
    """Who is in the list has the level that stands there, and whoever is not in the room has none."""
    server.put("m.room.power_levels", ADA, {"users": {BEN: 0}, "users_default": 50})
    assert [await club.rank(one) for one in (ADA, BEN)] == [Rank.MODERATOR, Rank.MEMBER]
    assert await club.rank("@stranger:harbour.test") is Rank.MEMBER


@pytest.mark.parametrize("whole", [True, False])
async def test_creators_stand_above_all_levels(whole: bool, server: Server, club: Community) -> None:
    """In rooms of the newer kind they are in no list of levels; in older ones only the list counts."""
    server.whole = whole
    server.put("m.room.power_levels", ADA, {"users": {}})
    assert await club.rank(ADA) is Rank.MEMBER
    server.put("m.room.create", ADA, {"room_version": "12", "additional_creators": [BEN]})
    assert await club.rank_a_minute_later(ADA) is Rank.OWNER
    assert await club.rank(BEN) is Rank.OWNER


async def test_a_room_that_was_replaced_is_no_home_any_more(server: Server, club: Community) -> None:
    """Trust does not follow a tombstone, and does not stay behind; whoever runs the bot hears so once."""
    assert await club.rank(ADA) is Rank.OWNER
    told: list[str] = []
    assert isinstance(club.adapter, MatrixAdapter)
    club.adapter._complain = told.append
    server.put("m.room.tombstone", BEN, {"replacement_room": "!new:harbour.test"})
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER
    assert ["!new:harbour.test" in sentence for sentence in told] == [True]


async def test_in_the_room_itself_it_is_the_same(server: Server) -> None:
    """Whoever was put out since they spoke is a member there too, and what cannot be told is unknown."""
    rooms = Rooms(server)  # type: ignore[arg-type]  # It answers what a line would.
    assert await rooms.standing(ROOM, ADA, US, 7) == Standing(Rank.OWNER, "power levels", 7)
    server.put("m.room.member", BEN, {"membership": "ban"}, ADA)
    assert await rooms.standing(ROOM, ADA, US, 7) == Standing(Rank.MEMBER, "power levels", 7)
    server.trouble = Away("502")
    assert await rooms.standing(ROOM, ADA, US, 7) is None


async def test_before_it_knows_itself_it_knows_nobody(server: Server, club: Community) -> None:
    """Whether the bot is in a room cannot be told while it is not logged in; that is unknown, and not remembered."""
    assert isinstance(club.adapter, MatrixAdapter)
    club.adapter._reading.me = Me("")
    assert await club.adapter.rank(Address(ROOM), Address(ADA)) is None


async def test_who_is_unknown_is_a_member(server: Server, club: Community) -> None:
    """Nobody of that name, another room, a state that makes no sense, a room without levels."""
    assert await club.rank("@nobody:harbour.test") is Rank.MEMBER
    assert await Community(club.adapter, "!other:harbour.test").rank(ADA) is Rank.MEMBER
    server.put("m.room.power_levels", ADA, {"users": {ADA: "100"}})
    assert await club.rank(ADA) is Rank.MEMBER
    del server.state["m.room.power_levels", ""]
    assert await club.rank_a_minute_later(ADA) is Rank.MEMBER


async def test_an_error_and_silence_are_a_no(server: Server, club: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the homeserver answers again."""
    for trouble in (Away("503"), CallRefused("M_LIMIT_EXCEEDED", 429, 1.0), CallRefused("M_UNKNOWN_TOKEN", 401, 0.0)):
        server.trouble = trouble
        assert await club.rank(ADA) is Rank.MEMBER
        club.clock.time += RESTS + 1
    server.trouble = None
    monkeypatch.setattr(standings, "PATIENCE", 0.01)
    server.answers.clear()
    assert await club.rank(ADA) is Rank.MEMBER
    server.answers.set()
    club.clock.time += RESTS + 1
    assert await club.rank(ADA) is Rank.OWNER
