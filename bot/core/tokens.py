"""A button's identity: data that survives restarts, at most 64 bytes.

A token names the round (hex), the part of it that was open, and what was pressed. A press on an old message therefore
says by itself that it is old. Round 0 is for what belongs to no question (yes, no, a deck).
"""

from __future__ import annotations

from functools import lru_cache

from bot.model.ids import RoundId
from bot.model.noun import Noun

NO_ROUND = RoundId(0)
COMMAND = "!"
"""A key that starts so is a command (`!skip`), any other an answer."""
CHIP = "~"
"""A key that starts so is a chip, by its position from 0."""
HERE = "!here "
"""A key that starts so is for those who run a group place."""
OFFICE = "!office "
"""A key that starts so is for those who look after the community."""
SUGGEST = "suggest "
"""A command whose key starts so is about what the member has suggested."""
VOTE = "^"
"""A key that starts so answers a circle, whose conversation stands where else the round does."""


class Pressed(Noun, frozen=True):
    """What a token says."""

    round: RoundId
    part: int
    key: str


def token(round_: RoundId, part: int, key: str) -> str:
    """The token for that key of that part of that round."""
    return f"{round_:x}.{part}.{key}"


# Each room of a conversation asks whether a press is one of its own.
@lru_cache(maxsize=16)
def read_token(text: str) -> Pressed | None:
    """What the token says; None for anything that is no token of ours."""
    pieces = text.split(".", 2)
    if len(pieces) != 3 or len(text) > 64:
        return None
    try:
        return Pressed(RoundId(int(pieces[0], 16)), int(pieces[1]), pieces[2])
    except ValueError:
        return None
