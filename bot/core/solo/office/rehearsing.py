"""`try`: whoever looks after the decks meets the questions of any version as a member would, in private, for nothing.

A rehearsal is a conversation within the conversation: it has a state of its own and an invented member, and everything
that a step of it would write down is left out in one place (`_kept_apart`). So nothing of it is kept, counted or
quoted, and their own conversation stays where it was. What was typed is erased when it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from bot.core.commands import Command, may_be_an_answer, said_in
from bot.core.draft import Draft, replace
from bot.core.situation import Situation, Step
from bot.core.solo import answering, moving, opening
from bot.core.solo.offered import is_offered
from bot.model.effect import Ask, CancelTimer, Say, SetTimer
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import DeckHash, DeckId, QuestionNumber
from bot.model.member import Member
from bot.model.message import Role
from bot.model.record import MemberChanged, WordsErased
from bot.model.situation import DeckCard, Told
from bot.model.state import Phase, Solo, Trying

TRIED: Final = "tried"
"""The timer of a rehearsal that nobody goes on with, and of what was typed in one that is over."""
LIFE: Final = moving.QUIET_SPELL
SOON: Final = 60_000
"""Milliseconds after which what was typed is erased: the last reply, which may quote it, has gone out by then."""
MOST: Final = 40
"""Messages of one rehearsal; an evening has twenty."""
LARGEST: Final = 4_000
"""Bytes of the state with a rehearsal in it; a state has at most 4 KiB."""
_BUSY: Final = frozenset({Phase.SEATED, Phase.INVITED, Phase.NAMING, Phase.ANSWERING})
_PLAYED: Final = frozenset({
    Command.SKIP, Command.NEVER, Command.DEEPER, Command.LIGHTER, Command.STAY, Command.RATE, Command.SHARE,
    Command.UNSHARE, Command.TAKE_BACK, Command.MY_LIST, Command.WHO,
})  # fmt: skip
"""Words that do in a rehearsal what they would do; every other one is meant, and ends it."""
_ENOUGH: Final = frozenset({"stop", "enough", "try off", "end", "quit", "done"})
_AFTERWARDS: Final = frozenset({"closing.may-i", "closing.may-i.unreachable"})
"""Of the end of an evening what leads beyond it."""
Stepping = Callable[[Solo, Event, Situation], Step[Solo]]


def begin(draft: Draft, deck: DeckId, hash_: DeckHash, title: str) -> None:
    """The first question of that version is on the screen, and the next answers are a rehearsal's."""
    if draft.state.phase in _BUSY:
        draft.must_say("try.not-now")
        return
    if draft.situation.library.get(hash_) is None:
        draft.must_say("upload.late")
        return
    _erase(draft)
    trying = Trying(Solo(phase=Phase.CHOOSING), draft.now + LIFE, hash_, deck)
    inner = Draft(trying.solo, _situation(draft, trying))
    opening.begin_deck(inner, DeckCard(deck, hash_, title))
    draft.must_say("try.begins", title=title)
    draft.show()
    _go_on(draft, trying, inner.finish())


def takes(draft: Draft, event: Event, step: Stepping) -> bool:
    """Whether the event is a rehearsal's, and has been played; whatever is meant otherwise ends it."""
    trying = draft.state.trying
    if trying is None or not isinstance(event, MessageReceived | ChoicePressed):
        return False
    if draft.now >= trying.until or draft.situation.library.get(trying.deck) is None:
        _over(draft)
        return False
    if isinstance(event, MessageReceived):
        if (event.words.means or event.words.text).strip().casefold().strip("/.! ") in _ENOUGH:
            _over(draft, event)
            draft.must_say("try.over", role=Role.ANEW)
            moving.stand_by(draft)
            return True
        if answering.sounds_like_distress(event.words.text) or _is_meant(draft, trying, event.words):
            _over(draft)
            return False
        trying = replace(trying, said=(*trying.said, event.words.id))
    _go_on(draft, trying, step(trying.solo, event, _situation(draft, trying)))
    return True


def _is_meant(draft: Draft, trying: Trying, words: Words) -> bool:
    """It is a word that is no part of an evening, and no answer."""
    said = said_in(words)
    if said is None or said.command in _PLAYED or may_be_an_answer(words.text, said):
        return False
    return not is_offered(Draft(trying.solo, _situation(draft, trying)), words.text)


def _situation(draft: Draft, trying: Trying) -> Situation:
    """What the first member would be told, of an evening with that deck alone. Others' answers are no part of it: they
    are for those who have answered themselves."""
    asked = 0
    for number in trying.asked:
        asked |= 1 << number
    member = Member(draft.member.id, ceiling=trying.ceiling, asked=f"{asked:x}", greeted_at=1, last_seen=draft.now)
    context = replace(draft.situation.context, decks=(), reaches=False)
    return Situation(
        Told(draft.now, draft.situation.told.chance, member),
        context,
        draft.situation.library,
        draft.situation.event,
        draft.situation.conversation,
    )


def _go_on(draft: Draft, trying: Trying, made: Step[Solo]) -> None:
    """What the step says is said, and nothing else of it happens."""
    trying, shown = _kept_apart(trying, made, draft.now)
    over = made.state.phase is not Phase.ASKING or len(trying.said) >= MOST
    draft.change(trying=trying)
    if len(msgspec.json.encode(draft.state)) > LARGEST:
        over = True
    for effect in shown:
        lines = tuple(line for line in effect.lines if not over or line.name not in _AFTERWARDS)
        draft.do(replace(effect, lines=lines, options=() if over else effect.options))
    if over:
        _over(draft)
        draft.must_say("try.over")
        moving.stand_by(draft)
    else:
        draft.do(SetTimer(TRIED, trying.until))


def _kept_apart(trying: Trying, made: Step[Solo], now: int) -> tuple[Trying, list[Say | Ask]]:
    """The rehearsal as it goes on, and what is said: of all that the step would write down, have done or tell others,
    only which questions its invented member has met, and how deep they want to go."""
    member = next((record.member for record in made.records if isinstance(record, MemberChanged)), None)
    state = replace(made.state, pending=(), shared=None, last_list=(), check_in=False, check_in_due=0, daily=None)
    if member is not None:
        trying = replace(trying, asked=_numbers(int(member.asked, 16) | int(member.never, 16)), ceiling=member.ceiling)
    said = [effect for effect in made.effects if isinstance(effect, Say | Ask)]
    return replace(trying, solo=state, until=now + LIFE), said


def _numbers(bits: int) -> tuple[QuestionNumber, ...]:
    numbers = []
    while bits:
        low = bits & -bits
        numbers.append(QuestionNumber(low.bit_length() - 1))
        bits ^= low
    return tuple(numbers)


# The end of it


def _over(draft: Draft, event: MessageReceived | None = None) -> None:
    """There is no rehearsal any more, and soon nothing that was typed in it."""
    trying = draft.state.trying
    said = (trying.said if trying else ()) + ((event.words.id,) if event else ())
    draft.change(trying=None, tried=(*draft.state.tried, *said))
    draft.do(SetTimer(TRIED, draft.now + SOON) if draft.state.tried else CancelTimer(TRIED))


def break_off(draft: Draft) -> None:
    """Where something else was said to the member, or asked, the rehearsal is over: what they type next is about
    that."""
    if draft.state.trying is not None and (draft.lines or any(isinstance(one, Say | Ask) for one in draft.effects)):
        _over(draft)
        draft.must_say("try.broken-off", role=Role.ASIDE)


def fade(draft: Draft) -> None:
    """Nobody goes on with it; what was typed in it is gone."""
    _over(draft)
    _erase(draft)
    draft.do(CancelTimer(TRIED))


def _erase(draft: Draft) -> None:
    said = draft.state.tried + (draft.state.trying.said if draft.state.trying else ())
    if said:
        draft.record(WordsErased(said))
    draft.change(trying=None, tried=())
