"""What a sign under a message of ours means, on whatever platform; and what a store promises to know about one.

The contract of `Reactions`:

1. Nobody becomes a member by a sign, and nothing is kept of one by somebody who has not said yes to the bot, or under a
   message that asks nothing of ours.
2. A sign is not a visit: who it was of is not seen, not reached and not counted as having spoken by it.
"""

from __future__ import annotations

from typing import Final, Protocol

from bot.model.event import Rating
from bot.model.ids import ConversationId, QuestionNumber
from bot.ports.adapter import Delivered

LIKED: Final = frozenset({
    "👍", "👏", "🙌", "👌", "🫶",
    "❤", "♥", "❣", "🧡", "💛", "💚", "💙", "🩵", "💜", "🤎", "🖤", "🤍", "🩶", "🩷", "❤\u200d🔥",
    "💕", "💞", "💓", "💗", "💖", "💘", "💝", "💟",
    "😍", "🥰", "😻", "🤩", "🔥", "💯", "⭐", "🌟",
})  # fmt: skip
"""A good one. What may as well be a thank-you, or be about the evening (🙏, 🎉, 😂), is not among them."""
DISLIKED: Final = frozenset({"👎"})
"""None for them."""
_VARIANTS: Final = dict.fromkeys((0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""How a sign is drawn, and in which colour of skin."""


def meaning_of(sign: str) -> Rating | None:
    """What it says of a question; None where it says nothing."""
    plain = sign.translate(_VARIANTS)
    if plain in LIKED:
        return Rating.LIKED
    return Rating.DISLIKED if plain in DISLIKED else None


class Reactions(Protocol):
    """Of a desk: what signs are about."""

    def rated(self, delivered: Delivered, now: int) -> tuple[ConversationId, QuestionNumber] | None:
        """The delivery, which is `Reacted`, is taken: a conversation of whoever did so, and the question that they
        mean. None, and no trace of it, where there is nothing of ours to rate or nobody whom we know."""
        ...
