"""A question with choices as a poll (MSC3381), and a vote as the choice that it is.

Apps that know no polls show nothing for one, so they are sent only where whoever runs the bot asks for them. The body
holds the numbered answers all the same, and typed answers and reactions go on working beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.adapters.matrix.events import Event, Json
from bot.adapters.matrix.outbound import body_of
from bot.model.message import Part, Role
from bot.ports.marks import read_marks

NAMES: Final = "org.matrix.msc3381.poll"
"""What today's apps call polls; the stable names wait for another version of rooms, and are read too."""
START: Final = f"{NAMES}.start"
STARTS: Final = frozenset({START, "m.poll.start"})
VOTES: Final = frozenset({f"{NAMES}.response", "m.poll.response"})
TEXT: Final = "org.matrix.msc1767.text"


LONGEST: Final = 300
"""Characters that can be read as a heading, which is what apps make of a poll's question."""


def poll_of(part: Part, content: Json) -> Json | None:
    """The content of a poll with the part's choices; None where more is said than a poll's question can be. `content`
    is what the message would have been."""
    asked = body_of(Part(tuple(one for one in part.paragraphs if one.role is not Role.ITEM)), "")
    if len(asked) > LONGEST or len(part.buttons) < 2:
        return None
    poll = {
        "question": {"msgtype": "m.text", "body": asked, TEXT: asked},
        "kind": f"{NAMES}.disclosed",
        "max_selections": 1,
        "answers": [{"id": one.token, TEXT: read_marks(one.label)[0]} for one in part.buttons],
    }
    kept = {key: value for key, value in content.items() if key not in ("msgtype", "format", "formatted_body")}
    return kept | {START: poll, TEXT: content["body"]}


def choices_of(poll: Event) -> frozenset[str]:
    """What can be voted for in a poll of ours; nothing in any other event."""
    started = poll.content.get(START) if poll.type in STARTS else None
    answers = started.get("answers") if isinstance(started, dict) else None
    return frozenset(one["id"] for one in answers or () if isinstance(one, dict) and isinstance(one.get("id"), str))


def choice_in(vote: Mapping[str, Any]) -> str:
    """The first choice of a vote; empty where there is none, or it was taken back. Raises ValueError."""
    said = vote.get(f"{NAMES}.response")
    choices = said.get("answers") if isinstance(said, dict) else vote.get("m.selections")
    if not isinstance(choices, list):
        raise ValueError("a vote for nothing")
    return choices[0] if choices and isinstance(choices[0], str) else ""
