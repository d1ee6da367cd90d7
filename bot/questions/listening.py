"""What all kinds share of listening: lanes, themes, and the follow-ups that belong to them."""

from __future__ import annotations

import re
from typing import Final

from bot.hearing.abroad import abroad
from bot.hearing.lanes import distress, laughter, other_language, own_joke, puzzled, question_back, short, tender_lane
from bot.hearing.languages import lexicon_for
from bot.hearing.nets import Catch, hear, weave
from bot.hearing.pick_labels import labels_of
from bot.hearing.remarks import remark
from bot.hearing.words import Line
from bot.model.deck import FollowUp, Question
from bot.model.heard import Branch, Heard
from bot.questions.shape import Ears, ThemeEars

LAUGHED: Final = 2
"""Words (little ones not counted) beside the laughter that leave an answer a joke even where a theme fits."""

EARLY: Final = 6
"""Words with a content of their own within which a single hit decides."""

_SENTENCE: Final = re.compile(r"[.!?…]+[\"')\]»”]*\s+\S")

MEDIA: Final = Heard(Branch.MEDIA, why="something other than words")


def ears_of(
    question: Question, language: str, labels: tuple[str, ...] = (), also: tuple[tuple[str, ...], ...] = ()
) -> Ears:
    """The question with its nets woven."""
    lexicon = lexicon_for(language)
    themes = tuple(ThemeEars(t.id, weave(t.like, lexicon), weave(t.not_, lexicon)) for t in question.themes)
    tender = weave(question.tender.like if question.tender else (), lexicon)
    joke = weave(question.joke.like if question.joke else (), lexicon)
    return Ears(question, lexicon, themes, tender, joke, labels_of(labels, also, lexicon))


def listen(ears: Ears, text: str) -> Line:
    """The line in the question's language."""
    return hear(text, ears.lexicon)


def silent(text: str, media: str) -> bool:
    """Whether something came, but no words and no emoji with it."""
    return bool(media) and not text.strip()


def grave(ears: Ears, line: Line) -> Heard | None:
    """Distress or a tender answer."""
    return distress(line, ears.lexicon) or tender_lane(line, ears.lexicon, ears.tender)


def aside(ears: Ears, line: Line) -> Heard | None:
    """The question handed back or not understood, a remark beside it, or another language."""
    back = question_back(line, ears.lexicon)
    if foreseen(ears, line):
        return None
    if back is None:
        said = puzzled(line, ears.lexicon) or remark(line, ears.lexicon) or abroad(line, ears.lexicon)
        return said or other_language(line, ears.lexicon)
    # "My nan's shed. You?" is an answer with a courtesy behind it.
    whole = len(line.quote(0, len(line.words) - 1)) == len(back.evidence)
    return back if whole or theme(ears, line) is None else None


def free(ears: Ears, line: Line) -> Heard:
    """What an answer in the member's own words says, the grave lanes and `aside` being through."""
    return lanes(ears, line) or free_of_lanes(ears, line)


def lanes(ears: Ears, line: Line) -> Heard | None:
    """The light lanes. What the author foresaw as a joke comes before what is short in general (`no comment`)."""
    own = own_joke(line, ears.joke)
    if own is not None or foreseen(ears, line):
        return own
    return short(line, ears.lexicon) or _laughing(ears, line)


def foreseen(ears: Ears, line: Line) -> bool:
    """Whether the whole answer is a phrase of a theme: asked what one says too often, "I'm fine" is no short answer."""
    return any(candidate.like.holds(line) for candidate in ears.themes)


def free_of_lanes(ears: Ears, line: Line) -> Heard:
    """The theme that wins, or the question's default."""
    return theme(ears, line) or default(line)


def default(line: Line, why: str = "no theme wins") -> Heard:
    """The answer taken as it stands."""
    return Heard(Branch.DEFAULT, evidence=line.text.strip()[:60], why=why)


def theme(ears: Ears, line: Line) -> Heard | None:
    """The theme that is clearly ahead: strictly more than any other, and not ruled out."""
    best, second, winner = 0, 0, None
    for candidate in ears.themes:
        caught = candidate.like.catch(line)
        if not caught.score or candidate.not_.catch(line).score:
            continue
        if caught.score > best:
            best, second, winner = caught.score, best, (candidate.id, caught)
        elif caught.score > second:
            second = caught.score
    if winner is None or best == second or not _weighs(ears, line, winner[1]):
        return None
    return Heard(Branch.THEME, winner[0], winner[1].evidence, f"{best} against {second}")


def _weighs(ears: Ears, line: Line, caught: Catch) -> bool:
    """Whether the catch says what the answer is about: two phrases do, one word does where it comes early.

    People say first what they mean: a lone word deep inside a story ("cow 1, horse 2, a nun was 50"), or in its second
    sentence ("that I couldn't sing. A teacher told me so"), is scenery.
    """
    if caught.score > 1:
        return True
    if _SENTENCE.search(line.text, 0, caught.start):
        return False
    before = [i for i in line.solid if line.starts[i] < caught.start and line.words[i] not in ears.lexicon.stop]
    return len(before) < EARLY


def _laughing(ears: Ears, line: Line) -> Heard | None:
    """Laughter makes a joke of a few words; behind a full answer it is a habit of typing."""
    laughed = laughter(line, ears.lexicon)
    if laughed is None:
        return None
    said = [i for i in line.solid if line.words[i] not in ears.lexicon.fillers]
    return laughed if len(said) <= LAUGHED or theme(ears, line) is None else None


def shared_follow_up(question: Question, heard: Heard) -> FollowUp:
    """The question's own texts for a branch that every kind has; empty for a lane it has none for."""
    match heard.branch:
        case Branch.THEME:
            return next((t.follow_up for t in question.themes if t.id == heard.key), question.default)
        case Branch.SHORT:
            return FollowUp(ask=question.short) if question.short else FollowUp()
        case Branch.TENDER | Branch.JOKE:
            return _lane_follow_up(question, heard)
        case Branch.QUESTION_BACK:
            return FollowUp(say=(question.and_you,)) if question.and_you else FollowUp()
        case Branch.DISTRESS | Branch.PUZZLED | Branch.REMARK | Branch.OTHER_LANGUAGE | Branch.MEDIA | Branch.NEAR_MISS:
            return FollowUp()
        case _:
            return question.default


def _lane_follow_up(question: Question, heard: Heard) -> FollowUp:
    """The author's line where the author's phrase was caught.

    "That put a real animal among the pretend ones" answers "my cat died", and not every other loss: what only the
    built-in words caught (no key) gets the general wording.
    """
    own = question.tender if heard.branch is Branch.TENDER else question.joke
    return own.follow_up if own is not None and heard.key else FollowUp()
