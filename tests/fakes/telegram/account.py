"""A bot's account as the server keeps it: its queue outlives every process of the bot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Final

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.nouns import Chat, Json, Message, User
from tests.fakes.telegram.polling import Polling
from tests.fakes.telegram.queue import UpdateQueue
from tests.fakes.telegram.webhook import Delivery

NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Sent only when asked for by name [D getUpdates, allowed_updates]."""
UPDATES: Final = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost",
}) | NOT_BY_DEFAULT  # fmt: skip
DAY: Final = 86_400.0
"""Life of messages, polls, poll answers and member changes, in seconds [C]."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed, at `time`, and may be answered for a while."""

    id: str
    person: User
    message: Message
    data: str
    time: float


class Account:
    """One token. `reads_all`: privacy mode is off [D bots/features#privacy-mode]."""

    def __init__(self, clock: Clock, token: str, user: User, *, first_update: int, reads_all: bool) -> None:
        self.token = token
        self.user = user
        self.reads_all = reads_all
        self.revoked = False
        self.queue = UpdateQueue(clock, first_update)
        self.polling = Polling(clock, self.queue)
        self.allowed = UPDATES - NOT_BY_DEFAULT
        self.delivery: Delivery | None = None
        self.next_webhook = 0.0
        self.commands: dict[str, list[Json]] = {}
        self.privates: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.ids = count(1)
        self._lonely = count(-1, -1)

    @property
    def id(self) -> int:
        return self.user.id

    def allow(self, kinds: object) -> None:
        """Only these kinds of updates will come in future; nonsense changes nothing [C get_allowed_update_types]."""
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            return
        known = UPDATES & {kind.lower() for kind in kinds}
        self.allowed = known or UPDATES - NOT_BY_DEFAULT

    def push(self, kind: str, body: Json, life: float, lane: int) -> int | None:
        """An update waits for the bot. Returns its id, or None when the bot did not want the kind."""
        if kind not in self.allowed:
            return None
        return self._push(lambda number: json.dumps({"update_id": number, kind: body}, ensure_ascii=False), life, lane)

    def push_raw(self, text: str, life: float = DAY) -> int:
        """This JSON waits for the bot as it is; an object without an `update_id` gets one."""
        return self._push(lambda number: _numbered(text, number), life, next(self._lonely))

    def wake(self) -> None:
        """Whoever fetches or delivers looks again."""
        self.polling.wake()
        self.wake_delivery()

    def wake_delivery(self) -> None:
        """Whoever delivers looks again."""
        if self.delivery is not None:
            self.delivery.wake()

    def _push(self, written: Callable[[int], str], life: float, lane: int) -> int:
        number = self.queue.push(written, life, lane)
        self.wake()
        return number


def _numbered(text: str, number: int) -> str:
    stripped = text.lstrip()
    if not stripped.startswith("{") or '"update_id"' in stripped:
        return text
    rest = stripped[1:].lstrip()
    return f'{{"update_id":{number}{"" if rest.startswith("}") else ","}{rest}'
