"""What somebody who runs a group place decides there: what comes by itself, when it is quiet, and what is welcome.

Anybody may ask how it stands. Who may change it is read from the platform just now; unknown means no.
"""

from __future__ import annotations

from typing import Final

from bot.core.commands import ABOUT_A_PLACE, USUAL_PAUSE, Command, Said
from bot.core.draft import Draft
from bot.core.hours import USUAL_QUIET, parse_quiet
from bot.core.schedule import OFF
from bot.core.solo import at_circle, daily, rooms
from bot.core.tokens import HERE, read_token
from bot.model.effect import Tell
from bot.model.event import ChoicePressed, Event
from bot.model.format import Format
from bot.model.ids import ConversationId
from bot.model.record import TalksWanted
from bot.model.tiding import DailyWished, HoursWished, SettingsAsked, Tiding

DECIDED: Final = ABOUT_A_PLACE | {Command.TALKS, Command.REST}


def decide(draft: Draft, said: Said) -> None:
    """It holds for the place from now on, and everybody there reads so; without a wish it is told how it stands."""
    if draft.situation.told.room is None:
        draft.must_say("circle.not-here")
    elif _only_asks(said):
        _tell(draft, SettingsAsked() if said.command is Command.SETTINGS else HoursWished())
    elif not rooms.may_decide(draft):
        draft.must_say("place.not-yours")
    else:
        _decide(draft, said)


def _only_asks(said: Said) -> bool:
    bare = said.command is Command.ZONE and not said.argument
    return said.command is Command.SETTINGS or bare or (said.command is Command.QUIET and not said.argument)


def _decide(draft: Draft, said: Said) -> None:
    match said.command:
        case Command.DAILY:
            if (wished := daily.read(draft, said.argument)) is not None:
                _tell(draft, DailyWished(*wished))
        case Command.ZONE:
            if (zone := draft.situation.told.zone) is not None:
                _tell(draft, HoursWished(zone=zone.name))
            else:
                draft.must_say("zone.unclear")
        case Command.QUIET:
            _tell(draft, HoursWished(quiet=USUAL_QUIET if said.argument == "quiet on" else parse_quiet(said.argument)))
        case Command.REST:
            _tell(draft, HoursWished(pause=said.span))
        case Command.TALKS:
            want_talks(draft, said.argument == "on")


def want_talks(draft: Draft, wanted: bool) -> None:
    """`talks off` and `talks on`: whether members may talk with the bot aloud there."""
    draft.record(TalksWanted(wanted))
    draft.must_say("place.talks-on" if wanted else "place.talks-off")


def _tell(draft: Draft, tiding: Tiding) -> None:
    """What comes by itself there hears of it, and answers; it begins with the first wish."""
    room = draft.situation.told.room
    to = room.daily if room else ConversationId(0)
    draft.do(Tell(to or ConversationId(draft.situation.event), tiding, Format.DAILY))


def pressed_here(event: Event) -> str:
    """Which button of a place's settings was pressed; empty for whatever else happened."""
    pressed = read_token(event.token) if isinstance(event, ChoicePressed) else None
    return pressed.key.removeprefix(HERE) if pressed and pressed.key.startswith(HERE) else ""


def pressed(draft: Draft, key: str) -> None:
    """A button of the place's settings, by somebody who runs it."""
    if draft.situation.told.room is None:
        draft.must_say("old-button")
    elif not rooms.may_decide(draft):
        draft.must_say("place.not-yours")
    elif key in ("circles-on", "circles-off"):
        at_circle.want(draft, Said(Command.CIRCLES, argument=key.removeprefix("circles-")))
    elif key in ("talks-on", "talks-off"):
        want_talks(draft, key == "talks-on")
    elif tiding := _PRESSED.get(key):
        _tell(draft, tiding)
    else:
        draft.must_say("old-button")


_PRESSED: Final[dict[str, Tiding]] = {
    "daily-on": DailyWished(),
    "daily-off": DailyWished(OFF),
    "pause": HoursWished(pause=USUAL_PAUSE),
    "go-on": HoursWished(pause=0),
}


# Where it is not to be talked to aloud


def keeps_quiet(draft: Draft, said: Said | None) -> bool:
    """Nobody talks with it here: it says so once, and has done; what is about the place or about oneself is heard."""
    if draft.situation.told.talks or (said is not None and said.command in _HEARD):
        return False
    draft.because("this place wants no talks aloud")
    if not draft.state.kept_apart:
        draft.must_say("place.no-talks")
        draft.change(kept_apart=True)
    return True


_HEARD: Final = DECIDED | at_circle.HEARD_IN_A_REPLY | {Command.DISALLOW, Command.ALLOW}
