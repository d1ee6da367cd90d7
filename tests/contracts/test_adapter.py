"""What `ports.adapter` promises of words and choices, asked of the whole bot on every platform there is."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec
import pytest

from bot.model.message import Paragraph, Part
from tests.contracts.stages.stage import Shown, Stage, need
from tests.contracts.talk import ask, heard, meet, press, quiet

PATIENCE: Final = 30.0

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

OLD_BUTTON: Final = ("That button belonged to an earlier question", "That one is from further up")
KNOWN: Final = "what do you know about me"


def loud(shown: Shown) -> tuple[str, ...]:
    """The answers among its choices."""
    return tuple(label for label in shown.choices if label != "Skip")


async def test_words_arrive_as_typed(stage: Stage) -> None:
    """What was typed is kept to the character, once, and quoted back so."""
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    answers = ("  two spaces  before, and a line\nbelow", "my aunt 🧑‍🚀, cafe\u0301 & 𝔘𝔫𝔦, 3 < 4 > 2")
    await ask(stage, ada, answers[0])
    await ask(stage, ada, answers[1])
    known = await ask(stage, ada, KNOWN)
    assert stage.house.words()[-3:] == [*answers, KNOWN]
    for answer in answers:
        assert f"«{' '.join(answer.split())}»" in known.text
    assert not any(shown.acts for shown in await ada.shown())


async def test_choices_are_read_back_by_what_is_typed(stage: Stage) -> None:
    """A choice is offered with its label and counts by its number, its label, and as little of it as tells it apart."""
    ada = await stage.person("Ada")
    question = await meet(stage, ada, "crossings")
    chosen = []
    for which, way in ((0, "2"), (1, "label"), (0, "LABEL."), (1, "prefix")):
        labels = loud(question)
        assert len(labels) == 2, question
        label = labels[1] if way == "2" else labels[which]
        typed = {"2": "2", "label": label, "LABEL.": f" {label.upper()}. ", "prefix": label[:4]}[way]
        chosen.append(label)
        await ask(stage, ada, typed)
        assert stage.house.answers() == chosen, typed
        question = await ask(stage, ada, "skip")


async def test_choices_are_pressed(stage: Stage) -> None:
    """What is pressed counts, the first and the last, and the way around beside them is one."""
    need(stage, "press")
    ada = await stage.person("Ada")
    await ada.arrives()
    greeting = (await heard(stage, ada, 1))[-1]
    await (press(stage, ada, "Yes") if greeting.choices else ask(stage, ada, "yes"))
    question = await ask(stage, ada, "deck crossings")
    chosen = []
    for which in (0, -1):
        chosen.append(loud(question)[which])
        await press(stage, ada, chosen[-1])
        assert stage.house.answers() == chosen
        question = await ask(stage, ada, "skip")
    if "Skip" in question.choices:
        assert loud(await press(stage, ada, "Skip")) != loud(question)
    assert stage.house.answers() == chosen


async def test_an_old_press_is_answered_politely(stage: Stage) -> None:
    """Somebody who presses on a message from further up is told that it does nothing, and it does nothing."""
    need(stage, "press", "old press")
    ada = await stage.person("Ada")
    question = await meet(stage, ada, "crossings")
    old = len(await ada.shown()) - 1
    await press(stage, ada, loud(question)[0])
    await ask(stage, ada, "skip")
    told = await press(stage, ada, loud(question)[1], old)
    assert told.text.startswith(OLD_BUTTON)
    assert stage.house.answers() == [loud(question)[0]]


async def test_a_press_that_comes_twice_counts_once(stage: Stage) -> None:
    """Delivered another time, a press is no second answer and shows nothing again."""
    need(stage, "press")
    ada = await stage.person("Ada")
    question = await meet(stage, ada, "crossings")
    await press(stage, ada, loud(question)[0])
    shown = await ada.shown()
    await ada.again()
    assert await quiet(stage, ada) == shown
    assert stage.house.answers() == [loud(question)[0]]
    assert len(stage.house.rows("SELECT round FROM answers")) == 1


async def test_an_edit_of_theirs_changes_nothing(stage: Stage) -> None:
    """A message that its author edits is no second answer, and what was kept stays as it was."""
    need(stage, "edits")
    ada = await stage.person("Ada")
    question = await meet(stage, ada, "crossings")
    await ask(stage, ada, loud(question)[0])
    shown, words = await ada.shown(), stage.house.words()
    await ada.edits(loud(question)[1])
    assert await quiet(stage, ada) == shown
    assert stage.house.words() == [*words, "help"]
    assert stage.house.answers() == [loud(question)[0]]


async def test_what_it_says_can_be_edited(stage: Stage) -> None:
    """What was sent reads otherwise after an edit, also after a restart; edited twice it is edited once, and nothing
    is shown anew."""
    need(stage, "edit")
    assert stage.house.adapter.capabilities.edit
    ada = await stage.person("Ada")
    await meet(stage, ada, "harbour")
    message = await stage.house.says(ada.address, "the ferry leaves at six")
    before = await heard(stage, ada, 4)
    await stage.house.once(lambda: stage.house.state_of(message)[0] == "sent")
    await stage.stop()
    await stage.start()
    sent = stage.house.state_of(message)[2]
    assert sent
    part = Part((Paragraph("the ferry leaves at *seven*, «*six* <b>@everyone</b>»"),))
    for _ in range(2):
        await stage.house.adapter.edit(ada.address, sent, part)
    async with asyncio.timeout(PATIENCE):
        # Nobody is told of an edit, so there is no message to wait for.
        while (await ada.shown())[len(before) - 1].text == before[-1].text:
            await asyncio.sleep(0.05)
    after = await quiet(stage, ada)
    assert [one.text for one in after[:-1]] == [one.text for one in before[:-1]]
    assert after[-1].text == "the ferry leaves at seven, «*six* <b>@everyone</b>»"
    assert after[-1].acts == ()


async def test_the_stage_is_the_platform(stage: Stage) -> None:
    """What this suite expects of a platform is what its adapter declares, but for the pace and the link to this bot."""
    declared = stage.house.adapter.capabilities
    assert msgspec.structs.replace(declared, paces=(), door="") == msgspec.structs.replace(stage.capabilities, paces=())
    assert ("press" in stage.lacks) <= (declared.buttons == 0)
    assert ("edit" in stage.lacks) is not declared.edit
