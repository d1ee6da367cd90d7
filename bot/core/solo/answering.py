"""An answer comes in: what it calls for, what it earns, and the follow-up that could only come after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import msgspec.structs

from bot.core import languages
from bot.core.draft import Draft, path_of, quotable, span_of
from bot.core.shelf import Shelved
from bot.core.solo import beside, counting, moving
from bot.core.solo.closing import CHECK_IN
from bot.core.solo.giving import gaps_of, give_back
from bot.core.tokens import CHIP
from bot.hearing import ENGLISH, Lexicon, Outcome, content_stems, hear, lexicon_for, lexicons, pick
from bot.hearing.lanes import distress, other_language
from bot.model.deck import FollowUp, Kind
from bot.model.effect import CancelTimer
from bot.model.event import Words
from bot.model.heard import Branch, Heard
from bot.model.ids import ChoiceId, WordsId
from bot.model.line import Gap
from bot.model.message import Role
from bot.model.record import AnswerGiven
from bot.model.spans import DAY
from bot.model.state import Ask, Chosen, Open, Pending, Phase, Span, Spoken, Stem
from bot.questions import ACCEPTED
from bot.questions.open import OpenShape

NOTHING_TYPED = Words(WordsId(0))
_NO_GAPS: Final[Mapping[str, Gap]] = {}
FREELY: Final = OpenShape()
"""How an answer to a follow-up is read: lanes, themes and the default, whatever kind the question was."""
_TENDER_LABELS: Final = ("stay", "something lighter")
_GAP: Final = re.compile(r"\{([a-z_]+)\}")
_LINKS = 8
"""So many words of an answer are followed; an essay does not lead everywhere."""


def answer_words(draft: Draft, words: Words, media: str) -> None:
    """What was typed answers the open question, its follow-up, or a chip of it."""
    opened, shelved = _open(draft)
    if opened.chips and (position := _picks_chip(words.text, opened.chips, shelved.ears.lexicon)) >= 0:
        _chip(draft, shelved, opened, position, words)
    elif (instead := beside.chosen_instead(draft, shelved, opened, words)) and _differs(draft, opened, instead):
        change_answer(draft, instead)
    elif beside.corrects(draft, shelved, opened, words):
        draft.because(f"{shelved.question.id}: an earlier answer is put right")
    elif opened.ask is Ask.QUESTION:
        heard = shelved.kind.read(shelved.ears, words.text, media, again=opened.again)
        _reply(draft, shelved, opened, heard, words)
    elif opened.ask is Ask.TENDER:
        _reply_to_tender(draft, shelved, opened, words)
    else:
        _reply_to_more(draft, shelved, opened, FREELY.read(shelved.ears, words.text, media), words)


FEW = 6
"""Words of an answer that picks a chip; a story that has one of its words in it is a story."""


def _picks_chip(text: str, chips: tuple[str, ...], lexicon: Lexicon) -> int:
    """The position of the chip that the text picks; -1 where it says something of its own."""
    picked = pick(text, chips, lexicon=lexicon)
    chosen = picked.outcome is Outcome.PICKED and (picked.exact or len(hear(text, lexicon).words) <= FEW)
    return picked.index if chosen else -1


def answer_press(draft: Draft, key: str) -> None:
    """A button of the open question was pressed."""
    opened, shelved = _open(draft)
    if key.startswith(CHIP):
        place = key.removeprefix(CHIP)
        position = int(place) if place.isdecimal() else len(opened.chips)
        if position < len(opened.chips):
            _chip(draft, shelved, opened, position, NOTHING_TYPED)
        else:
            draft.must_say("old-button")
    elif opened.ask is Ask.QUESTION and any(key == offered for offered, _label in shelved.kind.offer(shelved.question)):
        _reply(draft, shelved, opened, shelved.kind.press(shelved.ears, key), NOTHING_TYPED)
    else:
        draft.must_say("old-button")


def change_answer(draft: Draft, key: str) -> None:
    """Another choice of the same round replaces the first; the same one changes nothing."""
    opened, shelved = _open(draft)
    if not _differs(draft, opened, key):
        return
    draft.change_evening(
        chosen=tuple(chosen for chosen in draft.evening.chosen if chosen.question != opened.question),
        answered=draft.evening.answered - 1,
    )
    first = Open(
        opened.round,
        opened.question,
        counts=opened.counts,
        deck=opened.deck,
        at=opened.at,
        answered=True,
        followed=opened.followed,
    )
    draft.change(open=first)
    _reply(draft, shelved, first, shelved.kind.press(shelved.ears, key), NOTHING_TYPED)


def _differs(draft: Draft, opened: Open, choice: str) -> bool:
    """Whether the question was answered with another choice than this one."""
    return all(made.question != opened.question or made.choice != choice for made in draft.evening.chosen)


def _open(draft: Draft) -> tuple[Open, Shelved]:
    opened = draft.state.open
    if opened is None:
        raise ValueError("no question is open")
    return opened, draft.shelf.by_id[opened.question]


# To the question itself


def _reply(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    draft.because(f"{shelved.question.id} heard {heard.name}: {heard.why}")
    _REPLIES.get(heard.branch, _follow)(draft, shelved, opened, heard, words)


def _keep(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """The answer is written down, and remembered for the rest of the evening."""
    key = (heard.key or heard.branch.value) if opened.part == 0 and heard.branch in COUNTED else ""
    draft.record(
        AnswerGiven(
            round=opened.round,
            question=shelved.number,
            branch=heard.branch.value,
            key=key,
            words=words.id,
            part=opened.part,
            counts=bool(key) and opened.counts,
        )
    )
    if key and opened.counts:
        draft.set_counted(shelved.number, True)
    counting.answered(draft, shelved, opened, heard, words.text)
    draft.change(last=opened, main=_main(draft, opened, heard, words))
    if opened.part == 0:
        draft.change_evening(answered=draft.evening.answered + 1)
        if heard.branch is Branch.CHOICE:
            chosen = next(choice.id for choice in shelved.question.choices if choice.id == heard.key)
            draft.change_evening(chosen=(*draft.evening.chosen, Chosen(shelved.question.id, chosen)))
    if f"@{shelved.question.id}/take-away" in draft.shelf.texts:
        draft.change_evening(take_away=f"@{shelved.question.id}/take-away")
    _follow_thread(draft, words)


def _main(draft: Draft, opened: Open, heard: Heard, words: Words) -> Spoken | None:
    """What `share` speaks of after this answer: never a tender one, and never one to a callback."""
    if heard.branch is Branch.TENDER or opened.ask is Ask.CALLBACK:
        return None
    if opened.ask is Ask.QUESTION:
        return Spoken(opened.round, Span(words.id, 0, len(words.text)))
    return draft.state.main


def _follow_thread(draft: Draft, words: Words) -> None:
    """What was said about a question leads on from it, the newest words first."""
    if words.text:
        stems = content_stems(words.text, lexicon_for(draft.shelf.deck.language))
        said = tuple(Stem(stem, Span(words.id, first, last)) for stem, first, last in stems)
        draft.change(thread=(said + draft.state.thread)[:_LINKS])


def _follow(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """The reply that the reading calls for, what the answer earns, and the follow-up."""
    _keep(draft, shelved, opened, heard, words)
    said, evidence = quotable(words), span_of(words, heard.evidence)
    path, follow_up = path_of(shelved, heard), shelved.kind.follow_up(shelved.question, heard)
    if heard.key == ACCEPTED and shelved.question.kind is Kind.MISSION:
        draft.must_say("mission.accepted")
        moving.next_question(draft)
        return
    if f"{path}/ask" not in draft.shelf.texts and path not in draft.shelf.texts:
        path, follow_up = f"@{shelved.question.id}/default", shelved.question.default
    if heard.branch in _GENERAL and follow_up is shelved.question.default:
        draft.say(f"answer.{heard.branch.value}")
    elif not draft.say_from_deck(path, said=said, heard=evidence, gaps=gaps_of(shelved, heard)):
        draft.say("kept")
    give_back(draft, shelved, heard, opened.counts, again=opened.answered)
    _keep_for_later(draft, shelved, heard, said)
    _ask_more(draft, opened, path, follow_up, said, evidence, gaps_of(shelved, heard))


def _ask_more(
    draft: Draft,
    opened: Open,
    path: str,
    follow_up: FollowUp,
    said: Span | None,
    heard: Span | None,
    gaps: Mapping[str, Gap] = _NO_GAPS,
) -> None:
    """The follow-up is open; without one, the evening moves on."""
    if not draft.say_from_deck(f"{path}/ask", Role.FOLLOW_UP, said=said, heard=heard, gaps=gaps):
        moving.next_question(draft)
        return
    more = moving.replace_open(
        draft, ask=Ask.FOLLOW_UP, part=opened.part + 1, chips=follow_up.chips, again=False, line=draft.lines[-1]
    )
    moving.offer_ways_around(draft, more)


def _keep_for_later(draft: Draft, shelved: Shelved, heard: Heard, said: Span | None) -> None:
    """A short answer may be quoted at the closing, and returned to if the question has a callback."""
    callback = shelved.question.callback
    if said and shelved.question.kind is Kind.OPEN and 4 <= said.last - said.first <= 48:
        draft.change_evening(kept=said)
    gaps = gaps_of(shelved, heard)
    known = {**gaps, "said": 1} if said else gaps
    if callback and heard.branch in _RETURNED_TO and all(gap in known for gap in _GAP.findall(callback.text)):
        due = draft.now + callback.after_days * DAY if callback.after_days else 0
        span = said or Span(WordsId(0), 0, 0)
        choice = ChoiceId(str(gaps.get("number", heard.key)))
        moving.remember(draft, Pending(due, draft.state.deck, shelved.question.id, span, choice))


# The lanes


def _near_miss(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """Asked again, kindly, once; the next answer is kept as it is."""
    again = moving.replace_open(draft, again=True)
    draft.must_say("near-miss", role=Role.FOLLOW_UP)
    moving.offer_answers(draft, shelved, again)
    moving.offer_ways_around(draft, again)


def _question_back(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """The bot says what it can say of itself; the question stands, the second time it moves on."""
    if opened.again or not draft.say_from_deck(f"@{shelved.question.id}/and-you"):
        draft.must_say("answer.question-back")
    _stand_by(draft, shelved, opened)


def _puzzled(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """Nothing was meant by it that they could get wrong; the question stands, the second time it moves on."""
    draft.must_say("answer.puzzled")
    _stand_by(draft, shelved, opened)


def _remark(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """It is answered for what it is, and the question stands; what may be an answer is one where it is said again."""
    insists = opened.again and opened.ask is Ask.QUESTION and beside.may_be_meant(heard)
    if insists and shelved.question.kind is Kind.OPEN:
        _reply(draft, shelved, opened, Heard(Branch.DEFAULT, why="said once more"), words)
    else:
        beside.remarked(draft, shelved, opened, heard, words)


def _stand_by(draft: Draft, shelved: Shelved, opened: Open) -> None:
    if opened.again:
        moving.next_question(draft)
        return
    beside.hold(draft, shelved, moving.replace_open(draft, again=True))


def _media(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """The bot cannot see it and says so; a second one is taken as an answer of its own."""
    draft.must_say("answer.media")
    if opened.again:
        moving.next_question(draft)
    else:
        moving.offer_ways_around(draft, moving.replace_open(draft, again=True))


def _distress(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    comfort(draft)


def sounds_like_distress(text: str, language: str = "en") -> bool:
    """What was typed, whatever it answers, sounds like distress, in the member's language, in English, or in any other
    that is heard where it is plainly in another than theirs: nobody has to choose a language first."""
    own = lexicon_for(language)
    if distress(hear(text, own), own) is not None:
        return True
    there = lexicons() if own.latin is False or other_language(hear(text, own), own) else (ENGLISH,)
    return any(distress(hear(text, one), one) is not None for one in there if one is not own)


def comfort(draft: Draft) -> None:
    """The probing stops; the help that the operator configured is named; nothing is asked, quoted or counted."""
    draft.must_say("distress", help=draft.situation.context.help_text)
    draft.do(CancelTimer(CHECK_IN))
    draft.change(phase=Phase.QUIET, open=None, last=None, main=None, thread=(), check_in=False)
    draft.change_evening(gentle=True, kept=None)


def stay_quiet(draft: Draft) -> None:
    """Nothing is asked after distress until the member asks for it; the help is named once more, then pointed at."""
    if draft.evening.used.get("distress.quiet"):
        draft.must_say("distress.still")
    else:
        draft.must_say("distress.quiet", help=draft.situation.context.help_text)


def _tender(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """Thanked for; the member says whether to stay. No thread leads on from here."""
    kept = draft.evening.kept
    _keep(draft, shelved, opened, heard, words)
    draft.change(thread=())
    draft.change_evening(kept=kept)
    if not heard.key or not draft.say_from_deck(f"@{shelved.question.id}/tender"):
        draft.must_say("answer.tender")
    asks = msgspec.structs.replace(draft.lines[-1], role=Role.FOLLOW_UP)
    moving.offer_to_stay(
        draft,
        moving.replace_open(draft, ask=Ask.TENDER, part=opened.part + 1, chips=(), again=False, tender=True, line=asks),
    )


def stay(draft: Draft) -> None:
    """The member wants to stay with it: a gentle question, which fits a loss as well as an illness or a break.

    Not the question's own: "What makes that one restful?" is asked of a chore, and not of a death.
    """
    opened = draft.state.open
    if opened is None or opened.ask is not Ask.TENDER:
        draft.must_say("stay.where")
        return
    draft.say("stay")
    draft.must_say("stay.ask", role=Role.FOLLOW_UP)
    asked = draft.lines[-1]
    more = moving.replace_open(draft, ask=Ask.FOLLOW_UP, part=opened.part + 1, chips=(), again=False, line=asked)
    moving.offer_ways_around(draft, more)


def _reply_to_tender(draft: Draft, shelved: Shelved, opened: Open, words: Words) -> None:
    """More about it: kept, thanked for, and the choice to move on stays."""
    picked = pick(words.text, _TENDER_LABELS)
    heard = FREELY.read(shelved.ears, words.text)
    if heard.branch is Branch.DISTRESS:
        comfort(draft)
        return
    if heard.branch is Branch.REMARK:
        beside.remarked(draft, shelved, opened, heard, words)
        return
    if picked.outcome is Outcome.PICKED:
        if picked.index == 0:
            stay(draft)
        else:
            draft.say("lighter.tender")
            moving.next_question(draft, tender=True)
        return
    _keep(draft, shelved, opened, Heard(Branch.TENDER), words)
    draft.change(thread=())
    draft.say("tender.more")
    moving.next_question(draft, tender=True)


def _short(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """A smaller, more concrete question instead of "tell me more"."""
    _keep(draft, shelved, opened, heard, words)
    draft.change(thread=())
    if draft.say_from_deck(f"@{shelved.question.id}/short", Role.FOLLOW_UP):
        smaller = moving.replace_open(draft, ask=Ask.SMALLER, part=opened.part + 1, again=False, line=draft.lines[-1])
        moving.offer_ways_around(draft, smaller)
    else:
        draft.say("short")
        moving.next_question(draft)


def _joke(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """The joke is met in its own key, and the weight stays down."""
    _keep(draft, shelved, opened, heard, words)
    lane = shelved.question.joke
    said, evidence = quotable(words), span_of(words, heard.evidence)
    own = bool(heard.key) and draft.say_from_deck(f"@{shelved.question.id}/joke", said=said, heard=evidence)
    if not own:
        draft.say("answer.joke", said=quotable(words))
    if own and lane and lane.next == "lighter":
        draft.change_evening(gentle=True)
    if own and lane and lane.follow_up.ask:
        _ask_more(draft, opened, f"@{shelved.question.id}/joke", lane.follow_up, None, None)
    else:
        moving.next_question(draft)


def _other_language(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """Kept as it is; the bot says honestly that it cannot follow up in it, and moves on."""
    _keep(draft, shelved, opened, heard, words)
    draft.change(thread=())
    draft.must_say("answer.other-language", language=_deck_language(draft))
    moving.next_question(draft)


def _deck_language(draft: Draft) -> str:
    """What the deck is written in, as that calls itself."""
    return languages.name_of(draft.shelf.deck.language, draft.situation.context)


_REPLIES: Final[dict[Branch, Callable[[Draft, Shelved, Open, Heard, Words], None]]] = {
    Branch.NEAR_MISS: _near_miss,
    Branch.QUESTION_BACK: _question_back,
    Branch.PUZZLED: _puzzled,
    Branch.REMARK: _remark,
    Branch.MEDIA: _media,
    Branch.DISTRESS: _distress,
    Branch.TENDER: _tender,
    Branch.SHORT: _short,
    Branch.JOKE: _joke,
    Branch.OTHER_LANGUAGE: _other_language,
}
_GENERAL: Final = frozenset({Branch.BOTH, Branch.NEITHER, Branch.DEPENDS})
"""Where the question has no texts of its own for these, there are general ones."""
_RETURNED_TO: Final = frozenset({Branch.CHOICE, Branch.THEME, Branch.DEFAULT, Branch.RANGE, Branch.ORDER, Branch.DONE})
COUNTED: Final = _RETURNED_TO | _GENERAL
"""What stands in the counts: an answer to the question, not a lane around it."""


# To a follow-up


def _chip(draft: Draft, shelved: Shelved, opened: Open, position: int, words: Words) -> None:
    """The member picked what it was about; the question that belongs to it follows."""
    chip = opened.chips[position]
    draft.because(f"{shelved.question.id}: the member picked «{chip}»")
    if not draft.say_from_deck(f"@{shelved.question.id}/chip.{chip}", Role.FOLLOW_UP):
        moving.next_question(draft)
        return
    counting.followed(draft, shelved, opened)
    more = moving.replace_open(draft, chips=(), again=False, part=opened.part + 1, line=draft.lines[-1])
    moving.offer_ways_around(draft, more)


def _reply_to_more(draft: Draft, shelved: Shelved, opened: Open, heard: Heard, words: Words) -> None:
    """An answer to a follow-up: kept, acknowledged, followed once more only where a theme wins clearly."""
    draft.because(f"{shelved.question.id} part {opened.part} heard {heard.name}: {heard.why}")
    if heard.branch in _AS_FIRST:
        _REPLIES[heard.branch](draft, shelved, opened, heard, words)
        return
    _keep(draft, shelved, opened, Heard(heard.branch), words)
    if opened.tender:
        draft.change(thread=())
        draft.say("tender.more")
        moving.next_question(draft, tender=True)
        return
    if heard.branch is Branch.OTHER_LANGUAGE:
        draft.say("answer.other-language", language=_deck_language(draft))
    elif heard.branch is Branch.SHORT:
        draft.change(thread=())
        draft.say("short")
    elif _only_laughs(shelved, heard, words) and draft.say("answer.joke", said=quotable(words)):
        draft.because("met in its own key")
    elif heard.branch is Branch.THEME and opened.ask is not Ask.CALLBACK and opened.part == 1:
        draft.say_from_deck(path_of(shelved, heard), said=quotable(words), heard=span_of(words, heard.evidence))
    else:
        _acknowledge(draft, shelved, words)
    moving.next_question(draft)


def _only_laughs(shelved: Shelved, heard: Heard, words: Words) -> bool:
    """Whether nothing is said but "haha", in letters or signs: there is nothing in it to quote."""
    said = hear(words.text, shelved.ears.lexicon).words
    return heard.branch is Branch.JOKE and (len(said) <= 1 or shelved.ears.lexicon.jokes.issuperset(said))


_AS_FIRST: Final = frozenset({
    Branch.DISTRESS, Branch.TENDER, Branch.MEDIA, Branch.QUESTION_BACK, Branch.PUZZLED, Branch.REMARK,
})  # fmt: skip


def _acknowledge(draft: Draft, shelved: Shelved, words: Words) -> None:
    """A quote, the question's thought, or a plain word: by chance, and none of them twice."""
    said = quotable(words)
    if said and draft.dice.throw(2) and draft.say("kept.said", said=said):
        return
    if shelved.question.kind is Kind.OPEN and draft.dice.throw(2):
        draft.say_from_deck(f"@{shelved.question.id}/thought")
        return
    draft.say("kept")
