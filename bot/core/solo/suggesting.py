"""A member suggests a question: what is checked at once, what is said of it, and how they change their mind.

What they typed is theirs, and nobody reads it here but they; who decides about it is told by the curator.
"""

from __future__ import annotations

from typing import Final

from bot.core.commands import Command, Said, is_marked, said_in
from bot.core.draft import Draft, replace
from bot.core.proposals import LONGEST, MOST_A_DAY, MOST_WAITING, Fault, asks, fault_in, plain, text_of_twin, twin_of
from bot.core.solo import answering, moving, opening
from bot.core.solo.wishes import asker, tell_curator
from bot.core.tokens import COMMAND, NO_ROUND, OFFICE, SUGGEST, read_token, token
from bot.hearing import assent
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import WordsId
from bot.model.message import Role
from bot.model.situation import Needs
from bot.model.state import Phase, Solo, Span, Suggesting, Upon
from bot.model.suggestion import Fate, Suggestion, Suggestions, Wording
from bot.model.tiding import (
    Suggested,
    SuggestionChanged,
    SuggestionNamed,
    SuggestionWeighed,
    SuggestionWithdrawn,
)

ABOUT: Final = frozenset({Command.SUGGEST, Command.REWORD, Command.SUGGESTED, Command.UNSUGGEST})
"""The words that are about it."""
_OPEN: Final = frozenset({Phase.ASKING, Phase.ANSWERING, Phase.CHECKING, Phase.NAMING})
"""Phases in which what is typed may as well be what was asked for."""
SHORT_YES: Final = 3
"""Words of a yes or a no that can only be said to what was asked just now."""
_BY_NAME: Final = {"name me": True, "no name": False}
_NEVER_MIND: Final = frozenset({"never mind", "nevermind", "nothing", "cancel", "forget it", "none", "no"})


def needs(state: Solo, event: Event, wanted: Needs) -> Needs:
    """The same, and what the member has suggested, where the step may be about that."""
    return replace(wanted, suggestions=True) if _is_about(state, event) else wanted


def _is_about(state: Solo, event: Event) -> bool:
    if isinstance(event, ChoicePressed):
        return _key(event) is not None
    if not isinstance(event, MessageReceived):
        return False
    said = said_in(event.words)
    return state.suggesting is not None or (said is not None and said.command in ABOUT)


def _key(event: ChoicePressed) -> str | None:
    pressed = read_token(event.token)
    about = COMMAND + SUGGEST
    return pressed.key.removeprefix(about) if pressed and pressed.key.startswith(about) else None


def is_an_answer(draft: Draft, text: str, said: Said) -> bool:
    """With something open, "suggest a walk" is the answer to it; a question, or what stands behind a colon, is not."""
    if said.command not in (Command.SUGGEST, Command.REWORD) or not said.argument or is_marked(text):
        return False
    colon = text[: said.at].rstrip().endswith(":")
    if draft.state.phase is Phase.SEATED:
        return not colon
    return draft.state.phase in _OPEN and not colon and not asks(said.argument)


# What is typed or pressed while one is in the making


def takes(draft: Draft, event: Event) -> bool:
    """Whether it was about a suggestion in the making, and is done."""
    if draft.situation.told.aloud or draft.state.confirming:
        return False
    if isinstance(event, ChoicePressed):
        key = _key(event)
        if key is None:
            return False
        _renew(draft)
        _pressed(draft, key)
        return True
    making = draft.state.suggesting
    if making is None or not isinstance(event, MessageReceived):
        return False
    draft.change(suggesting=None)
    return _typed(draft, making, event)


def _renew(draft: Draft) -> None:
    if moving.is_new_evening(draft):
        moving.fresh_evening(draft)


def _typed(draft: Draft, making: Suggesting, event: MessageReceived) -> bool:
    """A word that always works does what it says, and the making is over; so it is after distress."""
    text = event.words.text
    said = said_in(event.words)
    if making.upon is Upon.SENT:
        return _after_sending(draft, making, event.words)
    elif making.upon is not Upon.TWIN and _plain(event.words) in _NEVER_MIND:
        draft.must_say("suggest.never-mind")
        moving.stand_by(draft)
    elif making.upon in (Upon.SO, Upon.BECAUSE) or said is not None or _is_distress(draft, text):
        return False
    elif making.upon is Upon.TWIN:
        return _answers_twin(draft, making, text)
    elif not text.strip():
        draft.change(suggesting=making)
        draft.must_say("suggest.words-only")
    elif making.upon in (Upon.ASKED, Upon.INSTEAD):
        _renew(draft)
        _judge(draft, text, _all_of(draft, text), making.number)
    else:
        _of_the_office(draft, making, text)
    return True


def _plain(words: Words) -> str:
    """The words as one of ours would stand, in English."""
    return (words.means or words.text).casefold().strip(" .!")


def _is_distress(draft: Draft, text: str) -> bool:
    return answering.sounds_like_distress(text, draft.language)


def _after_sending(draft: Draft, making: Suggesting, words: Words) -> bool:
    """They take it back, or say whether to be named; whatever else is said is about something else."""
    said, text = said_in(words), words.text
    if said is not None and said.command is Command.TAKE_BACK:
        _withdraw(draft, making.number)
        return True
    agreed = _BY_NAME.get(_plain(words), assent(text, draft.language) if len(text.split()) <= SHORT_YES else None)
    if agreed is None or not making.asks:
        return False
    _name(draft, making.number, agreed)
    return True


def _all_of(draft: Draft, text: str) -> Wording:
    return Wording(WordsId(draft.situation.event), 0, len(text))


def _answers_twin(draft: Draft, making: Suggesting, text: str) -> bool:
    """A yes sends it, a no does not; whatever else is said is about something else, and nothing was sent."""
    agreed = assent(text, draft.language)
    if agreed is None:
        draft.must_say("suggest.not-sent")
        return False
    _send(draft, making) if agreed else _drop(draft)
    return True


def _drop(draft: Draft) -> None:
    draft.must_say("suggest.never-mind")
    moving.stand_by(draft)


def _of_the_office(draft: Draft, making: Suggesting, text: str) -> None:
    """Another wording, or a reason, by somebody who decides: a press says that it is meant, and is asked for their
    rank anew."""
    wording = _all_of(draft, text)
    if making.upon is Upon.EDIT:
        if fault := fault_in(text):
            draft.change(suggesting=making)
            _say_fault(draft, fault, text)
            return
        draft.change(suggesting=Suggesting(Upon.SO, making.number, wording))
        tell_curator(draft, SuggestionWeighed(asker(draft), making.number, wording))
    else:
        draft.change(suggesting=Suggesting(Upon.BECAUSE, making.number, wording))
        draft.must_say("suggested.because", said=Span(wording.words, wording.first, wording.last))
        draft.must_say("suggested.because.how", role=Role.ASIDE, number=making.number)
        for what in ("with", "why", "keep"):
            key = f"{OFFICE}suggestions {what} {making.number}"
            draft.offer(token(NO_ROUND, 0, key), name=f"option.suggested.{what}", quiet=what == "keep")


def _own(draft: Draft) -> Suggestions:
    return draft.situation.told.suggestions or Suggestions()


def _waiting(draft: Draft) -> list[Suggestion]:
    return [one for one in _own(draft).own if one.fate is Fate.WAITING]


# Words


def suggest(draft: Draft, said: Said) -> None:
    """The question goes to whoever decides here what is asked; without one, it is asked for."""
    if not _may_speak(draft) or not _has_room(draft):
        return
    if said.argument:
        wording = Wording(WordsId(draft.situation.event), said.at, said.at + len(said.argument))
        _judge(draft, said.argument, wording, 0)
    else:
        draft.change(suggesting=Suggesting(Upon.ASKED))
        draft.must_say("suggest.what", role=Role.FOLLOW_UP, limit=LONGEST)


def _may_speak(draft: Draft) -> bool:
    if draft.situation.told.aloud:
        draft.must_say("suggest.not-here")
        return False
    if opening.is_stranger(draft):
        opening.greet(draft)
        return False
    return True


def _has_room(draft: Draft) -> bool:
    """So much of one person as somebody can read in good time."""
    if len(_waiting(draft)) >= MOST_WAITING:
        draft.must_say("suggest.enough", most=MOST_WAITING)
    elif _own(draft).today >= MOST_A_DAY:
        draft.must_say("suggest.tomorrow", most=MOST_A_DAY)
    else:
        return True
    moving.stand_by(draft)
    return False


def reword(draft: Draft, said: Said) -> None:
    """The one that waits is put in other words by its author; without any, they are asked for."""
    if not _may_speak(draft):
        return
    one = _meant(draft, said.number)
    if one is None:
        return
    if said.argument:
        wording = Wording(WordsId(draft.situation.event), said.at, said.at + len(said.argument))
        _judge(draft, said.argument, wording, one.number)
    else:
        draft.change(suggesting=Suggesting(Upon.INSTEAD, one.number))
        draft.must_say("suggest.instead", role=Role.FOLLOW_UP, said=_span(one.said))


def unsuggest(draft: Draft, said: Said) -> None:
    """That suggestion is gone, with its words."""
    if _may_speak(draft):
        _withdraw(draft, said.number)


def _withdraw(draft: Draft, number: int) -> None:
    one = _meant(draft, number)
    if one is not None:
        tell_curator(draft, SuggestionWithdrawn(asker(draft), one.number))
        draft.must_say("suggest.withdrawn")
        moving.stand_by(draft)


def _meant(draft: Draft, number: int) -> Suggestion | None:
    """The one of that number that waits, or the only one; else it is said what there is."""
    waiting = [one for one in _waiting(draft) if number in (0, one.number)]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        draft.must_say("suggest.which")
        _list(draft, waiting)
    else:
        draft.must_say("suggest.too-late" if number else "suggest.none-waits")
    return None


def mine(draft: Draft, said: Said) -> None:
    """What the member has suggested, each with what became of it."""
    if not _may_speak(draft):
        return
    own = _own(draft).own
    if not own:
        draft.must_say("suggest.none-yet")
        moving.stand_by(draft)
        return
    draft.must_say("suggest.mine", role=Role.TEXT)
    _list(draft, own)
    waiting = _waiting(draft)
    if not waiting:
        return
    draft.must_say("suggest.mine.how", role=Role.ASIDE, number=waiting[0].number)
    if len(waiting) == 1:
        _offer(draft, f"change {waiting[0].number}", "option.suggest.change")
        _offer(draft, f"back {waiting[0].number}", "option.suggest.back", quiet=True)
        if waiting[0].named:
            _offer(draft, f"no-name {waiting[0].number}", "option.suggest.no-name", quiet=True)
        else:
            _offer(draft, f"name {waiting[0].number}", "option.suggest.name", quiet=True)


def _list(draft: Draft, some: list[Suggestion] | tuple[Suggestion, ...]) -> None:
    for one in some:
        moment = f"suggest.mine.{one.fate.value}"
        draft.must_say(moment, role=Role.ITEM, said=_span(one.said), number=one.number, named=int(one.named))


def _span(wording: Wording) -> Span:
    return Span(wording.words, wording.first, wording.last)


def _offer(draft: Draft, key: str, name: str, quiet: bool = False) -> None:
    draft.offer(token(NO_ROUND, 0, f"{COMMAND}{SUGGEST}{key}"), name=name, quiet=quiet)


# From a wording to what waits


def _judge(draft: Draft, text: str, wording: Wording, number: int) -> None:
    """It is sent, or it is said at once what stands in the way; `number` is that of the one it replaces."""
    again = Suggesting(Upon.INSTEAD if number else Upon.ASKED, number)
    if fault := fault_in(text):
        draft.change(suggesting=again)
        _say_fault(draft, fault, text)
        return
    cards, library = draft.situation.context.decks, draft.situation.library
    twin = twin_of(plain(text), cards, library)
    making = Suggesting(Upon.TWIN, number, wording, twin, int(asks(text)))
    if twin.question:
        draft.change(suggesting=making)
        draft.must_say("suggest.twin", role=Role.FOLLOW_UP, twin=text_of_twin(twin, cards, library))
        _offer(draft, "send", "option.suggest.send")
        _offer(draft, "drop", "option.suggest.drop", quiet=True)
    else:
        _send(draft, making)


def _say_fault(draft: Draft, fault: Fault, text: str) -> None:
    match fault:
        case Fault.LONG:
            draft.must_say("suggest.too-long", limit=LONGEST, length=len(plain(text)))
        case Fault.SHORT:
            draft.must_say("suggest.too-short")
        case Fault.OUTSIDE:
            draft.must_say("suggest.leads-outside")


def _send(draft: Draft, making: Suggesting) -> None:
    """It waits, and the member reads what that means, before they are asked whether to be named."""
    if making.number:
        if any(one.number == making.number for one in _waiting(draft)):
            tell_curator(draft, SuggestionChanged(asker(draft), making.number, making.said, making.twin))
            draft.must_say("suggest.changed")
        else:
            draft.must_say("suggest.too-late")
        moving.stand_by(draft)
        return
    if not _has_room(draft):
        return
    number = _own(draft).next
    tell_curator(draft, Suggested(asker(draft), number, making.said, making.twin))
    context = draft.situation.context
    draft.must_say("suggest.sent", said=_span(making.said), operator=context.operator, community=context.community)
    if not making.asks:
        draft.must_say("suggest.no-mark", role=Role.ASIDE)
    draft.must_say("suggest.name-you", role=Role.FOLLOW_UP)
    _offer(draft, f"name {number}", "option.suggest.name")
    _offer(draft, f"no-name {number}", "option.suggest.no-name", quiet=True)
    draft.change(suggesting=Suggesting(Upon.SENT, number))


def _pressed(draft: Draft, key: str) -> None:
    what, _, rest = key.partition(" ")
    number = int(rest) if rest.isascii() and rest.isdigit() else 0
    making = draft.state.suggesting
    draft.change(suggesting=None)
    if what in ("send", "drop") and making is not None and making.upon is Upon.TWIN:
        _send(draft, making) if what == "send" else _drop(draft)
    elif what in ("name", "no-name") and number:
        _name(draft, number, what == "name")
    elif what == "again":
        suggest(draft, Said(Command.SUGGEST))
    elif what == "change" and number:
        reword(draft, Said(Command.REWORD, number=number))
    elif what == "back" and number:
        _withdraw(draft, number)
    else:
        draft.must_say("old-button")


def _name(draft: Draft, number: int, named: bool) -> None:
    if not any(one.number == number for one in _waiting(draft)):
        draft.must_say("suggest.too-late")
        return
    tell_curator(draft, SuggestionNamed(asker(draft), number, named))
    if named:
        draft.say_named("suggest.named", draft.member.id)
    else:
        draft.must_say("suggest.unnamed")
    draft.change(suggesting=Suggesting(Upon.SENT, number, asks=0))
    moving.stand_by(draft)
