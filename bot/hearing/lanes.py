"""Lanes: the answers that want their own kind of reply, whatever the question was.

The first that fits decides: distress, tender, question back, puzzled, other language, short, joke. Each lane is a
function of its own, and `questions/listening` has their order, so that a question kind can read between two of them.
"""

from __future__ import annotations

from bot.hearing.foreign import foreign
from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import EMPTY, Net
from bot.hearing.patterns import Patterns, Span
from bot.hearing.words import Line, symbols
from bot.model.heard import Branch, Heard

JOKE_SYMBOLS = frozenset("😂🤣😹😆😜🤪😝😛")
SHORT_SYMBOLS = frozenset("👍👌🤷🆗👎😐😶🤔🙂😊🙃😑")
"""Faces and hands mean the same in every language, near enough."""
_FACES = (
    ("\U0001f600", "\U0001f637"), ("\U0001f641", "\U0001f644"), ("\U0001f648", "\U0001f64a"),
    ("\U0001f910", "\U0001f917"), ("\U0001f920", "\U0001f925"), ("\U0001f927", "\U0001f92f"),
    ("\U0001f970", "\U0001f976"), ("\U0001f97a", "\U0001f97a"), ("\U0001fae0", "\U0001fae8"),
)  # fmt: skip


def distress(line: Line, lexicon: Lexicon) -> Heard | None:
    """An answer that sounds like distress. What the writer denies is not (see `tender_lane`)."""
    span = _strict(lexicon.distress, line, lexicon)
    if span is not None and not (_denied(line, span) and not _said_of_oneself(line, span, lexicon)):
        return Heard(Branch.DISTRESS, evidence=line.quote(span.first, span.last), why="sounds like distress")
    return _whole_distress(line, lexicon) if lexicon.whole_distress else None


def _whole_distress(line: Line, lexicon: Lexicon) -> Heard | None:
    """A clause that is distress only where nothing follows in it, and nothing beside it says that somebody laughs."""
    if not lexicon.relief.isdisjoint(line.words):
        return None
    for clause in dict.fromkeys(line.clauses):
        mine = [i for i, number in enumerate(line.clauses) if number == clause]
        while len(mine) > 1 and line.words[mine[0]] in lexicon.back_openers:
            del mine[0]
        if " ".join(line.words[i] for i in mine) in lexicon.whole_distress:
            return Heard(Branch.DISTRESS, evidence=line.quote(mine[0], mine[-1]), why="sounds like distress")
    return None


def tender_lane(line: Line, lexicon: Lexicon, own: Net = EMPTY) -> Heard | None:
    """An answer about loss, illness or a break. `key` is `tender` where the question's own phrases caught it."""
    caught = own.catch(line)
    if caught.score:
        return Heard(Branch.TENDER, "tender", caught.evidence, "the question's own tender words")
    span = _strict(lexicon.tender, line, lexicon)
    if span is not None and not _denied(line, span):
        return Heard(Branch.TENDER, evidence=line.quote(span.first, span.last), why="sounds tender")
    span = _strict(lexicon.distress, line, lexicon)
    if span is not None:
        return Heard(Branch.TENDER, evidence=line.quote(span.first, span.last), why="distress, but denied")
    return None


def question_back(line: Line, lexicon: Lexicon) -> Heard | None:
    """The question handed back, alone or after next to nothing. An answer that says something comes first."""
    first = _last_clause(line, lexicon)
    if first is None or _plain(line, first, len(line.words)) not in lexicon.back:
        return None
    said = [i for i in line.solid if i < first and line.words[i] not in lexicon.fillers]
    if (
        said
        and _plain(line, 0, first) not in lexicon.short
        and _without_courtesy(line, lexicon, first) not in lexicon.short
    ):
        return None
    evidence = line.quote(first, len(line.words) - 1)
    return Heard(Branch.QUESTION_BACK, evidence=evidence, why="hands the question back")


def puzzled(line: Line, lexicon: Lexicon) -> Heard | None:
    """What the question means is asked, and nothing else is said."""
    if _without_courtesy(line, lexicon) not in lexicon.puzzled:
        return None
    return Heard(Branch.PUZZLED, evidence=line.quote(0, len(line.words) - 1), why="asks what is meant")


def other_language(line: Line, lexicon: Lexicon) -> Heard | None:
    """An answer that is plainly in another language."""
    return Heard(Branch.OTHER_LANGUAGE, why="another language") if foreign(line, lexicon) else None


def short(line: Line, lexicon: Lexicon) -> Heard | None:
    """An answer that says next to nothing, and says nothing else."""
    if not line.words:
        return _wordless(line)
    plain = " ".join(line.words)
    if plain in lexicon.short or _without_courtesy(line, lexicon) in lexicon.short:
        return Heard(Branch.SHORT, evidence=line.quote(0, len(line.words) - 1), why="next to nothing")
    if len(plain) == 1 and plain.isascii() and not plain.isdigit():
        return Heard(Branch.SHORT, evidence=line.quote(0, 0), why="one letter")
    return None


def own_joke(line: Line, own: Net) -> Heard | None:
    """A joke that the question's author saw coming; `key` is `joke`."""
    caught = own.catch(line)
    if not caught.score:
        return None
    return Heard(Branch.JOKE, "joke", caught.evidence, "the question's own joke")


def laughter(line: Line, lexicon: Lexicon) -> Heard | None:
    """An answer with laughter in it. `key` is empty: it says nothing about what the joke was."""
    if not lexicon.jokes.isdisjoint(line.words):
        index = next(i for i, word in enumerate(line.words) if word in lexicon.jokes)
        return Heard(Branch.JOKE, evidence=line.quote(index, index), why="laughs")
    laughing = [symbol for symbol in symbols(line.text) if symbol in JOKE_SYMBOLS]
    return Heard(Branch.JOKE, evidence=laughing[0], why="laughs") if laughing else None


def _strict(patterns: Patterns, line: Line, lexicon: Lexicon) -> Span | None:
    if not patterns.like:
        return None
    return patterns.first(line.words, _bridged(line, lexicon) if lexicon.bridges else line.clauses)


def _bridged(line: Line, lexicon: Lexicon) -> tuple[int, ...]:
    """The clauses, where a comma before certain words is no boundary."""
    joined: dict[int, int] = {}
    for i in range(1, len(line.words)):
        before, here = line.clauses[i - 1], line.clauses[i]
        comma = line.text[line.ends[i - 1] : line.starts[i]].strip() in (",", "،")
        if here != before and comma and line.words[i] in lexicon.bridges:
            joined[here] = joined.get(before, before)
    return tuple(joined.get(clause, clause) for clause in line.clauses) if joined else line.clauses


def _denied(line: Line, span: Span) -> bool:
    inside = tuple(range(span.first, span.last + 1))
    return line.denies(inside[:1]) and line.denied[span.first] not in inside


def _said_of_oneself(line: Line, span: Span, lexicon: Lexicon) -> bool:
    """Whether a new sentence about oneself begins behind the negator: `nobody knows i want to die` denies no wish."""
    return not lexicon.speaker.isdisjoint(line.words[line.denied[span.first] + 1 : span.first])


def _plain(line: Line, first: int, last: int) -> str:
    return " ".join(line.words[first:last])


def _last_clause(line: Line, lexicon: Lexicon) -> int | None:
    """Where the last clause begins; None for a line without words. `good and you` has no comma, so `and` counts."""
    if not line.words:
        return None
    last = len(line.words)
    first = next(i for i in range(last) if line.clauses[i] == line.clauses[-1])
    for i in range(first, last):
        if line.words[i] in lexicon.back_openers and i > first:
            return i
    return first


def _without_courtesy(line: Line, lexicon: Lexicon, last: int | None = None) -> str:
    """What is left without courtesy, of the words before `last`: `idk tbh sorry` is `idk`."""
    return " ".join(word for word in line.words[:last] if word not in lexicon.courtesy)


def _is_face(symbol: str) -> bool:
    """Faces, the newer ones too: they say how somebody looks at a question, and answer none."""
    return any(first <= symbol <= last for first, last in _FACES)


def _wordless(line: Line) -> Heard | None:
    shown = symbols(line.text)
    if not shown:
        return Heard(Branch.SHORT, evidence=line.text.strip()[:20], why="no word in it")
    if any(symbol in JOKE_SYMBOLS for symbol in shown):
        return None
    if all(symbol in SHORT_SYMBOLS or _is_face(symbol) for symbol in shown):
        return Heard(Branch.SHORT, evidence=shown[0], why="a nod")
    return None
