"""Somebody stands in for a moderator who is away: named by a code that is said once, and over by itself.

Whoever stands in may what a moderator may, for as long as whoever named them is one, and names nobody in turn. No id of
anybody's has to be known, and it does not matter on which platform the two are.
"""

from __future__ import annotations

from typing import Final

from bot.core import absence, codes, dates
from bot.core.codes import code_in
from bot.core.draft import Draft
from bot.core.solo import daily, guesses, opening
from bot.core.solo.unasked import put_off
from bot.model.effect import CancelTimer, SetTimer, Tell
from bot.model.event import Event, MessageReceived, TimerFired
from bot.model.ids import ConversationId, MemberId
from bot.model.line import NAME, Line
from bot.model.member import Deputyship
from bot.model.record import Acted, DeputyNamed, DeputyOver, DeputyWanted
from bot.model.situation import OWN
from bot.model.state import Phase
from bot.model.tiding import NoticeGiven

WORD: Final = "deputy"
TIMER: Final = "deputy"
GOOD: Final = 86_400_000
"""Milliseconds within which the code is to be said."""
LONGEST: Final = 92 * 86_400_000
"""Milliseconds of an absence; whoever is away for longer has a successor, whom the operator names."""
_OFF: Final = frozenset({"off", "back", "no more", "none"})


def wanted(event: Event) -> str:
    """What the step for this event must be told of deputies: a code, `OWN`, or nothing."""
    if isinstance(event, TimerFired):
        return OWN if event.name == TIMER else ""
    if not isinstance(event, MessageReceived) or len(event.words.text) > 200:
        return ""
    text = event.words.means or event.words.text
    first, _, rest = text.strip().removeprefix("!nd ").removeprefix("/").partition(" ")
    if first.casefold() != WORD:
        return ""
    return code_in(rest.strip().rstrip(".!?")) or OWN


def is_meant(argument: str) -> bool:
    """Whether what follows the word belongs to it: nothing, an end, a code, or a time."""
    return not argument or argument.casefold() in _OFF or bool(code_in(argument)) or absence.begins(argument)


def obey(draft: Draft, argument: str) -> None:
    """A code is on the screen for whoever is to stand in; or it is told who does, or nobody does any more."""
    now, standing = draft.now, _running(draft)
    if argument.casefold() in _OFF:
        _take_back(draft, draft.situation.told.deputyship)
    elif not argument:
        _tell_how_it_stands(draft, standing)
    elif standing is not None and standing.deputy:
        _say(draft, "deputy.has-one", standing.deputy, standing.until)
    elif (until := absence.until(argument, daily.zone_of(draft), now)) is None:
        draft.must_say("deputy.unclear")
    elif until - now > LONGEST:
        draft.must_say("deputy.too-long", days=LONGEST // 86_400_000)
    else:
        _give_out(draft, until)


def _give_out(draft: Draft, until: int) -> None:
    code, good = codes.draw(draft.situation.told.chance), min(until, draft.now + GOOD)
    draft.record(DeputyWanted(code, good, until))
    draft.record(Acted(draft.member.id, WORD, _named(draft.member.id), "", f"a code, until {dates.minute(until)}"))
    draft.do(SetTimer(TIMER, until))
    draft.must_say("deputy.code", code=codes.spelled(code), until=_end(draft, until))


def _take_back(draft: Draft, standing: Deputyship | None) -> None:
    if standing is None:
        draft.must_say("deputy.nobody")
        return
    _end_it(draft, standing)
    draft.do(CancelTimer(TIMER))
    if standing.deputy:
        _say(draft, "deputy.off", standing.deputy, standing.until)
        _tell(draft, standing.told[1], "deputy.not-needed", standing.giver)
    else:
        draft.must_say("deputy.code-off")


def _tell_how_it_stands(draft: Draft, standing: Deputyship | None) -> None:
    if standing is None:
        draft.must_say("deputy.how")
    elif standing.deputy:
        _say(draft, "deputy.has-one", standing.deputy, standing.until)
    else:
        draft.must_say("deputy.code", code=codes.spelled(standing.code), until=_end(draft, standing.until))


# Whoever stands in


def takes(draft: Draft, argument: str) -> bool:
    """Whether it was said by whoever stands in, or will by this code. From everybody else it is none of ours."""
    standing, code = draft.situation.told.deputyship, code_in(argument)
    if code:
        return _said_code(draft, standing, argument)
    if standing is None or standing.mine or standing.until <= draft.now:
        return False
    if not argument:
        _say(draft, "deputy.you-do", standing.giver, standing.until)
    elif argument.casefold() in _OFF:
        _end_it(draft, standing)
        _say(draft, "deputy.stepped-down", standing.giver, standing.until)
        _tell(draft, standing.told[0], "deputy.gave-up", draft.member.id)
    else:
        return False
    return True


def _said_code(draft: Draft, standing: Deputyship | None, argument: str) -> bool:
    if guesses.guessed_enough(draft):
        draft.must_say("link.wait")
    elif standing is None and argument.isalpha():
        # A word of eight letters is more likely somebody's answer than a code that is over.
        return False
    elif standing is None:
        guesses.missed(draft)
        draft.must_say("deputy.unknown")
    elif standing.mine:
        draft.must_say("deputy.own")
    else:
        _begin(draft, standing)
    return True


def _begin(draft: Draft, standing: Deputyship) -> None:
    until = f"until {dates.minute(standing.until)}"
    draft.record(DeputyNamed(standing.code))
    draft.record(Acted(draft.member.id, "stand in", _named(standing.giver), "", until))
    draft.change(misses=0)
    _say(draft, "deputy.begins", standing.giver, standing.until)
    _tell(draft, standing.told[0], "deputy.taken", draft.member.id)
    if draft.state.phase is Phase.NEW:
        opening.greet(draft)


# The end


def end(draft: Draft) -> None:
    """It is over, and both read so: whoever was away not in their sleep."""
    standing = draft.situation.told.deputyship
    if standing is None or not standing.mine or standing.until > draft.now:
        draft.because("the timer's reason is gone")
    elif not standing.deputy:
        draft.record(DeputyOver(standing.giver))
        draft.because("nobody said the code")
    elif not put_off(draft, TIMER):
        _end_it(draft, standing)
        _say(draft, "deputy.over", standing.deputy, standing.until)
        _tell(draft, standing.told[1], "deputy.not-needed", standing.giver)


def _end_it(draft: Draft, standing: Deputyship) -> None:
    draft.record(DeputyOver(standing.giver))
    subject, before = _named(standing.deputy or standing.giver), f"until {dates.minute(standing.until)}"
    draft.record(Acted(draft.member.id, f"{WORD} over", subject, before, ""))


def _running(draft: Draft) -> Deputyship | None:
    """Who stands in for this member, or may; None once that is over."""
    standing = draft.situation.told.deputyship
    return standing if standing is not None and standing.mine and standing.until > draft.now else None


def _named(member: MemberId) -> str:
    return f"member {member}"


def _end(draft: Draft, until: int) -> str:
    return dates.end(draft.now, until, daily.zone_of(draft))


def _say(draft: Draft, moment: str, member: MemberId, until: int) -> None:
    draft.say_named(moment, member, until=_end(draft, until))


def _tell(draft: Draft, whom: ConversationId, moment: str, member: MemberId) -> None:
    """Somebody else reads this, about that member."""
    line = Line(moment, quotes=(("name", member, NAME, NAME),))
    draft.do(Tell(whom, NoticeGiven((line,))))
