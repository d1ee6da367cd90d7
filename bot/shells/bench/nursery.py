"""Starts servers quickly: everything is imported once, and each server is a fork of this process.

Reads one request a line (`{"arguments": [...], "fault": "..."}`), answers `started PID`, and `ended STATUS` when that
process is gone. What is started is what `notdate` starts, with a process of its own to be killed.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Final

ADAPTERS: Final = {
    "NOTDATE_TELEGRAM_TOKEN": "telegram",
    "NOTDATE_DISCORD_TOKEN": "discord",
    "NOTDATE_MATRIX_USER": "matrix",
}


def main() -> None:
    """Serves requests until stdin ends."""
    from bot.shells.commands import serve  # noqa: F401  # imported before the fork, once for all servers

    for setting, platform in ADAPTERS.items():
        if setting in os.environ:
            importlib.import_module(f"bot.adapters.{platform}.adapter")
    _hear_all_words()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _serve(request["arguments"], request["fault"])
        print("started", child, flush=True)
        _, status = os.waitpid(child, 0)
        print("ended", status, flush=True)


def _hear_all_words() -> None:
    """The prompts are taken apart, and the words of the decks that ship are known: no server finds their stems anew.

    Each still reads its own decks from its database and weaves their nets, as every start does.
    """
    from bot.core.shelf import shelve
    from bot.model.ids import DeckHash, QuestionNumber
    from bot.resources import deck_files
    from bot.voices import prompts
    from bot.wiring import read_decks

    prompts()
    for deck in read_decks(deck_files()):
        numbers = {question.id: QuestionNumber(number) for number, question in enumerate(deck.questions)}
        for shelved in shelve(deck, DeckHash(""), numbers).questions:
            _ = shelved.ears


def _serve(arguments: list[str], fault: str) -> None:
    from bot.shells.cli import main as notdate

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    if fault:
        os.environ["NOTDATE_FAULT"] = fault
    code = 0
    try:
        notdate(arguments, standalone_mode=False)
    except SystemExit as end:
        code = int(end.code or 0) if isinstance(end.code, int | None) else 1
    except BaseException as error:
        print(f"the server ended with {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        code = 1
    os._exit(code)


if __name__ == "__main__":
    main()
