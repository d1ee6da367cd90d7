"""A form into a delivery, or into a refusal that loses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.adapters.web.capabilities import CAPABILITIES, PLATFORM, TYPED_LIMIT
from bot.model.event import ChoicePressed, MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered

LONGEST_WAIT = 6 * 86_400_000
"""Milliseconds for which a form is good: no page can have waited longer."""


class FormRefused(Exception):
    """What was sent was not taken. `sentence` names what the page says; `draft` stays in the box."""

    def __init__(self, status: int, sentence: str, draft: str = "", after: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.draft = draft
        self.after = after


def read_event(form: Mapping[str, str], now: int) -> MessageReceived | ChoicePressed | None:
    """What the person did; None when they sent an empty box. Raises `FormRefused`. `now` is milliseconds UTC.

    A press counts before the box, which may hold half a sentence.
    """
    draft = form.get("text", "")
    token = form.get("press", "")
    if token:
        if len(token.encode()) > CAPABILITIES.payload_bytes:
            raise FormRefused(400, "unreadable", draft)
        return ChoicePressed(token=token, sent_at=sent_at(form, now))
    if not draft.strip():
        return None
    if len(draft) > TYPED_LIMIT:
        raise FormRefused(413, "too-long", draft)
    return MessageReceived(words=Words(id=WordsId(0), text=draft), sent_at=sent_at(form, now))


def sent_at(form: Mapping[str, str], now: int) -> int:
    """When it was sent first, where the page says that it had to be sent again; 0 where it came at once.

    The page says how long it waited, not when it began: two clocks need not agree.
    """
    waited = form.get("waited", "")
    if not (waited.isascii() and waited.isdigit() and len(waited) < 10):
        return 0
    return now - min(int(waited), LONGEST_WAIT)


def left_in_box(form: Mapping[str, str]) -> str:
    """What the person had typed but not sent: a button was pressed instead."""
    return form.get("text", "") if form.get("press") else ""


def deliver(address: Address, form_id: str, event: MessageReceived | ChoicePressed) -> Delivered:
    """The delivery that the runtime takes, in the stream of its address. Its id is the form's, and a hash of what was
    said.

    A form sent twice is one delivery. But a browser that goes back shows the old form again, and what is typed into it
    then is another message, which must not vanish as a copy of the first.
    """
    said = event.token if isinstance(event, ChoicePressed) else event.words.text
    mark = hashlib.sha256(f"{type(event).__name__}:{said}".encode()).hexdigest()[:8]
    return Delivered(
        platform=PLATFORM,
        address=address,
        account=address,
        source=f"{PLATFORM}:{address}",
        id=f"{form_id}-{mark}",
        event=event,
    )
