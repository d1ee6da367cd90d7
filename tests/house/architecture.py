"""Writes ARCHITECTURE.md from the rooms' own docstrings and tables: `python -m tests.house.architecture`."""

from __future__ import annotations

import importlib
import inspect
import tomllib
from pathlib import Path
from typing import Final

from bot.core.commands import Command
from bot.core.solo.phases import IN_PHASE
from bot.core.solo.words import OBEYED
from bot.model.state import Phase

ROOT: Final = Path(__file__).parents[2]
FILE: Final = ROOT / "ARCHITECTURE.md"
ROOMS: Final = (
    "model",
    "written",
    "hearing",
    "questions",
    "decks",
    "decks.brought",
    "decks.exporting",
    "core",
    "core.solo",
    "core.table",
    "core.circle",
    "core.figures",
    "ports",
    "rendering",
    "web",
    "store",
    "store.sqlite",
    "adapters",
    "adapters.discord",
    "adapters.matrix",
    "adapters.telegram",
    "adapters.terminal",
    "adapters.web",
    "runtime",
    "airlock",
    "shells",
)
READING: Final = (
    "`model` -> `core` (begin at `core/solo/machine.py`) -> `questions/choice.py` -> `ports` -> `adapters/terminal` -> "
    "`runtime/engine.py`"
)
WAY: Final = """\
```
platform ─> adapter.inbound ─> INBOX ┐
               ^ acknowledge         │  one transaction for a batch of turns:
                 after commit        │  take in, read what the step needs, step,
timers ──────────────────────────────┤  write state, records, timers and OUTBOX rows
                                     │  commit
                                     v
platform <─ adapter.outbound <─ fit(message, capabilities) <─ render(effect, prompts) <─ OUTBOX
```"""


def write() -> str:
    """The whole file."""
    pieces = [
        "# The architecture",
        "Made from the code by `python -m tests.house.architecture`; a test keeps it fresh. Change the docstring,"
        " not this file.",
        f"A newcomer reads {READING}, and knows the house in under an hour.",
        "## The way of the data",
        WAY,
        "Nothing sends from inside a decision, and nothing decides while sending. A platform is told that something"
        " arrived only after it is on disk.",
        "## The rooms",
        *(_room(name) for name in ROOMS),
        "## The walls",
        "Import contracts in `pyproject.toml`, run by the tests, each with a planted breach that turns it red:",
        "\n".join(f"- {name}" for name in _contracts()),
        "## The solo conversation",
        "What a typed message reaches, by where the conversation stands:",
        _table(("phase", "means", "then"), [(p.value, _meaning(p), _first(IN_PHASE[p].__doc__)) for p in Phase]),
        "The words that always work:",
        _table(("word", "does"), [(f"`{c.value}`", _first(OBEYED[c].__doc__)) for c in Command]),
    ]
    return "\n\n".join(pieces) + "\n"


def _room(name: str) -> str:
    module = importlib.import_module(f"bot.{name}")
    text = inspect.cleandoc(module.__doc__ or "")
    head, _, rest = text.partition("\n")
    for mark in ("What lives here:", "What must not:", "How to add"):
        rest = rest.replace(f"\n{mark}", f"\n- {mark}")
    path = name.replace(".", "/")
    return f"### `bot/{path}`\n\n{head}\n{rest}".rstrip()


def _contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def _meaning(phase: Phase) -> str:
    """The sentence that stands below the member in the source."""
    lines = inspect.getsource(Phase).splitlines()
    position = next(i for i, line in enumerate(lines) if line.strip().startswith(f"{phase.name} ="))
    return lines[position + 1].strip().strip('"')


def _first(doc: str | None) -> str:
    return (doc or "").strip().split("\n")[0]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


if __name__ == "__main__":
    FILE.write_text(write(), encoding="utf-8")
