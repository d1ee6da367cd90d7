"""What a member does at a circle: calls one, answers one by a press, a reply or in private, has it turned over.

A press or a reply in a group place is answered by nothing but the count on the circle's card: two hundred answers are
no two hundred messages, and whoever presses there without ever having spoken to the bot is not spoken to by it.
"""

from __future__ import annotations

from typing import Final

from bot.core import codes, guard
from bot.core.called import FAVOURITES, pick_for
from bot.core.called import call as called_with
from bot.core.commands import ABOUT_A_PLACE, GOOD, IN_A_ROOM, Command, Said, said_in
from bot.core.draft import Draft, replace
from bot.core.selection import Nothing
from bot.core.shelf import Shelved
from bot.core.solo import answering, beside, guesses, moving, opening, rooms
from bot.core.tokens import VOTE, Pressed, read_token, token
from bot.model.circle import BESIDE, SAID, Ballot, Room
from bot.model.deck import Kind
from bot.model.effect import Say, Tell
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.figures import Happened
from bot.model.format import Format
from bot.model.heard import Branch, Heard
from bot.model.ids import ConversationId, RoundId, WordsId
from bot.model.line import Line
from bot.model.message import Role
from bot.model.record import AnswerGiven, CirclesWanted, QuestionRated, TakenUp, VoteCast
from bot.model.situation import DeckCard, Needs
from bot.model.state import Ask, Open, Phase, Solo, Span, Spoken
from bot.model.tiding import CircleStopped, RevealWished, Voted

MOST: Final = 3
"""Circles that may be open in one place, or in one thread of it: with more, nobody finds the newest."""
ANSWER: Final = "answer-"
"""What is asked for on the way in: a circle's question, by its code."""
NO_CIRCLE: Final = ConversationId(0)
_BESIDE: Final = frozenset({Branch.BOTH, Branch.NEITHER, Branch.DEPENDS})
HEARD_IN_A_REPLY: Final = frozenset({
    Command.STOP, Command.FORGET, Command.KNOWN, Command.HELP, Command.SHARE, Command.UNSHARE, Command.TAKE_BACK,
    Command.REVEAL, Command.CIRCLE, Command.CIRCLES, Command.CALL_ON, Command.CALL_ME, Command.WHO, Command.PAUSE,
    Command.ALLOW, Command.DISALLOW, Command.WHOAMI,
})  # fmt: skip
"""Words that mean the same in a reply to a circle as anywhere. To skip one, nothing has to be said."""


def circle_in(event: Event) -> ConversationId:
    """The circle that was pressed; 0 for whatever else happened."""
    pressed = read_token(event.token) if isinstance(event, ChoicePressed) else None
    return ConversationId(pressed.round) if pressed and pressed.key.startswith(VOTE) else NO_CIRCLE


def needs(state: Solo, event: Event) -> Needs | None:
    """What a step that is about circles must be told; None for any other."""
    if circle := circle_in(event):
        return Needs(circle=circle)
    if not isinstance(event, MessageReceived):
        return None
    said = said_in(event.words)
    if said and said.command in IN_A_ROOM | ABOUT_A_PLACE:
        return Needs(here=True, answers=event.answers, room=True)
    if said and said.command is Command.ANSWER:
        return Needs(ballot=codes.code_in(said.argument))
    in_private = state.phase is Phase.ANSWERING and (said is None or said.command is Command.RATE)
    return Needs(circle=state.answering) if in_private else None


# Calling one


def call(draft: Draft, said: Said) -> None:
    """Everybody in the group place is asked something new to it, of the deck that is named."""
    room = draft.situation.told.room
    if room is None:
        draft.must_say("circle.not-here")
    elif not room.wanted:
        draft.must_say("circle.unwanted")
    elif len(room.circles) >= MOST:
        draft.must_say("circle.enough-open", most=MOST)
    elif (card := _deck_of(draft, room, said.argument)) is None:
        draft.must_say("circle.no-such-deck")
    else:
        _call(draft, room, card)


def _deck_of(draft: Draft, room: Room, argument: str) -> DeckCard | None:
    """The deck that was named; else the one that was used here last, a favourite, or any."""
    if argument:
        return opening.find_deck(draft, argument)
    for id_ in (room.deck, *FAVOURITES):
        if card := draft.card_of(id_):
            return card
    return next(iter(draft.decks), None)


def _call(draft: Draft, room: Room, card: DeckCard) -> None:
    shelf = draft.situation.library[card.hash]
    pick = pick_for(room, shelf, draft.dice, draft.situation.context.retired)
    if isinstance(pick, Nothing):
        draft.because(f"no question for everybody: {pick.value}")
        draft.must_say("circle.used-up", title=card.title)
        return
    draft.because(f"{pick.shelved.question.id}: {pick.why}")
    called = called_with(pick, card, draft.member.id, draft.situation.told.chance)
    called = replace(called, called_in=draft.situation.conversation)
    draft.do(Tell(ConversationId(draft.situation.event), called, Format.CIRCLE))


# Answering


def takes(draft: Draft, event: Event) -> bool:
    """What was pressed or said at a group place belongs to a circle there, and has been done."""
    if isinstance(event, ChoicePressed):
        return _takes_press(draft, event)
    ballot = draft.situation.told.ballot
    if not isinstance(event, MessageReceived) or ballot is None or not draft.situation.told.aloud:
        return False
    text = event.words.text
    if answering.sounds_like_distress(text, draft.language):
        return False
    shelved = _question_of(draft, ballot)
    said = said_in(event.words)
    if said is not None and not (shelved and _is_offered(shelved, text)):
        if ballot.replied and shelved and said.command is Command.RATE:
            # Like a sign under the card: nobody is answered for it.
            draft.record(QuestionRated(shelved.number, said.argument == GOOD))
        return ballot.replied and said.command not in HEARD_IN_A_REPLY
    if not ballot.open or shelved is None:
        if ballot.replied and ballot.answered and shelved and text.strip():
            deck = draft.situation.library[ballot.deck].deck.id
            draft.record(TakenUp(ballot.circle, shelved.number, deck))
        return ballot.replied
    if shelved.question.private:
        return ballot.replied and _sends_away(draft, ballot)
    if not ballot.replied and _asked_later(draft, ballot):
        return False
    return _takes_words(draft, ballot, shelved, event) or ballot.replied


def _sends_away(draft: Draft, ballot: Ballot) -> bool:
    """What was said aloud is not taken; whoever said it reads why, and where it would be."""
    code, url = ballot.code, draft.situation.context.url
    draft.must_say("circle.only-private", code=codes.spelled(code), start=f"{ANSWER}{code}", url=url)
    return True


def _asked_later(draft: Draft, ballot: Ballot) -> bool:
    """Of two that asked, the one that asked last is answered: here the member's own conversation."""
    opened = draft.state.open
    if draft.state.phase is Phase.ASKING:
        return opened is not None and opened.round > ballot.circle
    return draft.state.confirming or draft.state.phase not in _ASKS_NOTHING


_ASKS_NOTHING: Final = frozenset({Phase.NEW, Phase.RESTING, Phase.STOPPED, Phase.QUIET})


def _takes_press(draft: Draft, event: ChoicePressed) -> bool:
    pressed = read_token(event.token)
    if pressed is None or not pressed.key.startswith(VOTE):
        return False
    ballot = draft.situation.told.ballot
    shelved = _question_of(draft, ballot) if ballot else None
    if ballot and shelved and not draft.situation.told.aloud and _was_asked_here(draft, ballot):
        _pressed_here(draft, ballot, shelved, pressed)
    elif ballot and ballot.open and shelved and draft.situation.told.aloud and not shelved.question.private:
        _press(draft, ballot, shelved, pressed)
    elif shelved and shelved.question.private and not draft.situation.told.aloud:
        # It was asked here once, and passed on: alone with us nobody is left without a word.
        draft.must_say("old-button")
    else:
        # The answers are on the screen by now; a word about it would be one more for everybody.
        draft.because("the circle is over")
    return True


def _press(draft: Draft, ballot: Ballot, shelved: Shelved, pressed: Pressed) -> None:
    key = pressed.key.removeprefix(VOTE)
    if any(key == offered for offered, _label in shelved.kind.offer(shelved.question)):
        heard = shelved.kind.press(shelved.ears, key)
        _vote(draft, ballot, shelved, heard, key, answering.NOTHING_TYPED)
    else:
        draft.because("that is not on offer")


def _takes_words(draft: Draft, ballot: Ballot, shelved: Shelved, event: MessageReceived) -> bool:
    """It answers the question: by a choice, or in words of their own where that is asked for."""
    if not event.words.text.strip():
        return False
    heard = shelved.kind.read(shelved.ears, event.words.text, event.media, again=True)
    if _is_beside(shelved, heard):
        return False
    if shelved.question.kind is Kind.OPEN:
        _vote(draft, ballot, shelved, heard, SAID, event.words)
        return True
    if any(heard.key == offered for offered, _label in shelved.kind.offer(shelved.question)):
        _vote(draft, ballot, shelved, heard, str(heard.key), event.words)
        return True
    if heard.branch in _BESIDE and ballot.replied:
        _vote(draft, ballot, shelved, heard, BESIDE, event.words)
        return True
    return False


def _question_of(draft: Draft, ballot: Ballot) -> Shelved | None:
    shelf = draft.situation.library.get(ballot.deck)
    return shelf.by_id.get(ballot.question) if shelf else None


def _is_offered(shelved: Shelved, text: str) -> bool:
    plain = text.strip().casefold()
    return any(plain == label.casefold() for _key, label in shelved.kind.offer(shelved.question))


def _vote(draft: Draft, ballot: Ballot, shelved: Shelved, heard: Heard, key: str, words: Words) -> None:
    """One answer for each person: another one replaces it, the same one changes nothing."""
    mine = ballot.mine
    if mine and mine.key == key and not words.text:
        draft.because("the same again")
        return
    kept = mine if mine and mine.member == draft.member.id else None
    counted = (heard.key or heard.branch.value) if heard.branch in answering.COUNTED else ""
    counts = bool(counted) and (kept.counts if kept else not draft.is_counted(shelved.number))
    round_ = kept.round if kept else RoundId(draft.situation.event)
    draft.record(
        AnswerGiven(round_, shelved.number, heard.branch.value, counted, words.id if words.text else WordsId(0),
                    counts=counts)
    )  # fmt: skip
    if counts:
        draft.set_counted(shelved.number, True)
    draft.mark_asked(shelved.number)
    # A link or an address is nobody's to pass on, whoever may read the rest.
    shown = words.id if words.text and key == SAID and guard.held_back(words.text) is None else WordsId(0)
    draft.record(VoteCast(ballot.circle, key, round_, shown, counts))
    if mine is None:
        missed = heard.branch is Branch.DEFAULT
        draft.count(shelved.number, Happened.VOTED_MISSED if missed else Happened.VOTED, words.text)
        draft.do(Tell(ballot.circle, Voted()))
    opened = Open(round_, ballot.question, Ask.CIRCLE, counts=counts, deck=ballot.deck)
    span = Span(words.id if words.text else WordsId(0), 0, len(words.text))
    draft.change(last=opened, main=Spoken(round_, span))


# Answering in private


def begin_answer(draft: Draft, said: Said) -> None:
    """With the code of a circle: its question is asked here, where nobody reads along."""
    ballot = draft.situation.told.ballot
    if draft.situation.told.aloud:
        draft.must_say("table.not-here")
    elif draft.state.phase is Phase.SEATED:
        draft.must_say("table.first-leave")
    elif guesses.guessed_enough(draft):
        draft.must_say("link.wait")
    elif ballot is None or not ballot.open or (shelved := _question_of(draft, ballot)) is None:
        guesses.missed(draft)
        draft.must_say("circle.no-such-code")
    else:
        _ask_here(draft, ballot, shelved)


def _ask_here(draft: Draft, ballot: Ballot, shelved: Shelved) -> None:
    if opening.is_stranger(draft):
        opening.introduce(draft)
        draft.show()
    moment = "circle.answer-here" if shelved.question.kind is Kind.OPEN else "circle.choose-here"
    draft.must_say(moment, operator=draft.situation.context.operator)
    _show_here(draft, ballot, shelved)
    draft.change(answering=ballot.circle, phase=Phase.ANSWERING)


def _show_here(draft: Draft, ballot: Ballot, shelved: Shelved) -> None:
    """The question, with what may be pressed."""
    draft.lines.append(Line(f"@{shelved.question.id}/text", 0, Role.QUESTION))
    moving.say_how(draft, shelved)
    for key, label in shelved.kind.offer(shelved.question):
        draft.offer(token(RoundId(ballot.circle), 0, VOTE + key), label=label)
    # The question is of the circle's deck; the evening, if there is one, stays in its own.
    draft.do(Say(tuple(draft.lines), tuple(draft.options), ballot.deck))
    draft.lines, draft.options = [], []


def _was_asked_here(draft: Draft, ballot: Ballot) -> bool:
    """They came with the code: it waits for their answer here, or has one."""
    return draft.state.answering == ballot.circle or ballot.mine is not None


def _pressed_here(draft: Draft, ballot: Ballot, shelved: Shelved, pressed: Pressed) -> None:
    """It is kept, and said to be; another press changes it."""
    label = dict(shelved.kind.offer(shelved.question)).get(pressed.key.removeprefix(VOTE))
    if not ballot.open or label is None:
        draft.must_say("circle.too-late" if label else "old-button")
    else:
        _press(draft, ballot, shelved, pressed)
        draft.must_say("circle.chosen", label=label)
    if draft.state.answering == ballot.circle:
        _back(draft)


def answer_here(draft: Draft, event: MessageReceived) -> None:
    """It is kept for the circle, which turns all answers over at once."""
    ballot = draft.situation.told.ballot
    shelved = _question_of(draft, ballot) if ballot and ballot.open else None
    if ballot is None or shelved is None:
        draft.must_say("circle.too-late")
    elif not event.words.text.strip():
        draft.must_say("table.only-words")
        return
    else:
        heard = shelved.kind.read(shelved.ears, event.words.text, event.media, again=True)
        if _is_beside(shelved, heard):
            # Said beside the question, it is turned over before nobody. The card says who reads what is answered.
            if heard.key not in (beside.AGAIN, "readers", "others"):
                beside.reply_to(draft, heard)
            _show_here(draft, ballot, shelved)
            return
        if shelved.question.kind is not Kind.OPEN and not _chosen_here(draft, ballot, shelved, heard, event.words):
            draft.must_say("circle.which")
            _show_here(draft, ballot, shelved)
            return
        if shelved.question.kind is Kind.OPEN:
            _vote(draft, ballot, shelved, heard, SAID, event.words)
            held_back = guard.held_back(event.words.text) is not None
            draft.must_say("circle.kept-to-itself" if held_back else "circle.kept")
    _back(draft)


def _is_beside(shelved: Shelved, heard: Heard) -> bool:
    """Whether it is a remark, and no answer: in a circle nobody is asked twice, so what may be meant is one at once."""
    may_be_meant = shelved.question.kind is Kind.OPEN and beside.may_be_meant(heard)
    return heard.branch is Branch.REMARK and not may_be_meant


def _chosen_here(draft: Draft, ballot: Ballot, shelved: Shelved, heard: Heard, words: Words) -> bool:
    """What was typed is one of the answers on offer, or beside them, and is kept."""
    label = dict(shelved.kind.offer(shelved.question)).get(str(heard.key))
    if label is None and heard.branch not in _BESIDE:
        return False
    _vote(draft, ballot, shelved, heard, BESIDE if label is None else str(heard.key), words)
    if label is None:
        draft.must_say("circle.beside")
    else:
        draft.must_say("circle.chosen", label=label)
    return True


def obeys(draft: Draft, said: Said) -> bool:
    """While a circle's question is open here, to pass on it needs no reason."""
    if draft.state.phase is not Phase.ANSWERING:
        return False
    ballot = draft.situation.told.ballot
    if said.command is Command.RATE and (shelved := _question_of(draft, ballot) if ballot else None):
        draft.record(QuestionRated(shelved.number, said.argument == GOOD))
        draft.must_say("rated.good" if said.argument == GOOD else "rated.bad")
        return True
    if said.command in (Command.SKIP, Command.NEVER):
        draft.must_say("circle.passed")
        _back(draft)
        return True
    if said.command in HEARD_IN_A_REPLY or said.command is Command.ANSWER:
        return False
    draft.change(answering=NO_CIRCLE, phase=Phase.ASKING if draft.state.open else Phase.RESTING)
    return False


def _back(draft: Draft) -> None:
    """What was open before is open again."""
    draft.change(answering=NO_CIRCLE, phase=Phase.RESTING)
    opened = draft.state.open
    if opened and opened.deck in draft.situation.library:
        draft.show()
        moving.enter_deck(draft, opened.deck, draft.situation.library[opened.deck].deck.id)
        moving.show_open(draft)


# Turning over, and whether circles are wanted


def turn_over(draft: Draft, said: Said) -> None:
    """The answers to a circle are turned over now, for whoever called it or runs the place."""
    ballot = draft.situation.told.ballot
    if not draft.situation.told.aloud:
        draft.must_say("circle.not-here")
    elif ballot is None or not ballot.open:
        draft.must_say("circle.none-open")
    elif ballot.caller != draft.member.id and not rooms.may_decide(draft):
        draft.must_say("circle.not-yours")
    elif not ballot.answered:
        draft.must_say("circle.nobody-yet")
    else:
        draft.do(Tell(ballot.circle, RevealWished()))


def want(draft: Draft, said: Said) -> None:
    """`circles off` and `circles on`: whether a group place wants any, by somebody who runs it."""
    room, wanted = draft.situation.told.room, said.argument == "on"
    if room is None:
        draft.must_say("circle.not-here")
    elif not rooms.may_decide(draft):
        draft.must_say("room.not-yours")
    else:
        draft.record(CirclesWanted(wanted))
        rooms.note(draft, "circles", rooms.on_off(room.wanted), rooms.on_off(wanted))
        if not wanted:
            for circle in (*room.circles, *room.elsewhere):
                draft.do(Tell(circle, CircleStopped()))
        draft.must_say("circle.wanted" if wanted else "circle.off")


def be_called_on(draft: Draft, said: Said) -> None:
    """A circle may call on the member by name; `don't call on me` ends that."""
    yes = said.argument != "no"
    draft.change_member(callable=yes)
    draft.must_say("circle.callable" if yes else "circle.not-callable")
