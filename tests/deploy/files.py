"""What ships in `deploy/`, and what of it a person is told to type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from bot.settings import FIELDS, PREFIX

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final = DEPLOY / "compose.yaml"
CONTAINERFILE: Final = DEPLOY / "Containerfile"
UNIT: Final = DEPLOY / "notdate.service"
EXAMPLE: Final = DEPLOY / "notdate.example.toml"
DOCS: Final = (ROOT / "docs" / "running.md", DEPLOY / "upgrade.md")
TEXTS: Final = (*DOCS, COMPOSE, CONTAINERFILE, UNIT, EXAMPLE)

PLANNED: Final = frozenset(
    {
        "NOTDATE_TELEGRAM_TOKEN_FILE",
        "NOTDATE_DISCORD_TOKEN_FILE",
        "NOTDATE_MATRIX_HOMESERVER",
        "NOTDATE_MATRIX_USER",
        "NOTDATE_MATRIX_PASSWORD_FILE",
    }
)
"""What the platforms bring along; a name leaves this list when it stands in `bot.settings.FIELDS`."""
SETTINGS: Final = frozenset(PREFIX + field.name.upper() for field in FIELDS)
SECRETS: Final = frozenset(f"{PREFIX}{field.name.upper()}_FILE" for field in FIELDS if field.secret)
KNOWN: Final = SETTINGS | SECRETS | PLANNED

_COMMENTED: Final = re.compile(r"^(\s*)# (?=[a-z_]+:|[A-Z_]+: |- )", re.MULTILINE)
_INVOKED: Final = re.compile(r"(?<![\w.-])notdate (?!notdate\b)([a-z][^`\n|;&<>]*)")
_NAMED_BEFORE: Final = re.compile(r"(?:systemctl [\w -]*|-u |\* \* \* )$")
"""What stands before `notdate` where it is a service or a user, and no command follows."""
_BLOCK: Final = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"`([^`\n]+)`")


def composed(*, all_examples: bool = False) -> dict[str, Any]:
    """The compose file, as it ships or with every commented example in force."""
    text = COMPOSE.read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(_COMMENTED.sub(r"\1", text) if all_examples else text)
    return found


def variables(text: str) -> set[str]:
    """Every `NOTDATE_` variable that the text names."""
    return set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text))


def invocations(text: str) -> Iterator[list[str]]:
    """What follows `notdate` in the code of a document, word by word."""
    blocks = [code for _language, code in _BLOCK.findall(text)]
    for code in (*blocks, *_INLINE.findall(_BLOCK.sub("", text))):
        for found in _INVOKED.finditer(code):
            if not _NAMED_BEFORE.search(code[: found.start()].rpartition("\n")[2]):
                yield [word.strip("\"'$()") for word in found[1].split()]


def unit() -> dict[str, list[str]]:
    """The directives of the unit, each with its values in order."""
    directives: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            directives.setdefault(name, []).append(value)
    return directives


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile: name and the rest, continued lines joined."""
    lines = [line for line in CONTAINERFILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]
