"""Who looks after the community by a room on a real homeserver: by its levels, its creators, and who is in it."""

from __future__ import annotations

from typing import Final

import pytest
from aiohttp import web

from bot.model.member import Rank
from bot.runtime.standings import RESTS
from tests.contracts.stages.matrix import Gate
from tests.fakes.matrix.people import CLIENT, Arrive, Person
from tests.matrix.harbour import DECKS, Harbour

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

OLDER: Final = "11"
"""The last version of rooms whose creators are in the list of levels."""


async def test_a_level_is_obeyed_and_its_loss_within_the_minute(arrive: Arrive, harbour: Harbour) -> None:
    """What was 50 yesterday is nothing a minute after it was taken, and what was nothing counts; levels for kinds of
    events make nobody a moderator, a default makes one of everybody who is there, and where 50 is not enough to put
    anybody out, it is nothing."""
    mara, ben, cleo = await arrive("mara"), await arrive("ben"), await arrive("cleo")
    levels = {"users": {mara.id: 100, ben.id: 50, cleo.id: 49}}
    club = await harbour.gather(mara, ben, cleo, version=OLDER, levels=levels)
    await harbour.open(club)
    await harbour.comes(club, mara)
    await harbour.meets(ben, cleo)
    assert await harbour.looks_after_decks(ben)
    assert not await harbour.looks_after_decks(cleo)
    assert "not offered any more" in await harbour.asks(ben, "disable crossings")
    await mara.set_power(club, {ben.id: 0, cleo.id: 50})
    harbour.clock.push()
    assert "enable" not in await harbour.asks(ben, "enable crossings")
    assert not harbour.on_offer("crossings")
    assert "is on offer" in await harbour.asks(cleo, "enable crossings")
    assert harbour.on_offer("crossings")

    async def ranks() -> list[Rank]:
        harbour.clock.push()
        return [await harbour.rank(one) for one in (mara, ben, cleo)]

    await mara.set_power(club, {ben.id: 0, cleo.id: 50}, events_default=25, events={"m.room.message": 50})
    assert await ranks() == [Rank.OWNER, Rank.MEMBER, Rank.MODERATOR]
    await mara.set_power(club, events_default=0, events={}, ban=75, kick=75, redact=75)
    assert await ranks() == [Rank.OWNER, Rank.MEMBER, Rank.MEMBER]
    now = await mara.state(club, "m.room.power_levels")
    everybody = now | {"users": {mara.id: 100}, "users_default": 75}
    await mara.set_state(club, "m.room.power_levels", everybody)
    assert await ranks() == [Rank.OWNER, Rank.MODERATOR, Rank.MODERATOR]
    assert await harbour.rank(await arrive("stranger")) is Rank.MEMBER


async def test_who_is_out_may_nothing(arrive: Arrive, harbour: Harbour) -> None:
    """Put out, left or banned, with their level still in the list; and nobody may anything by a room that the bot was
    put out of, where the homeserver tells it for good how everything was."""
    mara, people = await arrive("mara"), [await arrive(name) for name in ("ben", "cleo", "dora", "emil")]
    ben, cleo, dora, emil = people
    levels = {"users": {mara.id: 100, **{one.id: 50 for one in people}}}
    club = await harbour.gather(mara, *people, version=OLDER, levels=levels)
    await harbour.open(club)
    await harbour.comes(club, mara)
    await harbour.meets(ben, emil)
    assert [await harbour.rank(one) for one in people] == [Rank.MODERATOR] * 4
    await mara.kick(club, ben.id)
    await cleo.leave(club)
    await mara.ban(club, dora.id)
    harbour.clock.push()
    assert [await harbour.rank(one) for one in people] == [Rank.MEMBER] * 3 + [Rank.MODERATOR]
    assert not await harbour.looks_after_decks(ben)
    assert (await mara.state(club, "m.room.power_levels"))["users"][ben.id] == 50
    assert await harbour.looks_after_decks(emil)
    await mara.kick(club, harbour.bot)
    await mara.set_power(club, {emil.id: 0})
    harbour.clock.push()
    assert "enable" not in await harbour.asks(emil, "disable crossings")
    assert harbour.on_offer("crossings")
    assert [await harbour.rank(one) for one in (mara, emil)] == [Rank.MEMBER] * 2


async def test_trust_is_named_anew_where_a_room_moves(arrive: Arrive, harbour: Harbour) -> None:
    """The replaced room counts no more, and the new one not before it is named. There its creators own it, though no
    list says so, and others are what the list says; also whoever was made a creator beside."""
    mara, ben, cleo = await arrive("mara"), await arrive("ben"), await arrive("cleo")
    anna = await arrive("anna")
    levels = {"users": {anna.id: 100, mara.id: 100, ben.id: 50, cleo.id: 50}}
    old = await harbour.gather(anna, mara, ben, cleo, version=OLDER, levels=levels)
    await harbour.open(old)
    await harbour.comes(old, mara)
    await harbour.meets(mara)
    assert await harbour.looks_after_decks(mara)
    new = await upgrade(mara, old, "12", [cleo])
    for one in (ben, cleo):
        await mara.invite(new, one.id)
        await one.join(new)
    await mara.invite(new, harbour.bot)
    await harbour.comes(new, mara)
    await mara.hear(harbour.private(mara), "I am in")
    harbour.clock.push()
    assert not await harbour.looks_after_decks(mara)
    assert [await harbour.rank(one) for one in (mara, ben, cleo)] == [Rank.MEMBER] * 3
    assert [new in told for told in harbour.house.complaints] == [True]
    await harbour.close()
    await harbour.open(new)
    assert (await mara.state(new, "m.room.power_levels"))["users"] == {anna.id: 100, ben.id: 50}
    assert [await harbour.rank(one) for one in (mara, ben, cleo)] == [Rank.OWNER, Rank.MODERATOR, Rank.OWNER]
    assert await harbour.looks_after_decks(mara)
    await cleo.leave(new)
    harbour.clock.push()
    assert await harbour.rank(cleo) is Rank.MEMBER


async def upgrade(person: Person, room: str, version: str, creators: list[Person]) -> str:
    """The room has a successor of that version, whose creators are the person and these; returns its id."""
    body = {"new_version": version, "additional_creators": [one.id for one in creators]}
    made: str = (await person.call("POST", f"{CLIENT}/rooms/{room}/upgrade", body))["replacement_room"]
    return made


class Mute(Gate):
    """A gate that can lose its answers to whatever has that in its path."""

    lost = "nothing"

    async def _pass(self, request: web.Request) -> web.Response:
        if self.lost in request.raw_path:
            return web.json_response({"errcode": "M_UNKNOWN"}, status=502)
        return await super()._pass(request)


async def test_unknown_is_no(arrive: Arrive, harbour: Harbour) -> None:
    """A state that cannot be read, in whole or in part, a room that the bot is not in, and one that there is not, make
    nobody anything; an old yes is not kept, and once the homeserver answers again, it counts."""
    mara, ben = await arrive("mara"), await arrive("ben")
    club = await harbour.gather(await arrive("anna"), ben, levels={"users": {ben.id: 50}})
    elsewhere = await mara.create_room("Elsewhere")
    gate = Mute(mara.url)
    await gate.open()
    try:
        harbour.url = gate.url
        await harbour.open(elsewhere, "!nowhere:harbour.test", club)
        await harbour.comes(club, ben)
        await harbour.meets(ben)
        assert await harbour.rank(mara) is Rank.MEMBER
        assert await harbour.looks_after_decks(ben)
        for lost in ("m.room.power_levels", "m.room.tombstone", "/state/"):
            gate.lost = lost
            harbour.clock.push()
            assert await harbour.rank(ben) is Rank.MEMBER, lost
        assert not await harbour.looks_after_decks(ben)
        gate.lost = "nothing"
        harbour.clock.push(RESTS + 1)
        assert await harbour.looks_after_decks(ben)
        await harbour.close()
    finally:
        await gate.close()


async def test_a_group_is_opened_by_whoever_runs_it_now(arrive: Arrive, harbour: Harbour) -> None:
    """Said in the group, words about decks are for nobody; `allow` is obeyed of whoever may say so when it is read: not
    of a member, not of whoever was put out since they said it, but of whoever created the room and is in no list."""
    mara, ben, cleo = await arrive("mara"), await arrive("ben"), await arrive("cleo")
    club = await harbour.gather(mara, ben, cleo, levels={"users": {ben.id: 50}}, version="12")
    await harbour.open(club)
    await harbour.comes(club, mara)
    assert "Only somebody who runs" in await harbour.answer_to(await cleo.say(club, "!nd allow"), club, cleo)
    await harbour.close()
    said = await ben.say(club, "!nd allow")
    await mara.kick(club, ben.id)
    await harbour.open(club)
    assert "Only somebody who runs" in await harbour.answer_to(said, club, mara)
    closed = await harbour.answer_to(await mara.say(club, "!nd disable crossings"), club, mara)
    assert "don't talk in this place yet" in closed
    assert "answer here" in await harbour.answer_to(await mara.say(club, "!nd allow"), club, mara)
    for word in ("decks", "disable crossings"):
        assert DECKS not in await harbour.answer_to(await mara.say(club, f"!nd {word}"), club, mara)
    assert harbour.on_offer("crossings")
