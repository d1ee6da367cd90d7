"""Which texts, entities, keyboards and commands the server takes, and how it words its refusals."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any, Final

from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.nouns import Json

TEXT: Final = 4096
"""Code points after entities, not UTF-16 units [C td MessageContent.cpp; I wayland #934]."""
MARKUP_BYTES: Final = 10_240
BUTTONS: Final = 100
DATA_BYTES: Final = 64
FAR: Final = 1_000_000
ENTITY_TYPES: Final = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "bank_card_number", "date_time",
})  # fmt: skip
OTHER_MARKUPS: Final = ("keyboard", "remove_keyboard", "force_reply")
BUTTON_KINDS: Final = (
    "url", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
SPACE: Final = " \n\t\r"


def units(text: str) -> int:
    """The length in UTF-16 code units, in which entities are measured [D MessageEntity]."""
    return len(text.encode("utf-16-le")) // 2


def checked_text(text: str, entities: Any) -> tuple[str, list[Json]]:
    """The text without outer blanks, and its entities moved along [C td fix_formatted_text].

    Raises:
        Refused: empty, blank, too long, or with an entity that does not fit.
    """
    if not text:
        raise bad("message text is empty")
    fitting = _checked_entities(text, entities)
    text, fitting = _trimmed(text, fitting)
    if not text:
        raise bad("text must be non-empty")
    if len(text) > TEXT:
        raise bad("message is too long")
    return text, fitting


def _checked_entities(text: str, entities: Any) -> list[Json]:
    if entities is None:
        return []
    if not isinstance(entities, list) or not all(isinstance(entity, dict) for entity in entities):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    borders = {0, *accumulate(units(character) for character in text)}
    end = units(text)
    for entity in entities:
        _check_entity(entity, end, borders)
    return sorted((entity for entity in entities if entity["length"]), key=lambda entity: int(entity["offset"]))


def _check_entity(entity: Json, end: int, borders: set[int]) -> None:
    offset, length = entity.get("offset"), entity.get("length")
    if entity.get("type") not in ENTITY_TYPES:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if not isinstance(offset, int) or not 0 <= offset <= FAR:
        raise bad(f"receive an entity with incorrect offset {offset}")
    if not isinstance(length, int) or not 0 <= length <= FAR:
        raise bad(f"receive an entity with incorrect length {length}")
    if length and offset >= end:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end and length:
        ends = offset + length
        raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {ends}")
    if length and offset not in borders:
        raise bad(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {offset}")
    if length and offset + length not in borders:
        ends = offset + length
        raise bad(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol at offset {ends}")


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Blanks go from the end; from the beginning only up to the first entity [C td]."""
    text = text.rstrip(SPACE)
    first = min((int(entity["offset"]) for entity in entities), default=units(text))
    blanks = min(len(text) - len(text.lstrip(SPACE)), first)
    end = units(text)
    kept = []
    for entity in entities:
        length = min(entity["length"], end - entity["offset"])
        if length > 0:
            kept.append({**entity, "offset": entity["offset"] - blanks, "length": length})
    return text[blanks:], kept


def checked_markup(text: str) -> Json | None:
    """The keyboard, or None when none was given.

    Raises:
        Refused: it is no keyboard, too big, or has a button that cannot be.
    """
    if not text:
        return None
    try:
        markup = json.loads(text)
    except ValueError:
        raise bad("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise bad("reply markup is too long")
    if "inline_keyboard" in markup:
        return _checked_inline(markup["inline_keyboard"])
    return markup if any(markup.get(kind) for kind in OTHER_MARKUPS) else None


def _checked_inline(rows: Any) -> Json | None:
    if not isinstance(rows, list):
        raise bad('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad("inline keyboard row must be an Array")
    kept = [[_checked_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _checked_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")  # [U]
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    elif not any(kind in button for kind in BUTTON_KINDS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return dict(button)


def checked_commands(commands: Any) -> list[Json]:
    """The command list [D BotCommand: 1-32 of a-z 0-9 _, description 1-256, 100 commands].

    Raises:
        Refused: one of them cannot be.
    """
    if not isinstance(commands, list):
        raise bad("can't parse list of bot commands JSON object")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    return [_checked_command(command) for command in commands]


def _checked_command(command: Any) -> Json:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
