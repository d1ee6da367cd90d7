"""The cards: laid for everybody at once, answered blind, shown together; and the talk between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec.structs

from bot.core.languages import card_in
from bot.core.selection import Nothing, choose
from bot.core.table import offering, parting
from bot.core.table.host import Host, name_of, quote_of
from bot.core.united import unite
from bot.model.effect import Tell
from bot.model.figures import Deed, Happened
from bot.model.ids import MemberId
from bot.model.line import Line
from bot.model.message import Role
from bot.model.record import DeedCounted, QuestionCounted
from bot.model.spans import DAY
from bot.model.table import Chair, Course
from bot.model.tiding import CardAnswered, CardLaid, Said, SpokeUp, Stage, Wish, Wished

CARDS: Final = 6
"""Cards that an evening shows: at two days a card a table lasts a fortnight at most, in one sitting an hour."""
PATIENCE: Final = 5
"""So many cards more are laid in an evening of skips."""
NUDGE_AFTER: Final = DAY
QUOTED: Final = 60
"""Characters of an answer that may stand inside a sentence of the host's."""
_NO_LINES: Final[Mapping[MemberId, tuple[Line, ...]]] = {}


def lay_next(host: Host, before: Mapping[MemberId, tuple[Line, ...]] = _NO_LINES, moment: str = "") -> None:
    """The next card lies there, new to everybody and no deeper than the most careful of them goes; or it is time to
    part. `before` is said ahead of either, by member; `moment` ahead of a card alone."""
    state = host.state
    if state.shown >= CARDS or state.nth >= CARDS + PATIENCE:
        parting.part(host, before)
        return
    everybody, shelf = host.together, host.shelf
    unfit = shelf.missions | shelf.private | _unread(host)
    at_the_table = msgspec.structs.replace(everybody, never=f"{int(everybody.never, 16) | unfit:x}")
    pick = choose(shelf, at_the_table, state.evening, (), False, host.dice, host.situation.context.retired)
    if isinstance(pick, Nothing):
        host.because(f"no next card: {pick.value}")
        parting.part(host, before)
        return
    question = pick.shelved.question
    host.because(f"{question.id}: {pick.why}")
    host.change_evening(asked=(*state.evening.asked, question.id), depth=question.depth, gentle=False)
    host.change(
        course=Course.CARD,
        question=question.id,
        nth=state.nth + 1,
        nudged=False,
        chairs=tuple(msgspec.structs.replace(chair, answer=None, talked=False) for chair in state.chairs),
    )
    leads_on = (host.line(moment),) if moment else ()
    for chair in host.state.chairs:
        lines = (*before.get(chair.guest.member, ()), *leads_on)
        laid = CardLaid(host.id, host.state.nth, state.deck, state.deck_id, question.id, lines)
        host.effects.append(Tell(chair.guest.conversation, laid))
    host.set_timer(parting.NUDGE, NUDGE_AFTER)
    parting.wait_for_them(host)


def _unread(host: Host) -> int:
    """The questions that somebody there would not read in their own language, though the deck is in it."""
    unread = 0
    for rows in host.situation.told.guests:
        language = unite(rows[0], rows[1:]).language or host.situation.context.language
        card = next((card for card in host.situation.context.decks if card.id == host.state.deck_id), None)
        there = host.situation.library.get(card_in(card, language).hash) if card else None
        unread |= host.shelf.everything & ~there.everything if there else 0
    return unread


def answered(host: Host, event: CardAnswered) -> None:
    """It is kept face down until all are in; another one before that replaces it."""
    if host.state.course is not Course.CARD or event.nth != host.state.nth:
        host.because("another card lies there by now")
        return
    first = host.chair(event.member)
    again = first is not None and first.answer is not None
    host.change_chair(event.member, answer=event.said)
    chair = host.chair(event.member)
    if all(one.answer for one in host.state.chairs):
        reveal(host)
    elif chair is not None and not again:
        missing = [one.guest for one in host.state.chairs if one.answer is None]
        quotes = (name_of(missing[0]),) if len(missing) == 1 else ()
        waits = host.line("table.waiting", Role.ASIDE, quotes) if quotes else host.line("table.waiting-all", Role.ASIDE)
        host.tell(chair.guest, (waits,), Stage.WAITING)


def reveal(host: Host) -> None:
    """All answers, together, and one of them asked to take the other's up; whose turn that is alternates."""
    chairs = host.state.chairs
    lines = [host.line("table.together")]
    for chair in chairs:
        lines.append(_answer(chair))
        if chair.answer:
            host.grant(chair.answer)
    first = chairs[host.state.first % len(chairs)]
    other = chairs[(host.state.first + 1) % len(chairs)]
    lines.append(_over_to(host, first, other))
    host.record(QuestionCounted(host.shelf.by_id[host.state.question].number, Happened.SHOWN))
    host.change(
        course=Course.TALK, taken_up=False, shown=host.state.shown + 1, first=(host.state.first + 1) % len(chairs)
    )
    offering.tell_with_offers(host, lines, chairs)
    host.cancel(parting.NUDGE)
    parting.wait_for_them(host)


def _answer(chair: Chair) -> Line:
    said = chair.answer or Said()
    if said.enclosed and not said.words:
        media = (("media", said.enclosed.kind),)
        return Line("table.answer.enclosed", 0, Role.SAID, media, (name_of(chair.guest),))
    quotes, gaps = quote_of(said)
    return Line("table.answer", 0, Role.SAID, tuple(gaps.items()), (name_of(chair.guest), *quotes))


def _over_to(host: Host, first: Chair, other: Chair) -> Line:
    """The floor is theirs: about what the other said, in the other's own words where they are short."""
    names = (name_of(first.guest), name_of(other.guest, "other"))
    said = other.answer or Said()
    if said.label or 0 < said.length <= QUOTED:
        quotes, gaps = quote_of(said)
        return host.line("table.over-to", Role.FOLLOW_UP, (*names, *quotes), **gaps)
    return host.line("table.over-to.long", Role.FOLLOW_UP, names)


def spoke_up(host: Host, event: SpokeUp) -> None:
    """The others read it, under the name that the member goes by."""
    if host.state.course is not Course.TALK:
        host.because("nothing is carried now")
        return
    chair = host.chair(event.member)
    if chair is None:
        return
    host.change_chair(event.member, talked=True)
    if not host.state.taken_up:
        host.change(taken_up=True)
        host.record(QuestionCounted(host.shelf.by_id[host.state.question].number, Happened.REPLIED))
        host.record(DeedCounted(Deed.REPLIED, host.state.deck_id))
    lines = []
    if event.said.words:
        quotes, gaps = quote_of(event.said)
        lines.append(Line("table.says", 0, Role.SAID, tuple(gaps.items()), (name_of(chair.guest), *quotes)))
    offering.pass_on(host, chair, lines, event)
    parting.wait_for_them(host)


def wished(host: Host, event: Wished) -> None:
    """What one of them wishes happens for all, in words that do not tell whose wish it was."""
    state = host.state
    if state.course not in (Course.CARD, Course.TALK) or event.nth != state.nth:
        host.because("wished of a card that does not lie there any more")
        return
    evening = state.evening
    moment = ""
    match event.wish:
        case Wish.END:
            parting.part(host)
            return
        case Wish.LIGHTER:
            host.change_evening(shift=max(-4, evening.shift - 1), gentle=True)
            moment = "table.another"
        case Wish.DEEPER:
            host.change_evening(shift=min(4, evening.shift + 1))
            moment = "table.another"
        case Wish.SKIP:
            host.change_evening(skipped=evening.skipped + 1, gentle=True)
            moment = "table.another"
        case Wish.NEXT:
            moment = "table.another"
    # What has been answered and shown is not put back.
    lay_next(host, moment=moment if state.course is Course.CARD else "")
