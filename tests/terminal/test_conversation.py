"""The client's side: whatever the bot does, nobody waits for ever."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.terminal import files, frames
from bot.model.message import Paragraph, Part
from bot.ports.carrying import FetchFailed
from bot.shells import conversation
from bot.shells.conversation import Screen, ServerGone, _file_in, ask_owner, converse

PATIENCE = 5.0
Answering = Callable[[asyncio.StreamWriter, frames.Typed], Awaitable[None]]


@pytest.fixture
def door() -> Iterator[Path]:
    """A path that is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="door-") as folder:
        yield Path(folder) / "bot.sock"


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line is typed."""

    async def lines() -> AsyncIterator[str]:
        yield "my nan"

    monkeypatch.setattr(conversation, "_typed", lines)


@asynccontextmanager
async def answering(door: Path, answer: Answering) -> AsyncIterator[asyncio.Server]:
    """A bot that greets, and answers what is typed in a manner of its own."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            frame = frames.decode_client(line)
            if isinstance(frame, frames.Typed):
                await answer(writer, frame)
            else:
                writer.write(frames.encode(frames.Taken("hello")) + b"\n")
        writer.close()

    server = await asyncio.start_unix_server(serve, str(door))
    yield server
    server.close()


async def talk(door: Path) -> None:
    """The conversation is over, by itself."""
    talking = asyncio.create_task(converse(str(door), "Ada", ""))
    _done, waiting = await asyncio.wait([talking], timeout=PATIENCE)
    if waiting:
        talking.cancel()
        pytest.fail("it waits for ever")
    await talking


async def show(writer: asyncio.StreamWriter, typed: frames.Typed) -> None:
    """Takes it, and answers."""
    for frame in (frames.Taken(typed.id, (7,)), frames.Shown(7, (Part((Paragraph("Good."),)),))):
        writer.write(frames.encode(frame) + b"\n")


async def test_what_is_said_is_answered(door: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line is taken, its answer is shown, and the end of the input ends it."""
    async with answering(door, show):
        await talk(door)
    assert "Good." in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [b'{"type":"news"}\n', b"not json\n", b'{"type":"taken","id":5}\n', b"\xff\n", b"x" * (frames.LONGEST + 9)],
    ids=["news", "words", "number", "bytes", "endless"],
)
async def test_what_cannot_be_read_ends_it_with_a_sentence(door: Path, line: bytes) -> None:
    """A bot of another version, or one that has lost its mind, is not waited for."""

    async def answer(writer: asyncio.StreamWriter, _typed: frames.Typed) -> None:
        writer.write(line)

    async with answering(door, answer):
        with pytest.raises(ServerGone, match="another version"):
            await talk(door)


@pytest.mark.parametrize(
    "error", [RuntimeError("planted"), BrokenPipeError(32, "Broken pipe"), UnicodeError("planted")]
)
async def test_what_cannot_be_shown_ends_it(door: Path, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that fails, such as a pipe that nobody reads any more, is no line that could be mended."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(Screen, "show", broken)
    async with answering(door, show):
        with pytest.raises(type(error)):
            await talk(door)


async def test_a_bot_that_stays_away_is_given_up(door: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when the line was taken and only its answer is missing."""
    monkeypatch.setattr(conversation, "PATIENCE", 0.1)
    async with answering(door, leave_after_taking(door)):
        with pytest.raises(ServerGone, match="did not come back"):
            await talk(door)


def leave_after_taking(door: Path) -> Answering:
    async def answer(writer: asyncio.StreamWriter, typed: frames.Typed) -> None:
        writer.write(frames.encode(frames.Taken(typed.id, (7,))) + b"\n")
        door.unlink()
        writer.close()

    return answer


@pytest.mark.parametrize("line", [b"", b"not json\n", b'{"type":"news"}\n'])
async def test_an_owner_that_answers_nothing_of_use_is_told(door: Path, line: bytes) -> None:
    """What the running bot is asked ends in an answer or in a sentence."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(line)
        writer.close()

    async with await asyncio.start_unix_server(serve, str(door)):
        with pytest.raises(ServerGone):
            await asyncio.wait_for(ask_owner(str(door), "forget", "terminal:ada"), PATIENCE)


def test_load_names_a_file(tmp_path: Path) -> None:
    """A path to a file that is there is sent along, whole; whatever else begins with the word is typed."""
    file = tmp_path / "Friday night.txt"
    file.write_text("Which door?")
    for text in (f"load {file}", f"/load '{file}' "):
        assert _file_in(text) == str(file)
    for text in ("load", "load my-deck", f"load {tmp_path}", "load \x00", f"reload {file}", "load ~nobody-here/x"):
        assert _file_in(text) == ""


def test_only_files_are_read(tmp_path: Path) -> None:
    """What has no end, or is more than it may be, is left alone."""
    file = tmp_path / "friday.txt"
    file.write_bytes(bytes(100))
    assert files.read(str(file), 100) == bytes(100)
    for path, limit, why in ((str(file), 99, "large"), ("/dev/zero", 100, "unsafe"), (f"{file}.gone", 9, "gone")):
        with pytest.raises(FetchFailed) as failed:
            files.read(path, limit)
        assert failed.value.why.value == why
