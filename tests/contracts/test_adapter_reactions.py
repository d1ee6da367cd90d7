"""What `ports.reactions` promises of a sign under a question, asked of the whole bot on every platform that has any."""

from __future__ import annotations

import pytest

from tests.contracts.stages.stage import Person, Stage, need
from tests.contracts.talk import ask, heard, meet, quiet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


def rated(stage: Stage) -> list[int]:
    """What anybody thinks of any question: 1 for a good one."""
    return [good for (good,) in stage.house.rows("SELECT good FROM ratings ORDER BY question")]


async def asked(stage: Stage) -> Person:
    """Ada, who was asked something, and can be seen to have been."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    await stage.house.settled()
    return ada


async def test_the_newest_sign_is_what_they_think(stage: Stage) -> None:
    """A heart is a good one; with a thumb down beside it the question is none for them; without that it is a good one
    again, and nothing when no sign is left. A sign of no meaning changes nothing, and nobody is answered."""
    need(stage, "react")
    assert stage.capabilities.reactions
    ada = await asked(stage)
    before, words = len(await ada.shown()), stage.house.words()
    for signs, thought in (
        (("❤️",), [1]),
        (("❤️", "🤔"), [1]),
        (("❤️", "🤔", "👎🏾"), [0]),
        (("❤️",), [1]),
        (("👎",), [0]),
        ((), []),
    ):
        await ada.reacts(*signs)
        await stage.house.once(lambda thought=thought: rated(stage) == thought)  # type: ignore[misc]  # bound now
    assert len(await quiet(stage, ada)) == before
    assert stage.house.words() == [*words, "help"]
    assert stage.house.answers() == []
    assert stage.house.complaints == []
    assert stage.house.rows("SELECT * FROM quarantine") == []


async def test_the_same_sign_twice_is_one_opinion(stage: Stage) -> None:
    """What comes in again, as each platform really does that, changes nothing."""
    need(stage, "react")
    ada = await asked(stage)
    await ada.reacts("👏")
    await stage.house.once(lambda: rated(stage) == [1])
    await ada.again()
    await quiet(stage, ada)
    assert rated(stage) == [1]
    assert stage.house.rows("SELECT count(*) FROM reactions") == [(1,)]
    await ada.reacts(which=-2)
    await stage.house.once(lambda: rated(stage) == [])


async def test_signs_outlive_the_bot(stage: Stage) -> None:
    """What was put under an older question while the bot was away is heard, and so is that it was taken back."""
    need(stage, "react", "signs meanwhile")
    ada = await asked(stage)
    which = len(await ada.shown()) - 1
    await ask(stage, ada, "skip")
    await stage.house.settled()
    await stage.stop()
    await ada.reacts("👎", which=which)
    await stage.start()
    await stage.house.once(lambda: rated(stage) == [0])
    await stage.stop()
    await ada.reacts(which=which)
    await stage.start()
    await stage.house.once(lambda: rated(stage) == [])
    shown = await quiet(stage, ada)
    assert len(shown) == which + 2


async def test_a_stranger_leaves_no_trace(stage: Stage) -> None:
    """Whoever was only greeted and puts a sign under that is no more known than before."""
    need(stage, "react")
    ada = await stage.person("Ada")
    await ada.arrives()
    await heard(stage, ada, 1)
    await stage.house.settled()
    await ada.reacts("❤️")
    ben = await stage.person("Ben")
    await ben.arrives()
    await heard(stage, ben, 1)
    bodies = [body.decode() for (body,) in stage.house.rows("SELECT body FROM events")]
    assert len(bodies) == 2
    assert not any("reacted" in body for body in bodies)
    assert rated(stage) == []
