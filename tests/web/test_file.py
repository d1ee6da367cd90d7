"""A file that is sent by the page: taken whole or not at all, from whoever may, and never more of it than there is room
for."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator
from typing import Final

import pytest
from aiohttp import ClientSession, CookieJar, FormData
from yarl import URL

from bot.adapters.web import parcels
from bot.adapters.web.adapter import WebAdapter
from bot.adapters.web.address import REMEMBERED
from bot.adapters.web.parcels import Parcels
from bot.model.enclosure import FILE, Enclosure
from bot.model.event import MessageReceived
from bot.model.ids import Address
from bot.model.upload import LARGEST
from bot.ports.carrying import Fetches, FetchFailed, Lost
from bot.web import pages
from tests.web.conftest import KEY
from tests.web.fakes import Bot, Hand
from tests.web.person import Answer, Person, hidden_id
from tests.web.test_lifecycle import started, stopped, until

LIST: Final = b"Which tool would you lend to nobody?\nWhich shelf fills up first?\n"
BOUNDARY: Final = "----boundary"
FILE_ID: Final = re.compile(r'id="file-id" name="id" value="([^"]+)"')


class Office:
    """Says who may, and counts how often it was asked."""

    def __init__(self) -> None:
        self.open = True
        self.asked = 0

    async def may(self, _account: Address) -> bool:
        self.asked += 1
        return self.open


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
async def adapter(bot: Bot, office: Office) -> AsyncIterator[WebAdapter]:
    adapter = WebAdapter(bot, KEY, port=0, clock=bot.clock, may_bring=office.may)
    task = await started(adapter, bot)
    yield adapter
    await stopped(task)


def kept(adapter: WebAdapter) -> Parcels:
    found = vars(adapter)["_parcels"]
    assert isinstance(found, Parcels)
    return found


def came(bot: Bot) -> list[Enclosure]:
    """The files of which the bot was told, oldest first."""
    events = [one.event for one in bot.taken if isinstance(one.event, MessageReceived)]
    assert all(event.words.text == "" and event.media == FILE for event in events)
    return [event.enclosed for event in events if event.enclosed is not None]


async def send(
    person: Person, data: bytes = LIST, name: str = "friday.txt", *, id: str = "", htmx: bool = False, origin: str = ""
) -> Answer:
    """They choose that file and send it."""
    form = FormData({"id": id or await person.form(), "lang": "en", "after": ""})
    form.add_field("file", data, filename=name, content_type="application/octet-stream")
    headers = {"Origin": origin or person.url} | ({"HX-Request": "true"} if htmx else {})
    url = person.url + "/file"
    async with person.session.post(url, data=form, headers=headers, allow_redirects=False) as answer:
        return await Answer.of(answer)


class Line:
    """A connection to the page on which a form is sent by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def begin(cls, person: Person, length: int, beginning: bytes) -> Line:
        """The head of a form of so many bytes, up to the beginning of its file, is on its way."""
        id_, url = await person.form(), URL(person.url)
        cookie = person.session.cookie_jar.filter_cookies(url).output(header="", sep=";").strip()
        reader, writer = await asyncio.open_connection(url.host, url.port)
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{id_}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="friday.txt"\r\n\r\n'
        ).encode()
        head = (
            f"POST /file HTTP/1.1\r\nHost: {url.host}:{url.port}\r\nOrigin: {person.url}\r\nCookie: {cookie}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n"
        ).encode()
        writer.write(head + body + beginning)
        await writer.drain()
        return cls(reader, writer)

    async def status(self) -> int:
        """What was answered, whatever is still to come."""
        line = await asyncio.wait_for(self.reader.readline(), 10)
        return int(line.split()[1])

    def close(self) -> None:
        self.writer.transport.abort()


async def test_only_whoever_may_sees_where(ada: Person, office: Office) -> None:
    """A member's page has nothing of it; a moderator's has a labelled form, in the language of the page."""
    office.open = False
    assert 'type="file"' not in await ada.open()
    office.open = True
    page = await ada.open()
    assert 'enctype="multipart/form-data"' in page and '<label for="file">The file</label>' in page
    for language, button in (("en", "Send the file"), ("de", "Datei schicken"), ("ar", "إرسال الملف")):
        assert f'<button class="chip">{button}</button>' in pages.render("file.html", language, file_id="x", largest=1)


async def test_a_good_file_is_told_of_and_can_be_fetched(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """The bot is told its name, its size and by what it is fetched; the page opens anew, or hears what is new."""
    assert (await send(ada)).status == 303
    (file,) = came(bot)
    assert (file.kind, file.size, file.name, file.more) == (FILE, len(LIST), "friday.txt", False)
    assert isinstance(adapter, Fetches)
    for _ in range(2):
        assert await adapter.fetch(file.handle, LARGEST) == LIST
    answer = await send(ada, htmx=True)
    assert answer.status == 200 and FILE_ID.search(answer.text)
    assert 'hx-target="#delivery"' not in answer.text


async def test_the_same_form_is_one_delivery(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Sent again, as after a lost answer, it is a copy and changes nothing; with another file it is another message."""
    id_ = await ada.form()
    for _ in range(2):
        assert (await send(ada, id=id_)).status == 303
    assert (len(came(bot)), bot.duplicates) == (1, 1)
    assert kept(adapter).held == len(LIST)
    await send(ada, LIST + b"What did you mend last?\n", id=id_)
    assert [file.size for file in came(bot)] == [len(LIST), len(LIST) + 24]


@pytest.mark.parametrize("open_", [True, False], ids=["too large", "may not"])
async def test_what_is_not_wanted_is_not_read(
    ada: Person, bot: Bot, adapter: WebAdapter, office: Office, open_: bool
) -> None:
    """Fifty megabytes, and whatever comes from somebody who may not, are answered before they are here: that it came
    goes to the bot, which has the same words for it everywhere."""
    office.open = open_
    line = await Line.begin(ada, 50_000_000 if open_ else 100_000, LIST * 100)
    assert await line.status() == 303
    line.close()
    (file,) = came(bot)
    assert file.size > LARGEST if open_ else file.size < LARGEST
    assert kept(adapter).held == 0
    with pytest.raises(FetchFailed) as failed:
        await adapter.fetch(file.handle, LARGEST)
    assert failed.value.why is Lost.GONE


async def test_a_length_that_is_not_told_ends_where_a_list_would(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Of a stream without end so much is read as a list may have."""
    taken = 0
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{await ada.form()}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    ).encode()

    async def body() -> AsyncIterator[bytes]:
        nonlocal taken
        yield head
        while not came(bot):
            taken += 500_000
            yield b"a" * 500_000
            await asyncio.sleep(0)

    headers = {"Origin": ada.url, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    async with ada.session.post(ada.url + "/file", data=body(), headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
    assert [file.size for file in came(bot)] == [LARGEST + 1]
    assert taken < 30_000_000 and kept(adapter).held == 0


async def test_a_line_that_breaks_leaves_nothing(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Half of a file has come, and its room was kept; then the connection is gone, and so is all of it."""
    line = await Line.begin(ada, 1_000_000, LIST * 100)
    await until(lambda: kept(adapter).held > 0)
    line.close()
    await until(lambda: kept(adapter).held == 0)
    assert came(bot) == []
    assert (await send(ada)).status == 303


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not arrive whole"),
        (b"no form at all", "not arrive whole"),
        (b'--%s\r\nContent-Disposition: form-data; name="id"\r\n\r\nID\r\n--%s--\r\n', "No file was chosen"),
        (
            b'--%s\r\nContent-Disposition: form-data; name="id"\r\n\r\nID\r\n'
            b'--%s\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--%s--\r\n',
            "No file was chosen",
        ),
        (
            b'--%s\r\nContent-Disposition: form-data; name="id"\r\n\r\nID\r\n'
            b'--%s\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nWhich of',
            "not arrive whole",
        ),
        (b'--%s\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nWho?', "open for a long time"),
        (b'--%s\r\nContent-Disposition: form-data; name="id"\r\n\r\n' + b"x" * 5_000 + b"\r\n--%s--\r\n", "far more"),
    ],
    ids=["nothing", "noise", "no file", "none chosen", "no end", "no id", "long id"],
)
async def test_a_form_that_is_none_is_refused_in_words(
    ada: Person, bot: Bot, adapter: WebAdapter, body: bytes, sentence: str
) -> None:
    """What breaks off, has no file or no id of ours is told so, with scripts and without, and nothing of it is kept."""
    sent = body.replace(b"%s", BOUNDARY.encode()).replace(b"ID", (await ada.form()).encode())
    for more in ({}, {"HX-Request": "true"}):
        headers = {"Origin": ada.url, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"} | more
        async with ada.session.post(ada.url + "/file", data=sent, headers=headers) as answer:
            assert answer.status in (400, 409, 413)
            text = html.unescape(await answer.text())
        assert sentence in text
        assert ('hx-target="#file-id"' in text) is bool(more)
    assert (came(bot), kept(adapter).held) == ([], 0)


async def test_the_same_protections_as_for_words(ada: Person, ben: Person, bot: Bot, clock: Hand) -> None:
    """Another site's form, another person's, one that is too old, and one of nobody: none is taken."""
    id_ = await ada.form()
    assert (await send(ada, id=id_, origin="https://evil.example")).status == 403
    await ben.open()
    assert (await send(ben, id=id_)).status == 409
    clock.at += REMEMBERED + 1
    assert (await send(ada, id=id_)).status == 409
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        nobody = Person(session, ada.url)
        answer = await send(nobody, id=id_)
        assert answer.status == 403 and "did not say which conversation" in answer.text
    assert came(bot) == []


async def test_so_many_at_once(ada: Person, bot: Bot) -> None:
    """Ten are taken at once; then it is said that this was a lot, and when there may be another."""
    statuses = []
    for number in range(11):
        answer = await send(ada, LIST + str(number).encode())
        statuses.append(answer.status)
        bot.clock.at += 1  # type: ignore[attr-defined]  # a hand
    assert statuses == [303] * 10 + [429]
    assert int(answer.headers["Retry-After"]) > 1
    assert len(came(bot)) == 10


async def test_a_bot_that_stops_takes_nothing(ada: Person, bot: Bot, adapter: WebAdapter) -> None:
    """It is said so, nothing is left of the file, and the same form works afterwards."""
    id_ = await ada.form()
    bot.stopping = True
    answer = await send(ada, id=id_, htmx=True)
    assert answer.status == 503 and "restarting" in answer.text
    assert kept(adapter).held == 0
    bot.stopping = False
    assert (await send(ada, id=id_)).status == 303


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\lists\\friday.csv", "{{ 7 * 7 }}.txt", "\u202egnp.exe", "x" * 5_000, "قائمة.csv", "a\tb"],
)
async def test_a_name_is_only_told(ada: Person, bot: Bot, name: str) -> None:
    """It goes to the bot as it was given, and no longer than names are; the page does not show it."""
    await send(ada, name=name)
    (file,) = came(bot)
    assert 0 < len(file.name) <= 255 and file.name.encode()
    assert "passwd" not in await ada.open()


async def test_a_name_that_is_no_text(ada: Person, bot: Bot) -> None:
    """Bytes that are no characters can be written down all the same."""
    sent = (
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{await ada.form()}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="'
        ).encode()
        + b'\xff\xfe.txt"\r\n\r\nWho?\r\nWhy?\r\n'
        + f"--{BOUNDARY}--\r\n".encode()
    )
    headers = {"Origin": ada.url, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    async with ada.session.post(ada.url + "/file", data=sent, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
    (file,) = came(bot)
    assert file.name.encode().endswith(b".txt") and file.size == 10


async def test_two_at_once(ada: Person, ben: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Two people's files, and two of one person's, come in side by side; a third of the same one has to wait."""
    lines = [await Line.begin(person, 1_000_000, LIST * 100) for person in (ada, ada, ben)]
    await until(lambda: kept(adapter).held >= 2_900_000)
    answer = await send(ada)
    assert answer.status == 503 and "on their way" in answer.text
    await send(ben)
    for line in lines:
        line.close()
    await until(lambda: kept(adapter).held == len(LIST))
    assert len(came(bot)) == 1


async def test_all_together_have_a_limit(
    ada: Person, ben: Person, bot: Bot, adapter: WebAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all the room is taken, the next has to wait until one was fetched; that one makes room."""
    monkeypatch.setattr(parcels, "TOTAL", 5_000)
    assert (await send(ada, b"a" * 4_000)).status == 303
    answer = await send(ben, b"b" * 4_000)
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 1
    await adapter.fetch(came(bot)[0].handle, LARGEST)
    assert (await send(ben, b"b" * 4_000)).status == 303
    assert kept(adapter).held == 4_000


async def test_of_one_person_the_newest_are_kept(ada: Person, ben: Person, bot: Bot, adapter: WebAdapter) -> None:
    """Of three of one person's the oldest is gone; another person's stays."""
    await send(ben)
    for size in (10, 20, 30):
        await send(ada, b"a" * size)
    assert kept(adapter).held == len(LIST) + 20 + 30
    with pytest.raises(FetchFailed):
        await adapter.fetch(came(bot)[1].handle, LARGEST)
    assert await adapter.fetch(came(bot)[0].handle, LARGEST) == LIST


@pytest.mark.parametrize("fetched", [False, True])
async def test_nothing_is_kept_for_ever(
    ada: Person, bot: Bot, adapter: WebAdapter, monkeypatch: pytest.MonkeyPatch, fetched: bool
) -> None:
    """What nobody fetches is gone after a while, and what was fetched sooner."""
    monkeypatch.setattr(parcels, "FETCHED" if fetched else "KEPT", 0.01)
    await send(ada)
    if fetched:
        await adapter.fetch(came(bot)[0].handle, LARGEST)
    await until(lambda: kept(adapter).held == 0)
    with pytest.raises(FetchFailed):
        await adapter.fetch(came(bot)[0].handle, LARGEST)


async def test_the_form_comes_and_goes_while_the_page_is_open(ada: Person, office: Office) -> None:
    """With the words by which somebody comes to be a moderator it appears, or goes; with no others it is asked for."""
    await ada.open()
    office.asked = 0
    assert 'hx-target="#files"' not in (await ada.say("a globe", id=hidden_id(await ada.open()), htmx=True)).text
    page_asked = office.asked
    answer = await ada.say("deputy ABCD-2345", htmx=True)
    assert 'hx-target="#files"' in answer.text and 'action="/file"' in answer.text
    assert 'hx-target="#files"' not in (await ada.say("decks", htmx=True, brings="1")).text
    office.open = False
    answer = await ada.say("decks", htmx=True, brings="1")
    assert 'hx-target="#files"' in answer.text and 'action="/file"' not in answer.text
    assert page_asked == 1
