"""Text into words: spelt plainly for comparing, with spans into the original for quoting."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec
import snowballstemmer  # type: ignore[import-untyped]  # it ships no types

from bot.hearing.lexicon import Lexicon

LIMIT = 4_096
"""Characters looked at: the longest message that a chat platform delivers, so that distress at its end is heard."""
SHORTEST = 3
"""Characters of a word that leads anywhere."""
LONGEST = 60
"""Characters of a word that are compared; keeps the cache small whatever is sent."""

_APOSTROPHES = "'\u2018\u2019\u02bc\u2032\uff07`\u00b4"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
# Marks that belong to the letter before them and are no word characters to `re`: combining accents, Hebrew and
# Arabic points, and the scripts from Devanagari to Khmer whose vowels are marks (whole blocks: simpler, and enough).
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u109f\u1780-\u17ff"
_BREAKS = r".,;:!?\u2026()\[\]\n\u2014\u3001\u3002\uff0c\uff01\uff1f\uff1a\uff1b\u061f\u060c\u061b\u0964"
_TOKEN = re.compile(
    rf"([^\W_](?:[^\W_]+|[{_MARKS}{_INVISIBLE}]+|[{_APOSTROPHES}](?=[^\W_]))*)|[{_BREAKS}]+|\s[-\u2013]+\s"
)
# The same for plain ASCII, which most answers are, at a third of the cost.
_PLAIN_TOKEN = re.compile(r"([A-Za-z0-9]+(?:['`][A-Za-z0-9]+)*)|[.,;:!?()\[\]\n]+|\s-+\s")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
"""`tigerrrr`, `nooo`, `hmmmm`: no language written in Latin letters has three of one in a row to speak of."""
_DRAWN_OUT_THERE = re.compile("([\u0621-\u064a])\\1{2,}")
"""The same in Arabic, where two of one letter may be meant."""
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_QUOTE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_SYMBOL = re.compile(r"[^\w\s\x00-\x7f]")
_WORN = re.compile("\u200d[^\\w\\s]|[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u20e3]")
"""What an emoji wears and is none of its own: what a joiner ties to it, skin tones, the tags of a flag, a key cap."""
_LOOSE = re.compile("(?<=[^\\w\\s\x00-\x7f])[\u2640\u2642]")
"""A woman's and a man's sign behind a symbol: some keyboards leave out the joiner."""
_NO_PICTURES = frozenset(("Cc", "Cf"))


class Line(msgspec.Struct, frozen=True):
    """What somebody typed, taken apart. All tuples run in parallel, one entry per word.

    `clauses` numbers the stretches between punctuation; `denied` holds the index of the negator (or the word that
    leaves out) which governs the word, -1 for none, and is empty where the line has no negator at all.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]
    solid: tuple[int, ...]
    """Indices of the words that are not little."""
    core: tuple[str, ...]
    """Their stems."""
    leading: tuple[int, ...]
    """Indices of the words that another question could follow."""
    bag: frozenset[str]
    """All stems."""
    denied: tuple[int, ...] = ()

    def quote(self, first: int, last: int) -> str:
        """Words `first` to `last`, both included, exactly as they were typed."""
        return self.text[self.starts[first] : self.ends[last]]

    def denies(self, indices: tuple[int, ...]) -> bool:
        """Whether a negator outside these words governs one of them."""
        return bool(self.denied) and any(self.denied[i] >= 0 and self.denied[i] not in indices for i in indices)


def symbols(text: str) -> tuple[str, ...]:
    """The characters that are neither letters, digits, marks, punctuation, space nor ASCII: emoji, mostly.

    An emoji of several characters counts once, as its first: a shrug of any colour and sex is a shrug.
    """
    if text.isascii():
        return ()
    bare = _LOOSE.sub("", _UNSEEN.sub("", _WORN.sub("", text[:LIMIT])))
    return tuple(sign for sign in _SYMBOL.findall(bare) if _pictures(sign))


def _pictures(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] not in "PM" and category not in _NO_PICTURES


def plainly(word: str, lexicon: Lexicon) -> str:
    """One word as it is compared: NFKC, casefolded, straight or no apostrophes, nothing invisible, no clitic."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", _UNSEEN.sub("", word).translate(_QUOTE))
        word = _folded(word) if lexicon.fold else word
    word = word.casefold()
    for ending in lexicon.clitics:
        if word.endswith(ending) and len(word) > len(ending):
            word = word[: -len(ending)]
            break
    word = word.replace("'", "")
    word = _DRAWN_OUT.sub(r"\1", word)
    if lexicon.spelling and not word.isascii():
        word = _DRAWN_OUT_THERE.sub(r"\1\1", word.translate(lexicon.spelling))
    if lexicon.proclitics:
        word = _without_proclitic(lexicon.same.get(word, word), lexicon)
    return lexicon.same.get(word, word)


def _without_proclitic(word: str, lexicon: Lexicon) -> str:
    """The word without what is written onto its beginning."""
    for beginning in lexicon.proclitics:
        if word.startswith(beginning) and len(word) - len(beginning) >= SHORTEST:
            return word[len(beginning) :]
    return word


def _folded(word: str) -> str:
    """Without accents: somebody writes cafe, somebody else café."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def stem(word: str, lexicon: Lexicon) -> str:
    """The stem of a plainly spelt word."""
    # A stemmer keeps its word in itself while it works; a new one each time is safe on every thread, and cached.
    return str(snowballstemmer.stemmer(lexicon.stemmer).stemWord(word)) if lexicon.stemmer else word


@lru_cache(maxsize=32_768)
def _known(raw: str, lexicon: Lexicon) -> tuple[str, str, bool, bool]:
    """The word plainly spelt, its stem, whether it is little, and whether it leads anywhere."""
    word = plainly(raw[:LONGEST], lexicon)
    if word.isdigit():
        return word, word, word in lexicon.little, False
    little = word in lexicon.little
    dull = little or len(word) < SHORTEST or word in lexicon.stop or word in lexicon.jokes
    return word, stem(word, lexicon), little, not dull


def known_words(text: str, lexicon: Lexicon) -> list[tuple[str, str, bool, bool]]:
    """The words as `take_apart` has them, without their places: plainly spelt, the stem, whether it is little, and
    whether it leads anywhere."""
    token = _PLAIN_TOKEN if text.isascii() else _TOKEN
    return [_known(raw, lexicon) for raw in token.findall(text, 0, LIMIT) if raw]


def take_apart(text: str, lexicon: Lexicon) -> Line:
    """The line, as yet without its negations (`hear` adds them)."""
    token = _PLAIN_TOKEN if text.isascii() else _TOKEN
    rows: list[tuple[str, str, int, int, int]] = []
    solid: list[int] = []
    core: list[str] = []
    leading: list[int] = []
    clause = at = 0
    for raw in token.findall(text, 0, LIMIT):
        if not raw:
            clause += 1
            continue
        word, root, little, leads = _known(raw, lexicon)
        if not little:
            solid.append(len(rows))
            core.append(root)
            if leads:
                leading.append(len(rows))
        # Between two words stands no letter, so the next place of its letters is its own; a match object costs more.
        start = text.index(raw, at)
        at = start + len(raw)
        rows.append((word, root, start, at, clause))
    if not rows:
        return Line(text, (), (), (), (), (), (), (), (), frozenset())
    words, stems, starts, ends, clauses = zip(*rows, strict=True)
    return Line(text, words, stems, starts, ends, clauses, tuple(solid), tuple(core), tuple(leading), frozenset(stems))
