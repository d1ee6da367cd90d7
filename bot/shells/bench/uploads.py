"""What files that moderators bring cost everybody else: how long the loop stood still, and how long a turn waited."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Final

import msgspec

from bot.model.enclosure import FILE, Enclosure
from bot.model.event import MessageReceived, Words
from bot.model.ids import Address, Platform, WordsId
from bot.ports.adapter import Delivered
from bot.settings import load
from bot.shells.bench.decks_checked import large_deck
from bot.wiring import House, build_house, settle

MOST_MS: Final = 50.0
"""For which the loop may stand still."""
TICK: Final = 0.001
PATIENCE: Final = 120.0
NOTHING: Final = "(nothing)"
WHILE: Final = 5.0
"""Seconds in which nothing is brought: what the machine itself is like just now."""
HERE: Final = Platform("terminal")
MARA: Final = Address("mara")


class Brought(msgspec.Struct, frozen=True):
    """One file: seconds to its report, milliseconds for which the loop stood still at worst, and for which something
    between two turns waited at worst."""

    name: str
    megabytes: float
    seconds: float
    stall_ms: float
    wait_ms: float


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """A list of so many questions, and what somebody might bring who means no good."""
    yield "list.txt", "\n".join(question.text for question in large_deck(count, seed).questions).encode()
    yield "50-megabytes.txt", b"Which door is it?\n" * (50_000_000 // 18)
    bomb = _bomb()
    yield "bomb.xlsx", bomb
    yield "half.xlsx", bomb[: len(bomb) // 2]
    yield "formulas.csv", b"question\n" + b"=cmd|' /C calc'!A0\n" * 200_000
    yield "templates.txt", b"What of {{ 7 * 7 }} and {% for x in range(10**9) %}?\n" * 50_000


def _bomb() -> bytes:
    """A workbook whose only sheet is half a gigabyte of nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(512):
                sheet.write(bytes(1_000_000))
    return made.getvalue()


async def run(count: int, seed: int, progress: Callable[[str], None]) -> list[Brought]:
    """Each of them, brought to a bot that runs."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"db": f"{folder}/bench.db"}, {}, Path(folder))
        house = build_house(settings, web=False)
        settle()
        await house.bot.start()
        try:
            progress("nothing ...")
            found.append(await _measure(house, NOTHING, 0, _wait()))
            for number, (name, data) in enumerate(files(count, seed)):
                progress(f"{name} ...")
                path = Path(folder) / name
                path.write_bytes(data)
                found.append(await _bring(house, path, number))
        finally:
            await house.bot.stop()
            house.lock.release()
    return found


async def _wait() -> None:
    await asyncio.sleep(WHILE)


async def _bring(house: House, path: Path, number: int) -> Brought:
    # As of a platform that does not tell the size: it is met by the limit of fetching.
    enclosed = Enclosure(FILE, 0, handle=str(path), name=path.name)
    event = MessageReceived(Words(WordsId(0)), media=FILE, enclosed=enclosed)

    async def bring() -> None:
        await house.bot.intake.take(Delivered(HERE, MARA, MARA, "bench", str(number), event))
        async with asyncio.timeout(PATIENCE):
            while await house.bot.writer.call(lambda ledger, _engine: ledger.to_examine()):
                await asyncio.sleep(0.01)

    return await _measure(house, path.name, path.stat().st_size, bring())


async def _measure(house: House, name: str, size: int, doing: Coroutine[None, None, None]) -> Brought:
    stalls: list[float] = []
    waits: list[float] = []
    watching = [asyncio.create_task(_watch_loop(stalls)), asyncio.create_task(_watch_writer(house, waits))]
    began = time.perf_counter()
    try:
        await doing
        seconds = time.perf_counter() - began
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
    return Brought(name, size / 1e6, seconds, max(stalls) * 1000, max(waits) * 1000)


async def _watch_loop(stalls: list[float]) -> None:
    before = time.perf_counter()
    while True:
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        stalls.append(now - before - TICK)
        before = now


async def _watch_writer(house: House, waits: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await house.bot.writer.call(lambda _ledger, _engine: None)
        waits.append(time.perf_counter() - before)
        await asyncio.sleep(5 * TICK)


def misses(found: list[Brought]) -> Iterator[str]:
    """Where the loop stood still for longer than it may."""
    for one in found:
        if one.name != NOTHING and one.stall_ms > MOST_MS:
            yield f"{one.name}: the loop stood still for {one.stall_ms:.0f} ms, at most {MOST_MS:g}"


def as_table(found: list[Brought]) -> str:
    """A line for each file."""
    lines = ["file                   MB  seconds  stall ms  wait ms"]
    lines += [
        f"{one.name:18} {one.megabytes:6.1f} {one.seconds:8.2f} {one.stall_ms:9.1f} {one.wait_ms:8.1f}" for one in found
    ]
    return "\n".join(lines)
