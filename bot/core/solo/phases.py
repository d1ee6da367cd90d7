"""Where the conversation stands decides what a typed message reaches that is no command: one handler for each phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.commands import Command, Said, said_in
from bot.core.draft import Draft
from bot.core.solo import answering, at_circle, at_table, beside, closing, moving, opening, seating, words
from bot.core.solo.invitation import ask_to_sit
from bot.core.solo.options import offer_yes_or_no
from bot.hearing import ENGLISH, assent, hear, lexicon_for
from bot.hearing.remarks import takes_it_lightly
from bot.model.event import MessageReceived
from bot.model.heard import Branch
from bot.model.message import Role
from bot.model.state import Phase

NAMES_A_DECK: Final = frozenset({Command.DECKS, Command.START})
"""Words behind which a deck may be named."""


def _when_new(draft: Draft, event: MessageReceived) -> None:
    """Whatever was said, the honest greeting comes first; a deck that was asked for by its name waits for the yes."""
    said = said_in(event.words)
    card = opening.find_deck(draft, said.argument) if said and said.command in NAMES_A_DECK else None
    opening.begin_deck(draft, card) if card else opening.greet(draft)


def _when_greeted(draft: Draft, event: MessageReceived) -> None:
    """A yes leads to the decks, a no is taken as one, a remark is answered, anything else is asked again."""
    text = event.words.text
    heard = beside.heard_while_idle(draft, text) if assent(text, draft.language) is None else None
    if heard is None:
        opening.answer_greeting(draft, text)
    elif heard is not Branch.TENDER:
        draft.must_say("greeting.shall-we", role=Role.FOLLOW_UP)
        offer_yes_or_no(draft)


def _when_choosing(draft: Draft, event: MessageReceived) -> None:
    """A deck that is named is begun; with a question still open, anything else is its answer."""
    if (
        draft.state.open
        and opening.find_deck(draft, event.words.text) is None
        and assent(event.words.text, draft.language) is None
    ):
        _when_asking(draft, event)
    else:
        opening.choose_deck(draft, event.words.text)


def _when_asking(draft: Draft, event: MessageReceived) -> None:
    """It is the answer to what is open, and gets the reply that it calls for."""
    if draft.state.open is None:
        moving.next_question(draft)
        return
    draft.change(phase=Phase.ASKING)
    if not event.words.text.strip() and not event.media:
        draft.must_say("empty")
        moving.show_open(draft)
    else:
        answering.answer_words(draft, event.words, event.media)


def _when_parting(draft: Draft, event: MessageReceived) -> None:
    """Only a clear yes has the bot ask tomorrow."""
    if assent(event.words.text, draft.language) is None and beside.heard_while_idle(draft, event.words.text):
        draft.change(phase=Phase.RESTING)
    else:
        closing.answer_parting(draft, event.words.text)


def _when_checking(draft: Draft, event: MessageReceived) -> None:
    """A yes or a story counts as a conversation outside; "not yet" is as welcome."""
    closing.answer_check_in(draft, event.words.text)


def _when_resting(draft: Draft, event: MessageReceived) -> None:
    """A yes or a deck goes on; anything else is asked whether to."""
    card = opening.find_deck(draft, event.words.text)
    agreed = assent(event.words.text, draft.language)
    if card:
        opening.begin_deck(draft, card)
    elif agreed is not None:
        go_on_or_not(draft, agreed)
    elif draft.state.check_in and draft.now >= draft.state.check_in_due:
        welcome_back(draft)
    elif not beside.heard_while_idle(draft, event.words.text):
        draft.must_say("stopped" if draft.state.phase is Phase.STOPPED else "rest.shall-we", role=Role.FOLLOW_UP)
        offer_yes_or_no(draft)


def _when_quiet(draft: Draft, event: MessageReceived) -> None:
    """Nothing is asked: the help is named again, and the word that brings the questions back."""
    card = opening.find_deck(draft, event.words.text)
    if card:
        opening.begin_deck(draft, card)
    elif _takes_it_lightly(draft, event.words.text):
        draft.must_say("distress.misread")
    else:
        answering.stay_quiet(draft)


def _takes_it_lightly(draft: Draft, text: str) -> bool:
    own = lexicon_for(draft.language)
    return any(takes_it_lightly(hear(text, one), one) for one in (own, ENGLISH))


def _when_invited(draft: Draft, event: MessageReceived) -> None:
    """A yes takes the seat, a no is told to nobody."""
    seating.answer_invitation(draft, assent(event.words.text, draft.language))


def _when_naming(draft: Draft, event: MessageReceived) -> None:
    """It is what the others may call the member."""
    seating.answer_name(draft, event.words.text)


def _when_seated(draft: Draft, event: MessageReceived) -> None:
    """It goes where the table is."""
    at_table.typed(draft, event)


def go_on_or_not(draft: Draft, agreed: bool) -> None:
    """A no is taken as one; a yes leads to the deck that was asked for, back to the one under way, or to the decks."""
    if not agreed:
        draft.must_say("declined")
    elif card := draft.card_of(draft.state.wanted):
        opening.begin_deck(draft, card)
    elif draft.state.deck_id:
        words.obey(draft, Said(Command.RESUME))
    else:
        opening.agree(draft)


def welcome_back(draft: Draft) -> None:
    """What waits for the member, one thing only: the outside question, an open one, an earlier answer, or a yes."""
    if draft.state.phase is Phase.SEATED:
        at_table.show_where_it_stands(draft)
    elif draft.state.phase is Phase.INVITED:
        ask_to_sit(draft)
    elif draft.state.check_in and draft.now >= draft.state.check_in_due:
        draft.must_say("back")
        closing.check_in(draft)
    elif draft.state.open and draft.state.deck in draft.situation.library:
        draft.must_say("back.open")
        moving.show_open(draft)
    elif pending := moving.due_on_return(draft):
        draft.must_say("back")
        moving.return_to(draft, pending, "callback.later")
    elif draft.state.phase is Phase.GREETED:
        opening.greet(draft)
    else:
        draft.must_say("back")
        if card := draft.card_of(draft.state.wanted):
            opening.begin_deck(draft, card)
            return
        draft.change(phase=Phase.RESTING)
        draft.must_say("rest.shall-we", role=Role.FOLLOW_UP)
        offer_yes_or_no(draft)


IN_PHASE: Final[dict[Phase, Callable[[Draft, MessageReceived], None]]] = {
    Phase.NEW: _when_new,
    Phase.GREETED: _when_greeted,
    Phase.CHOOSING: _when_choosing,
    Phase.ASKING: _when_asking,
    Phase.PARTING: _when_parting,
    Phase.CHECKING: _when_checking,
    Phase.RESTING: _when_resting,
    Phase.STOPPED: _when_resting,
    Phase.QUIET: _when_quiet,
    Phase.INVITED: _when_invited,
    Phase.NAMING: _when_naming,
    Phase.SEATED: _when_seated,
    Phase.ANSWERING: at_circle.answer_here,
}
