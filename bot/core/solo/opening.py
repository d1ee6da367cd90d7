"""Before the first question: who speaks, who runs it, what is kept, and a yes."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.languages import is_read, name_of
from bot.core.solo import language, moving
from bot.core.solo.invitation import ask_to_sit
from bot.core.solo.options import offer_deck, offer_yes_or_no
from bot.hearing import Outcome, assent, greets, lexicon_for, pick
from bot.model.ids import DeckId
from bot.model.message import Role
from bot.model.situation import DeckCard
from bot.model.state import Phase


def is_stranger(draft: Draft) -> bool:
    """Whether the member has yet to be told who speaks here; until then nothing is asked."""
    return draft.state.phase is Phase.NEW or not draft.member.greeted_at


def greet(draft: Draft) -> None:
    """The honest greeting is said, and a yes is waited for."""
    proposed = language.take_up_proposal(draft)
    introduce(draft)
    if proposed:
        draft.must_say("greeting.language", role=Role.ASIDE)
    draft.must_say("greeting.shall-we", role=Role.FOLLOW_UP)
    offer_yes_or_no(draft)
    if proposed:
        language.offer_the_usual(draft)
    draft.change(phase=Phase.GREETED)


def introduce(draft: Draft) -> None:
    """The member has been told who speaks here."""
    context = draft.situation.context
    draft.must_say(
        "greeting",
        community=context.community,
        operator=context.operator,
        days=context.retention_days,
        backup_days=context.backup_days,
    )
    if draft.situation.told.aloud:
        draft.must_say("greeting.aloud")
    draft.must_say("greeting.words", role=Role.ASIDE)
    draft.change_member(greeted_at=draft.now)


def answer_greeting(draft: Draft, text: str) -> None:
    """A yes opens a deck, a no is taken as one, and anything else is asked again."""
    wanted = find_deck(draft, text)
    if wanted:
        begin_deck(draft, wanted)
        return
    match assent(text, draft.language):
        case True:
            agree(draft)
        case False:
            decline(draft)
        case _:
            draft.must_say("greeting.back" if greets(text, draft.language) else "greeting.unsure", role=Role.FOLLOW_UP)
            offer_yes_or_no(draft)


def agree(draft: Draft) -> None:
    """After the yes: the deck that was asked for, the only one there is, or a choice of decks."""
    draft.change_member(stopped=False)
    if draft.state.invitation:
        ask_to_sit(draft)
        return
    cards = {card.id: card for card in draft.decks}
    wanted = cards.get(draft.state.wanted)
    if wanted is None and len(cards) == 1:
        wanted = next(iter(cards.values()))
    if wanted:
        begin_deck(draft, wanted)
    else:
        lay_out_decks(draft, "decks")


def decline(draft: Draft) -> None:
    """A no is a no; the way back is named."""
    draft.must_say("declined")
    draft.change(phase=Phase.RESTING)


def lay_out_decks(draft: Draft, moment: str) -> None:
    """The decks are shown, each with how many of its questions are still new to this member; a stranger is greeted."""
    if is_stranger(draft):
        greet(draft)
        return
    seen = int(draft.member.asked, 16) | int(draft.member.never, 16)
    cards = draft.decks
    if not cards:
        draft.must_say("decks.none")
        draft.change(phase=Phase.RESTING)
        return
    draft.must_say(moment)
    for card in cards:
        left = (draft.situation.library[card.hash].everything & ~seen).bit_count()
        elsewhere = "" if is_read(card, draft.language) else name_of(card.language, draft.situation.context)
        draft.must_say(
            "decks.card",
            role=Role.ITEM,
            title=card.title,
            description=card.description,
            left=left,
            language=elsewhere,
        )
        offer_deck(draft, card)
    draft.change(phase=Phase.CHOOSING)


def choose_deck(draft: Draft, text: str) -> None:
    """A deck is begun if one was named; a plain yes takes the first; anything else is asked again."""
    card = find_deck(draft, text)
    cards = draft.decks
    if card is None and cards and assent(text, draft.language):
        card = cards[0]
    if card:
        begin_deck(draft, card)
    elif assent(text, draft.language) is False:
        decline(draft)
    else:
        lay_out_decks(draft, "decks.again")


def find_deck(draft: Draft, text: str) -> DeckCard | None:
    """The deck that the text names by its id, title or, where decks are on the table, number."""
    cards = draft.decks
    plain = text.strip().casefold()
    written = {card.id: card.title.casefold() for card in draft.situation.context.decks}
    for card in cards:
        if plain in (card.id, card.title.casefold(), written[card.id]):
            return card
    if draft.state.phase is not Phase.CHOOSING:
        return None
    picked = pick(text, tuple(card.title for card in cards), lexicon=lexicon_for(draft.language))
    return cards[picked.index] if picked.outcome is Outcome.PICKED else None


def begin_deck(draft: Draft, card: DeckCard) -> None:
    """The deck is open and its first question is asked; for a stranger it waits until after the greeting."""
    if is_stranger(draft):
        draft.change(wanted=DeckId(card.id))
        greet(draft)
        return
    moving.enter_deck(draft, card.hash, card.id)
    draft.change_evening(single=False)
    draft.change(wanted=DeckId(""), open=None, thread=(), phase=Phase.ASKING)
    draft.change_member(stopped=False, paused_until=0)
    draft.say("deck.begin", title=card.title)
    moving.next_question(draft)
