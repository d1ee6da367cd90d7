"""What `ports.carrying` promises of photos and voice messages, asked of the whole bot on every platform there is."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.model.enclosure import LARGEST, PHOTO, VOICE
from tests.contracts.stages.stage import Person, Shown, Stage, need
from tests.contracts.talk import ask, heard
from tests.fakes.enclosures import SECRETS, photo, voice

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


async def at_a_table(stage: Stage) -> tuple[Person, Person]:
    """Two of them sit at one table, where the first card lies."""
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    for person, name in ((ada, "Ada"), (ben, "Ben")):
        await person.arrives()
        await heard(stage, person, 1)
        await ask(stage, person, "yes")
        await ask(stage, person, f"call me {name}")
    await ada.says("not-date harbour for 2")
    laid = await once_shown(stage, ada, "join ")
    code = laid.text.split("join ")[1][:9]
    await ben.says(f"join {code}")
    await once_shown(stage, ben, "keeps a seat")
    await ben.says("yes")
    await once_shown(stage, ada, "bank")
    await once_shown(stage, ben, "bank")
    return ada, ben


async def talking(stage: Stage) -> tuple[Person, Person]:
    """The same, with the first card answered."""
    ada, ben = await at_a_table(stage)
    await ada.says("footbridge")
    await ben.says("ferryboat")
    for person in (ada, ben):
        await once_shown(stage, person, "footbridge")
    return ada, ben


async def once_shown(stage: Stage, person: Person, text: str, after: int = 0) -> Shown:
    """The first message with that text, of those after so many."""
    found: list[Shown] = []

    async def there() -> bool:
        found[:] = [shown for shown in (await person.shown())[after:] if text in shown.text]
        return bool(found)

    try:
        await stage.house.once_so(there)
    except TimeoutError:
        raise AssertionError(f"no {text!r} in {[shown.text for shown in (await person.shown())[-4:]]}") from None
    return found[0]


async def once_enclosed(stage: Stage, person: Person, count: int = 1) -> Shown:
    """The newest that shows more than words, once there are so many."""
    found: list[Shown] = []

    async def there() -> bool:
        found[:] = [shown for shown in await person.shown() if shown.enclosed]
        return len(found) >= count

    await stage.house.once_so(there)
    return found[-1]


def has_no_secret(data: bytes) -> bool:
    return not any(secret in data for secret in SECRETS[:2])


async def test_a_photo_goes_across(stage: Stage) -> None:
    """The words go at once; the photo once the other asks for it, without what the camera wrote into it."""
    need(stage, "sends", "sees")
    ada, ben = await talking(stage)
    await ada.sends(PHOTO, photo(), "the lane at six")
    offer = await once_shown(stage, ben, "the lane at six")
    assert "photo" in offer.text
    assert not any(shown.enclosed for shown in await ben.shown())
    await ben.says("show")
    shown = await once_enclosed(stage, ben)
    assert shown.enclosed is not None
    kind, data = shown.enclosed
    assert kind == PHOTO
    assert has_no_secret(data)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (96, 64), {})
    assert not any(shown.enclosed for shown in await ada.shown())
    await ben.says("a fine lane")
    await once_shown(stage, ada, "a fine lane")


async def test_a_voice_message_goes_across(stage: Stage) -> None:
    """Its sound is what was recorded."""
    need(stage, "sends", "sees")
    ada, ben = await talking(stage)
    await ada.sends(VOICE, voice())
    await once_shown(stage, ben, "voice message")
    await ben.says("show")
    shown = await once_enclosed(stage, ben)
    assert shown.enclosed is not None
    kind, data = shown.enclosed
    assert (kind, data[-300:], len(data)) == (VOICE, voice()[-300:], len(voice()))


async def test_a_photo_answers_a_card_face_down(stage: Stage) -> None:
    """Nobody reads that there is one before all have answered; then it is offered with the answers."""
    need(stage, "sends", "sees")
    ada, ben = await at_a_table(stage)
    await ada.says("skip")
    for person in (ada, ben):
        await once_shown(stage, person, "bollard")
    await ada.sends(PHOTO, photo())
    await stage.house.once(lambda: stage.house.rows("SELECT id FROM enclosures"))
    await ask(stage, ben, "/help")
    assert not any("photo" in shown.text for shown in await ben.shown())
    await ben.says("a rowing boat")
    await once_shown(stage, ben, "(a photo)")
    await ben.says("show")
    await once_enclosed(stage, ben)


async def test_what_is_too_large_is_said_so_and_the_words_go(stage: Stage) -> None:
    """Nothing of it is fetched; its sender reads how large it may be, the other that there was something."""
    need(stage, "sends", "sees")
    ada, ben = await talking(stage)
    await ada.sends(VOICE, b"OggS" + bytes(LARGEST), "a long one")
    assert "10 MB" in (await once_shown(stage, ada, "larger than")).text
    assert "cannot carry" in (await once_shown(stage, ben, "a long one")).text
    assert stage.house.rows("SELECT id FROM enclosures") == []


async def test_what_is_gone_is_said_so_once_and_the_talk_goes_on(stage: Stage) -> None:
    """Whoever asks for it reads one sentence instead, and what comes behind it comes."""
    need(stage, "sends", "sees", "gone")
    ada, ben = await talking(stage)
    await ada.sends(PHOTO, photo(), "the lane at six")
    await once_shown(stage, ben, "the lane at six")
    stage.lose()
    await ben.says("show")
    await once_shown(stage, ben, "did not make it here")
    await ada.says("never mind")
    await once_shown(stage, ben, "never mind")
    await stage.house.settled()
    shown = await ben.shown()
    assert sum("did not make it" in one.text for one in shown) == 1
    assert not any(one.enclosed for one in shown)
    assert stage.house.states().keys() == {"sent"}


async def test_what_is_no_photo_is_not_carried(stage: Stage) -> None:
    """Whatever it says that it is: what cannot be looked at goes nowhere, and it is said so."""
    need(stage, "sends", "sees", "fetched")
    ada, ben = await talking(stage)
    await ada.sends(PHOTO, b"\xff\xd8" + SECRETS[0] * 20, "look")
    await once_shown(stage, ben, "look")
    await ben.says("show")
    await once_shown(stage, ben, "did not make it here")
    assert not any(one.enclosed for one in await ben.shown())


async def test_where_only_words_go_it_is_said(stage: Stage) -> None:
    """A platform that declares less is told of as such: what it cannot take or show, its stage cannot either."""
    declared = stage.house.adapter.capabilities
    assert ("sends" in stage.lacks) is not bool(declared.fetches)
    assert declared.shows or "sees" in stage.lacks
