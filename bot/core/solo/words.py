"""What each of the words that always work does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core import dates
from bot.core.commands import Command, Said
from bot.core.draft import DEEPEST, Draft
from bot.core.languages import meant
from bot.core.solo import (
    answering,
    at_circle,
    at_place,
    closing,
    counting,
    daily,
    forgetting,
    language,
    links,
    moving,
    opening,
    rating,
    rooms,
    seating,
    settings,
    suggesting,
)
from bot.core.solo.options import offer_yes_or_no
from bot.core.solo.social import SOCIAL
from bot.model.effect import CancelTimer
from bot.model.enclosure import KEPT_DAYS
from bot.model.figures import Deed, Happened
from bot.model.ids import QuestionNumber
from bot.model.message import Role
from bot.model.record import AnswerShared, AnswerWithdrawn, DeedCounted
from bot.model.state import Ask, Open, Phase, Span
from bot.model.tiding import Leaving


def obey(draft: Draft, said: Said) -> None:
    """The command is carried out, in any phase."""
    draft.because(f"the word «{said.command.value}»")
    if draft.situation.told.aloud and said.command in at_place.DECIDED:
        at_place.decide(draft, said)
    else:
        OBEYED[said.command](draft, said)


def skip(draft: Draft, said: Said) -> None:
    """The subject and the weight change, without comment on the skip."""
    if _nothing_open(draft):
        return
    draft.say("skip")
    _skip(draft)


def _skip(draft: Draft) -> None:
    _pass_on(draft, Happened.SKIPPED)
    draft.change_evening(skipped=draft.evening.skipped + 1, gentle=True)
    moving.next_question(draft, tender=_was_tender(draft))


def never(draft: Draft, said: Said) -> None:
    """This question does not come again, ever."""
    if _nothing_open(draft):
        return
    draft.never_again(_pass_on(draft, Happened.NEVER))
    draft.change_evening(skipped=draft.evening.skipped + 1, gentle=True)
    draft.must_say("never")
    moving.next_question(draft, tender=_was_tender(draft))


def rate(draft: Draft, said: Said) -> None:
    """What the member thinks of the question asked last is kept; one that is none for them is passed on."""
    if rating.rate(draft, said):
        _skip(draft)


def _pass_on(draft: Draft, how: Happened) -> QuestionNumber:
    opened = draft.state.open
    if opened is None:
        raise ValueError("no question is open")
    shelved = draft.shelf.by_id[opened.question]
    counting.passed(draft, shelved, opened, how)
    draft.change(thread=())
    return shelved.number


def _was_tender(draft: Draft) -> bool:
    opened = draft.state.open
    return opened is not None and opened.tender


def _nothing_open(draft: Draft) -> bool:
    """Says that there is nothing to pass, where no question is open."""
    if draft.state.phase is Phase.PARTING:
        closing.settle(draft, agreed=False)
        return True
    if draft.state.phase is Phase.CHECKING:
        closing.not_yet(draft)
        return True
    if draft.state.phase is Phase.QUIET:
        answering.stay_quiet(draft)
        return True
    if draft.state.phase is not Phase.ASKING or draft.state.open is None:
        _offer_to_go_on(draft, "nothing-open")
        return True
    return False


def _offer_to_go_on(draft: Draft, moment: str) -> None:
    draft.must_say(moment, role=Role.FOLLOW_UP)
    offer_yes_or_no(draft)


def deeper(draft: Draft, said: Said) -> None:
    """Tonight goes one deeper than the deck's arc, and the ceiling rises with it."""
    if draft.member.ceiling == DEEPEST and draft.evening.depth == DEEPEST:
        draft.must_say("deeper.bottom", ceiling=DEEPEST)
        _move_on(draft)
        return
    # With nothing open, what is left lies above the ceiling, however light the last question was.
    from_here = draft.evening.depth if draft.state.open else draft.member.ceiling
    draft.set_ceiling(max(draft.member.ceiling, from_here + 1))
    draft.change_evening(shift=min(4, draft.evening.shift + 1), skipped=0, gentle=False)
    draft.must_say("deeper", ceiling=draft.member.ceiling)
    if _is_stuck(draft):
        moving.next_question(draft)
    else:
        _move_on(draft)


def _is_stuck(draft: Draft) -> bool:
    """The evening came to a stand because nothing was left within the ceiling: at its first question, or after some."""
    halted = draft.evening.halted and draft.state.phase in (Phase.RESTING, Phase.PARTING)
    fresh = draft.state.phase is Phase.RESTING and not draft.evening.answered
    begun = (halted or fresh) and draft.state.open is None
    return begun and bool(draft.state.deck_id) and draft.state.deck in draft.situation.library


def lighter(draft: Draft, said: Said) -> None:
    """Tonight goes lighter, and the ceiling comes down to where the member wants it."""
    tender = _was_tender(draft)
    if not tender:
        draft.lower_ceiling()
        draft.change_evening(shift=max(-4, draft.evening.shift - 1))
    draft.change_evening(gentle=True)
    draft.must_say("lighter.tender" if tender else "lighter", ceiling=draft.member.ceiling)
    _move_on(draft, tender)


def _move_on(draft: Draft, tender: bool = False) -> None:
    if draft.state.phase is Phase.ASKING and draft.state.open:
        draft.change(thread=())
        moving.next_question(draft, tender)


def pause(draft: Draft, said: Said) -> None:
    """Nothing unasked comes until then; the pause ends by itself, and the open question waits."""
    until = draft.now + said.span
    draft.change_member(paused_until=until)
    draft.must_say("pause", until=dates.end(draft.now, until, daily.zone_of(draft)))
    if draft.state.phase not in (Phase.QUIET, Phase.SEATED):
        draft.change(phase=Phase.RESTING)


def resume(draft: Draft, said: Said) -> None:
    """The conversation goes on where it was: at the open question, if there is one, or an answer of an earlier day."""
    draft.change_member(stopped=False, paused_until=0)
    if opening.is_stranger(draft):
        opening.greet(draft)
    elif draft.state.open:
        draft.say("resume")
        moving.show_open(draft)
    elif draft.state.phase is not Phase.QUIET and (pending := moving.due_on_return(draft)):
        if moving.is_new_evening(draft):
            moving.fresh_evening(draft)
        draft.say("resume")
        moving.return_to(draft, pending, "callback.later")
    elif draft.state.deck in draft.situation.library and draft.state.deck_id:
        if moving.is_new_evening(draft) or draft.state.phase is not Phase.ASKING:
            moving.fresh_evening(draft)
        draft.say("resume")
        moving.next_question(draft)
    else:
        opening.agree(draft)


def start(draft: Draft, said: Said) -> None:
    """The deck that is named; without one the greeting again for whom has not said yes, otherwise on with it."""
    if said.argument and (card := opening.find_deck(draft, said.argument)):
        opening.begin_deck(draft, card)
    elif draft.state.phase in (Phase.NEW, Phase.GREETED):
        opening.greet(draft)
    else:
        resume(draft, said)


def stop(draft: Draft, said: Said) -> None:
    """At once: nothing is asked and nothing unasked will come. What was begun is closed in two sentences."""
    seating.withdraw(draft, Leaving.LEFT)
    mid_evening = draft.state.phase is Phase.ASKING and draft.evening.answered > 0
    if not draft.member.stopped and not opening.is_stranger(draft):
        draft.record(DeedCounted(Deed.LEFT, draft.state.deck_id))
    draft.change_member(stopped=True)
    draft.do(CancelTimer(closing.CHECK_IN))
    daily.turn_off(draft)
    draft.must_say("stop")
    if mid_evening:
        closing.say_closing(draft)
    # After distress the stop is the gentler of the two silences: whoever writes again is not asked whether to begin.
    phase = Phase.QUIET if draft.state.phase is Phase.QUIET else Phase.STOPPED
    draft.change(phase=phase, open=None, check_in=False, thread=())


def share(draft: Draft, said: Said) -> None:
    """Others who have answered may read the words of the last answer to a question itself, without a name."""
    main = draft.state.main
    if main is None:
        draft.must_say("share.nothing")
        return
    if main.span.words:
        draft.record(AnswerShared(main.round, True, main.span.words))
        draft.change(shared=main)
        draft.must_say("share", said=main.span)
    else:
        draft.must_say("share.no-words")
    moving.stand_by(draft)


def unshare(draft: Draft, said: Said) -> None:
    """Nobody is shown any more what was shared last, whatever was answered since."""
    shared, last = draft.state.shared, draft.state.last
    if shared:
        draft.record(AnswerShared(shared.round, False, shared.span.words))
    elif last:
        draft.record(AnswerShared(last.round, False))
    else:
        draft.must_say("share.nothing")
        return
    draft.change(shared=None)
    draft.must_say("unshare")
    moving.stand_by(draft)


def take_back(draft: Draft, said: Said) -> None:
    """The last answer is gone: its words, its counts, and what would have come back to it."""
    last = draft.state.last
    if last is None:
        draft.must_say("take-back.nothing")
        return
    draft.record(AnswerWithdrawn(last.round))
    main, shared = draft.state.main, draft.state.shared
    shelf = draft.situation.library.get(last.deck)
    if last.counts and shelf and last.question in shelf.by_id:
        draft.set_counted(shelf.by_id[last.question].number, False)
    draft.change(
        last=None,
        main=None if main and main.round == last.round else main,
        shared=None if shared and shared.round == last.round else shared,
        thread=(),
    )
    draft.change_evening(kept=None)
    if last.ask is not Ask.CALLBACK:
        _take_back_from_evening(draft, last)
    draft.must_say("take-back")
    opened = draft.state.open
    if opened and opened.round == last.round and draft.state.phase is Phase.ASKING:
        moving.next_question(draft)
    else:
        moving.stand_by(draft)


def _take_back_from_evening(draft: Draft, last: Open) -> None:
    """Nothing comes back to it, and the closing knows nothing of it; another deck's or day's evening stays as it is."""
    gone = last.deck, last.question
    draft.change(pending=tuple(one for one in draft.state.pending if (one.deck, one.question) != gone))
    if last.deck == draft.state.deck and last.question in draft.evening.asked:
        chosen = tuple(one for one in draft.evening.chosen if one.question != last.question)
        draft.change_evening(chosen=chosen, answered=max(0, draft.evening.answered - 1))


def told(draft: Draft, said: Said) -> None:
    """One offline conversation more."""
    closing.count_told(draft)
    moving.stand_by(draft)


def my_list(draft: Draft, said: Said) -> None:
    """Tonight's questions, to keep, with the one to take along."""
    if not draft.evening.asked:
        _list_of_last_time(draft)
    else:
        draft.must_say("my-list")
        for question in draft.evening.asked:
            draft.say_from_deck(f"@{question}/text", Role.ITEM)
        if draft.evening.take_away:
            draft.say_from_deck(draft.evening.take_away, Role.ITEM)
    _stand_by_quietly(draft)


def _list_of_last_time(draft: Draft) -> None:
    """The list of the sitting before, as it was promised then."""
    shelf = draft.situation.library.get(draft.state.deck)
    kept = [question for question in draft.state.last_list if shelf and question in shelf.by_id]
    draft.must_say("my-list.earlier" if kept else "my-list.empty")
    for question in kept:
        draft.say_from_deck(f"@{question}/text", Role.ITEM)


def _stand_by_quietly(draft: Draft) -> None:
    """Only the ways on are offered: the question itself is in the list, or on the screen."""
    opened = draft.state.open
    if draft.state.phase is Phase.ASKING and opened:
        if opened.ask is Ask.QUESTION:
            moving.offer_answers(draft, draft.shelf.by_id[opened.question], opened)
        moving.offer_ways_around(draft, opened)


def decks(draft: Draft, said: Said) -> None:
    """The decks are on the table; with a name, that one is begun."""
    card = opening.find_deck(draft, said.argument) if said.argument else None
    if card:
        opening.begin_deck(draft, card)
    else:
        opening.lay_out_decks(draft, "decks")


def again(draft: Draft, said: Said) -> None:
    """A deck that is used up begins anew; what is never to be asked stays so. Answers then count once all the same."""
    shelf = draft.situation.library.get(draft.state.deck)
    if shelf is None:
        opening.lay_out_decks(draft, "decks")
        return
    if not shelf.everything & ~int(draft.member.never, 16):
        draft.must_say("again.nothing", title=shelf.deck.title)
        return
    draft.change_member(asked=f"{int(draft.member.asked, 16) & ~shelf.everything:x}")
    draft.must_say("again", title=shelf.deck.title)
    moving.fresh_evening(draft)
    moving.next_question(draft)


def known(draft: Draft, said: Said) -> None:
    """What is kept about the member, counted (answers to follow-ups with their question), and their last words; these
    only where nobody reads along."""
    dossier, member, context = draft.situation.told.dossier, draft.member, draft.situation.context
    recent = () if draft.situation.told.aloud else dossier.recent
    draft.must_say(
        "known",
        answers=dossier.answers,
        shared=dossier.shared,
        rated=dossier.rated,
        suggested=dossier.suggested,
        recent=len(recent),
        since=dates.day(dossier.first_at or member.greeted_at or draft.now),
        asked=int(member.asked, 16).bit_count(),
        never=int(member.never, 16).bit_count(),
        told=member.told,
        ceiling=member.ceiling,
        name=member.name,
        days=context.retention_days,
        backup_days=context.backup_days,
        enclosures=dossier.enclosures,
        enclosure_days=KEPT_DAYS,
    )
    if dossier.recent and not recent:
        draft.must_say("known.in-private")
    for words, length in recent:
        draft.must_say("known.recent", role=Role.ITEM, said=Span(words, 0, length))
    draft.must_say("known.rights")
    _stand_by_quietly(draft)


def help_(draft: Draft, said: Said) -> None:
    """The words that always work, an example of an answer where there is one, and whom to turn to."""
    context = draft.situation.context
    draft.must_say("help", role=Role.ASIDE, operator=context.operator, contact=context.contact)
    opened = draft.state.open
    asked = opened if draft.state.phase is Phase.ASKING and opened and opened.ask is Ask.QUESTION else None
    if asked and f"@{asked.question}/example" in draft.shelf.texts:
        draft.must_say("help.example", role=Role.ASIDE)
        draft.say_from_deck(f"@{asked.question}/example", Role.ASIDE)
    if draft.state.phase is Phase.NEW:
        opening.greet(draft)
    elif draft.state.phase is Phase.GREETED:
        _offer_to_go_on(draft, "greeting.shall-we")
    else:
        moving.stand_by(draft)


def who(draft: Draft, said: Said) -> None:
    """A bot, and it says so, and whose; the question stands."""
    context = draft.situation.context
    draft.must_say("who", operator=context.operator, community=context.community)
    moving.stand_by(draft)


def stay(draft: Draft, said: Said) -> None:
    """The member wants to stay with a tender answer."""
    answering.stay(draft)


def link(draft: Draft, said: Said) -> None:
    """A code for the other chat; or, with the code of the other chat, both accounts are one person's."""
    if said.argument:
        links.join(draft)
    else:
        links.offer(draft)
    if draft.state.phase is Phase.NEW and not draft.situation.told.aloud:
        opening.greet(draft)


def speak(draft: Draft, said: Said) -> None:
    """The bot speaks that language with the member from now on; before the yes it says its greeting in it again."""
    chosen = meant(said.argument, draft.situation.context.languages) if said.argument else None
    if draft.state.phase is Phase.GREETED and chosen is not None and not draft.situation.told.aloud:
        draft.change_member(language=chosen.tag)
        opening.greet(draft)
    else:
        language.choose(draft, said)


def whoami(draft: Draft, said: Said) -> None:
    """The account that the member speaks by, as whoever runs the bot names it; only where nobody reads along."""
    links.tell(draft)
    moving.stand_by(draft)


def unlink(draft: Draft, said: Said) -> None:
    """This account is on its own again."""
    links.part(draft)


def allow(draft: Draft, said: Said) -> None:
    """The group place is open to the bot, by somebody who may say so."""
    rooms.open_up(draft)


def disallow(draft: Draft, said: Said) -> None:
    """The group place is closed to the bot."""
    rooms.close(draft)


OBEYED: Final[dict[Command, Callable[[Draft, Said], None]]] = {
    Command.SKIP: skip,
    Command.NEVER: never,
    Command.DEEPER: deeper,
    Command.LIGHTER: lighter,
    Command.PAUSE: pause,
    Command.RESUME: resume,
    Command.STOP: stop,
    Command.SHARE: share,
    Command.UNSHARE: unshare,
    Command.TAKE_BACK: take_back,
    Command.TOLD: told,
    Command.RATE: rate,
    Command.MY_LIST: my_list,
    Command.DECKS: decks,
    Command.KNOWN: known,
    Command.FORGET: forgetting.forget,
    Command.HELP: help_,
    Command.STAY: stay,
    Command.AGAIN: again,
    Command.START: start,
    Command.WHO: who,
    Command.WHOAMI: whoami,
    Command.LINK: link,
    Command.UNLINK: unlink,
    Command.ALLOW: allow,
    Command.DISALLOW: disallow,
    **SOCIAL,
    Command.DAILY: daily.wish,
    Command.TALKS: at_place.decide,
    Command.REST: at_place.decide,
    Command.ZONE: settings.zone,
    Command.QUIET: settings.quiet,
    Command.SETTINGS: settings.show,
    Command.LANGUAGE: speak,
    Command.CIRCLE: at_circle.call,
    Command.REVEAL: at_circle.turn_over,
    Command.CIRCLES: at_circle.want,
    Command.ANSWER: at_circle.begin_answer,
    Command.CALL_ON: at_circle.be_called_on,
    Command.SUGGEST: suggesting.suggest,
    Command.REWORD: suggesting.reword,
    Command.SUGGESTED: suggesting.mine,
    Command.UNSUGGEST: suggesting.unsuggest,
}
