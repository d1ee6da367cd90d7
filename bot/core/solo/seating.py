"""Ways to a table and away from it, and what a table says to whoever sits there.

The member's own conversation is their door: what they type is read here, and their answers stay theirs; the table hears
that they answered, and the others read it when the table shows it.
"""

from __future__ import annotations

from typing import Final

from bot.core import codes, guard
from bot.core.draft import Draft, replace
from bot.core.solo import enclosing, guesses, moving, opening
from bot.core.solo.invitation import ask_to_sit
from bot.core.solo.options import offer_yes_or_no
from bot.core.solo.unasked import put_off
from bot.core.tokens import COMMAND, token
from bot.model.effect import Tell
from bot.model.event import Event
from bot.model.figures import Happened
from bot.model.format import Format
from bot.model.ids import ConversationId, DeckHash, QuestionId, RoundId
from bot.model.lobby import LOBBY
from bot.model.message import Role
from bot.model.situation import Elsewhere
from bot.model.spans import DAY, WEEK
from bot.model.state import Ask, Open, Phase, Seated
from bot.model.table import REPORT_KEPT_DAYS
from bot.model.tiding import (
    CardLaid,
    CompanyDeclined,
    GotUp,
    Guest,
    Leaving,
    SatDown,
    Stage,
    TableLaid,
    TableSaid,
)

LIFE: Final = WEEK
"""Milliseconds for which a seat is kept for whoever brings the code."""
DAYS: Final = LIFE // DAY
MOST: Final = 6
HELD: Final = "held"
"""The timer of what a table asked in quiet hours."""
FAVOURITE: Final = "not-date"
"""The deck of a table whose host names none."""


# Ways to a table


def lay(draft: Draft, argument: str) -> None:
    """A table is laid, and its code is on the screen to be given to a friend."""
    if draft.situation.told.aloud:
        draft.must_say("table.not-here")
    elif draft.state.seated:
        draft.must_say("table.one-at-a-time")
    elif opening.is_stranger(draft):
        opening.greet(draft)
    elif not draft.situation.context.decks:
        draft.must_say("decks.none")
    elif _has_name(draft):
        _lay(draft, argument)
    else:
        _ask_name(draft, f"{LAY} {argument}".strip())


def _has_name(draft: Draft) -> bool:
    """A name that may be shown: what a platform calls somebody can be an address as well."""
    member = draft.member
    return bool(member.called or (member.name and guard.held_back(member.name) is None))


def _ask_name(draft: Draft, then: str) -> None:
    """In a browser nobody has a name, and nobody is met by none."""
    draft.must_say("table.which-name", role=Role.FOLLOW_UP)
    draft.change(phase=Phase.NAMING, then=then)


def answer_name(draft: Draft, text: str) -> None:
    """That is what the others read; a link or an address is no name."""
    if take_name(draft, text):
        go_on(draft)


def take_name(draft: Draft, text: str) -> bool:
    """The others read it from now on; False, and said so, where it is none."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or guard.held_back(name):
        draft.must_say("table.no-name", role=Role.FOLLOW_UP, limit=LONGEST_NAME)
        return False
    draft.change_member(called=name)
    return True


def go_on(draft: Draft) -> None:
    """With a name or without one: what was begun before the name was asked for."""
    then, _space, argument = draft.state.then.partition(" ")
    draft.change(then="", phase=Phase.RESTING)
    if then == LAY:
        _lay(draft, argument)
    elif then == ACCEPT:
        _accept(draft)
    else:
        _sit(draft)


LAY: Final = "lay"
SIT: Final = "sit"
ACCEPT: Final = "accept"
LONGEST_NAME: Final = 32


def _lay(draft: Draft, argument: str) -> None:
    cards = draft.situation.context.decks
    named, places = _what_was_asked_for(draft, argument)
    # Each of them is shown the card in their own language; what lies on the table is the deck as it was written.
    card = next((one for one in cards if one.id == (named or FAVOURITE)), cards[0])
    table = ConversationId(draft.situation.event)
    code, until = codes.draw(draft.situation.told.chance), draft.now + LIFE
    laid = TableLaid(guest_of(draft), code, until, card.hash, card.id, places)
    draft.do(Tell(table, laid, Format.TABLE))
    draft.change(seated=Seated(table))
    wants_company(draft)
    draft.must_say(
        "table.laid",
        title=card.title,
        code=codes.spelled(code),
        days=DAYS,
        start=f"join-{code}",
        url=draft.situation.context.url,
        others=places - 1,
    )
    draft.say_named("table.your-name", draft.member.id, Role.ANEW)


def _what_was_asked_for(draft: Draft, argument: str) -> tuple[str, int]:
    """The deck, and how many sit there, of "for 3" or "little-things for 4"."""
    places, words = 2, argument.casefold().split()
    if "for" in words and words[-1] in _PLACES:
        places = _PLACES[words[-1]]
        words = words[: words.index("for")]
    card = opening.find_deck(draft, " ".join(words)) if words else None
    return (card.id if card else ""), places


_PLACES: Final = {str(number): number for number in range(2, MOST + 1)} | {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}


def invited(draft: Draft, code: str) -> None:
    """Whoever has a code is asked whether to sit down; nothing is told to anybody before their yes."""
    invitation = draft.situation.told.invitation
    draft.change(invitation=code)
    if draft.situation.told.aloud:
        draft.change(invitation="")
        draft.must_say("table.not-here")
    elif draft.state.seated and draft.state.phase is Phase.SEATED:
        draft.change(invitation="")
        draft.must_say("table.one-at-a-time")
    elif opening.is_stranger(draft):
        opening.greet(draft)
    elif guesses.guessed_enough(draft):
        draft.change(invitation="")
        draft.must_say("link.wait")
    elif invitation is None:
        guesses.missed(draft)
        draft.change(invitation="")
        draft.must_say("table.no-such-code")
    elif invitation.mine:
        draft.change(invitation="")
        draft.must_say("table.your-own-code")
    else:
        ask_to_sit(draft)


def answer_invitation(draft: Draft, agreed: bool | None) -> None:
    """A yes takes the seat; a no is told to nobody; anything else is asked again."""
    invitation = draft.situation.told.invitation
    if agreed is None:
        draft.must_say("table.sit-down", role=Role.FOLLOW_UP)
        offer_yes_or_no(draft)
        return
    if not agreed:
        draft.change(invitation="", phase=Phase.RESTING)
        draft.must_say("table.declined")
    elif invitation is None or invitation.mine or _has_name(draft):
        _sit(draft)
    else:
        _ask_name(draft, SIT)


def _sit(draft: Draft) -> None:
    """The seat is taken, if it is still kept."""
    invitation = draft.situation.told.invitation
    draft.change(invitation="", phase=Phase.RESTING)
    if invitation is None or invitation.mine:
        draft.must_say("table.no-such-code")
    else:
        leave(draft, Leaving.LEFT)
        decline_proposal(draft)
        draft.do(Tell(invitation.table, SatDown(guest_of(draft))))
        draft.change(seated=Seated(invitation.table))
        draft.change_member(stopped=False, paused_until=0)


def wants_company(draft: Draft) -> None:
    """Whoever asks for others wants to hear of them: a stop or a pause of before is over."""
    draft.change_member(stopped=False, paused_until=0)
    if draft.state.phase is Phase.STOPPED:
        draft.change(phase=Phase.RESTING)


def guest_of(draft: Draft) -> Guest:
    """The member, as a table or the lobby knows them."""
    return Guest(draft.member.id, draft.situation.conversation, draft.situation.context.platform)


# What the table says


def hear_table(draft: Draft, tiding: Event) -> None:
    """The table has something to say; a member who does not sit there any more hears nothing of it."""
    # What is asked before forgetting is not the last thing on the screen any more: a yes would answer something else.
    draft.change(confirming=False)
    match tiding:
        case CardLaid() | TableSaid(unasked=False) if draft.member.stopped and _has_a_place(draft, tiding.table):
            _is_not_here(draft, tiding)
        case CardLaid():
            _card_laid(draft, tiding)
        case TableSaid() if tiding.unasked and tiding.stage is Stage.CHECKING and put_off(draft, HELD):
            draft.change(held=tiding)
        case TableSaid():
            _table_said(draft, tiding)
        case _:
            draft.because("not for a member")


def _has_a_place(draft: Draft, table: ConversationId) -> bool:
    """They sit there, or a seat was proposed to them."""
    return draft.state.proposal == table or (draft.state.seated is not None and draft.state.seated.table == table)


def _is_not_here(draft: Draft, tiding: CardLaid | TableSaid) -> None:
    """Whoever said stop in another of their chats sits here no more, and hears nothing of it."""
    draft.because("they said stop elsewhere")
    if draft.state.proposal == tiding.table:
        decline_proposal(draft)
    elif isinstance(tiding, TableSaid) and tiding.stage is Stage.OVER:
        rise(draft)
    else:
        leave(draft, Leaving.LEFT)


def accept(draft: Draft) -> None:
    """The seat that the lobby proposed is taken."""
    if not draft.state.proposal:
        draft.must_say("table.here" if draft.state.phase is Phase.SEATED else "table.none")
    elif _has_name(draft):
        _accept(draft)
    else:
        _ask_name(draft, ACCEPT)


def _accept(draft: Draft) -> None:
    table = draft.state.proposal
    draft.change(proposal=ConversationId(0))
    if not table:
        draft.must_say("lobby.not-together")
        return
    leave(draft, Leaving.LEFT)
    draft.do(Tell(table, SatDown(guest_of(draft))))
    draft.change(seated=Seated(table))
    draft.change_member(stopped=False, paused_until=0)


def refuse(draft: Draft) -> None:
    """It is not taken, and nobody hears by whom."""
    decline_proposal(draft)
    draft.must_say("lobby.refused")


def show_held(draft: Draft) -> None:
    """What a table asked in quiet hours is asked now."""
    held = draft.state.held
    draft.change(held=None)
    if held is None:
        draft.because("the timer's reason is gone")
    elif put_off(draft, HELD):
        draft.change(held=held)
    else:
        _table_said(draft, held)


def ask_again(draft: Draft) -> None:
    """A seat that was proposed waits for a yes, and is named once more."""
    draft.must_say("lobby.sit-down", role=Role.FOLLOW_UP)
    table = RoundId(draft.state.proposal)
    draft.offer(token(table, 0, f"{COMMAND}sit"), name="option.sit-down")
    draft.offer(token(table, 0, f"{COMMAND}no"), name="option.no", quiet=True)


def decline_proposal(draft: Draft) -> None:
    """Nobody waits for this member's yes any more."""
    if draft.state.proposal:
        draft.do(Tell(draft.state.proposal, GotUp(draft.member.id, Leaving.DECLINED)))
        draft.change(proposal=ConversationId(0))


def _sits_at(draft: Draft, table: ConversationId) -> bool:
    seated = draft.state.seated
    if seated and seated.table == table:
        return True
    draft.because("does not sit there")
    if draft.state.parted != table:
        draft.do(Tell(table, GotUp(draft.member.id)))
    return False


def _card_laid(draft: Draft, tiding: CardLaid) -> None:
    """The card is shown, and what is typed next answers it."""
    if not _sits_at(draft, tiding.table) or draft.state.seated is None:
        return
    draft.lines.extend(tiding.lines)
    aside = draft.state.seated.aside if draft.state.phase is Phase.SEATED else draft.state.open
    version = draft.version_of(tiding.deck, tiding.question)
    moving.enter_deck(draft, version, tiding.deck_id)
    shelved = draft.shelf.by_id[tiding.question]
    draft.mark_asked(shelved.number)
    draft.count(shelved.number, Happened.ASKED)
    draft.change_evening(depth=shelved.question.depth)
    counts = not draft.is_counted(shelved.number)
    round_ = RoundId(draft.situation.event)
    opened = Open(round_, tiding.question, Ask.CARD, counts=counts, deck=version, at=draft.now)
    seated = replace(draft.state.seated, stage=Stage.ANSWERING, nth=tiding.nth, aside=aside)
    draft.change(seated=seated, phase=Phase.SEATED, open=opened, thread=())
    show_card(draft)


def show_card(draft: Draft) -> None:
    """The card, how it is answered, and the ways around it."""
    opened = draft.state.open
    if opened is None:
        return
    shelved = draft.shelf.by_id[opened.question]
    draft.say_from_deck(f"@{opened.question}/text", Role.QUESTION)
    moving.say_whose(draft, shelved)
    moving.say_how(draft, shelved)
    moving.offer_answers(draft, shelved, opened)
    moving.offer_ways_around(draft, opened)


def _table_said(draft: Draft, tiding: TableSaid) -> None:
    seated, member = draft.state.seated, draft.member
    if tiding.unasked and (member.stopped or member.paused_until > draft.now or draft.state.phase is Phase.QUIET):
        draft.because("nothing unasked now")
        if tiding.stage is not Stage.OVER:
            return
        # The seat is gone all the same.
        tiding = replace(tiding, lines=(), options=())
    draft.unasked = tiding.unasked
    if tiding.stage is Stage.PROPOSED:
        _proposed(draft, tiding)
        return
    if draft.state.proposal == tiding.table:
        draft.change(proposal=ConversationId(0))
        draft.lines.extend(tiding.lines)
        return
    if tiding.stage is Stage.OVER and not (seated and seated.table == tiding.table):
        # The last word of a table that they got up from reaches them wherever they sit by now.
        if not opening.is_stranger(draft):
            draft.lines.extend(tiding.lines)
        return
    last_word = draft.state.parted == tiding.table and seated is None
    if not last_word and (not _sits_at(draft, tiding.table) or seated is None):
        return
    draft.lines.extend(tiding.lines)
    draft.options.extend(tiding.options)
    own = draft.state.deck
    if tiding.deck:
        draft.change(deck=_as_read_here(draft, tiding))
    draft.show()
    if draft.state.phase is not Phase.SEATED:
        # The question that is open there is of their own deck.
        draft.change(deck=own)
    if tiding.stage is Stage.CHECKING:
        draft.change(phase=Phase.CHECKING)
    elif tiding.stage is Stage.OVER and seated:
        rise(draft)
    elif tiding.stage and seated:
        # While somebody is awaited, the bot is theirs alone.
        phase = draft.state.phase if tiding.stage is Stage.WAITING and not seated.nth else Phase.SEATED
        draft.change(seated=replace(seated, stage=tiding.stage, nth=tiding.nth), phase=phase)
        if tiding.stage is not Stage.ANSWERING and phase is Phase.SEATED and tiding.stage is not Stage.WAITING:
            draft.change(open=None)
    enclosing.offer(draft, tiding)


def _as_read_here(draft: Draft, tiding: TableSaid) -> DeckHash:
    """The version whose texts stand in for those that the lines name: the member's, where it has all of them."""
    paths = {line.name for line in tiding.lines if line.name.startswith("@")}
    asked = [QuestionId(path[1:].partition("/")[0]) for path in sorted(paths) if not path.startswith("@/")]
    versions = {draft.version_of(tiding.deck, question) for question in asked}
    version = versions.pop() if len(versions) == 1 else tiding.deck
    return version if all(path in draft.situation.library[version].texts for path in paths) else tiding.deck


def _proposed(draft: Draft, tiding: TableSaid) -> None:
    """A table might be laid; whoever sits at one already, or wants to be left alone, is no guest of another."""
    member = draft.member
    if draft.state.seated or member.stopped or member.paused_until > draft.now:
        draft.do(Tell(tiding.table, GotUp(member.id, Leaving.DECLINED)))
        return
    draft.lines.extend(tiding.lines)
    draft.options.extend(tiding.options)
    draft.change(proposal=tiding.table)


def rise(draft: Draft) -> None:
    """The member is alone with the bot again, and what was open before is open again."""
    seated = draft.state.seated
    if seated is None:
        return
    aside = seated.aside
    if draft.state.phase is Phase.SEATED:
        draft.change(phase=Phase.RESTING, open=aside)
        if aside and aside.deck in draft.situation.library:
            moving.enter_deck(draft, aside.deck, draft.situation.library[aside.deck].deck.id)
    draft.change(seated=None, parted=seated.table)


# Getting up


def leave(draft: Draft, why: Leaving) -> None:
    """The member sits at no table any more; the others hear no reason."""
    seated = draft.state.seated
    if seated is None:
        return
    draft.do(Tell(seated.table, GotUp(draft.member.id, why)))
    rise(draft)


def leave_with(draft: Draft, why: Leaving, moment: str) -> None:
    """The same, and the member reads that it is done. Whoever sits nowhere speaks of the table that they sat at last:
    a block or a report counts when it is over as well; otherwise there was nothing to leave."""
    if draft.state.seated:
        leave(draft, why)
    elif draft.state.parted and why is not Leaving.LEFT:
        draft.do(Tell(draft.state.parted, GotUp(draft.member.id, why)))
        moment = "table.you-blocked.afterwards" if why is Leaving.BLOCKED else "table.you-reported.afterwards"
    else:
        moment = "table.none"
    draft.must_say(moment, operator=draft.situation.context.operator, days=REPORT_KEPT_DAYS)


def _withdraw_elsewhere(draft: Draft, one: Elsewhere, why: Leaving) -> None:
    """The same holds for another conversation of this person's, which hears of it from the table, if at all."""
    if one.seated:
        draft.do(Tell(one.seated, GotUp(one.member, why, elsewhere=True)))
    if one.parted and why is Leaving.FORGOTTEN and one.parted != one.seated:
        draft.do(Tell(one.parted, GotUp(one.member, why)))
    if one.proposal:
        draft.do(Tell(one.proposal, GotUp(one.member, Leaving.DECLINED)))


def withdraw(draft: Draft, why: Leaving) -> None:
    """The member sits nowhere, waits for nobody, and what they said yes to is not carried out."""
    parted = draft.state.parted
    leave(draft, why)
    for one in draft.situation.told.elsewhere:
        _withdraw_elsewhere(draft, one, why)
    if parted:
        draft.do(Tell(parted, GotUp(draft.member.id, why)))
    decline_proposal(draft)
    draft.do(Tell(LOBBY, CompanyDeclined(draft.member.id)))
