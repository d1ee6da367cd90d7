"""The end of an evening: what was chosen, one question to take outside, and, if the member agrees, one look back."""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.solo.options import offer_told, offer_yes_or_no
from bot.hearing import assent, hear, lexicon_for
from bot.model.effect import SetTimer
from bot.model.figures import Deed
from bot.model.message import Role
from bot.model.record import DeedCounted
from bot.model.spans import DAY, HOUR
from bot.model.state import Chosen, Phase

CHECK_IN = "check-in"
CHECK_IN_AFTER = 22 * HOUR
"""Milliseconds: tomorrow, a little earlier than now, so that it does not creep into the night."""

SETTLED_IN = 14 * DAY
"""Milliseconds after which somebody knows what is asked here."""
HINT_AGAIN = 30 * DAY


def part(draft: Draft, announced: bool = False) -> None:
    """The closing is said and the member is asked whether the bot may ask tomorrow.

    `announced`: that it is the end has been said already.
    """
    say_closing(draft, announced)
    if not draft.evening.take_away:
        draft.change(phase=Phase.RESTING, open=None)
        return
    reaches = draft.situation.context.reaches
    draft.must_say("closing.may-i" if reaches else "closing.may-i.unreachable", role=Role.FOLLOW_UP)
    offer_yes_or_no(draft)
    draft.change(phase=Phase.PARTING, open=None)


def part_for_today(draft: Draft) -> None:
    """The daily question has been answered; another is there for whoever would like one."""
    draft.must_say("daily.done", role=Role.ASIDE)
    draft.change(phase=Phase.RESTING, open=None)


def say_closing(draft: Draft, announced: bool = False) -> None:
    """The member's own choices in one sentence, never their character; and a question for somebody else."""
    if not announced:
        draft.must_say("closing", role=Role.ANEW)
    pairs = tuple(pair for chosen in draft.evening.chosen if (pair := _pair(draft, chosen)))
    kept = draft.evening.kept
    if pairs:
        draft.say("closing.chose", pairs=pairs[:3])
    if kept:
        draft.say("closing.kept" if pairs else "closing.kept-only", said=kept)
    _give_take_away(draft)


def _pair(draft: Draft, chosen: Chosen) -> tuple[str, str] | None:
    """What was chosen, and over what where there were only two; None where a newer version of the deck has it not."""
    shelved = draft.shelf.by_id.get(chosen.question)
    choices = shelved.question.choices if shelved else ()
    label = next((choice.label for choice in choices if choice.id == chosen.choice), None)
    if label is None:
        return None
    others = [choice.label for choice in choices if choice.id != chosen.choice]
    return label, others[0] if len(others) == 1 else ""


def _give_take_away(draft: Draft) -> None:
    path = draft.evening.take_away
    if not path or path not in draft.shelf.texts:
        path = "@/take-aways" if draft.shelf.texts["@/take-aways"] else ""
    draft.change_evening(take_away=path)
    if path:
        draft.say("closing.take-away", role=Role.ANEW)
        draft.say_from_deck(path, Role.TAKE_AWAY)


def answer_parting(draft: Draft, text: str) -> None:
    """Only a clear yes sets the timer."""
    settle(draft, assent(text, draft.language) is True)


def settle(draft: Draft, agreed: bool) -> None:
    """The evening is over; with a yes, the question will be asked about once."""
    reaches = draft.situation.context.reaches
    if agreed:
        due = draft.now + CHECK_IN_AFTER
        draft.do(SetTimer(CHECK_IN, due))
        draft.change(check_in=True, check_in_due=due)
        draft.must_say("closing.tomorrow" if reaches else "closing.on-return")
    else:
        draft.must_say("closing.good-night")
    _mention_suggesting(draft)
    draft.change(phase=Phase.RESTING)


def _mention_suggesting(draft: Draft) -> None:
    """Whoever has been here for a while reads now and then that a question may come from them, and is not asked for
    one."""
    member = draft.member
    settled = 0 < member.greeted_at <= draft.now - SETTLED_IN
    if settled and not draft.situation.told.aloud and draft.now - member.hinted_at >= HINT_AGAIN:
        draft.must_say("suggest.hint", role=Role.ASIDE)
        draft.change_member(hinted_at=draft.now)


def check_in(draft: Draft, moment: str = "check-in") -> None:
    """It is asked, once, how it went outside."""
    draft.must_say(moment, role=Role.FOLLOW_UP)
    offer_told(draft)
    draft.change(phase=Phase.CHECKING, check_in=False, check_in_due=0)


def count_told(draft: Draft) -> None:
    """An offline conversation is counted: what it is all for."""
    draft.change_member(told=draft.member.told + 1)
    draft.record(DeedCounted(Deed.TOLD, draft.state.deck_id))
    draft.must_say("told", told=draft.member.told)
    if draft.state.phase is Phase.CHECKING:
        draft.change(phase=Phase.RESTING)


def not_yet(draft: Draft) -> None:
    """ "Not yet" is a fine answer."""
    draft.must_say("check-in.not-yet")
    draft.change(phase=Phase.RESTING)


def answer_check_in(draft: Draft, text: str) -> None:
    """A yes or a story counts, a no or "not yet" is as welcome; what is neither is asked once more."""
    match _did_it(text, draft.language):
        case True:
            count_told(draft)
        case False:
            not_yet(draft)
        case None:
            check_in(draft)


STORY = 4
"""Words (little ones not counted) that make a story of it."""
_PUT_OFF = frozenset(
    {"forgot", "forgotten", "later", "tomorrow", "busy", "soon", "vergessen", "vergass", "spaeter", "morgen", "bald"}
    | {"نسيت", "لاحقا", "غدا", "قريبا"}
)


def _did_it(text: str, language: str) -> bool | None:
    """Whether somebody was asked; None where that cannot be told."""
    agreed = assent(text, language)
    if agreed is not None:
        return agreed
    lexicon = lexicon_for(language)
    line = hear(text, lexicon)
    opening = line.words[: line.clauses.count(line.clauses[0])] if line.words else ()
    if not lexicon.negators.isdisjoint(opening) or not _PUT_OFF.isdisjoint(opening):
        return False
    return True if len(line.solid) >= STORY else None
