"""The form: what reaches the bot, once, and what comes back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import ClientSession, CookieJar

from bot.adapters.web.address import REMEMBERED
from bot.adapters.web.arrival import AWAY
from bot.adapters.web.capabilities import TYPED_LIMIT
from bot.model.event import ChoicePressed
from bot.settings import load
from bot.wiring import build_house
from tests.web.fakes import Bot, Hand
from tests.web.person import Person, hidden_id, shown


async def test_without_a_script_the_answer_is_a_redirect_to_a_page_that_shows_both(ada: Person, bot: Bot) -> None:
    """A plain form post is taken, answered with 303, and the next page shows what both said."""
    answer = await ada.say("zero!")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    page = await ada.open()
    assert bot.messages() == ["zero!"]
    assert "zero!" in page and "9 of 31" in page


async def test_a_form_sent_twice_is_one_delivery(ada: Person, bot: Bot) -> None:
    """The hidden id makes the second copy a duplicate, with and without scripts."""
    id = await ada.form()
    assert [(await ada.say("zero!", id=id, htmx=htmx)).status for htmx in (False, False, True)] == [303, 303, 200]
    assert bot.messages() == ["zero!"]
    assert bot.duplicates == 2


async def test_an_old_form_with_other_words_is_another_message(ada: Person, bot: Bot) -> None:
    """Back, type something else, send: it is not mistaken for a copy of what was sent before."""
    id = await ada.form()
    for text in ("zero!", "infinity!", "infinity!"):
        await ada.say(text, id=id)
    assert bot.messages() == ["zero!", "infinity!"]


async def test_two_forms_with_the_same_words_are_two_deliveries(ada: Person, bot: Bot) -> None:
    """Only the id makes a copy; saying the same again is allowed."""
    await ada.say("zero!")
    await ada.say("zero!")
    assert bot.messages() == ["zero!", "zero!"]


async def test_a_script_gets_the_next_id_and_what_is_new(ada: Person, bot: Bot) -> None:
    """The answer to htmx holds a fresh hidden id and the entries after the last one it has."""
    page = await ada.open()
    answer = await ada.say("zero!", id=hidden_id(page), htmx=True, after=str(shown(page)[-1]))
    assert answer.status == 200
    assert shown(answer.text) == [2, 3]
    assert hidden_id(answer.text) != hidden_id(page)


async def test_a_press_carries_its_token_and_not_the_box(ada: Person, bot: Bot) -> None:
    """A pressed button is a choice; the half sentence in the box stays there."""
    answer = await ada.say("half a sent", press="t:zero")
    assert isinstance(bot.taken[-1].event, ChoicePressed)
    assert bot.taken[-1].event.token == "t:zero"
    assert answer.status == 200
    assert "half a sent</textarea>" in answer.text


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
async def test_an_empty_box_is_ignored_kindly(ada: Person, bot: Bot, text: str) -> None:
    """Nothing typed is nothing said, and no error."""
    assert (await ada.say(text)).status == 303
    assert bot.messages() == []


async def test_the_longest_message_is_taken_and_a_longer_one_kept_in_the_box(ada: Person, bot: Bot) -> None:
    """4,000 code points fit, whatever they weigh; one more is refused and not lost."""
    longest = "🐦" * TYPED_LIMIT
    assert (await ada.say(longest)).status == 303
    assert bot.messages() == [longest]
    answer = await ada.say("b" + longest)
    assert answer.status == 413
    assert "4,000 characters" in answer.text
    assert "b" + longest + "</textarea>" in answer.text
    assert bot.messages() == [longest]


async def test_a_body_beyond_reason_is_not_read(ada: Person, bot: Bot) -> None:
    """A huge body is refused by its announced length, and by what arrives when none is announced."""
    id = await ada.form()
    answer = await ada.post(f"id={id}&text=".encode() + b"x" * 200_000)
    assert answer.status == 413
    assert bot.messages() == []


@pytest.mark.parametrize("raw", [b"%ff%fe", b"%ed%a0%80", b"\xff", b"caf%e9", b"%f5%80%80%80", b"%c0%af"])
async def test_what_is_not_utf_8_is_quarantined_raw(ada: Person, bot: Bot, raw: bytes) -> None:
    """Undecodable bytes are kept for somebody to look at, the person is told, and the next form is taken."""
    body = f"id={quote(await ada.form())}&text=".encode() + raw
    answer = await ada.post(body)
    assert answer.status == 400
    assert "damaged" in answer.text
    # Under its sender's address, so that forgetting them finds it.
    assert [(source, kept) for source, kept, _ in bot.quarantined] == [(f"web:{bot.taken[0].address}", body)]
    assert (await ada.say("better")).status == 303
    assert bot.messages() == ["better"]


@pytest.mark.parametrize(
    "text", ["a\0b", "\x1b[31m", "a\u2028b", "\ufeff", "e" + "\u0301" * 300, "\u202egnal", "x\n\ny"]
)
async def test_whatever_utf_8_can_carry_arrives_exactly(ada: Person, bot: Bot, text: str) -> None:
    """Control characters, marks and directions reach the bot unchanged, and the page still opens."""
    await ada.say(text)
    assert bot.messages() == [text]
    await ada.open()


async def test_line_ends_are_what_was_typed(ada: Person, bot: Bot) -> None:
    """A browser's CR LF is one line end."""
    await ada.post(f"id={quote(await ada.form())}&text=one%0D%0Atwo".encode())
    assert bot.messages() == ["one\ntwo"]


async def test_while_the_bot_stops_nothing_is_taken_and_nothing_lost(ada: Person, bot: Bot) -> None:
    """503 with Retry-After; the page keeps the text, the script keeps its id, and the same id is taken later."""
    id = await ada.form()
    bot.stopping = True
    plain, script = await ada.say("zero!", id=id), await ada.say("zero!", id=id, htmx=True)
    assert (plain.status, script.status) == (503, 503)
    assert int(plain.headers["Retry-After"]) >= 1 and int(script.headers["Retry-After"]) >= 1
    assert "zero!</textarea>" in plain.text
    assert script.text == ""
    bot.stopping = False
    assert (await ada.say("zero!", id=id, htmx=True)).status == 200
    assert bot.messages() == ["zero!"]


async def test_twenty_messages_and_then_a_pause(ada: Person, bot: Bot) -> None:
    """The 21st message within seconds is refused with the time to wait, and its text stays in the box."""
    id = await ada.form()
    answers = [await ada.say(f"n{n}", id=id) for n in range(21)]
    assert [answer.status for answer in answers[:20]] == [303] * 20
    assert answers[20].status == 429
    assert int(answers[20].headers["Retry-After"]) >= 1
    assert "n20</textarea>" in answers[20].text


async def test_one_person_in_a_hurry_does_not_slow_another(ada: Person, ben: Person, bot: Bot) -> None:
    """Rates are counted for each person."""
    id = await ada.form()
    for _ in range(21):
        await ada.say("again", id=id)
    assert (await ben.say("calmly")).status == 303


@pytest.mark.parametrize("id", ["", "x", "0" * 28, "0" * 28 + ".c2lnbmF0dXJl", "arrived:1"])
async def test_an_id_that_was_not_made_here_is_refused_with_a_new_one(ada: Person, bot: Bot, id: str) -> None:
    """A made-up id is never taken; the text stays and the next try works."""
    await ada.open()
    answer = await ada.say("zero!", id=id)
    assert answer.status == 409
    assert "zero!</textarea>" in answer.text
    assert (await ada.say("zero!", id=hidden_id(answer.text))).status == 303
    assert bot.messages() == ["zero!"]


async def test_another_persons_form_does_not_count(ada: Person, ben: Person, bot: Bot) -> None:
    """An id is sealed for one address."""
    await ben.open()
    assert (await ben.say("not mine", id=await ada.form())).status == 409
    assert bot.messages() == []


async def test_a_form_older_than_the_memory_of_ids_is_not_taken(ada: Person, bot: Bot, clock: Hand) -> None:
    """An id that may have been forgotten could be taken twice, so the page is renewed first."""
    id = await ada.form()
    clock.at += REMEMBERED + 1
    assert (await ada.say("late", id=id)).status == 409
    assert bot.messages() == []


async def test_ids_grow_with_time(ada: Person, bot: Bot, clock: Hand) -> None:
    """A table of delivery ids is only ever appended to."""
    for _ in range(3):
        await ada.say("x")
        clock.at += 1
    ids = [str(one.id) for one in bot.taken[1:]]
    assert ids == sorted(ids)


async def test_ids_are_unique_in_the_stream_of_their_address(ada: Person, bot: Bot, clock: Hand) -> None:
    """The stream is named for the place, so that forgetting it finds its ids; the ids themselves name nobody."""
    await ada.open("/?deck=shelf")
    await ada.say("x")
    await ada.say(press="t:zero")
    clock.at += AWAY
    await ada.open()
    address = bot.taken[0].address
    assert len(bot.taken) == 4
    assert {one.source for one in bot.taken} == {f"web:{address}"}
    assert not any(address in str(one.id) for one in bot.taken)


async def test_whoever_is_forgotten_leaves_no_delivery_id(tmp_path: Path) -> None:
    """The real store finds every id of theirs, of forms and of arrivals, and nobody else's."""
    house = build_house(load({"db": str(tmp_path / "bot.db"), "port": 0}, {}, tmp_path))
    assert house.web is not None
    await house.bot.start()
    await house.web.started.wait()
    jars = [CookieJar(unsafe=True) for _ in range(2)]
    async with ClientSession(cookie_jar=jars[0]) as one, ClientSession(cookie_jar=jars[1]) as other:
        for session in (one, other):
            person = Person(session, house.web.url)
            await person.open()
            await person.say("yes")
        address = next(iter(jars[0])).value.partition(".")[0]
        await house.bot.writer.call(lambda ledger, _engine: ledger.forget_member("web", address, house_now()))
    await house.bot.stop()
    house.lock.release()
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        sources = [source for (source,) in connection.execute("SELECT source FROM deliveries")]
    assert len(sources) == 2 and f"web:{address}" not in sources


def house_now() -> int:
    return time.time_ns() // 1_000_000
