"""The checker of chats finds each thing that a crash may do, in evenings that were all right before."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from bot.shells.bench.chat_checker import Found, check_chats
from bot.shells.bench.checkout import glue
from bot.shells.bench.crowd import Chat, Crowd, Kill, Spoken
from bot.shells.bench.killing import run_in
from tests.crash.hurried import HURRIED

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]
DOCTORS: Final[dict[str, Callable[[Chat], None]]] = {
    "a message is shown twice": lambda chat: chat.shown.append(chat.shown[-1]),
    "a message is not shown": lambda chat: chat.shown.__delitem__(0),
    "messages are shown out of order": lambda chat: chat.shown.reverse(),
    "something that was said is not in the store": lambda chat: chat.said.append(Spoken(1, 0.0)),
    "a press is not in the store": lambda chat: chat.said.append(Spoken(1, 0.0, "", False)),
    "an answer is not kept": lambda chat: setattr(chat.said[-1], "text", "nobody ever said so"),
    "an answer is kept that nobody gave": lambda chat: chat.said.__delitem__(-1),
}


class Evening:
    """What stands on the platform and in the database after some evenings."""

    def __init__(self, crowd: Crowd, database: Path) -> None:
        self.crowd = crowd
        self.database = database

    def found(self, doctor: Callable[[Chat], None], kills: tuple[Kill, ...] = ()) -> Found:
        """What is found when the longest chat was doctored."""
        before = self.crowd.chats
        self.crowd.chats = copy.deepcopy(before)
        try:
            doctor(max(self.crowd.chats, key=lambda chat: len(chat.said)))
            return check_chats(self.database, self.crowd, kills)
        finally:
            self.crowd.chats = before


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["telegram", "discord"])
async def evening(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    """Evenings with nothing wrong in them."""
    folder = tmp_path_factory.mktemp("evening")
    crowd: Crowd = glue("killing", request.param).Crowd()
    result = await run_in(folder, crowd, 0, 40, 1, lambda sentence: None, HURRIED)
    assert result.failures == []
    yield Evening(crowd, folder / "killed.db")


@pytest.mark.parametrize("what", DOCTORS)
async def test_a_doctored_chat_is_found_out(evening: Evening, what: str) -> None:
    """Each single change of what was said or shown is reported."""
    assert evening.found(lambda chat: None).failures == []
    assert evening.found(DOCTORS[what]).failures != []


async def test_only_a_row_on_its_way_explains_a_second_message(evening: Evening) -> None:
    """On Telegram a message may stand there once more for each kill at which it was on its way; elsewhere never."""
    twice = DOCTORS["a message is shown twice"]
    assert evening.found(twice, (Kill(0.0, ()),)).failures != []
    explained = evening.found(twice, (Kill(0.0, _rows(evening.database)),))
    telegram = evening.crowd.platform == "telegram"
    assert (explained.failures == [], explained.shown_twice) == ((True, 1) if telegram else (False, 0))


def _rows(database: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(database)) as connection:
        return tuple(row for (row,) in connection.execute("SELECT id FROM outbox"))
