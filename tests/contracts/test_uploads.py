"""A list of questions on every platform: as a file or pasted, a report, a yes, and members are asked from it."""

from __future__ import annotations

from typing import Final

import pytest

from bot.airlock import reading
from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.ports.clock import Clock
from tests.contracts.stages.stage import Person, Shown, Stage
from tests.contracts.talk import ask, heard, press, quiet
from tests.fakes.airlock import examine_at_home

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow

LIST: Final = "Which tool would you lend to nobody?\nWhich shelf fills up first?\nWhat did you mend last?\n"
PRESSED: Final = frozenset({"telegram", "discord", "web"})


class Ranks:
    """Implements `ports.standings.Standings`: what a test says."""

    def __init__(self, rank: Rank, clock: Clock) -> None:
        self.rank = rank
        self._clock = clock

    async def of(self, platform: Platform, account: Address) -> Standing:
        """That rank, read just now."""
        return Standing(self.rank, "a test", self._clock.now())


def ranked(stage: Stage, rank: Rank) -> Ranks:
    """Everybody who asks is of that rank, until the test says otherwise."""
    bot = stage.house.house.bot
    ranks = Ranks(rank, vars(bot)["_clock"])
    # Whoever asks has them of one and the same: the intake, and a page that shows where files are sent from.
    vars(vars(bot.intake)["_standings"])["of"] = ranks.of
    return ranks


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read without a process of their own: what is asked here is what comes after that."""
    monkeypatch.setattr(reading, "examine_held_off", examine_at_home)


async def once_shown(stage: Stage, person: Person, text: str, after: int = 0) -> Shown:
    """The message that says so, once it is there."""
    found: list[Shown] = []

    async def there() -> bool:
        found[:] = [shown for shown in (await person.shown())[after:] if text in shown.text]
        return bool(found)

    await stage.house.once_so(there)
    return found[-1]


async def bring(stage: Stage, person: Person, text: str = LIST) -> Shown:
    """They bring the list, as a file where one can be sent; returns the end of the report."""
    before = len(await person.shown())
    if stage.capabilities.files:
        await person.sends("file", text.encode())
    else:
        await person.says(f"load friday\n{text}")
    return await once_shown(stage, person, "forgets it", before)


async def decide(stage: Stage, person: Person, label: str) -> Shown:
    """They press it, or say it where nothing can be pressed."""
    if stage.platform in PRESSED:
        return await press(stage, person, label)
    return await ask(stage, person, label.casefold())


async def moderator(stage: Stage) -> tuple[Person, Ranks]:
    """Somebody who looks after the decks, and has opened the chat."""
    ranks = ranked(stage, Rank.MODERATOR)
    person = await stage.person("Mara")
    await person.arrives()
    await heard(stage, person, 1)
    return person, ranks


async def test_what_is_brought_is_reported_and_loaded(stage: Stage) -> None:
    """A list is read and told in numbers, with previews; nobody is offered it before the yes, and everybody after."""
    mara, _ranks = await moderator(stage)
    await bring(stage, mara)
    told = "\n".join(shown.text for shown in await mara.shown())
    assert "3 questions" in told
    assert "Which tool would you lend to nobody?" in told
    assert "new deck" in told
    assert stage.house.rows("SELECT 1 FROM stock WHERE deck = 'friday'") == []
    assert "on offer now" in (await decide(stage, mara, "Load")).text
    ben = await stage.person("Ben")
    await ben.arrives()
    await heard(stage, ben, 1)
    await ask(stage, ben, "yes")
    asked = await ask(stage, ben, "start friday")
    assert any(question in asked.text for question in LIST.splitlines())
    assert stage.house.complaints == []


@pytest.mark.usefixtures("at_home")
async def test_what_is_cancelled_leaves_nothing(stage: Stage) -> None:
    """No deck of it is on offer, and none is stored."""
    mara, _ranks = await moderator(stage)
    await bring(stage, mara)
    assert stage.house.rows("SELECT 1 FROM decks WHERE deck = 'friday'") == [(1,)]
    assert "Forgotten" in (await decide(stage, mara, "Cancel")).text
    assert stage.house.rows("SELECT 1 FROM decks WHERE deck = 'friday'") == []
    assert stage.house.rows("SELECT 1 FROM uploads") == []


@pytest.mark.usefixtures("at_home")
async def test_rank_is_asked_again_at_the_yes(stage: Stage) -> None:
    """Whoever is no moderator any more by then loads nothing."""
    mara, ranks = await moderator(stage)
    await bring(stage, mara)
    ranks.rank = Rank.MEMBER
    await decide(stage, mara, "Load")
    assert stage.house.rows("SELECT 1 FROM stock WHERE deck = 'friday'") == []


@pytest.mark.usefixtures("at_home")
async def test_a_file_of_a_member_is_what_it_ever_was(stage: Stage) -> None:
    """It is answered kindly, looked at by nobody, and nothing of it is kept."""
    mara, ranks = await moderator(stage)
    ranks.rank = Rank.MEMBER
    await ask(stage, mara, "yes")
    await mara.sends("file", LIST.encode())
    shown = await quiet(stage, mara)
    assert not any("looking at it" in one.text for one in shown)
    assert stage.house.rows("SELECT 1 FROM uploads") + stage.house.rows("SELECT 1 FROM enclosures") == []
