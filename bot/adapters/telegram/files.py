"""Photos and voice messages: fetched from Telegram's file server, sent by their id where they came from Telegram."""

from __future__ import annotations

from typing import Any, Final

import telegram
from telegram import InputFile
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.model.enclosure import PHOTO, VOICE
from bot.ports.carrying import FetchFailed, Load, Lost

_METHOD: Final = {PHOTO: ("sendPhoto", "photo"), VOICE: ("sendVoice", "voice")}
PATIENCE: Final = 25.0
"""Seconds for one piece of a file to come or go."""


async def fetch(bot: telegram.Bot, file_id: str, limit: int) -> bytes:
    """The file. Raises `FetchFailed`."""
    try:
        file = await bot.do_api_request("getFile", api_kwargs={"file_id": file_id})
    except TelegramError as error:
        raise _why(error) from error
    path, size = (file.get("file_path"), file.get("file_size")) if isinstance(file, dict) else (None, None)
    if isinstance(size, int) and size > limit:
        raise FetchFailed(Lost.LARGE, "by its size")
    if not isinstance(path, str) or not path or path.startswith("/") or "://" in path or ".." in path:
        # A server of one's own that runs with `--local` names a file of its own disk instead.
        raise FetchFailed(Lost.FAILED, "no path to fetch it by")
    try:
        return await bot.request.retrieve(f"{bot.base_file_url}/{path}", read_timeout=PATIENCE)
    except TelegramError as error:
        raise _why(error) from error


def _why(error: TelegramError) -> FetchFailed:
    # The text may hold the address, and so the token.
    what = type(error).__name__
    match error:
        case InvalidToken() | EndPointNotFound() | Forbidden():
            return FetchFailed(Lost.GONE, what)
        case BadRequest():
            return FetchFailed(Lost.LARGE if "too big" in error.message.casefold() else Lost.GONE, what)
        case NetworkError():
            return FetchFailed(Lost.FAILED, what, passing=True)
        case _:
            return FetchFailed(Lost.FAILED, what, passing=True)


def by_id(chat: int, kind: str, file_id: str) -> tuple[str, dict[str, Any]]:
    """The method and arguments that show it in that chat, without its being fetched."""
    method, field = _METHOD[kind]
    return method, _shown(chat) | {field: file_id}


def anew(chat: int, load: Load) -> tuple[str, dict[str, Any]]:
    """The method and arguments that send it to that chat."""
    method, field = _METHOD[load.kind]
    return method, _shown(chat) | {field: InputFile(load.data, filename=load.name)}


def _shown(chat: int) -> dict[str, Any]:
    # Whoever was shown it may look as often as they like; Telegram's apps do not forward it, nor save it.
    return {"chat_id": chat, "protect_content": True}
