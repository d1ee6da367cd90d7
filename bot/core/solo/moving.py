"""From one question to the next, back to an earlier answer, or to the end of the evening."""

from __future__ import annotations

import msgspec.structs

from bot.core.draft import Draft
from bot.core.selection import Nothing, Pick, choose
from bot.core.shelf import Shelf, Shelved
from bot.core.solo import closing
from bot.core.tokens import CHIP, COMMAND, token
from bot.model.deck import Kind
from bot.model.figures import Happened
from bot.model.ids import DeckHash, DeckId, RoundId
from bot.model.member import Member
from bot.model.message import Role
from bot.model.spans import HOUR, MINUTE
from bot.model.state import Ask, Evening, Open, Pending, Phase

BREAK = 6 * HOUR
"""Milliseconds of silence after which a new evening begins."""
QUIET_SPELL = 30 * MINUTE
"""Milliseconds after which a talk is over for now: opening the place is a return, and is greeted as one."""
CALLBACK_FROM = 3
"""So many questions lie between an answer and coming back to it the same evening."""
PATIENCE = 4
"""So many questions more than the arc's length are asked in an evening of skips."""


def next_question(draft: Draft, tender: bool = False) -> None:
    """The next question is asked; or an earlier answer is returned to; or the evening closes."""
    draft.change(open=None, phase=Phase.ASKING)
    speak(draft)
    shelf, evening = draft.shelf, draft.evening
    length = 1 if evening.single else len(shelf.arc)
    if evening.answered >= length or len(evening.asked) >= length + PATIENCE:
        closing.part_for_today(draft) if evening.single else closing.part(draft)
        return
    if not tender and (due := _due_tonight(draft)):
        return_to(draft, due, "callback.evening")
        return
    member, retired = askable(draft, shelf), draft.situation.context.retired
    pick = choose(shelf, member, evening, draft.state.thread, tender, draft.dice, retired)
    if isinstance(pick, Nothing):
        _nothing_left(draft, pick)
    else:
        ask(draft, pick)


def askable(draft: Draft, shelf: Shelf) -> Member:
    """The member, as one who is not asked here what nobody should have to answer while others read along."""
    member = draft.member
    if not draft.situation.told.aloud or not shelf.private:
        return member
    return msgspec.structs.replace(member, never=f"{int(member.never, 16) | shelf.private:x}")


def _nothing_left(draft: Draft, nothing: Nothing) -> None:
    draft.because(f"no next question: {nothing.value}")
    left = {Nothing.USED_UP: "deck.used-up", Nothing.TOO_DEEP: "deck.too-deep", Nothing.TOO_HEAVY: "deck.too-heavy"}
    draft.must_say(left[nothing], title=draft.shelf.deck.title, ceiling=draft.member.ceiling)
    draft.change_evening(halted=nothing is not Nothing.USED_UP)
    if draft.evening.answered:
        closing.part(draft, announced=True)
    else:
        draft.change(phase=Phase.RESTING)


def ask(draft: Draft, pick: Pick) -> None:
    """The question is open, and counts as asked."""
    shelved = pick.shelved
    question = shelved.question
    draft.because(f"{question.id}: {pick.why}")
    if pick.link:
        draft.say("thread", said=pick.link.span)
    draft.mark_asked(shelved.number)
    draft.count(shelved.number, Happened.ASKED)
    draft.change_evening(asked=(*draft.evening.asked, question.id), depth=question.depth, gentle=False, halted=False)
    counts = not draft.is_counted(shelved.number)
    opened = Open(RoundId(draft.situation.event), question.id, counts=counts, deck=draft.state.deck, at=draft.now)
    draft.change(open=opened, thread=())
    show_open(draft)


def show_open(draft: Draft) -> None:
    """The question that is open stands at the end of the message, with its answers and the way around it."""
    opened = draft.state.open
    if opened is None:
        return
    shelved = draft.shelf.by_id[opened.question]
    draft.change(phase=Phase.ASKING)
    if opened.ask is Ask.QUESTION:
        draft.say_from_deck(f"@{opened.question}/text", Role.QUESTION)
        say_whose(draft, shelved)
        say_how(draft, shelved)
        draft.must_say("who-sees.aloud" if draft.situation.told.aloud else "who-sees", role=Role.ASIDE)
        offer_answers(draft, shelved, opened)
    elif opened.line:
        draft.lines.append(opened.line)
    if opened.ask is Ask.TENDER:
        offer_to_stay(draft, opened)
    else:
        offer_ways_around(draft, opened)


def speak(draft: Draft) -> None:
    """The deck goes on in the language that is spoken here, where it is in it; what was asked from it stays asked.

    A follow-up that is open is answered in the language that it was asked in.
    """
    state, card = draft.state, draft.card_of(draft.state.deck_id)
    if card is None or card.hash == state.deck or state.deck not in draft.situation.library:
        return
    there, opened = draft.situation.library[card.hash], state.open
    if there.deck.language == draft.shelf.deck.language:
        return  # Another version in the same language: whoever is in the middle of one finishes on it.
    if opened and (opened.ask is not Ask.QUESTION or draft.version_of(state.deck, opened.question) != card.hash):
        return
    asked = tuple(question for question in draft.evening.asked if question in there.by_id)
    chosen = tuple(one for one in draft.evening.chosen if one.question in there.by_id)
    draft.change_evening(asked=asked, chosen=chosen)
    draft.change(deck=card.hash, thread=())
    if opened:
        draft.change(open=msgspec.structs.replace(opened, deck=card.hash))


def say_whose(draft: Draft, shelved: Shelved) -> None:
    """Whoever suggested it is named, if they wished; nobody is, once they are forgotten."""
    if shelved.question.by:
        draft.say_named("credit", shelved.question.by, Role.ASIDE)


def stand_by(draft: Draft) -> None:
    """The open question is named again, quietly, so that nobody has to scroll for it."""
    if draft.state.phase is Phase.ASKING and draft.state.open:
        show_open(draft)


def say_how(draft: Draft, shelved: Shelved) -> None:
    """How it is answered, where that does not go without saying."""
    question = shelved.question
    scale = question.scale
    if question.kind is Kind.SCALE and scale and scale.low and scale.high:
        draft.must_say(
            "scale.ends", role=Role.ASIDE, first=scale.first, low=scale.low, last=scale.last, high=scale.high
        )
    elif question.kind is Kind.RANK:
        draft.must_say(
            "rank.how", role=Role.ASIDE, example=" ".join(str(n) for n in (2, 1, *range(3, len(question.choices) + 1)))
        )


def offer_answers(draft: Draft, shelved: Shelved, opened: Open) -> None:
    """What may be pressed as an answer is offered, in the question's order."""
    for key, label in shelved.kind.offer(shelved.question):
        named = shelved.question.kind is Kind.MISSION
        draft.offer(
            token(opened.round, opened.part, key),
            label="" if named else label,
            name=f"option.mission.{key}" if named else "",
        )


def offer_ways_around(draft: Draft, opened: Open) -> None:
    """Chips to pick from, if there are any, and a quiet skip."""
    for position, chip in enumerate(opened.chips):
        draft.offer(token(opened.round, opened.part, f"{CHIP}{position}"), label=chip)
    draft.offer(token(opened.round, opened.part, f"{COMMAND}skip"), name="option.skip", quiet=True)


def offer_to_stay(draft: Draft, opened: Open) -> None:
    """After a tender answer: stay with it, or something lighter."""
    for command in ("stay", "lighter"):
        draft.offer(token(opened.round, opened.part, COMMAND + command), name=f"option.{command}")


def fresh_evening(draft: Draft) -> None:
    """A new sitting: wordings, choices and pace begin anew. What was asked before stays asked.

    After distress it begins as lightly as the deck can.
    """
    if draft.evening.asked:
        draft.change(last_list=draft.evening.asked)
    draft.evening = Evening(began=draft.now, gentle=draft.state.phase is Phase.QUIET)


def enter_deck(draft: Draft, hash_: DeckHash, id_: DeckId) -> None:
    """The conversation is in that deck.

    The evening's own questions belong to the deck that was left; its pace, its last depth and its wordings go on.
    """
    if draft.state.deck_id != id_:
        draft.change_evening(asked=(), answered=0, chosen=(), take_away="")
        draft.change(thread=())
    draft.change(deck=hash_, deck_id=id_)


def is_new_evening(draft: Draft) -> bool:
    """So much time has passed that this is another sitting; that of a daily question lasts until it is answered."""
    waits = draft.evening.single and not draft.evening.answered and draft.state.open is not None
    return draft.now - draft.state.last_at > BREAK and not waits


# Earlier answers


def remember(draft: Draft, pending: Pending) -> None:
    """The answer will be returned to, in place of what it replaces; the newest six are kept."""
    others = (one for one in draft.state.pending if (one.deck, one.question) != (pending.deck, pending.question))
    draft.change(pending=(*others, pending)[-6:])


def _due_tonight(draft: Draft) -> Pending | None:
    asked = draft.evening.asked
    for pending in draft.state.pending:
        if pending.due == 0 and pending.deck == draft.state.deck and pending.question in asked:
            since = len(asked) - 1 - asked.index(pending.question)
            if since >= CALLBACK_FROM:
                return pending
    return None


def due_on_return(draft: Draft) -> Pending | None:
    """An answer of an earlier day whose time to come back to has come, in a deck that is still known."""
    for pending in draft.state.pending:
        if 0 < pending.due <= draft.now and pending.deck in draft.situation.library:
            return pending
    return None


def return_to(draft: Draft, pending: Pending, moment: str) -> None:
    """The earlier answer is quoted, and its own question about it is open."""
    draft.because(f"callback to {pending.question}")
    enter_deck(draft, pending.deck, draft.situation.library[pending.deck].deck.id)
    draft.change(
        pending=tuple(other for other in draft.state.pending if other != pending),
        open=Open(RoundId(draft.situation.event), pending.question, Ask.CALLBACK, counts=False, deck=pending.deck),
        phase=Phase.ASKING,
    )
    draft.say(moment)
    choices = draft.shelf.by_id[pending.question].question.choices
    label = next((choice.label for choice in choices if choice.id == pending.choice), "")
    gaps = {"choice": label, "number": str(pending.choice)}
    draft.say_from_deck(f"@{pending.question}/callback", Role.FOLLOW_UP, said=pending.span, gaps=gaps)
    offer_ways_around(draft, replace_open(draft, line=draft.lines[-1]))


def replace_open(draft: Draft, **fields: object) -> Open:
    """The open question has these fields from now on."""
    opened = draft.state.open
    if opened is None:
        raise ValueError("no question is open")
    opened = msgspec.structs.replace(opened, **fields)
    draft.change(open=opened)
    return opened
