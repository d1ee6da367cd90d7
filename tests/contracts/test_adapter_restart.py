"""What `ports.adapter` and `ports.delivery` promise across a stop, a kill, and a start."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from bot.model.effect import Delivery, Say
from bot.model.line import Line
from bot.ports.delivery import Promise, promise
from bot.rendering.fit import size
from tests.contracts.stages.playhouse import AS_IT_IS
from tests.contracts.stages.stage import Person, Stage
from tests.contracts.talk import ask, heard, meet, quiet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

EVENING: Final = (
    ("before consent", "yes", "The Harbour"),
    ("", "deck harbour", "which way?"),
    ("in the middle of a question", "ferryboat", "at the rail?"),
    ("in the middle of a follow-up", "my aunt, with her umbrella", "tied to a bollard"),
    ("", "a bicycle without a saddle", "in the morning?"),
    ("", "the milkman", "which light they look for"),
    ("waiting for an errand", "pause 3 days", "Paused until"),
    ("paused", "resume", "which light they look for"),
    ("", "later", "told"),
    ("at the end", "stop", ""),
    ("stopped", "decks", "Crossings"),
)
"""The states that a restart is made in (none: no restart), what is said then, and what the answer has in it."""
BEFORE_THE_ANSWER: Final = ("turn.written", "turn.committed", "receipt.given", "outbox.rendered", "outbox.sending")
"""Points at which what was said may be on disk or not, and nothing of its answer was shown."""
ONCE_OR_TWICE: Final = {Promise.EXACTLY_ONCE: (1,), Promise.AT_LEAST_ONCE: (1, 2), Promise.AT_MOST_ONCE: (0, 1)}


async def again(stage: Stage) -> None:
    """The bot was stopped, and runs again."""
    await stage.stop()
    await stage.start()


async def test_an_evening_with_a_restart_at_every_step(stage: Stage) -> None:
    """Before consent, in the middle of a question, of a follow-up, of an errand, paused, stopped: after a restart the
    conversation goes on where it was, and nothing is shown twice."""
    ada = await stage.person("Ada")
    await ada.arrives()
    await heard(stage, ada, 1)
    for number, (state, said, answer) in enumerate(EVENING):
        if state:
            await again(stage)
        shown = await ask(stage, ada, said)
        assert answer in f"{shown.text} {shown.choices}", said
        assert len(await ada.shown()) == number + 2, said
    await again(stage)
    assert len(await quiet(stage, ada)) == 1 + len(EVENING)
    assert stage.house.words()[-1 - len(EVENING) :] == [*(said for _state, said, _answer in EVENING), "help"]


async def test_killed_before_the_answer_was_shown(stage: Stage) -> None:
    """Killed before the commit, after it, or on the way out: what was said is kept once, and answered once."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    for number, point in enumerate(BEFORE_THE_ANSWER):
        shown = len(await ada.shown())
        await stage.house.settled()
        stage.house.faults.die_at(point)
        talking = asyncio.create_task(ada.says(f"line {number}"))
        await stage.house.died()
        await stage.start()
        await talking
        await heard(stage, ada, shown + 1)
        assert len(await quiet(stage, ada)) == shown + 1, point
    assert [word for word in stage.house.words() if word.startswith("line")] == [f"line {n}" for n in range(5)]


@pytest.mark.parametrize("delivery", [Delivery.REPLY, Delivery.BROADCAST])
@pytest.mark.parametrize("point", ["outbox.sending", "outbox.sent"])
async def test_killed_while_it_speaks(stage: Stage, point: str, delivery: Delivery) -> None:
    """Killed before or after the platform took a message, it is shown as often as `promise` says."""
    ada = await stage.person("Ada")
    await ada.arrives()
    before = len(await heard(stage, ada, 1))
    await stage.house.settled()
    stage.house.faults.die_at(point)
    await stage.house.shows(ada.address, Say((Line(AS_IT_IS, gaps=(("text", "marmalade"),)),), delivery=delivery))
    await stage.house.died()
    await stage.start()
    shown = (await quiet(stage, ada))[before:]
    assert [one.text for one in shown] == ["marmalade"] * len(shown)
    assert len(shown) in ONCE_OR_TWICE[promise(stage.capabilities, delivery)]


async def test_killed_between_two_parts(stage: Stage) -> None:
    """Killed when the first part of a long message is out, all of it is shown, each part as often as promised."""
    capabilities = stage.capabilities
    ada = await stage.person("Ada")
    await ada.arrives()
    before = len(await heard(stage, ada, 1))
    parts = [letter * (capabilities.text_limit - 100) for letter in "abc"]
    await stage.house.settled()
    stage.house.faults.die_at("outbox.sending", 2)
    await stage.house.says(ada.address, "\n\n".join(parts))
    await stage.house.died()
    await stage.start()
    shown = (await quiet(stage, ada))[before:]
    pieces = [piece for one in shown for piece in one.text.split("\n\n")]
    assert list(dict.fromkeys(pieces)) == parts
    allowed = ONCE_OR_TWICE[promise(capabilities, Delivery.REPLY)]
    assert all(pieces.count(part) in allowed and size(part, capabilities.unit) for part in parts)


async def test_stopped_while_people_talk(stage: Stage) -> None:
    """Everything that was acknowledged is answered after the restart; all that was said, before, while it was away and
    after, is kept once, in its order, and answered once."""
    people = [await stage.person(name) for name in ("Ada", "Ben", "Cleo")]
    lines = 8
    for person in people:
        await person.arrives()
        await heard(stage, person, 1)

    async def talk(person: Person, name: str) -> None:
        for number in range(lines):
            await person.says(f"{name} {number}")
            await asyncio.sleep(0)

    talking = [asyncio.create_task(talk(person, str(number))) for number, person in enumerate(people)]
    await heard(stage, people[0], 3)
    await stage.stop()
    await stage.start()
    await asyncio.gather(*talking)
    for number, person in enumerate(people):
        await heard(stage, person, 1 + lines)
        assert len(await quiet(stage, person)) == 1 + lines
        mine = [word for word in stage.house.words() if word.startswith(f"{number} ")]
        assert mine == [f"{number} {line}" for line in range(lines)]
