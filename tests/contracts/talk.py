"""How the suite talks: it says something, waits until it was answered, and looks at all that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tests.contracts.stages.stage import Person, Shown, Stage

HELP: Final = "strikes a question off for good"
"""What only the answer to `help` says."""


async def heard(stage: Stage, person: Person, count: int) -> Sequence[Shown]:
    """All that was shown to them, once there are `count` messages; more may have come by then."""
    shown: Sequence[Shown] = ()

    async def enough() -> bool:
        nonlocal shown
        shown = await person.shown()
        return len(shown) >= count

    try:
        await stage.house.once_so(enough)
    except TimeoutError:
        raise AssertionError(f"there are {len(shown)} messages, not {count}: {shown[-4:]}") from None
    return shown


async def ask(stage: Stage, person: Person, text: str) -> Shown:
    """The answer to what they say."""
    before = len(await person.shown())
    await person.says(text)
    return (await heard(stage, person, before + 1))[-1]


async def press(stage: Stage, person: Person, label: str, which: int = -1) -> Shown:
    """The answer to what they press."""
    before = len(await person.shown())
    await person.presses(label, which)
    return (await heard(stage, person, before + 1))[-1]


async def meet(stage: Stage, person: Person, deck: str) -> Shown:
    """They have said yes, and that deck is begun; the first question is shown."""
    await person.arrives()
    await heard(stage, person, 1)
    await ask(stage, person, "yes")
    return await ask(stage, person, f"deck {deck}")


async def quiet(stage: Stage, person: Person) -> Sequence[Shown]:
    """All that was shown to them before the answer to a last word; what was on its way has come before that answer."""
    before = len(await person.shown())
    await person.says("help")
    shown = await heard(stage, person, before + 1)
    while HELP not in shown[-1].text:
        shown = await heard(stage, person, len(shown) + 1)
    return shown[:-1]
