"""What a sign means is the same on every platform, however it is drawn."""

from __future__ import annotations

import pytest

from bot.model.event import Rating
from bot.ports.reactions import DISLIKED, LIKED, meaning_of


@pytest.mark.parametrize("sign", ["👍", "👍🏿", "👍🏻", "❤", "❤️", "♥︎", "❤️‍🔥", "🧡", "😍", "🫶🏽", "🔥"])
def test_what_says_a_good_one(sign: str) -> None:
    """A thumb up and a heart do, in whatever colour, and drawn as text or as a picture."""
    assert meaning_of(sign) is Rating.LIKED


@pytest.mark.parametrize("sign", ["👎", "👎🏼", "👎️"])
def test_what_says_not_for_me(sign: str) -> None:
    """A thumb down does."""
    assert meaning_of(sign) is Rating.DISLIKED


@pytest.mark.parametrize(
    "sign", ["", "🤔", "😂", "💔", "🙏", "😢", "1️⃣", "👍👎", "thumbsup", ":+1:", "mxc://a/b", "️", "🏽", "\ud83d"]
)
def test_what_says_nothing(sign: str) -> None:
    """Doubt, laughter, sorrow, a number, a picture of somebody's own and nonsense say nothing of a question."""
    assert meaning_of(sign) is None


def test_nothing_says_both() -> None:
    """What says a good one does not say the opposite, and all of them are as they are looked up."""
    assert not LIKED & DISLIKED
    assert all(meaning_of(sign) is Rating.LIKED for sign in LIKED)
