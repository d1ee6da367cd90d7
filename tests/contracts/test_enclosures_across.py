"""People at one table, each on a platform of their own: a photo goes from any to any, and where it cannot, that is
said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.model.enclosure import PHOTO, VOICE
from tests.contracts.stages.discord import DiscordStage
from tests.contracts.stages.playhouse import Playhouse
from tests.contracts.stages.stage import Person
from tests.contracts.stages.telegram import TelegramStage
from tests.contracts.stages.web import Visitor, WebStage
from tests.contracts.talk import ask, heard
from tests.contracts.test_adapter_enclosures import has_no_secret, once_enclosed, once_shown
from tests.fakes.enclosures import photo, voice

pytestmark = pytest.mark.slow


class Table(NamedTuple):
    """One bot on all of these platforms, and somebody on each."""

    telegram: TelegramStage
    discord: DiscordStage
    web: WebStage
    ada: Person
    ben: Person
    cleo: Person


@pytest.fixture
async def table(tmp_path: Path, house_rules: None) -> AsyncIterator[Table]:
    """Ada on Telegram, Ben on Discord and Cleo in a browser sit at one table and have answered the first card."""
    telegram, discord, web = TelegramStage(), DiscordStage(), WebStage()
    settings: dict[str, str | int] = {}
    for stage in (telegram, discord, web):
        await stage.open(tmp_path)
        settings |= {name: value for name, value in vars(stage.house)["_settings"].items() if value is not None}
    settings["port"] = web._port
    house = Playhouse(web.platform, tmp_path, settings)
    telegram.house = discord.house = web.house = house
    try:
        await house.start()
        await house.once(lambda: not house.house.bot.waiting_for())
        people = (await telegram.person("Ada"), await discord.person("Ben"), await web.person("Cleo"))
        table = Table(telegram, discord, web, *people)
        await sit_down(table)
        yield table
    finally:
        for stage in (web, discord, telegram):
            await stage.close()


async def sit_down(table: Table) -> None:
    people = {"Ada": table.ada, "Ben": table.ben, "Cleo": table.cleo}
    for name, person in people.items():
        await person.arrives()
        await heard(table.web, person, 1)
        await ask(table.web, person, "yes")
        await ask(table.web, person, f"call me {name}")
    await table.ada.says("not-date harbour for 3")
    code = (await once_shown(table.web, table.ada, "join ")).text.split("join ")[1][:9]
    for person in (table.ben, table.cleo):
        await person.says(f"join {code}")
        await once_shown(table.web, person, "keeps a seat")
        await person.says("yes")
    for person in people.values():
        await once_shown(table.web, person, "bank")
    for person in people.values():
        await person.says("footbridge")
    for person in people.values():
        await once_shown(table.web, person, "footbridge")


@pytest.mark.parametrize("sender", ["ada", "ben"])
async def test_a_photo_is_seen_by_whoever_asks_wherever_they_are(table: Table, sender: str) -> None:
    """From Telegram and from Discord, to the other of the two and into a browser: without what the camera wrote."""
    sends: Person = getattr(table, sender)
    others = [person for person in (table.ada, table.ben, table.cleo) if person is not sends]
    await sends.sends(PHOTO, photo(), "the lane at six")
    for person in others:
        offer = await once_shown(table.web, person, "the lane at six")
        assert "photo" in offer.text
    for person in others:
        assert not any(one.enclosed for one in await person.shown())
        await person.says("show")
        shown = await once_enclosed(table.web, person)
        assert shown.enclosed is not None
        kind, data = shown.enclosed
        assert (kind, data[:3]) == (PHOTO, b"\xff\xd8\xff")
        assert has_no_secret(data)
    assert not any(one.enclosed for one in await sends.shown())


async def test_a_voice_message_is_heard_elsewhere(table: Table) -> None:
    """From Telegram into a browser and to Discord, as it sounded."""
    await table.ada.sends(VOICE, voice())
    for person in (table.ben, table.cleo):
        await once_shown(table.web, person, "voice message")
        await person.says("show")
        shown = await once_enclosed(table.web, person)
        assert shown.enclosed is not None
        assert (shown.enclosed[0], len(shown.enclosed[1])) == (VOICE, len(voice()))
        assert has_no_secret(shown.enclosed[1])


async def test_what_is_gone_where_it_came_from_is_said_elsewhere(table: Table) -> None:
    """Each who asks reads one sentence, and the talk goes on for all."""
    await table.ada.sends(PHOTO, photo(), "the lane at six")
    for person in (table.ben, table.cleo):
        await once_shown(table.web, person, "the lane at six")
    table.telegram.lose()
    for person in (table.ben, table.cleo):
        await person.says("show")
        await once_shown(table.web, person, "did not make it here")
    await table.ada.says("never mind")
    for person in (table.ben, table.cleo):
        await once_shown(table.web, person, "never mind")


async def test_a_kill_between_the_words_and_the_photo_loses_neither(table: Table) -> None:
    """After the start both are there; the photo once, as it never went out before."""
    await table.ben.sends(PHOTO, photo(), "the lane at six")
    await once_shown(table.web, table.ada, "the lane at six")
    house = table.web.house
    table.telegram._server.fail(502, "Bad Gateway", method="sendPhoto", times=None)
    await table.ada.says("show")
    await once_shown(table.web, table.ada, "From Ben:")
    await house.once(lambda: table.telegram._server.calls["sendphoto"])
    await house.kill()
    table.telegram._server.world.faults.planned.clear()
    await house.start()
    shown = await once_enclosed(table.web, table.ada)
    assert shown.enclosed is not None
    await house.settled()
    assert sum(bool(one.enclosed) for one in await table.ada.shown()) == 1


async def test_a_browser_is_shown_only_what_its_person_may_see(table: Table) -> None:
    """Without the cookie, with a stranger's, or by a guessed number there is nothing; and what is shown is never a
    page, never kept, and what it says it is."""
    await table.ada.sends(PHOTO, photo(), "the lane at six")
    await once_shown(table.web, table.cleo, "the lane at six")
    await table.cleo.says("show")
    await once_enclosed(table.web, table.cleo)
    cleo, stranger = table.cleo, await table.web.person("Dora")
    assert isinstance(cleo, Visitor)
    assert isinstance(stranger, Visitor)
    (enclosure,) = table.web.house.rows("SELECT id FROM enclosures")[0]
    path = f"{cleo.url}/enclosed/{enclosure}"
    async with cleo.session.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-store"
    async with stranger.session.get(path) as answer:
        assert answer.status == 404
    await stranger.arrives()
    await heard(table.web, stranger, 1)
    async with stranger.session.get(path) as answer:
        assert answer.status == 404
    for wrong in (f"{path}1", f"{cleo.url}/enclosed/0", f"{cleo.url}/enclosed/-1", f"{cleo.url}/enclosed/{'9' * 30}"):
        async with cleo.session.get(wrong) as answer:
            assert answer.status == 404, wrong
    async with cleo.session.get(path, headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 404


async def test_forgetting_takes_it_from_every_screen_that_asks_again(table: Table) -> None:
    """Once its sender is forgotten, the page that showed it does not any more."""
    await table.ada.sends(PHOTO, photo(), "the lane at six")
    await once_shown(table.web, table.cleo, "the lane at six")
    await table.cleo.says("show")
    await once_enclosed(table.web, table.cleo)
    cleo = table.cleo
    assert isinstance(cleo, Visitor)
    (enclosure,) = table.web.house.rows("SELECT id FROM enclosures")[0]
    await table.ada.says("/forget_me")
    await once_shown(table.web, table.ada, "Are you sure?")
    await table.ada.says("yes")
    await once_shown(table.web, table.ada, "Done.")
    async with cleo.session.get(f"{cleo.url}/enclosed/{enclosure}") as answer:
        assert answer.status == 404
    assert table.web.house.rows("SELECT * FROM enclosures") == []
