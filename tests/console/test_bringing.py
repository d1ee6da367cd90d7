"""Files that are brought to the console: looked at first, on offer after a yes, and harmless whatever is in them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

from bot.decks.brought import Brought
from bot.decks.exporting import export
from bot.model.member import Rank
from bot.model.upload import LARGEST
from bot.shells.bench.workload import read_deck
from bot.shells.console import upload
from bot.shells.console.visit import PENDING_LIFE
from tests.console.community import Browser, Community, Page

FOLDER: Final = Path(__file__).parents[1] / "data" / "imports"
LIST: Final = "\n".join(f"Which of the {n} doors would you open first?" for n in ("red", "blue", "green")).encode()
BOUNDARY: Final = "----boundary"


async def bring(ada: Browser, name: str, data: bytes) -> Page:
    """They choose that file and press the button."""
    await ada.open("/bring")
    return await ada.send("/bring", name, data)


async def test_a_list_is_looked_at_and_then_offered(community: Community, ada: Browser) -> None:
    """Nothing is on offer by looking; after the yes it is, and the log has who said it."""
    await ada.come_in()
    page = await bring(ada, "doors.txt", LIST)
    assert page.status == 200 and "Questions: 3." in page.words
    assert "a new deck, doors" in page.words and "Which of the red doors" in page.words
    assert community.order() == ["ten-questions"]
    path = page.text.partition('action="/console')[2].partition('action="/console')[2].partition('"')[0]
    page = await ada.post(path)
    assert community.order() == ["ten-questions", "doors"]
    assert "is on offer now" in page.words
    assert (community.views.acts()[0].what, community.views.acts()[0].subject) == ("load", "doors")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "depth is 9, at most 5; write a number from 1"),
        ("de", "depth ist 9, höchstens 5 darf es sein; schreib eine Zahl von 1"),
        ("ar", "قيمة depth هي 9، وأقصاها 5؛ اكتب عددًا من 1"),
    ],
)
async def test_what_is_wrong_is_said_in_the_language_of_the_page(ada: Browser, language: str, said: str) -> None:
    """Row by row, with what to write instead."""
    await ada.come_in()
    await ada.open(f"?lang={language}")
    page = await bring(ada, "doors.csv", b"question,depth\nWhich door?,9\nWhich key?,\n")
    assert said in page.words


async def test_a_no_leaves_nothing(community: Community, ada: Browser) -> None:
    """After a no the file is nowhere, and saying yes to it then is a sentence."""
    await ada.come_in()
    page = await bring(ada, "doors.txt", LIST)
    confirm = page.text.partition("/console/bring/")[2].partition("/")[0]
    page = await ada.post(f"/bring/{confirm}/cancel")
    assert "The file is forgotten" in page.words
    page = await ada.post(f"/bring/{confirm}/confirm")
    assert page.status == 404 and "not kept any more" in page.words
    assert community.order() == ["ten-questions"]


async def test_what_another_deck_asks_is_said_of_a_new_version_too(ada: Browser) -> None:
    """What the deck itself asked before is its own; that a second deck asks it as well is said all the same."""
    await ada.come_in()
    for name in ("elsewhere.txt", "doors.txt"):
        page = await bring(ada, name, LIST)
        await ada.post("/bring/" + page.text.partition("/console/bring/")[2].partition("/")[0] + "/confirm")
    page = await bring(ada, "doors.txt", LIST)
    assert page.words.count('the deck "Elsewhere" asks this already') == 3, page.words
    assert 'the deck "Doors" asks' not in page.words


async def test_a_new_version_is_shown_beside_the_old(community: Community, ada: Browser) -> None:
    """Of a deck that is there the page says what changes, and not that it asks its own questions."""
    deck = read_deck()
    first = replace(deck.questions[0], text="Is this one new?")
    data = export(replace(deck, version="2.0.0", questions=(first, *deck.questions[1:])), "yaml").data
    await ada.come_in()
    page = await bring(ada, "ten.yaml", data)
    assert f"a new version of {deck.title}" in page.words
    assert "Changed questions: 1" in page.words and "asks this already" not in page.words


async def test_half_an_hour_later_it_is_gone(community: Community, ada: Browser) -> None:
    """What nobody said yes to is not kept for ever."""
    await ada.come_in()
    page = await bring(ada, "doors.txt", LIST)
    id_ = page.text.partition("/console/bring/")[2].partition("/")[0]
    community.clock.time += PENDING_LIFE
    page = await ada.open(f"/bring/{id_}")
    assert page.status == 404 and "not kept any more" in page.words


async def test_what_one_brings_is_nobody_elses(community: Community, ada: Browser) -> None:
    """Another browser that knows its name sees nothing of it."""
    await ada.come_in()
    page = await bring(ada, "doors.txt", LIST)
    id_ = page.text.partition("/console/bring/")[2].partition("/")[0]
    async with Browser(community) as ben:
        await ben.come_in()
        assert (await ben.open(f"/bring/{id_}")).status == 404
        assert (await ben.post(f"/bring/{id_}/confirm")).status == 404


async def test_a_host_may_look_and_not_offer(community: Community, ada: Browser) -> None:
    """Whoever may have a file checked, and no more, is told who can offer it."""
    await ada.come_in()
    community.ranks.rank = Rank.HOST
    page = await bring(ada, "doors.txt", LIST)
    assert "A moderator can offer it." in page.words and "/confirm" not in page.text
    id_ = page.text.partition("/console/bring/")[2].partition("/")[0]
    assert (await ada.post(f"/bring/{id_}/confirm")).status == 403
    assert community.order() == ["ten-questions"]


HOSTILE: Final = ("bomb.xlsx", "archive.zip", "program.exe", "html.html")
"""Of the hostile files some; tests/decks reads them all."""


async def test_hostile_files_are_refused_in_words(community: Community, ada: Browser) -> None:
    """Bombs, programs and broken archives: a page with what is wrong, and nothing on offer."""
    await ada.come_in()
    for name in HOSTILE:
        page = await bring(ada, name, (FOLDER / f"hostile-{name}").read_bytes())
        assert page.status == 200 and "cannot be offered as it is" in page.words, name
        assert "<script>alert" not in page.text
    assert community.order() == ["ten-questions"]


async def test_nobody_waits_for_a_file(community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is being read, however long that takes, every other page answers."""
    reading, done = threading.Event(), threading.Event()

    def slow(*_given: object) -> Brought:
        reading.set()
        assert done.wait(60)
        return Brought("doors.txt", "text", 0, None, ())

    monkeypatch.setattr("bot.shells.console.bringing.bring_held_off", slow)
    await ada.come_in()
    await ada.open("/bring")
    sending = asyncio.create_task(ada.send("/bring", "doors.txt", LIST))
    assert await asyncio.to_thread(reading.wait, 60)
    assert (await ada.open("/decks")).status == 200
    assert not sending.done()
    done.set()
    assert (await sending).status == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\list.csv", "list.csv"),
        ("a\0b.csv", "ab.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("<script>alert(1)</script>.csv", "script.csv"),
        ("x" * 5_000 + ".csv", "x" * 72 + ".csv"),
        ("...", "list"),
        ("", "list"),
        ('a".csv\r\nSet-Cookie: x=y', "a .csv Set-Cookie x=y"),
        ("قائمة.csv", "قائمة.csv"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    """Paths, controls, directions and markup are gone from what a file is called, and it is never long."""
    assert upload.named(given) == kept


async def _streamed(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1_000_000):
        yield b"a" * 1_000_000
        await asyncio.sleep(0)


async def test_fifty_megabytes_are_not_read(
    community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream that does not say how long it is ends where a list would; no process is started for it."""
    monkeypatch.setattr("bot.shells.console.bringing.bring_held_off", None)
    await ada.come_in()
    await ada.open("/bring")
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{ada.token}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    ).encode()
    taken = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal taken
        yield head
        async for piece in _streamed(50_000_000):
            taken += len(piece)
            yield piece

    answer = await _send(ada, body())
    assert answer.status == 413 and "larger than a list" in answer.words
    assert taken < 40_000_000


async def _send(ada: Browser, body: AsyncIterator[bytes] | bytes) -> Page:
    headers = {"Origin": ada.community.url, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    url = f"{ada.community.url}/console/bring"
    async with ada.session.post(url, data=body, headers=headers) as answer:
        return Page(answer.status, await answer.text(), dict(answer.headers))


async def test_what_says_that_it_is_too_long_is_not_begun(community: Community, ada: Browser) -> None:
    """A length over the limit is refused before a byte of it is read."""
    await ada.come_in()
    page = await bring(ada, "a.txt", b"a" * (LARGEST + 100_000))
    assert page.status == 413 and "larger than a list" in page.words


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form at all",
        f"--{BOUNDARY}".encode(),
        f"--{BOUNDARY}--\r\n".encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nWhat?'.encode(),
        f"--{BOUNDARY}\r\n\r\n\r\n".encode() * 20,
        f"--{BOUNDARY}\r\nContent-Disposition: {'x' * 20_000}\r\n\r\n".encode(),
    ],
    ids=["nothing", "noise", "a mark", "no parts", "half and no token", "empty parts", "long head"],
)
async def test_half_a_form_is_refused_in_words(community: Community, ada: Browser, body: bytes) -> None:
    """What breaks off, or is no form, changes nothing and is told so."""
    await ada.come_in()
    await ada.open("/bring")
    page = await _send(ada, body)
    assert page.status in (400, 403)
    assert "nothing was read" in page.words.lower() or "There was no file" in page.words
    assert community.order() == ["ten-questions"]


async def test_a_file_without_the_token_is_not_read(community: Community, ada: Browser) -> None:
    """A form of another site's, or of another browser's, is refused before its file."""
    await ada.come_in()
    ada.token = "forged"
    page = await ada.send("/bring", "doors.txt", LIST)
    assert page.status == 403 and "not come from a page of ours" in page.words


async def test_one_file_at_a_time(community: Community, ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one of theirs is being read another has to wait."""
    going = asyncio.Event()

    async def never(*_given: object) -> upload.Sent:
        going.set()
        await asyncio.Event().wait()
        raise AssertionError

    await ada.come_in()
    await ada.open("/bring")
    with monkeypatch.context() as patched:
        patched.setattr(upload, "receive", never)
        first = asyncio.create_task(ada.send("/bring", "doors.txt", LIST))
        await going.wait()
        page = await ada.send("/bring", "doors.txt", LIST)
        assert page.status == 503 and "Another file is being read" in page.words
        first.cancel()
