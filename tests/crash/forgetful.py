"""A planted bug: servers that give a message another key each time that it is sent."""

from __future__ import annotations

import random

from bot.adapters.discord import sender
from bot.adapters.matrix.line import Api
from bot.model.ids import MessageId
from tests.crash import warm

_room_send = Api.room_send


def _another_nonce(key: MessageId, number: int, piece: int) -> str:
    return f"{key:x}.{number}.{random.getrandbits(16):x}"


def _another_transaction(token: str, room: str, type_: str, content: object, _transaction: str) -> object:
    return _room_send(token, room, type_, content, f"{random.getrandbits(64):x}")


if __name__ == "__main__":
    random.seed()
    sender.nonce_of = _another_nonce  # type: ignore[attr-defined]  # imported there
    Api.room_send = _another_transaction
    warm.main()
