"""What checking a large deck costs, in each format that it may be brought in; each in a process of its own."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.model.deck import Deck, FollowUp, Kind, Question
from bot.model.ids import DeckId, QuestionId

FORMS: Final = ("yaml", "json", "csv", "tsv", "xlsx", "txt")
MOST_SECONDS: Final = {"yaml": 3.0, "csv": 1.0}
MOST_MIB: Final = 150.0
"""What 10,000 questions may take; formats that are not named are only measured."""


class Checked(msgspec.Struct, frozen=True):
    """One deck, checked once: `seconds` of a processor without the start of Python, `peak_mib` of it all."""

    form: str
    questions: int
    megabytes: float
    seconds: float
    peak_mib: float
    findings: int


def large_deck(count: int, seed: int) -> Deck:
    """A deck of so many questions that strangers might have written: a vocabulary of 3,000 words, some used often."""
    chance = random.Random(seed)
    syllables = [first + vowel + last for first in "bdfgklmnprst" for vowel in "aeiou" for last in "lmnrst"]
    words = ["".join(chance.sample(syllables, 2)) for _ in range(3_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    asked = []
    for number in range(count):
        kept = " ".join(chance.choices(words, weights, k=chance.randint(4, 8)))
        text = f"Which {kept} would you keep?"[:90]
        reply = FollowUp(ask="Where does it stand now?")
        asked.append(Question(QuestionId(f"q-{number}"), Kind.OPEN, text, 1 + number % 5, default=reply))
    return Deck(DeckId("large"), "Large", "en", "Nobody", "CC0-1.0", "Many.", "1.0.0", tuple(asked))


def run(count: int, seed: int, progress: Callable[[str], None]) -> list[Checked]:
    """Every format, measured."""
    from bot.decks.exporting import export

    deck = large_deck(count, seed)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            progress(f"{form} ...")
            file = Path(folder) / f"large.{form}"
            file.write_bytes(export(deck, form).data)
            found.append(_measure_apart(form, file))
    return found


def _measure_apart(form: str, file: Path) -> Checked:
    command = [sys.executable, "-m", "bot.shells.bench.decks_checked", form, str(file)]
    return msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout, type=Checked)


def check_once(form: str, file: Path) -> Checked:
    """This file, checked as `decks check` would."""
    from bot.core.proof import diagnose
    from bot.decks.brought import bring
    from bot.decks.reading import read

    data = file.read_bytes()
    began = time.process_time()
    if form == "yaml":
        reading = read(data, file.name)
        asked, findings = reading.questions, len(reading.diagnostics) + len(diagnose(reading))
    else:
        brought = bring(data, file.name)
        asked, findings = brought.questions, len(brought.findings)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Checked(form, asked, len(data) / 1e6, seconds, peak, findings)


def misses(found: Sequence[Checked], count: int) -> Iterator[str]:
    """What took more than it may, said of 10,000 questions only."""
    for one in found:
        if one.questions != count:
            yield f"{one.form}: {one.questions:,} of {count:,} questions were read"
        if count == 10_000 and one.seconds > MOST_SECONDS.get(one.form, one.seconds):
            yield f"{one.form}: {one.seconds:.2f} s, at most {MOST_SECONDS[one.form]:g}"
        if count == 10_000 and one.peak_mib > MOST_MIB:
            yield f"{one.form}: {one.peak_mib:.0f} MiB, at most {MOST_MIB:g}"


def as_table(found: Sequence[Checked]) -> str:
    """A line for each format."""
    lines = ["format  questions     MB  seconds  peak MiB  findings"]
    lines += [
        f"{one.form:6} {one.questions:10,} {one.megabytes:6.2f} {one.seconds:8.2f} {one.peak_mib:9.1f} {one.findings:9}"
        for one in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(msgspec.json.encode(check_once(sys.argv[1], Path(sys.argv[2]))).decode())
