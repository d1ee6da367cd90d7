"""The commands in Discord's menu, registered for all places at once and only when they have changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.adapters.discord.capabilities import SAY
from bot.adapters.discord.events import Option
from bot.ports.adapter import Menus

_TEXT: Final = 3


def _text(name: str, what: str, longest: int, *, required: bool = False) -> dict[str, Any]:
    return {"type": _TEXT, "name": name, "description": what, "required": required, "max_length": longest}


def _command(name: str, what: str, *options: dict[str, Any], hidden: bool = False) -> dict[str, Any]:
    # Contexts: guilds and direct messages with us; installed into guilds only. What is hidden is shown to those who may
    # manage the guild; Discord hides nothing in direct messages, so it is not there.
    limits = {"default_member_permissions": MANAGE_GUILD} if hidden else {}
    return {
        "type": 1,
        "name": name,
        "description": what,
        "options": list(options),
        "contexts": [0] if hidden else [0, 1],
        "integration_types": [0],
        **limits,
    }


MANAGE_GUILD: Final = str(1 << 5)
MODERATE: Final = "moderate"
FOR_MODERATORS: Final = (
    "The questions are looked after in a private chat with me, where nobody reads along: open it by my name, and say "
    "decks to see them, or send me a file with questions. I do what you may there, and nothing else."
)
"""What only whoever asks is shown."""

COMMANDS: Final = (
    _command(
        SAY,
        "Say anything to the bot: an answer, or one of its words",
        _text("word", "What you want to say, for example: lighter, my list, forget me", 2_000, required=True),
    ),
    _command("start", "Begin, or go on where you left", _text("deck", "A set of questions, if you want one", 50)),
    _command("skip", "Another question instead"),
    _command("stop", "Ask nothing more"),
    _command("pause", "Keep quiet for a while", _text("length", "For example: 2 hours, a week", 30)),
    _command("help", "All the words that work"),
    _command("link", "Use this bot as one person elsewhere", _text("code", "The code from the other place", 12)),
    _command(MODERATE, "For moderators: how the questions are looked after", hidden=True),
)
"""At most 8; `/nd` says every word that has none of its own."""

LOCALES: Final = frozenset({
    "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr", "hu", "id", "it", "ja",
    "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
})  # fmt: skip
"""The languages that Discord's app can be set to. Arabic is none of them: who reads it finds the menu in English."""
_NAME: Final = re.compile(r"[-_'\w]{1,32}")
_LONGEST: Final = 100
_NAMES: Final = "name_localizations"
_WHATS: Final = "description_localizations"


def in_languages(menus: Menus) -> tuple[dict[str, Any], ...]:
    """The commands with their names and descriptions in each of these languages that Discord knows."""
    return tuple(_in_languages(command, menus) for command in COMMANDS)


def _in_languages(command: Mapping[str, Any], menus: Menus) -> dict[str, Any]:
    names, whats = {}, {}
    for tag, own in menus.items():
        for locale in sorted(one for one in LOCALES if tag in (one, one.partition("-")[0])):
            # What is called is the English name in any case: an answer to it needs no other words.
            name, what = own.get(command["name"], "").casefold(), own.get(command["description"], "")
            if _NAME.fullmatch(name):
                names[locale] = name
            if 0 < len(what) <= _LONGEST:
                whats[locale] = what
    options = [_in_languages(option, menus) for option in command.get("options", ())]
    told = {_NAMES: names, _WHATS: whats} if names or whats else {}
    return {**command, **told, **({"options": options} if "options" in command else {})}


_KEPT: Final = (
    "type", "name", "description", "options", "contexts", "integration_types", "default_member_permissions",
)  # fmt: skip
_OPTION: Final = ("type", "name", "description", "required", "max_length")


def words_of(name: str, options: Sequence[Option]) -> str:
    """The words that a command stands for."""
    said = " ".join(str(option.value) for option in options if isinstance(option.value, str)).strip()
    return said if name == SAY else f"{name} {said}".strip()


def differ(registered: object, ours: Sequence[Mapping[str, Any]] = COMMANDS) -> bool:
    """Whether what Discord has is not what we have."""
    if not isinstance(registered, list) or not all(isinstance(command, Mapping) for command in registered):
        return True
    return sorted(map(_plain, registered), key=repr) != sorted(map(_plain, ours), key=repr)


def _plain(command: Mapping[str, Any]) -> dict[str, Any]:
    """What we say of a command, without what Discord adds."""
    plain = {key: command.get(key) for key in _KEPT}
    options = [{key: option.get(key, False) for key in _OPTION} | _told(option) for option in plain["options"] or ()]
    return plain | {"options": options} | _told(command)


def _told(command: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    return {key: sorted((command.get(key) or {}).items()) for key in (_NAMES, _WHATS)}
