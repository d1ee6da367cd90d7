"""Yes or no, in the ways people say it; `None` where they said neither."""

from __future__ import annotations

from typing import Final

from bot.hearing.assent_words import FILLERS, NO, STRONG, UNCLEAR, YES
from bot.hearing.languages import ENGLISH
from bot.hearing.nets import hear
from bot.hearing.words import Line, symbols

_NODS: Final = {**dict.fromkeys("👍👌✅🆗🙌☑✔💯", True), **dict.fromkeys("👎❌🚫🙅✖", False)}
_KINDS: Final = tuple(
    sorted(
        [(words, True) for words in YES] + [(words, False) for words in NO] + [(words, None) for words in UNCLEAR],
        key=lambda kind: len(kind[0]),
        reverse=True,
    )
)
_LEADING: Final[dict[str, list[tuple[tuple[str, ...], bool | None]]]] = {}
for _expression in _KINDS:
    _LEADING.setdefault(_expression[0][0], []).append(_expression)


def assent(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else ("maybe", "yes and no", a story).

    A refusal beats a yes beside it ("ok, not now"), since going on against a no is the worse mistake.
    """
    line = hear(text, ENGLISH)
    nods = {_NODS[symbol] for symbol in symbols(text) if symbol in _NODS}
    if not line.words:
        return nods.pop() if len(nods) == 1 else None
    verdicts, rest = _verdicts(line)
    if not verdicts:
        return nods.pop() if len(nods) == 1 and rest <= 1 else None
    decisive = rest == 0 or line.words[0] in STRONG or _clause_ends(line, verdicts[0][1])
    return _weigh([verdict for verdict, _ in verdicts]) if decisive else None


def _weigh(verdicts: list[bool | None]) -> bool | None:
    if None in verdicts:
        return None
    if verdicts[0] is False:
        # "no, go on" takes it back, or does not; better to ask again.
        return None if True in verdicts[1:] else False
    return False not in verdicts


def _verdicts(line: Line) -> tuple[list[tuple[bool | None, int]], int]:
    """The expressions found, each with the index after it, and how many other words there are before the story."""
    verdicts: list[tuple[bool | None, int]] = []
    rest = 0
    i = 0
    while i < len(line.words):
        expression = _longest(line.words, i)
        if expression is not None and rest == 0:
            verdicts.append((expression[1], i + len(expression[0])))
            i += len(expression[0])
            continue
        rest += line.words[i] not in FILLERS
        i += 1
    return verdicts, rest


def _longest(words: tuple[str, ...], i: int) -> tuple[tuple[str, ...], bool | None] | None:
    for expression in _LEADING.get(words[i], ()):
        if words[i : i + len(expression[0])] == expression[0]:
            return expression
    return None


def _clause_ends(line: Line, after: int) -> bool:
    return after >= len(line.words) or line.clauses[after] != line.clauses[after - 1]
