"""Which handler an event reaches, by what arrived; where the conversation stands has a table of its own in `phases`.

What is absent from a table gets the plain answer of its phase; nothing is ever ignored without a reason that is
written here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.codes import code_in
from bot.core.commands import IN_A_ROOM, Command, Said, is_marked, recognise, said_in
from bot.core.draft import Draft
from bot.core.situation import Situation, Step
from bot.core.solo import (
    answering,
    at_circle,
    at_place,
    at_table,
    closing,
    company,
    daily,
    forgetting,
    language,
    moving,
    notices,
    office,
    opening,
    rating,
    rooms,
    seating,
    settings,
    suggesting,
    words,
)
from bot.core.solo.moving import QUIET_SPELL
from bot.core.solo.offered import is_offered
from bot.core.solo.office import deputy, files, rehearsing
from bot.core.solo.options import DECK, NO, NOT_YET, TOLD, YES
from bot.core.solo.phases import IN_PHASE, NAMES_A_DECK, go_on_or_not, welcome_back
from bot.core.solo.unasked import put_off
from bot.core.solo.wanting import JOIN
from bot.core.tokens import COMMAND, NO_ROUND, Pressed, read_token
from bot.model.event import Arrived, ChoicePressed, Event, Invited, MessageReceived, Reacted, TimerFired, Words
from bot.model.ids import DeckId
from bot.model.spans import HOUR
from bot.model.state import Ask, Phase, Solo
from bot.model.tiding import TIDINGS, FileExamined, NoticeGiven, TableSaid

VISIT = HOUR
"""Milliseconds within which a member is not noted as seen again: what is kept is kept for days after a visit, and
whoever only answers changes no row of theirs."""


def step(state: Solo, event: Event, situation: Situation) -> Step[Solo]:
    """The conversation's answer to one event. The same arguments always give the same step."""
    in_passing = isinstance(event, Reacted) or type(event) in TIDINGS
    unasked = isinstance(event, TimerFired) or (isinstance(event, TableSaid | NoticeGiven) and event.unasked)
    draft = Draft(state, situation, unasked=unasked, visit=not in_passing)
    if in_passing:
        _told(draft, event)
    elif situation.told.closed:
        _in_closed_room(draft, event)
    elif not _is_taken_up(draft, event):
        _heard(draft, event)
    return draft.finish()


def _told(draft: Draft, event: Event) -> None:
    """It came without the member having come to talk: from another conversation, or as a sign under a question."""
    match event:
        case NoticeGiven():
            notices.hear_notice(draft, event)
        case FileExamined():
            files.report(draft, event)
        case Reacted():
            rating.react(draft, event)
        case _:
            seating.hear_table(draft, event)
            rehearsing.break_off(draft)


def _is_taken_up(draft: Draft, event: Event) -> bool:
    """Somebody else than the evening itself had a use for it, and it is done."""
    return (
        office.takes(draft, event)
        or rehearsing.takes(draft, event, step)
        or suggesting.takes(draft, event)
        or at_circle.takes(draft, event)
        or (not draft.situation.told.talks and _keeps_quiet(draft, event))
        or (forgetting.is_asked(draft, event) and _settles_forgetting(draft, event))
    )


def _heard(draft: Draft, event: Event) -> None:
    match event:
        case MessageReceived():
            _received(draft, event)
            daily.heard(draft)
        case ChoicePressed():
            _pressed(draft, event)
            daily.heard(draft)
        case Arrived():
            _arrived(draft, event)
        case Invited():
            rooms.invited(draft, event.room)
        case TimerFired():
            _timer_fired(draft, event)
            rehearsing.break_off(draft)


# What arrived


def _in_closed_room(draft: Draft, event: Event) -> None:
    """Only somebody who may open the place is heard; whoever else speaks to the bot is told so once."""
    said = said_in(event.words) if isinstance(event, MessageReceived) else None
    if said and said.command is Command.ALLOW:
        words.obey(draft, said)
    elif isinstance(event, MessageReceived | ChoicePressed) and not at_circle.circle_in(event):
        rooms.turn_away(draft)


def _keeps_quiet(draft: Draft, event: Event) -> bool:
    """Where nobody talks with it aloud, only distress, and what is about the place or about oneself, is answered."""
    if isinstance(event, MessageReceived):
        if answering.sounds_like_distress(event.words.text, draft.language):
            return False
        return at_place.keeps_quiet(draft, said_in(event.words))
    if isinstance(event, TimerFired | Arrived):
        draft.because("this place wants no talks aloud")
        return True
    about = isinstance(event, ChoicePressed) and (at_place.pressed_here(event) or forgetting.is_asked(draft, event))
    return not about and at_place.keeps_quiet(draft, None)


def _received(draft: Draft, event: MessageReceived) -> None:
    _begin(draft, event.sent_at)
    text = event.words.text
    offered = is_offered(draft, text)
    if not offered and answering.sounds_like_distress(text, draft.language):
        _comfort(draft)
        return
    said = None if offered else _command_in(draft, event.words)
    if said and said.argument and said.command in (Command.CIRCLE, *NAMES_A_DECK) and not is_marked(text):
        # "start with the edges" and "deck chairs" are answers.
        said = said if opening.find_deck(draft, said.argument) else None
    if said and not _is_greeted_first(draft, said):
        if not at_table.obeys(draft, said) and not at_circle.obeys(draft, said):
            words.obey(draft, said)
    else:
        IN_PHASE[draft.state.phase](draft, event)


def _is_greeted_first(draft: Draft, said: Said) -> bool:
    """Whoever never spoke to it reads who it is before most words do what they say; what is about a place waits not."""
    if draft.state.phase is not Phase.NEW or draft.state.last:
        return False
    about_the_place = draft.situation.told.aloud and said.command in at_place.DECIDED
    return said.command not in _BEFORE_GREETING and not about_the_place


def _comfort(draft: Draft) -> None:
    """At a table nothing of it is carried, and the seat stays; alone, the questions stop."""
    if draft.state.phase is Phase.SEATED:
        draft.must_say("distress", help=draft.situation.context.help_text)
        draft.must_say("table.not-carried")
    else:
        answering.comfort(draft)


def _command_in(draft: Draft, typed: Words) -> Said | None:
    """The command that the words are here: some are commands at a table, and answers elsewhere."""
    said, text = said_in(typed) or language.named_alone(draft, typed.text), typed.text
    if said is None or is_marked(text):
        return said
    if not at_table.is_command(draft, said.command) or not rating.is_one(draft, said):
        return None
    if said.command in IN_A_ROOM:
        return said if draft.situation.told.aloud else None
    if said.command is Command.TABLE and draft.state.phase is Phase.CHOOSING and opening.find_deck(draft, text):
        # A deck may be called what a table is.
        return None
    if suggesting.is_an_answer(draft, text, said):
        return None
    if said.command is Command.CALL_ME:
        return None if draft.state.phase is Phase.ASKING else said
    return None if settings.is_an_answer(draft, text, said) else said


_BEFORE_GREETING: Final = frozenset({
    Command.STOP, Command.FORGET, Command.KNOWN, Command.HELP, Command.LINK, Command.UNLINK, Command.ALLOW,
    Command.DISALLOW, Command.JOIN, Command.CIRCLE, Command.REVEAL, Command.CIRCLES, Command.ANSWER, Command.CALL_ON,
    Command.LANGUAGE, Command.WHOAMI,
})  # fmt: skip


def _begin(draft: Draft, sent_at: int) -> None:
    """What holds for anything a person does: the sitting it belongs to, and an honest word after an outage."""
    _note_visit(draft)
    if moving.is_new_evening(draft):
        moving.fresh_evening(draft)
    out_from, out_until = draft.situation.told.away
    if sent_at and out_from <= sent_at <= out_until:
        draft.must_say("away.answer" if draft.state.open else "away")


def _note_visit(draft: Draft) -> None:
    """What is kept of the member is kept from now on anew."""
    if draft.now - draft.member.last_seen >= VISIT:
        draft.change_member(last_seen=draft.now)


def _settles_forgetting(draft: Draft, event: Event) -> bool:
    agreed = forgetting.agrees(event, draft.language)
    if agreed is None or not isinstance(event, MessageReceived | ChoicePressed):
        return False
    _begin(draft, event.sent_at)
    forgetting.settle(draft, event, agreed)
    return True


def _pressed(draft: Draft, event: ChoicePressed) -> None:
    if about := at_place.pressed_here(event):
        at_place.pressed(draft, about)
        return
    _begin(draft, event.sent_at)
    if draft.state.phase is Phase.NEW:
        # What was pressed stands on a page of long ago: whoever was forgotten meanwhile is greeted anew.
        opening.greet(draft)
        return
    pressed = read_token(event.token)
    opened = draft.state.open
    if draft.state.phase is Phase.SEATED and at_table.is_for_here(pressed):
        at_table.pressed(draft, pressed)
    elif pressed is None:
        draft.must_say("old-button")
    elif draft.state.proposal and int(pressed.round) == draft.state.proposal:
        seating.accept(draft) if pressed.key == f"{COMMAND}sit" else seating.refuse(draft)
    elif pressed.round == NO_ROUND:
        _pressed_general(draft, pressed.key.removeprefix(COMMAND))
    elif opened is None or pressed.round != opened.round or draft.state.phase is not Phase.ASKING:
        draft.must_say("old-button")
    elif pressed.part == opened.part:
        _pressed_open(draft, pressed)
    elif pressed.part == 0 and opened.ask is Ask.FOLLOW_UP and _is_choice(draft, pressed.key):
        answering.change_answer(draft, pressed.key)
    else:
        draft.must_say("old-button")


def _is_choice(draft: Draft, key: str) -> bool:
    opened = draft.state.open
    question = draft.shelf.by_id[opened.question].question if opened else None
    return question is not None and any(choice.id == key for choice in question.choices)


def _pressed_open(draft: Draft, pressed: Pressed) -> None:
    said = recognise(pressed.key.removeprefix(COMMAND)) if pressed.key.startswith(COMMAND) else None
    if said:
        words.obey(draft, said)
    else:
        answering.answer_press(draft, pressed.key)


def _pressed_general(draft: Draft, key: str) -> None:
    if key in (YES, NO):
        _said_yes_or_no(draft, key == YES)
    elif key in (company.WITH_CHOICES, company.WITHOUT_CHOICES):
        company.seek(draft, leanings=key == company.WITH_CHOICES)
    elif key == "resume":
        words.obey(draft, Said(Command.RESUME))
    elif key == TOLD:
        closing.count_told(draft)
    elif key == NOT_YET and draft.state.phase is Phase.CHECKING:
        closing.not_yet(draft)
    elif key.startswith(language.LANGUAGE):
        words.speak(draft, Said(Command.LANGUAGE, argument=key.removeprefix(language.LANGUAGE)))
    elif key.startswith(settings.SET):
        settings.pressed(draft, key.removeprefix(settings.SET))
    elif key.startswith(DECK) and (card := draft.card_of(key.removeprefix(DECK))):
        opening.begin_deck(draft, card)
    else:
        draft.must_say("old-button")


def _said_yes_or_no(draft: Draft, agreed: bool) -> None:
    match draft.state.phase:
        case Phase.GREETED | Phase.CHOOSING:
            opening.agree(draft) if agreed else opening.decline(draft)
        case Phase.PARTING:
            closing.settle(draft, agreed)
        case Phase.CHECKING:
            closing.count_told(draft) if agreed else closing.not_yet(draft)
        case Phase.INVITED:
            seating.answer_invitation(draft, agreed)
        case Phase.RESTING | Phase.STOPPED:
            go_on_or_not(draft, agreed)
        case _:
            draft.must_say("old-button")


def _arrived(draft: Draft, event: Arrived) -> None:
    """A new place is greeted; a return is welcomed with what waits for it; a glance is left in peace."""
    if event.deck.startswith(JOIN):
        _arrived_with_code(draft, code_in(event.deck.removeprefix(JOIN)))
        return
    if event.deck.startswith(at_circle.ANSWER):
        _begin(draft, 0)
        at_circle.begin_answer(draft, Said(Command.ANSWER))
        return
    if event.deck:
        draft.change(wanted=DeckId(event.deck))
    if draft.state.phase is Phase.NEW:
        opening.greet(draft)
        return
    away_for = draft.now - draft.state.last_at
    unasked = draft.state.phase in (Phase.STOPPED, Phase.QUIET) or draft.member.paused_until > draft.now
    if unasked or away_for < QUIET_SPELL:
        _begin_wanted(draft)
        return
    _note_visit(draft)
    if moving.is_new_evening(draft):
        moving.fresh_evening(draft)
    welcome_back(draft)


def _arrived_with_code(draft: Draft, code: str) -> None:
    """Somebody followed a friend's link: the seat is offered at once, or after the greeting."""
    _begin(draft, 0)
    seating.invited(draft, code)


def _begin_wanted(draft: Draft) -> None:
    card = draft.card_of(draft.state.wanted)
    if card and draft.state.phase in (Phase.CHOOSING, Phase.RESTING):
        opening.begin_deck(draft, card)


def _timer_fired(draft: Draft, event: TimerFired) -> None:
    if fire := TIMERS.get(event.name):
        fire(draft)
    else:
        draft.because("the timer's reason is gone")


def _check_in(draft: Draft) -> None:
    """Where the person can be reached, it is asked now how it went; elsewhere it waits for their return."""
    member = draft.member
    if member.stopped or draft.state.phase is Phase.STOPPED or not draft.state.check_in:
        draft.because("the timer's reason is gone")
    elif not draft.situation.context.reaches or member.paused_until > draft.now:
        draft.because("not reachable, or paused: it waits for the return")
    elif draft.state.phase is Phase.SEATED:
        draft.because("a card lies before them: it waits for the return")
    elif not put_off(draft, closing.CHECK_IN):
        closing.check_in(draft)


TIMERS: Final[dict[str, Callable[[Draft], None]]] = {
    closing.CHECK_IN: _check_in,
    daily.DAILY: daily.fire,
    seating.HELD: seating.show_held,
    deputy.TIMER: deputy.end,
    files.BROUGHT: files.fade,
    rehearsing.TRIED: rehearsing.fade,
}
