"""A list of questions that is sent by the web page, to the whole bot: what only memory kept is told as gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.airlock import reading
from bot.model.member import Rank
from tests.contracts.stages.web import Visitor, WebStage
from tests.contracts.talk import heard
from tests.contracts.test_uploads import LIST, moderator, once_shown, ranked
from tests.fakes.airlock import examine_at_home

FOLDER: Final = Path(__file__).parents[1] / "data" / "imports"
pytestmark = pytest.mark.slow


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[WebStage]:
    """The web page, with the bot behind it."""
    stage = WebStage()
    await stage.open(tmp_path)
    await stage.start()
    yield stage
    await stage.close()


async def test_what_was_not_looked_at_is_told_as_gone_after_a_restart(page: WebStage) -> None:
    """The file was taken and the bot ended before it looked: at the next start one sentence says so, and the same file,
    sent again, is read."""
    mara, _ranks = await moderator(page)
    tasks: Any = vars(page.house.house.bot)["_tasks"]
    next(task for task in tasks if task.get_name() == "examining").cancel()
    await mara.sends("file", LIST.encode())
    await once_shown(page, mara, "looking at it")
    await page.kill()
    await page.start()
    ranked(page, Rank.MODERATOR)
    await once_shown(page, mara, "not there any more. Send it once more")
    assert page.house.rows("SELECT 1 FROM uploads") == []
    await mara.sends("file", LIST.encode())
    await once_shown(page, mara, "forgets it")
    assert sum("not there any more" in shown.text for shown in await mara.shown()) == 1


async def test_bombs_are_refused_in_words(page: WebStage) -> None:
    """A page's file is read in the limited process like any other; in between everybody is answered."""
    mara, _ranks = await moderator(page)
    await mara.sends("file", (FOLDER / "hostile-bomb.xlsx").read_bytes())
    await mara.says("help")
    await once_shown(page, mara, "how far I go")
    await once_shown(page, mara, "cannot be loaded as it is")
    assert page.house.rows("SELECT 1 FROM uploads") == []
    assert page.house.complaints == []


async def test_what_was_sent_stands_in_the_conversation(page: WebStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """That a file was sent is read there by whoever sent it, also later; how it was called is in the report."""
    monkeypatch.setattr(reading, "examine_held_off", examine_at_home)
    mara, _ranks = await moderator(page)
    assert isinstance(mara, Visitor)
    await mara.sends("file", LIST.encode())
    assert "friday.txt" in (await once_shown(page, mara, "3 questions")).text
    async with mara.session.get(mara.url) as answer:
        assert (await answer.text()).count('<p class="said sent">A file</p>') == 1


async def test_fifty_megabytes_have_one_sentence(page: WebStage) -> None:
    """What is too large is answered as on every platform, and nothing of it is kept."""
    mara, ranks = await moderator(page)
    before = len(await mara.shown())
    await mara.sends("file", bytes(50_000_000))
    assert "about 50 MB" in (await heard(page, mara, before + 1))[-1].text
    ranks.rank = Rank.MEMBER
    before = len(await mara.shown())
    await mara.sends("file", bytes(50_000_000))
    assert "50 MB" not in (await heard(page, mara, before + 1))[-1].text
    assert page.house.rows("SELECT 1 FROM uploads") == []
