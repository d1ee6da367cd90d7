"""What is brought in a chat is read once, in a process of its own, whatever ends in between and whatever is in it."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.airlock import examine_held_off, reading
from bot.airlock.reading import read_for_chat
from bot.model.enclosure import FILE, Enclosure
from bot.model.event import MessageReceived, Words
from bot.model.ids import Address, ConversationId, EnclosureId, Platform, WordsId
from bot.model.member import Rank, Standing
from bot.model.upload import LARGEST, Report
from bot.ports.adapter import Delivered
from bot.ports.carrying import FetchFailed, Lost
from bot.ports.faults import NoFaults
from bot.ports.uploads import Examined, Upload
from bot.ports.views import SaidByBot
from bot.rendering.render import render
from bot.runtime.examining import LONGEST_NAME, Examiner, Read, shown_name
from bot.runtime.library import Shelves, voice_of
from bot.runtime.supervisor import Bot
from bot.shells.bench.workload import CAPABILITIES
from bot.store.sqlite.views import SqliteViews
from bot.voices import findings, prompts
from tests.fakes.airlock import examine_at_home
from tests.runtime.engines import HERE, Clock, Screen, engine_at, said
from tests.runtime.table import text_of

FOLDER: Final = Path(__file__).parents[1] / "data" / "imports"
LIST: Final = b"Which tool would you lend to nobody?\nWhich shelf fills up first?\nWhat did you mend last?\n"


class Source(Screen):
    """An adapter that people send files by."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__()
        self.files = files
        self.failing: list[FetchFailed] = []
        self.fetched = 0
        self.started.set()

    async def fetch(self, handle: str, limit: int) -> bytes:
        """The file, unless there is trouble left."""
        self.fetched += 1
        if self.failing:
            raise self.failing.pop(0)
        data = self.files[handle]
        if len(data) > limit:
            raise FetchFailed(Lost.LARGE, "by its size")
        return data


class Everybody:
    """Implements `ports.standings.Standings`: all are of that rank."""

    def __init__(self, clock: Clock) -> None:
        self.rank = Rank.MODERATOR
        self._clock = clock

    async def of(self, platform: Platform, account: Address) -> Standing:
        """That rank, read just now."""
        return Standing(self.rank, "a test", self._clock.now())


class House:
    """A bot over a file of its own, that people send files to."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "uploads.db"
        self.clock = Clock()
        self.complaints: list[str] = []
        self.source = Source({"friday": LIST})
        self.gate = threading.Event()
        self.gate.set()
        self.reads = 0
        self.numbers = 0
        self.bot: Bot | None = None

    async def start(self) -> None:
        """It runs, and goes on with what was left."""
        self.ledger, engine, shelves = engine_at(self.file, self.clock, self.complaints)
        self.voice = voice_of(prompts(), shelves)
        self.views = SqliteViews(self.file)
        self.bot = Bot(
            self.ledger,
            engine,
            self.voice,
            (self.source,),
            self.clock,
            NoFaults(),
            365,
            self.complaints.append,
            standings=Everybody(self.clock),
            examiner=self.examiner(shelves),
        )
        await self.bot.start()

    def examiner(self, shelves: Shelves) -> Examiner:
        async def at_once(_seconds: float) -> None:
            await asyncio.sleep(0)

        adapters = {HERE: self.source}
        return Examiner(lambda: adapters, self.read, shelves, self.clock, self.complaints.append, at_once)

    def read(self, data: bytes, name: str, language: str) -> Read:
        """As `wiring` has it read, once the gate is open."""
        self.gate.wait(20)
        self.reads += 1
        return read_for_chat(data, name, self.views, {HERE: CAPABILITIES}, prompts(), findings(language))

    async def stop(self) -> None:
        if self.bot is not None:
            await self.bot.stop()
        self.bot = None

    async def send(self, event: MessageReceived) -> None:
        """Mara sends that."""
        assert self.bot is not None
        self.clock.time += 1_000
        self.numbers += 1
        await self.bot.intake.take(Delivered(HERE, Address("Mara"), Address("Mara"), "here", str(self.numbers), event))

    async def brings(self, handle: str = "friday", size: int = 0, name: str = "friday.txt") -> None:
        """Mara sends that file."""
        enclosed = Enclosure(FILE, size, "text/plain", handle, name=name)
        await self.send(MessageReceived(Words(WordsId(0), ""), media=FILE, enclosed=enclosed))

    async def once(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(40):
            while not what():
                await asyncio.sleep(0.01)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchall()

    def read_by_mara(self) -> list[str]:
        """What she was told, oldest first."""
        rows = self.views.history(HERE, Address("Mara"), 0, 1_000)
        mine = [row for row in rows if isinstance(row, SaidByBot)]
        return [text_of(render(row.effect, self.voice, row.words, row.names)) for row in mine]

    async def told(self, text: str, count: int = 1) -> str:
        """The last message that says so, once there are so many."""
        await self.once(lambda: sum(text in one for one in self.read_by_mara()) >= count)
        return [one for one in self.read_by_mara() if text in one][-1]


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """It runs, and reads at home."""
    monkeypatch.setattr(reading, "examine_held_off", examine_at_home)
    house = House(tmp_path)
    await house.start()
    yield house
    house.gate.set()
    await house.stop()


async def test_what_was_cut_short_is_read_at_the_next_start(house: House) -> None:
    """Once: the bot ends after the file was taken and before it was read; the report comes after the start, and no
    second one at the start after that."""
    house.gate.clear()
    await house.brings()
    await house.told("looking at it")
    assert house.bot is not None
    examining = next(task for task in vars(house.bot)["_tasks"] if task.get_name() == "examining")
    examining.cancel()
    house.gate.set()
    await house.stop()
    await house.start()
    await house.told("forgets it")
    await house.stop()
    await house.start()
    await house.send(said("help"))
    await house.told("how far I go")
    assert sum("forgets it" in one for one in house.read_by_mara()) == 1
    assert house.complaints == []


async def test_what_was_told_is_not_told_again(house: House) -> None:
    """Should it be found out a second time, nobody hears of it."""
    await house.brings()
    await house.told("forgets it")
    ((id_,),) = house.rows("SELECT id FROM uploads")
    again = Examined(EnclosureId(id_), Report("friday.txt", lost="gone"))
    assert house.bot is not None
    turned = await house.bot.writer.call(lambda _ledger, engine: engine.turn([again], house.clock.time))
    assert turned.posted == []
    assert len(house.rows("SELECT 1 FROM uploads")) == 1


async def test_whoever_is_forgotten_leaves_no_list(house: House) -> None:
    """Neither what waits for a yes, nor the version that nobody has; and what is read just then is told nobody."""
    await house.brings()
    await house.told("forgets it")
    house.gate.clear()
    house.source.files["other"] = LIST.replace(b"tool", b"spoon")
    await house.brings("other", name="other.txt")
    await house.once(lambda: house.source.fetched == 2)
    await house.send(said("forget me"))
    await house.send(said("yes"))
    house.gate.set()
    await house.once(lambda: house.rows("SELECT 1 FROM uploads") == [])
    await house.once(lambda: house.reads == 2)
    await house.send(said("hello"))
    assert house.rows("SELECT 1 FROM uploads") == []
    assert all(b"you lend to nobody" not in body for body in house.views.decks().values())


async def test_a_second_one_takes_the_place_of_the_first(house: House) -> None:
    """Of two that are brought one after the other, the second waits for a yes, and of the first nothing is left."""
    house.source.files["other"] = LIST.replace(b"tool", b"spoon")
    await house.brings()
    await house.told("forgets it")
    await house.brings("other", name="other.txt")
    await house.told("forgets it", 2)
    await house.send(said("load"))
    await house.told("on offer now")
    decks = {entry.current.title for entry in house.views.stock().entries}
    assert "Other" in decks
    assert "Friday" not in decks
    assert b"spoon" in b"".join(house.views.decks().values())
    assert b"tool would you lend" not in b"".join(house.views.decks().values())


async def test_it_waits_for_an_hour(house: House) -> None:
    """Whoever says yes later reads that it is over, and nothing of it is stored."""
    await house.brings()
    await house.told("forgets it")
    # What is made ready for the first word that is typed is not to take longer than the timer of that hour.
    await house.send(said("help"))
    await house.told("how far I go")
    house.clock.time += 3_600_000
    await house.send(said("load"))
    await house.told("not waiting any more")
    assert "Friday" not in {entry.current.title for entry in house.views.stock().entries}


async def test_what_was_loaded_by_somebody_else_stays(house: House) -> None:
    """The same list, loaded once and then brought again and cancelled, is still on offer."""
    for word, answer in (("load", "on offer now"), ("cancel", "Forgotten")):
        await house.brings()
        await house.told("forgets it", 1 if word == "load" else 2)
        await house.send(said(word))
        await house.told(answer)
    (friday,) = [entry for entry in house.views.stock().entries if entry.current.title == "Friday"]
    assert friday.current.hash in house.views.decks()
    assert (friday.current.questions, friday.current.at > 0) == (3, True)


async def test_a_new_version_is_compared(house: House) -> None:
    """Against the one on offer: what would be added, and what left out."""
    await house.brings()
    await house.told("forgets it")
    await house.send(said("load"))
    await house.told("on offer now")
    house.source.files["friday"] = LIST.replace(
        b"What did you mend last?", b"What did you mend twice?\nWhose bell is it?"
    )
    await house.brings()
    report = await house.told("Against the version on offer")
    assert "2 would be added, 0 changed and 1 left out" in report
    assert "Asked twice" not in report


@pytest.mark.parametrize(
    ("why", "tries", "sentence"),
    [
        (FetchFailed(Lost.GONE, "404"), 1, "is not there any more"),
        (FetchFailed(Lost.LARGE, "by its size"), 1, "larger than a list"),
        (FetchFailed(Lost.FAILED, "half of it came", passing=True), 3, "though I tried more than once"),
    ],
)
async def test_what_cannot_be_fetched_is_said(house: House, why: FetchFailed, tries: int, sentence: str) -> None:
    """Half an upload, one that is gone, and one that is larger than it said: a sentence each, and the bot goes on."""
    house.source.failing = [why] * tries
    await house.brings()
    await house.told(sentence)
    assert (house.source.fetched, house.reads) == (tries, 0)
    assert house.complaints == []


async def test_fifty_megabytes_are_not_fetched(house: House) -> None:
    """What is told beforehand is refused beforehand."""
    await house.brings(size=50_000_000)
    await house.told("about 50 MB")
    assert house.source.fetched == 0


async def test_fifty_megabytes_that_were_told_as_none(house: House) -> None:
    """A size that was kept quiet about is met by the limit of fetching."""
    house.source.files["huge"] = bytes(50_000_000)
    await house.brings("huge")
    await house.told("larger than a list")
    assert house.reads == 0


async def test_hostile_files_are_refused_in_the_child(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb, a workbook with entities, half a workbook and a program are refused with a sentence each; in between
    everybody is answered."""
    monkeypatch.setattr(reading, "examine_held_off", examine_held_off)
    half = (FOLDER / "good-openpyxl.xlsx").read_bytes()
    for name in ("hostile-bomb.xlsx", "hostile-laughs.xlsx"):
        house.source.files[name] = (FOLDER / name).read_bytes()
    house.source.files |= {"half.xlsx": half[: len(half) // 2], "program.txt": b"\x7fELF" + bytes(1_000)}
    for number, name in enumerate(("hostile-bomb.xlsx", "hostile-laughs.xlsx", "half.xlsx", "program.txt"), 1):
        await house.brings(name, name=name)
        await house.send(said("help"))
        await house.told("cannot be loaded as it is", number)
    assert house.reads == 4
    assert house.complaints == []
    assert "Run " not in "".join(house.read_by_mara())


def test_this_side_of_the_pipe_reads_nothing() -> None:
    """By construction: whoever has a file read for a chat has no reader at hand, and meets no deck but as bytes."""
    program = (
        "import sys; from bot.airlock.reading import read_for_chat; from bot.wiring import prompts\n"
        "from bot.model.curator import Stock\n"
        "class Views:\n    stock = lambda self: Stock()\n    decks = lambda self: {}\n"
        "read = read_for_chat(b'Which of the doors?\\nWhose key is it?\\n', 'a.txt', Views(), {}, prompts(), {})\n"
        "assert read.report.questions == 2 and read.body, read\n"
        "readers = ('bot.decks.brought', 'bot.decks.reading', 'bot.decks.yaml', 'pydantic', 'yaml', 'zipfile')\n"
        "print(sorted(name for name in sys.modules if name.startswith(readers)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def _upload(name: str, handle: str = "x", text: str = "") -> Upload:
    return Upload(EnclosureId(1), ConversationId(1), HERE, 0, handle, name, text)


@given(st.text(max_size=400))
def test_a_name_is_only_ever_shown(name: str) -> None:
    """Whatever a file is called, what is made of that is short, on one line, no path, no markup and no direction."""
    shown = shown_name(_upload(name), 0)
    assert shown.isprintable()
    assert 0 < len(shown) <= LONGEST_NAME + 6
    assert not set("/\\*`_~|<>[]@#\u202e\u2066\n").intersection(shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\lists\\friday.csv", "friday.csv"),
        ("{{ 7 * 7 }}.txt", "{{ 7 7 }}.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("@everyone.txt", "everyone.txt"),
        ("", "a file"),
        ("a" * 300 + ".xlsx", "a" * LONGEST_NAME + ".xlsx"),
    ],
)
def test_tricks_with_names(name: str, shown: str) -> None:
    """Paths, templates, directions, mentions: none of them does anything."""
    assert shown_name(_upload(name), 0) == shown


def test_what_is_pasted_has_a_name() -> None:
    """The one that was given, or the day."""
    assert shown_name(_upload("", "", "load Friday night:\nOne?\nTwo?"), 0) == "Friday night.txt"
    assert shown_name(_upload("", "", "load\nOne?\nTwo?"), 0) == "1970-01-01.txt"


def test_a_report_has_room_in_a_message() -> None:
    """However much is wrong with a file, what is told of it is a few thousand characters."""
    rows = b"".join(b"%d,What %d? And why? <b>\n" % (n, n) for n in range(3_000))
    report = _examined(b"depth,question\n" + rows)
    said_ = "".join(
        what for name in ("wrong", "twice", "flat", "long", "other") for _row, what in getattr(report, name)
    )
    assert len(said_) < 4_000
    assert report.more["wrong"] > 0


def _examined(data: bytes) -> Report:
    return examine_held_off(data, "a.csv", {"here": 20})[0].report


async def test_what_is_wrong_is_told_in_the_readers_language(house: House) -> None:
    """To whoever brought it, each row with what to write instead; nobody else chose that language."""
    await house.send(said("language German"))
    house.source.files["deep"] = b"question,depth\nWhich door?,9\nWhich key?,1\n"
    await house.brings("deep", name="deep.csv")
    assert (
        "depth ist 9, höchstens 5 darf es sein; schreib eine Zahl von 1 bis 5 oder light, medium oder deep"
        in await house.told("depth")
    )


def test_what_was_given_up_is_told_in_the_readers_language() -> None:
    """A file that is too large is refused before anybody reads it, in their words all the same."""
    outcome, _body = examine_held_off(b"x" * (LARGEST + 1), "a.csv", {}, (), findings("de"))
    assert outcome.report.wrong == ((0, "8,000,001 Bytes; eine Liste hat höchstens 8,000,000: Bring sie in Teilen"),)
