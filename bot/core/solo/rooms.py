"""Group places: the bot answers there once somebody who may has opened the place to it, and says nothing before."""

from __future__ import annotations

from typing import Final

from bot.core import roles
from bot.core.draft import Draft
from bot.model.member import Rank
from bot.model.record import Acted, RoomOpened


def may_decide(draft: Draft) -> bool:
    """Whether whoever speaks may open or close this group place, by a standing read just now."""
    return roles.rank_of(draft.situation.told.standing, draft.now) in (Rank.OWNER, Rank.MODERATOR)


_OPEN: Final = {True: "open", False: "closed"}


def note(draft: Draft, what: str, before: str, after: str) -> None:
    """What was decided for this group place stands in the log."""
    draft.record(Acted(draft.member.id, what, "", before, after))


def on_off(wanted: bool) -> str:
    """How a switch stands, as the log says it."""
    return "on" if wanted else "off"


def invited(draft: Draft, room: str) -> None:
    """Whoever brought the bot into a group reads here, in private, what happens next: nothing, until they open it."""
    draft.must_say("invited", room=room, operator=draft.situation.context.operator)


def turn_away(draft: Draft) -> None:
    """Said once to whoever speaks to the bot in a place that nobody has opened; after that it keeps quiet there."""
    if not draft.state.turned_away:
        draft.must_say("room.closed")
        draft.change(turned_away=True)


def open_up(draft: Draft) -> None:
    """From now on whoever speaks to the bot in this place is answered, and everybody reads along."""
    _decide(draft, RoomOpened(), "room.opened")


def close(draft: Draft) -> None:
    """The bot answers nobody in this place any more."""
    _decide(draft, RoomOpened(open=False), "room.shut")


def _decide(draft: Draft, record: RoomOpened, moment: str) -> None:
    if not draft.situation.told.aloud:
        draft.must_say("room.private")
    elif may_decide(draft):
        draft.record(record)
        before, after = (_OPEN[is_open] for is_open in (not draft.situation.told.closed, record.open))
        note(draft, "allow" if record.open else "disallow", before, after)
        draft.must_say(moment)
    else:
        draft.must_say("room.not-yours")
