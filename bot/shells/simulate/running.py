"""One run after another, each in a folder of its own that is gone afterwards; and what is said of them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.core.shelf import Shelf
from bot.model.ids import DeckHash
from bot.model.spans import DAY
from bot.resources import deck_files
from bot.shells.simulate.story import Story
from bot.shells.simulate.world import World
from bot.voices import prompts
from bot.wiring import read_decks


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one seed. `seconds` of real time; everything but that is the same for the same seed."""

    seed: int
    members: int
    days: int
    seconds: float
    story: Story
    faults: tuple[str, ...]

    @property
    def turns_a_second(self) -> float:
        """Turns of the engine, with everything that the world and the checker do meanwhile."""
        return self.story.turns / self.seconds

    @property
    def ratio(self) -> float:
        """Virtual seconds a real one."""
        return self.days * DAY / 1_000 / self.seconds


def run(seeds: range, members: int, days: int, where: Path | None = None) -> Iterator[Run]:
    """A community for each seed, over the decks that ship; `where` holds its file, the system's own place if None."""
    decks, words = read_decks(deck_files()), prompts()
    ready: dict[DeckHash, Shelf] = {}
    for seed in seeds:
        with tempfile.TemporaryDirectory(dir=where, prefix="notdate-") as folder:
            began = time.perf_counter()
            world = World(Path(folder), members, seed, decks, words, ready)
            world.live(days)
            seconds = time.perf_counter() - began
        yield Run(seed, members, days, seconds, world.story, tuple(world.checker.faults))


def as_json(runs: list[Run]) -> str:
    """Everything, as a list of objects."""
    return msgspec.json.format(msgspec.json.encode([_figures(one) for one in runs]), indent=2).decode()


def _figures(one: Run) -> dict[str, object]:
    story = {name: value for name, value in msgspec.to_builtins(one.story).items() if not name.startswith("_")}
    return {
        "seed": one.seed,
        "members": one.members,
        "days": one.days,
        "seconds": round(one.seconds, 3),
        "turns_a_second": round(one.turns_a_second),
        "virtual_to_real": round(one.ratio),
        **story,
        "faults": list(one.faults),
    }


def as_text(one: Run, shown: int = 20) -> str:
    """The same for people: a paragraph, and what was wrong."""
    story = one.story
    ended = ", ".join(f"{n} {how}" for how, n in story.tables_ended.most_common())
    lines = [
        f"seed {one.seed}: {one.members} members, {one.days} days in {one.seconds:.1f} s, "
        f"{one.ratio:,.0f} times as fast as life",
        f"  {story.events:,} events in {story.turns:,} turns ({one.turns_a_second:,.0f} a second), "
        f"{story.messages:,} messages read, {story.crashes} crashes, "
        f"{story.receipts['duplicate']:,} deliveries that came again",
        f"  conversations: {', '.join(f'{n} {name}' for name, n in sorted(story.formats.items()))}",
        f"  tables: {story.tables_begun} begun; ended: {ended or 'none'}",
        f"  the lobby: {story.proposals} proposals, {story.matches} tables of them; "
        f"{story.mutual} tables with a yes from all who said one",
        f"  {story.circles} circles, {story.circles_by_themselves} of them by themselves; {story.turned_over} turned "
        f"over; {story.votes:,} votes; {story.daily_questions:,} daily questions",
        f"  {story.blocks} blocks, {story.reports} reports, {story.forgotten} were forgotten",
        f"  hash {story.hash}",
        f"  {len(one.faults)} faults" + (":" if one.faults else ""),
    ]
    lines += [f"    {fault}" for fault in one.faults[:shown]]
    if len(one.faults) > shown:
        lines.append(f"    and {len(one.faults) - shown} more")
    return "\n".join(lines)
