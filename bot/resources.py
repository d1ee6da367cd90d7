"""Where the data that ships with the code lives: in the checkout while developing, inside the wheel once installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
_FOR_AN_OCCASION: Final = frozenset({"first-day", "team-tuesday"})
"""Decks that suit some people and not everybody: they lie last, because a plain yes, a daily question and a circle that
name no deck take what lies first."""


def _folder(name: str) -> Path:
    bundled = _HERE / "_bundled" / name
    return bundled if bundled.is_dir() else _HERE.parent / name


def prompts(language: str = "en") -> dict[str, str]:
    """The prompt files of that language, name to text."""
    folder = _folder("prompts") / language
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jinja"))}


def languages() -> tuple[str, ...]:
    """The languages that the bot speaks, by their BCP 47 tags: English first, in which everything is."""
    there = sorted(folder.name for folder in _folder("prompts").iterdir() if (folder / COMMANDS).is_file())
    return ("en", *(name for name in there if name != "en"))


COMMANDS: Final = "commands.toml"
FINDINGS: Final = "findings.toml"


def commands(language: str) -> str:
    """The table of that language's words for commands."""
    return (_folder("prompts") / language / COMMANDS).read_text(encoding="utf-8")


def findings(language: str) -> str:
    """What is found in a deck, in the sentences of that language; empty where it has none of its own."""
    file = _folder("prompts") / language / FINDINGS
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def deck_files() -> tuple[Path, ...]:
    """The decks that ship: those for everybody by name, then those for an occasion."""
    files = deck_folder().glob("*.yaml")
    return tuple(sorted(files, key=lambda file: (file.stem in _FOR_AN_OCCASION, file.stem)))


def translations() -> tuple[Path, ...]:
    """The translations of the decks that ship, which lie in a folder for each language."""
    there = {file.name for file in deck_files()}
    return tuple(file for file in sorted(deck_folder().glob("*/*.yaml")) if file.name in there)


def deck_folder() -> Path:
    """The folder of the decks that ship."""
    return _folder("question_decks")
