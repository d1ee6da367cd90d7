"""A file is read in a process that may take so much and no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bot.airlock import Allowance, bring_held_off, find_stems
from bot.core.shelf import finding_places, straight_through
from bot.decks.brought import bring
from bot.model.upload import LARGEST
from bot.shells.bench.decks_checked import large_deck
from bot.written import encode
from tests.decks.brought_report import library, reported

FOLDER = Path(__file__).parents[1] / "data" / "imports"


@pytest.mark.parametrize(
    "name", ["good-all-columns.csv", "good-openpyxl.xlsx", "odd-in-library.txt", "hostile-laughs.xlsx"]
)
def test_the_child_reads_as_we_do(name: str) -> None:
    """The report that comes over the pipe is the one that reading at home gives, deck and findings and all."""
    data = (FOLDER / name).read_bytes()
    brought = bring_held_off(data, name, library())
    assert brought == bring(data, name, library())
    assert reported(brought)


def test_time_is_limited() -> None:
    """What is not read in its time is given up with a sentence, and the child is gone."""
    brought = bring_held_off(b"What?\n", "a.txt", allowance=Allowance(seconds=0.01))
    assert brought.deck is None
    (fault,) = brought.findings
    assert fault.code == "gave-out" and "0.01 seconds" in fault.what


def test_memory_is_limited() -> None:
    """What takes more memory than it may is given up with a sentence; this process has lost nothing by it."""
    data = b"".join(b"Which of the %d doors would you open first of all?\n" % n for n in range(9_000))
    (fault,) = bring_held_off(data, "a.txt", allowance=Allowance(megabytes=8)).findings
    assert fault.code == "gave-out" and "8 MB" in fault.what


def test_the_processor_is_limited() -> None:
    """A second of a processor is a second, however long the clock has."""
    program = (
        "from bot.airlock import Allowance; from bot.airlock.limits import limit; limit(Allowance(processor=1))\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", program], env=_path(), timeout=60, check=False)
    assert done.returncode < 0


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    """Inside its limits the child can write no file."""
    program = (
        "from bot.airlock import Allowance; from bot.airlock.limits import limit; limit(Allowance())\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"file = open({str(tmp_path / 'x')!r}, 'wb')\n"
        "try:\n file.write(b'x'); file.flush()\nexcept OSError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", program], env=_path(), timeout=60, capture_output=True, check=False)
    assert b"refused" in done.stdout


def test_the_child_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in our environment does not reach the child."""
    from bot.airlock import _environment

    monkeypatch.setenv("NOTDATE_TELEGRAM_TOKEN", "1:secret")
    assert set(_environment()) == {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


def test_what_is_too_large_is_not_sent() -> None:
    """A file over the limit starts no process."""
    (fault,) = bring_held_off(b"a" * (LARGEST + 1), "a.txt", allowance=Allowance(seconds=0.0)).findings
    assert fault.code == "size"


def test_samples_are_proved_in_the_child() -> None:
    """A sample answer that finds another branch than its cell says is an error, and there is no deck."""
    data = b"question,if_they_say_1,ask_1,hears\nWhich sound?,key,Whose?,the kettle => key\n"
    brought = bring_held_off(data, "a.csv")
    assert brought.deck is None
    assert "hears" in {fault.code for fault in brought.findings}


def test_any_name_will_do() -> None:
    """A file's name may hold anything that a file system allows, bytes that are no UTF-8 among them."""
    assert bring_held_off(b"What?\n", os.fsdecode(b"\xff\n\x1b[2J.txt")).deck is not None


def _path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_the_child_finds_the_stems_that_we_do() -> None:
    """Where the stems of a deck lead is the same when another process has found it."""
    deck = large_deck(300, 1)
    slices = msgspec.msgpack.decode(find_stems(encode(deck)), type=list[dict[str, tuple[bytes, bytes]]])
    assert len(slices) > 1
    found = {stem: places for one in slices for stem, places in one.items()}
    assert found == straight_through(finding_places(deck))
    assert found


def test_what_is_no_deck_has_no_stems() -> None:
    """Nothing is raised: whoever asked finds them by themselves, or has said by then what is wrong."""
    assert find_stems(b"no deck") == b""


def test_the_child_stands_back() -> None:
    """Where both want the same processor, the bot has it."""
    program = (
        "import os; before = os.nice(0); from bot.airlock import Allowance\n"
        "from bot.airlock.limits import limit; limit(Allowance()); print(os.nice(0) - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=_path(), timeout=60, capture_output=True, check=False)
    assert int(done.stdout) > 0
