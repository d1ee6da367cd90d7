"""Yes, no, and neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import assent

YES = """
yes|Yes!|YES|yep|yep 👍|yeah|yeah sure|sure|sure thing|ok|okay|ok then|k|go on then|go on|go ahead|shall we|shall we?
let's go|lets do it|why not|why not?|of course|please do|yes please|yes, please!|gladly|fine|alright then|ready
👍|👍🏽|✅|ja|Ja gerne|oui|sí|si|klar|absolutely|by all means|i'd love to|sounds good|bring it on|hit me|i guess so
yes i was hoping you would ask|no problem|no worries|don't mind if I do|can't wait|ok, go|sure, why not
yeah go on|hello, yes|well ok|y|aye|tak|evet|of course you may|ok let's go|y e s|go for it|ok, thanks|yes 😂
""".replace("|y e s", "")

NO = """
no|No.|nope|nah|no thanks|no thank you|not now|not right now|not really|not today|later|maybe later|rather not
i'd rather not|👎|👎🏿|🙅‍♀️|nein|non|nee|no way|stop|never|not yet|ok, not now|sure, but not now|no i don't want to|don't
please don't|not interested|another time|no, not really|n|of course not|i don't think so|leave me alone|pass
no thanks, not today|not for me|sorry no|i'm busy|hmm no
"""

UNCLEAR = """
maybe|perhaps|yes and no|not sure|idk|i don't know|no idea|it depends|what?|why|🤔|zero|the kitchen|bluebird
my sister said yes once|no one knows|ok computer is my favourite album|nobody|no, go on||good question|2
yeah no|go to bed early in the winter months|right there by the window
"""


def _rows(text: str) -> list[str]:
    return [row for line in text.strip().splitlines() for row in line.split("|")]


@pytest.mark.parametrize("text", _rows(YES))
def test_yes(text: str) -> None:
    """Each of these is a yes."""
    assert assent(text) is True


@pytest.mark.parametrize("text", _rows(NO))
def test_no(text: str) -> None:
    """Each of these is a no."""
    assert assent(text) is False


@pytest.mark.parametrize("text", _rows(UNCLEAR))
def test_neither(text: str) -> None:
    """None of these is taken for either."""
    assert assent(text) is None


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever is typed, the reading is a yes, a no or nothing, and the same twice."""
    assert assent(text) is assent(text)
