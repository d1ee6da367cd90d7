"""What `ports.adapter` promises when a platform is awkward: it says things twice, late, not so fast, or no more."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import pytest

from tests.contracts.stages.stage import Stage, need
from tests.contracts.talk import ask, heard, meet, quiet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

PAUSE: Final = 1.5
"""Seconds that a platform asks for."""


async def test_what_comes_twice_is_taken_once(stage: Stage) -> None:
    """Delivered another time, words are kept once and answered once; so also after a restart."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    await ask(stage, ada, "marmalade")
    shown = await ada.shown()
    await ada.again()
    assert await quiet(stage, ada) == shown
    shown = await ada.shown()
    await stage.stop()
    await stage.start()
    await ada.again()
    assert await quiet(stage, ada) == shown
    assert stage.house.words().count("marmalade") == 1
    assert stage.house.words().count("help") == 2


async def test_what_comes_late_is_taken_all_the_same(stage: Stage) -> None:
    """Something older that comes after something newer is kept and answered, once; nothing of the newer is undone, and
    what comes after it is answered."""
    need(stage, "late")
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    await ask(stage, ada, "the newer one")
    shown = len(await ada.shown())
    await ada.late("the older one")
    await heard(stage, ada, shown + 1)
    for word in ("the one after", "and the last"):
        await ask(stage, ada, word)
    await stage.stop()
    await stage.start()
    assert len(await quiet(stage, ada)) == shown + 3
    said = ["the newer one", "the older one", "the one after", "and the last", "help"]
    assert stage.house.words()[-5:] == said


async def test_not_so_fast(stage: Stage) -> None:
    """While somebody may not be written to, or does not read, nobody else waits; afterwards everything is there, in its
    order and once, and no call came before the pause was over."""
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    for person in (ada, ben):
        await person.arrives()
        await heard(stage, person, 1)
    over = time.monotonic() + PAUSE
    await stage.limit(ada, PAUSE)
    lines = [f"line {number}" for number in range(4)]
    for line in lines:
        await stage.house.says(ada.address, line)
    if "others" not in stage.lacks:
        await ask(stage, ben, "help")
        assert len(await ada.shown()) == 1 or time.monotonic() > over
    shown = await heard(stage, ada, 1 + len(lines))
    assert [one.text for one in shown[1:]] == lines
    await ask(stage, ben, "help")
    assert len(await quiet(stage, ada)) == 1 + len(lines)
    assert stage.early() == 0


async def test_whoever_is_gone_is_left_alone(stage: Stage) -> None:
    """A destination that is gone is tried once and marked; no restart tries it again, nobody else waits for it, and
    whoever speaks from there again is answered, and marked no more."""
    need(stage, "dead")
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    for person in (ada, ben):
        await meet(stage, person, "harbour")
    await ada.goes()
    tried = stage.attempts()
    message = await stage.house.says(ada.address, "are you there?")
    await stage.house.once(lambda: stage.house.state_of(message)[0] == "failed")
    assert stage.house.state_of(message)[1] == "permanent-destination"
    assert stage.house.unreachable(ada.address)
    assert stage.attempts() == tried + 1
    await stage.stop()
    await stage.start()
    await ask(stage, ben, "help")
    assert stage.attempts() == tried + 2
    await ada.comes_back()
    await ask(stage, ada, "help")
    assert not stage.house.unreachable(ada.address)
    assert not any("are you there" in one.text for one in await ada.shown())


async def test_whoever_leaves_the_room_misses_nothing(stage: Stage) -> None:
    """Where nothing can be refused for good: what was said to somebody who was not there is there once they look."""
    if "dead" not in stage.lacks:
        pytest.skip(f"{stage.platform}: the platform itself keeps what was said to somebody who is not there")
    ada = await stage.person("Ada")
    await ada.arrives()
    await heard(stage, ada, 1)
    await ada.goes()
    message = await stage.house.says(ada.address, "are you there?")
    await stage.house.once(lambda: stage.house.state_of(message)[0] == "sent")
    await stage.stop()
    await stage.start()
    await ada.comes_back()
    assert (await heard(stage, ada, 2))[1].text == "are you there?"
    assert len(await quiet(stage, ada)) == 2
    assert not stage.house.unreachable(ada.address)


async def test_what_cannot_be_decoded_is_put_aside(stage: Stage) -> None:
    """It is in quarantine as it came, kept nowhere else, and whatever comes before and after it is answered."""
    ada, ben = await stage.person("Ada"), await stage.person("Ben")
    for person in (ada, ben):
        await person.arrives()
        await heard(stage, person, 1)
    await asyncio.gather(ada.says("no"), ben.says("no"))
    await ada.garbles("marmalade-17")
    await asyncio.gather(ada.says("help"), ben.says("help"))
    for person in (ada, ben):
        await heard(stage, person, 3)

    def aside() -> list[bytes]:
        return [bytes(raw) for (raw,) in stage.house.rows("SELECT raw FROM quarantine")]

    await stage.house.once(aside)
    (raw,) = aside()
    assert b"marmalade-17" in raw
    assert sorted(stage.house.words()[-4:]) == ["help", "help", "no", "no"]
    assert not any("marmalade" in word for word in stage.house.words())
