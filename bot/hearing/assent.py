"""Yes or no, in the ways people say it; `None` where they said neither."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from bot.hearing.assent_words import FILLERS, NO, STRONG, UNCLEAR, YES
from bot.hearing.languages import ENGLISH, lexicon_for
from bot.hearing.nets import hear
from bot.hearing.words import Line, symbols

_NODS: Final = {**dict.fromkeys("👍👌✅🆗🙌☑✔💯", True), **dict.fromkeys("👎❌🚫🙅✖", False)}
_Expression = tuple[tuple[str, ...], bool | None]


class _Words(NamedTuple):
    """What agrees and refuses in a language: expressions by their first word, the longest first; what may stand around
    them; and what decides even where more follows."""

    leading: dict[str, list[_Expression]]
    fillers: frozenset[str]
    strong: frozenset[str]


_ENGLISH: Final[dict[tuple[str, ...], bool | None]] = {
    **dict.fromkeys(YES, True),
    **dict.fromkeys(NO, False),
    **dict.fromkeys(UNCLEAR),
}


@lru_cache(maxsize=8)
def _words_of(language: str) -> _Words:
    """The language's own expressions, before those that everybody uses."""
    own, fillers, strong = _own(language)
    expressions = sorted((_ENGLISH | own).items(), key=lambda one: len(one[0]), reverse=True)
    leading: dict[str, list[_Expression]] = {}
    for expression in expressions:
        leading.setdefault(expression[0][0], []).append(expression)
    return _Words(leading, fillers, strong)


def _own(language: str) -> tuple[dict[tuple[str, ...], bool | None], frozenset[str], frozenset[str]]:
    match language:
        case "de":
            from bot.hearing import assent_de as de

            return _kinds(de.YES, de.NO, de.UNCLEAR), de.FILLERS, de.STRONG | STRONG
        case "ar":
            from bot.hearing import assent_ar as ar

            return _kinds(ar.YES, ar.NO, ar.UNCLEAR), ar.FILLERS, ar.STRONG | STRONG
    return {}, FILLERS, STRONG


def _kinds(yes: tuple[str, ...], no: tuple[str, ...], unclear: tuple[str, ...]) -> dict[tuple[str, ...], bool | None]:
    named: list[tuple[tuple[str, ...], bool | None]] = [(yes, True), (no, False), (unclear, None)]
    return {tuple(line.split()): kind for lines, kind in named for line in lines}


def assent(text: str, language: str = "en") -> bool | None:
    """True for a yes, False for a no, None for anything else ("maybe", "yes and no", a story).

    A refusal beats a yes beside it ("ok, not now"), since going on against a no is the worse mistake. English is
    understood in every language.
    """
    lexicon = lexicon_for(language)
    if not lexicon.language:
        lexicon = ENGLISH
    known = _words_of(lexicon.language)
    line = hear(text, lexicon)
    nods = {_NODS[symbol] for symbol in symbols(text) if symbol in _NODS}
    if not line.words:
        return nods.pop() if len(nods) == 1 else None
    verdicts, rest = _verdicts(line, known)
    if not verdicts:
        return nods.pop() if len(nods) == 1 and rest <= 1 else None
    decisive = rest == 0 or line.words[0] in known.strong or _clause_ends(line, verdicts[0][1])
    return _weigh([verdict for verdict, _ in verdicts]) if decisive else None


def greets(text: str, language: str = "en") -> bool:
    """Whether the line is a greeting, in that language or in English, and nothing else."""
    own = lexicon_for(language)
    return any(" ".join(hear(text, one).words) in one.hello for one in (own, ENGLISH))


def _weigh(verdicts: list[bool | None]) -> bool | None:
    if None in verdicts:
        return None
    if verdicts[0] is False:
        # "no, go on" takes it back, or does not; better to ask again.
        return None if True in verdicts[1:] else False
    return False not in verdicts


def _verdicts(line: Line, known: _Words) -> tuple[list[tuple[bool | None, int]], int]:
    """The expressions found, each with the index after it, and how many other words there are before the story."""
    verdicts: list[tuple[bool | None, int]] = []
    rest = 0
    i = 0
    while i < len(line.words):
        expression = _longest(line.words, i, known.leading)
        if expression is not None and rest == 0:
            verdicts.append((expression[1], i + len(expression[0])))
            i += len(expression[0])
            continue
        rest += line.words[i] not in known.fillers
        i += 1
    return verdicts, rest


def _longest(words: tuple[str, ...], i: int, leading: dict[str, list[_Expression]]) -> _Expression | None:
    for expression in leading.get(words[i], ()):
        if words[i : i + len(expression[0])] == expression[0]:
            return expression
    return None


def _clause_ends(line: Line, after: int) -> bool:
    return after >= len(line.words) or line.clauses[after] != line.clauses[after - 1]
