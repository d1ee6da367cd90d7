"""The command line in processes that are forked from one that has imported everything and read the decks that ship:
each is a process of its own, with its own folder, environment, input and end, and none spends a second on its start.

What a start itself has to show (the same from any interpreter, nothing imported too early) runs by `command.run`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import select
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Final

from tests.shells.command import PATIENCE, Ran, environment

STREAMS: Final = ("in", "out", "err")


@cache
def _parent() -> subprocess.Popen[bytes]:
    """The process that the others are forked from; it ends with whoever asks it, whose pipe it reads."""
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        cwd=Path(__file__).parents[2],
    )


def run(folder: Path, *arguments: str, typed: str = "", **more: str) -> Ran:
    """The command has run in that folder."""
    parent = _parent()
    assert parent.stdin is not None and parent.stdout is not None
    with tempfile.TemporaryDirectory() as papers:
        files = {name: Path(papers, name) for name in STREAMS}
        files["in"].write_bytes(typed.encode())
        asked = {
            "folder": str(folder),
            "arguments": arguments,
            "environment": environment(**more),
            "streams": [str(file) for file in files.values()],
        }
        parent.stdin.write(json.dumps(asked).encode() + b"\n")
        parent.stdin.flush()
        if not select.select([parent.stdout], [], [], PATIENCE)[0]:
            parent.kill()
            _parent.cache_clear()
            raise subprocess.TimeoutExpired(arguments, PATIENCE)
        code = int(parent.stdout.readline())
        return Ran(code, files["out"].read_text(encoding="utf-8"), files["err"].read_text(encoding="utf-8"))


def main() -> None:
    """Forks a command for each line of stdin, one after the other, and says how it ended."""
    _prepare()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(asked)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _prepare() -> None:
    from bot import resources, wiring
    from bot.shells.cli import COMMANDS

    for module, _summary in COMMANDS.values():
        importlib.import_module(module)
    for module in ("bot.adapters.web.adapter", "bot.adapters.terminal.adapter", "bot.shells.console.application"):
        importlib.import_module(module)
    wiring._read_deck = cache(wiring._read_deck)
    wiring.read_decks(resources.deck_files())
    gc.freeze()


def _be(asked: dict[str, object]) -> None:
    """This process is that command, to its end."""
    arguments, streams, settings = asked["arguments"], asked["streams"], asked["environment"]
    assert isinstance(arguments, list) and isinstance(streams, list) and isinstance(settings, dict)
    for number, (file, mode) in enumerate(zip(streams, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        opened = os.open(file, mode | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    # What the parent had read ahead is not for this one.
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # it is open until the process ends
    os.environ.clear()
    os.environ.update(settings)
    time.tzset()
    os.chdir(str(asked["folder"]))
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
