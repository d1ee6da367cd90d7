"""What an application command may hold (developers/interactions/application-commands)."""

from __future__ import annotations

from typing import Final

import regex

from tests.fakes.discord.errors import Form, error
from tests.fakes.discord.model import Json

NAME: Final = regex.compile(r"^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$")
COMMANDS_MAX: Final = 100
CHARS_MAX: Final = 8000
SLASH: Final = 1
SUBCOMMAND, SUBGROUP = 1, 2
Path = tuple[str | int, ...]


def check_commands(commands: list[Json]) -> None:
    """Raises 50035 with the place of every fault, or 30032 for more than 100 slash commands."""
    if sum(command.get("type", SLASH) == SLASH for command in commands) > COMMANDS_MAX:
        raise error(30032)
    form = Form()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        _check_command(form, command, (index,))
        key = (command.get("type", SLASH), command.get("name", ""))
        if key in seen:
            message = "Application command names must be unique"
            form.wrong((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    form.check()


def _check_command(form: Form, command: Json, at: Path) -> None:
    if command.get("type", SLASH) != SLASH:
        form.between((*at, "name"), command.get("name"), 1, 32)
        return
    _check_named(form, command, at)
    _check_options(form, command.get("options") or [], at)
    if _size(command) > CHARS_MAX:
        message = f"Command exceeds maximum size ({CHARS_MAX})"
        form.wrong(at, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_named(form: Form, part: Json, at: Path) -> None:
    name = part.get("name")
    if not isinstance(name, str) or not NAME.match(name) or name != name.lower():
        form.wrong((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    form.between((*at, "description"), part.get("description"), 1, 100)


def _check_options(form: Form, options: list[Json], at: Path) -> None:
    if len(options) > 25:
        form.wrong((*at, "options"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen = False
    for index, option in enumerate(options):
        here = (*at, "options", index)
        _check_named(form, option, here)
        _check_choices(form, option.get("choices") or [], here)
        if option.get("type") in (SUBCOMMAND, SUBGROUP):
            _check_options(form, option.get("options") or [], here)
        elif option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            form.wrong(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required", False)


def _check_choices(form: Form, choices: list[Json], at: Path) -> None:
    if len(choices) > 25:
        form.wrong((*at, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        form.between((*at, "choices", index, "name"), choice.get("name"), 1, 100)
        form.at_most((*at, "choices", index, "value"), choice.get("value"), 100)


def _size(part: Json) -> int:
    """Name, description and value of the command, its options, subcommands and choices; longest localisation counts."""
    size = _longest(part, "name") + _longest(part, "description") + len(str(part.get("value", "")))
    return size + sum(_size(child) for key in ("options", "choices") for child in part.get(key) or [])


def _longest(part: Json, key: str) -> int:
    texts = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
    return max(len(text) for text in texts)
