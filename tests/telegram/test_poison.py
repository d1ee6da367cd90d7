"""Updates of every broken shape: none raises, each bad one is kept raw, and every good neighbour is handled."""

from __future__ import annotations

import json
import random
from typing import Any, Final

import pytest

from bot.adapters.telegram import inbound
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.inbound import Me
from bot.adapters.telegram.updates import LARGEST, read_update
from bot.chance import WallClock
from bot.model.event import ChoicePressed, Invited
from tests.fakes.spoiling import WEIRD, Kept, spoil

ADA: Final = {"id": 11, "is_bot": False, "first_name": "Ada"}
GROUP: Final = {"id": -100123, "type": "supergroup", "title": "Club"}
PRIVATE: Final = {"id": 11, "type": "private", "first_name": "Ada"}
US: Final = {"id": 7, "is_bot": True, "first_name": "Not-Date", "username": "notdate_bot"}
ASKED: Final = {"message_id": 3, "date": 2, "chat": GROUP, "from": US, "text": "Which?"}
GOOD: Final[tuple[dict[str, Any], ...]] = (
    {"message": {"message_id": 1, "date": 1, "chat": PRIVATE, "from": ADA, "text": "the harbour at six"}},
    {"message": {"message_id": 2, "date": 1, "chat": GROUP, "from": ADA, "text": "@notdate_bot 🧑‍🚀 hi",
                 "entities": [{"type": "mention", "offset": 0, "length": 12}]}},
    {"message": {"message_id": 4, "date": 1, "chat": GROUP, "from": ADA, "text": "tiger", "reply_to_message": ASKED,
                 "is_topic_message": True, "message_thread_id": 5}},
    {"message": {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ADA, "photo": [{"file_id": "x"}],
                 "caption": "it"}},
    {"callback_query": {"id": "9", "from": ADA, "data": "1f.0.tiger", "message": {**ASKED, "chat": PRIVATE}}},
    {"my_chat_member": {"chat": GROUP, "from": ADA, "old_chat_member": {"status": "left"},
                        "new_chat_member": {"status": "member"}}},
    {"message_reaction": {"chat": GROUP, "message_id": 3, "user": ADA, "date": 1, "old_reaction": [],
                          "new_reaction": [{"type": "emoji", "emoji": "👍"}]}},
)  # fmt: skip
ROUNDS: Final = 20_000


async def test_no_update_stops_the_next() -> None:
    """Twenty thousand spoilt updates, each before a good one: nothing raises, and the good ones are all taken."""
    adapter, kept, chance = TelegramAdapter("1:x", WallClock()), Kept(), random.Random(1)
    adapter._me = Me(7, "notdate_bot")
    adapter._note = lambda press, text="": None  # type: ignore[method-assign]  # nobody is there to be told
    for number in range(ROUNDS):
        good = {"update_id": 2 * number + 1, **GOOD[number % len(GOOD)]}
        whole = {"update_id": 2 * number, **chance.choice(GOOD)}
        bad = spoil(whole, chance) if number % 50 else chance.choice(WEIRD)
        before = len(kept.taken)
        assert await adapter._take_all(kept, [bad, good]) < LARGEST
        assert kept.taken[-1].id == 2 * number + 1
        assert len(kept.taken) - before in (1, 2)
    assert len(kept.raw) > ROUNDS / 4


def test_half_a_character_reaches_no_file() -> None:
    """What no file can hold is in no name, title or press; what was typed is refused where it is taken."""
    for good in GOOD:
        whole = json.loads(json.dumps({"update_id": 1, **good}).replace('"Ada"', r'"\ud800"'))
        for name, value in (("title", "Club"), ("data", "1f.0.tiger")):
            whole = json.loads(json.dumps(whole).replace(f'"{name}": "{value}"', rf'"{name}": "\ud800"'))
        read = inbound.read(read_update(whole), Me(7, "notdate_bot"))
        assert isinstance(read, inbound.Taken)
        delivered = read.delivered
        assert delivered.name.encode()
        assert delivered.event != Invited("\ud800") and delivered.event != ChoicePressed("\ud800")


@pytest.mark.parametrize("who", [1_087_968_824, 777_000, 136_817_688])
def test_who_speaks_for_a_chat_is_nobody(who: int) -> None:
    """A nameless administrator, a channel and what Telegram carries over from one have no conversation, and are told so
    only if they spoke to us themselves; the same words from a person have one."""
    text = "/skip@notdate_bot"
    group = {"id": -7, "type": "supergroup"}
    message: dict[str, Any] = {"message_id": 5, "chat": group, "from": {"id": who}, "text": text}
    message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    update = {"update_id": 1, "message": message}
    assert isinstance(inbound.read(read_update(update), Me(7, "notdate_bot")), inbound.Taken)
    message["sender_chat"] = group
    assert isinstance(inbound.read(read_update(update), Me(7, "notdate_bot")), inbound.Nameless)
    message["is_automatic_forward"] = True
    assert inbound.read(read_update(update), Me(7, "notdate_bot")) is None
    del message["is_automatic_forward"], message["entities"]
    assert inbound.read(read_update(update), Me(7, "notdate_bot")) is None


async def test_what_is_put_aside_is_found_by_whose_it_is() -> None:
    """Forgetting somebody finds what of theirs could not be read; where nobody is named, it is Telegram's."""
    kept = Kept()
    adapter = TelegramAdapter("1:x", WallClock())
    message: dict[str, Any] = {"message_id": [], "from": ADA}
    whose = [{"message": message}, {"callback_query": {"id": 3, "from": ADA}}, {"my_chat_member": {"from": ADA}}]
    nobodys: list[object] = [
        {"message": {"from": {"id": "11"}}},
        {"message": {"from": {"id": 9**40}}},
        {"message": 3},
        [],
    ]
    for raw in (*whose, *nobodys):
        await adapter._take(kept, raw)
    assert kept.sources == ["telegram:11"] * len(whose) + ["telegram"] * len(nobodys)
