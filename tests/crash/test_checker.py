"""The checker finds each thing that a crash may do, in an evening that was all right before."""

from __future__ import annotations

import copy
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from bot.shells.bench.campaign import Campaign
from bot.shells.bench.checker import check
from bot.shells.bench.diary import Diary, Said, Shown
from bot.shells.bench.server import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="package")

Evening = tuple[Path, list[Diary]]


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def evening(nursery: Nursery, ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    """A database and the diaries of those who talked, with nothing wrong in them."""
    folder = tmp_path_factory.mktemp("evening")
    shutil.copy(ready, folder / "evening.db")
    campaign = Campaign(nursery, folder / "evening.db", 60, 1)
    await campaign.server.start()
    await campaign.talk(6)
    await campaign.look()
    assert campaign.failures == []
    return campaign.database, campaign.diaries


FIRST = "(question, key) = (SELECT question, key FROM tallies WHERE n > 0 LIMIT 1)"
DOCTORED = {
    "an answer's words are lost": "DELETE FROM words WHERE id = (SELECT max(id) FROM words)",
    "an event is lost": "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
    "a delivery id is lost": """DELETE FROM deliveries WHERE id =
        (SELECT max(id) FROM deliveries WHERE id NOT LIKE 'arrived%')""",
    "words are kept twice": """INSERT INTO words SELECT id + 1000, account, text, audience
        FROM words WHERE id = (SELECT max(id) FROM words)""",
    "an event is kept twice": """INSERT INTO events SELECT id + 1000, conversation, previous, at, outcome, body, told
        FROM events WHERE id = (SELECT max(id) FROM events)""",
    "an answer is counted twice": f"UPDATE tallies SET n = n + 1 WHERE {FIRST}",
    "an answer is not counted": f"UPDATE tallies SET n = n - 1 WHERE {FIRST}",
    "an answer is gone but counted": """DELETE FROM answers WHERE (round, part) =
        (SELECT max(round), 0 FROM answers WHERE counts = 1)""",
    "a reply is lost": "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox)",
    "a reply is kept twice": """INSERT INTO outbox SELECT id + 1000, conversation, previous, at, state, delivery,
        attempts, expires, slot, body, platform_id, failure, why, retry_at
        FROM outbox WHERE id = (SELECT max(id) FROM outbox)""",
    "a reply is never sent": "UPDATE outbox SET state = 'attempted' WHERE id = (SELECT max(id) FROM outbox)",
    "a step failed": "UPDATE events SET outcome = 'failed' WHERE id = (SELECT max(id) FROM events)",
    "a state is from before": """UPDATE conversations SET state = CAST('{}' AS BLOB) WHERE id =
        (SELECT max(id) FROM conversations)""",
}


@pytest.mark.parametrize("what", DOCTORED)
async def test_a_doctored_database_is_found_out(evening: Evening, tmp_path: Path, what: str) -> None:
    """Each single change of what is kept is reported."""
    database, diaries = evening
    copied = tmp_path / "doctored.db"
    shutil.copy(database, copied)
    assert check(copied, diaries) == []
    with closing(sqlite3.connect(copied)) as connection:
        assert connection.execute(DOCTORED[what]).rowcount == 1
        connection.commit()
    assert check(copied, diaries) != []


def _forget_the_last_reply(diary: Diary) -> None:
    diary.page.pop()


def _show_twice(diary: Diary) -> None:
    diary.page.append(diary.page[-1])


def _show_a_copy(diary: Diary) -> None:
    last = diary.page[-1]
    diary.page.append(Shown(last.id + 1, last.speaker, last.text))


def _stream_twice(diary: Diary) -> None:
    diary.streamed = [diary.page[-1].id, diary.page[-1].id]


def _leave_a_gap_in_the_stream(diary: Diary) -> None:
    diary.streamed = [diary.page[0].id, diary.page[-1].id]


def _say_more(diary: Diary) -> None:
    diary.said.append(Said("0" * 28, "an answer that never arrived"))


@pytest.mark.parametrize(
    "doctor",
    [_forget_the_last_reply, _show_twice, _show_a_copy, _stream_twice, _leave_a_gap_in_the_stream, _say_more],
)
async def test_a_doctored_page_is_found_out(evening: Evening, doctor: Callable[[Diary], None]) -> None:
    """Each single change of what was seen or said is reported."""
    database, diaries = evening
    changed = copy.deepcopy(diaries)
    doctor(max(changed, key=lambda diary: len(diary.said)))
    assert check(database, changed) != []
