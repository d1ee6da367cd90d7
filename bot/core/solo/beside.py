"""What is said beside the questions is heard: who reads this, what was really meant, that somebody died.

Nothing of it is an answer, so nothing is counted, no thread leads on from it, and the question stands.
"""

from __future__ import annotations

from typing import Final

import msgspec.structs

from bot.core.draft import Draft, quotable
from bot.core.shelf import Shelved
from bot.core.solo import moving
from bot.hearing import Lexicon, hear, lexicon_for
from bot.hearing.abroad import abroad
from bot.hearing.lanes import tender_lane
from bot.hearing.remarks import corrected, remark
from bot.model.deck import Kind
from bot.model.event import Words
from bot.model.heard import Branch, Heard
from bot.model.message import Role
from bot.model.record import AnswerGiven
from bot.model.state import Ask, Chosen, Open, Span

AGAIN: Final = "again"
"""The question is wanted once more; with none open, there is nothing to repeat."""
A_CHOICE: Final = 3
"""Words of what is chosen instead."""
_MAY_BE_MEANT: Final = frozenset({"later", "kind"})
"""Remarks that may be answers ("hold on", "I love you"): said once more, they are."""
_LEAVES_IT: Final = frozenset({"later"})
"""Remarks after which nothing more is said: whoever is away for a moment is not reminded of what waits."""


def remarked(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """It is answered for what it is; the question stands."""
    if heard.key == AGAIN:
        moving.show_open(draft)
        return
    reply_to(draft, heard)
    if may_be_meant(heard) and opened.ask is Ask.QUESTION:
        opened = moving.replace_open(draft, again=True)
    hold(draft, shelved, opened, quietly=heard.key in _LEAVES_IT)


def may_be_meant(heard: Heard) -> bool:
    """Whether it is an answer where it is said a second time."""
    return heard.branch is not Branch.REMARK or heard.key in _MAY_BE_MEANT


def reply_to(draft: Draft, heard: Heard) -> None:
    """What there is to say to that remark."""
    if heard.key == "readers":
        moment = "remark.readers.aloud" if draft.situation.told.aloud else "remark.readers"
        draft.must_say(moment, operator=draft.situation.context.operator)
    else:
        draft.must_say(f"remark.{heard.key}")


def hold(draft: Draft, shelved: Shelved, opened: Open, quietly: bool = False) -> None:
    """The open question stands as it is, with what may be pressed."""
    if not quietly:
        draft.say("still-yours", role=Role.FOLLOW_UP)
    if opened.ask is Ask.QUESTION:
        moving.offer_answers(draft, shelved, opened)
    if opened.ask is Ask.TENDER:
        moving.offer_to_stay(draft, opened)
    else:
        moving.offer_ways_around(draft, opened)


def heard_while_idle(draft: Draft, text: str) -> Branch | None:
    """What was said, with no question open, that calls for an answer of its own; then it has one."""
    own = lexicon_for(draft.language)
    line = hear(text, own)
    heard = tender_lane(line, own) or remark(line, own) or abroad(line, own)
    if heard is None or heard.branch not in (Branch.TENDER, Branch.REMARK) or heard.key == AGAIN:
        return None
    if heard.branch is Branch.TENDER:
        draft.must_say("rest.tender")
    else:
        reply_to(draft, heard)
    return heard.branch


# What was really meant


def chosen_instead(draft: Draft, shelved: Shelved, opened: Open, words: Words) -> str:
    """The choice that the words put in the place of the one that was made: "no, tiger"; empty where they do not."""
    if shelved.question.kind is not Kind.CHOICE or opened.ask is not Ask.FOLLOW_UP or opened.tender:
        return ""
    found = _corrected(words, shelved.ears.lexicon, lexicon_for(draft.language))
    # Whoever says more than a choice tells something, to what was asked behind it.
    return _choice(shelved, found[0]) if found and len(found[0].split()) <= A_CHOICE else ""


def corrects(draft: Draft, shelved: Shelved, opened: Open, words: Words) -> bool:
    """Whether the words mend an answer that was given; then it is mended, and what is open stands."""
    mended = _corrected(words, shelved.ears.lexicon, lexicon_for(draft.language))
    if mended and _grieves(words, shelved.ears.lexicon, lexicon_for(draft.language)):
        return False
    last = draft.state.last
    if not mended or not mended[1] or last is None or last.deck != draft.state.deck:
        return False
    if opened.ask not in (Ask.QUESTION, Ask.FOLLOW_UP) or opened.again:
        # Asked anew, it is this question that they speak of.
        return False
    found = mended[0]
    if opened.tender or (opened.ask is Ask.QUESTION and ("*" in words.text or _answers(shelved, found))):
        return False
    before = draft.shelf.by_id.get(last.question)
    if before is None or before.question.kind is Kind.MISSION or _is_a_place(before, found):
        return False
    if not _choose_again(draft, before, last, words, _choice(before, found)):
        _keep_beside(draft, before, last, words)
    said = quotable(Words(words.id, found))
    first = words.text.find(found)
    span = Span(words.id, first + said.first, first + said.last) if said and first >= 0 else None
    draft.must_say("corrected.said" if span else "corrected", said=span)
    draft.change(thread=())
    now = draft.state.open
    hold(draft, shelved, now or opened)
    return True


def _corrected(words: Words, *lexicons: Lexicon) -> tuple[str, bool] | None:
    """What was meant, in the question's language or in the member's."""
    found = (corrected(hear(words.text, lexicon), lexicon) for lexicon in dict.fromkeys(lexicons))
    return next((one for one in found if one), None)


def _grieves(words: Words, *lexicons: Lexicon) -> bool:
    return any(tender_lane(hear(words.text, lexicon), lexicon) for lexicon in lexicons)


def _answers(shelved: Shelved, text: str) -> bool:
    return shelved.kind.read(shelved.ears, text).branch in (Branch.CHOICE, Branch.RANGE, Branch.ORDER)


def _is_a_place(shelved: Shelved, text: str) -> bool:
    """Another number on a scale, or another order: whoever wants that answers anew after `take that back`."""
    return shelved.kind.read(shelved.ears, text).branch in (Branch.RANGE, Branch.ORDER, Branch.NEAR_MISS)


def _choice(shelved: Shelved, text: str) -> str:
    if shelved.question.kind is not Kind.CHOICE:
        return ""
    heard = shelved.kind.read(shelved.ears, text)
    return heard.key if heard.branch is Branch.CHOICE else ""


def _choose_again(draft: Draft, before: Shelved, last: Open, words: Words, choice: str) -> bool:
    """Another choice stands in the place of the one made before, in the counts and at the closing."""
    made = next((one for one in draft.evening.chosen if one.question == last.question), None)
    if not choice or made is None:
        return False
    branch = Branch.CHOICE.value
    draft.record(AnswerGiven(last.round, before.number, branch, choice, words.id, counts=last.counts))
    chosen = next(one.id for one in before.question.choices if one.id == choice)
    others = tuple(one for one in draft.evening.chosen if one is not made)
    pending = tuple(
        msgspec.structs.replace(one, choice=chosen) if one.question == last.question and one.choice else one
        for one in draft.state.pending
    )
    draft.change(pending=pending)
    draft.change_evening(chosen=(*others, Chosen(last.question, chosen)))
    return True


def _keep_beside(draft: Draft, before: Shelved, last: Open, words: Words) -> None:
    """The better words are kept behind the first ones, which stay."""
    opened = draft.state.open
    part = max(last.part, opened.part if opened and opened.round == last.round else 0) + 1
    draft.record(AnswerGiven(last.round, before.number, Branch.DEFAULT.value, "", words.id, part=part))
    draft.change(last=msgspec.structs.replace(last, part=part))
    if opened and opened.round == last.round:
        moving.replace_open(draft, part=part + 1)
