"""What one member writes to another is held back while it would lead out of the table: links, handles, numbers.

It reads a plainer spelling of the line than what was typed: look-alike letters and dots, digits of any script and
characters that nobody sees are no way round it. It is a doorman and no lawyer: what people say in ordinary talk passes,
though with patience somebody will spell out a number that it does not notice. Time is linear in the line's length.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from bot.core import guard_words as words
from bot.model.spans import HOUR, MINUTE


class Reason(StrEnum):
    """What was seen in a line that is held back."""

    LINK = "link"
    MENTION = "mention"
    CONTACT = "contact"


LINES_A_MINUTE: Final = 12
LINES_AN_HOUR: Final = 120


def flooding(times: tuple[int, ...], now: int) -> bool:
    """Whether one more line at `now` would be too many, after those relayed at `times` (milliseconds)."""
    in_a_minute = sum(time > now - MINUTE for time in times)
    return in_a_minute >= LINES_A_MINUTE or sum(time > now - HOUR for time in times) >= LINES_AN_HOUR


def relayed(times: tuple[int, ...], now: int) -> tuple[int, ...]:
    """The times to remember once a line was relayed at `now`: the last hour's, and never more than are counted."""
    return (*(time for time in times if time > now - HOUR), now)[-LINES_AN_HOUR:]


LINES: Final = 60
"""So many lines are looked at one by one as well: more would be slow, and nobody types so many."""


def held_back(text: str) -> Reason | None:
    """What in this text would lead out of the table, or None where it may be shown."""
    seen = plainly(text)
    reason = _found_in(seen)
    if reason is None and "\n" in seen:
        # What begins a line says something else than the same words behind others.
        return next(filter(None, map(_found_in, seen.splitlines()[:LINES])), None)
    return reason


def _found_in(seen: str) -> Reason | None:
    low = seen.lower()
    if _handle(low):
        return Reason.MENTION
    if _mails(low) or _named_service(low) or _numbers(low) or _address(seen, low):
        return Reason.CONTACT
    if _link(low) or _spelt_out(low) or any(_is_site(seen, found) for found in _DOTTED.finditer(seen)):
        return Reason.LINK
    return None


def _has(line: str, *parts: str) -> bool:
    """Whether one of these is in it: strings are found in a hundredth of the time of an expression that finds none."""
    return any(part in line for part in parts)


# Spelling.

_BLOCKS = (*range(0x2100, 0x2150), *range(0x2474, 0x24B6), *range(0x3200, 0x3400), *range(0xFDF0, 0xFDFD))
_LONG = {
    code: "".join(filter(str.isalnum, plain)) if plain[0] == "(" and len(plain) < 5 else " "
    for code in _BLOCKS
    if len(plain := unicodedata.normalize("NFKC", chr(code))) > 2
} | {0x2026: " "}
"""Whole words in one character lead nowhere, and would make a line up to 18 times as long; bracketed letters do."""
_CYRILLIC, _GREEK, _SMALL = "аеорсухіјѕһԁԛԝӏкмтвн", "αοινκρτ", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_ALIKE = str.maketrans(_CYRILLIC + _GREEK + _SMALL, "aeopcyxijshdqwlkmtbhaoivkptabcdefghijklmnoprstuvwyz")
_SIGNS = str.maketrans({**dict.fromkeys("。․‧•∙⋅۔ꓸ·", "."), **dict.fromkeys("‐‑‒–—−", "-"), "\u2800": " "})
_UNSEEN = frozenset(("Cf", "Mn", "Me", "Cc"))
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_NOT_ASCII_DIGIT = re.compile(r"(?![0-9])\d")
_CATALAN = re.compile(r"(?<=l)·(?=l)", re.IGNORECASE)
_WORD = re.compile(r"\S+")
_MIXED = re.compile(r"[a-zA-Z@]|\w\.\w")
_SPACE = re.compile(r"[^\S\n]+")


def plainly(text: str) -> str:
    """The line as a reader takes it: one spelling for what looks alike, nothing that is not seen."""
    if text.isascii() and text.isprintable():
        return _SPACE.sub(" ", text)
    text = _CATALAN.sub("", unicodedata.normalize("NFKC", text.translate(_LONG))).translate(_SIGNS)
    text = "".join(letter for letter in _SPACE.sub(" ", text) if letter == "\n" or not _unseen(letter))
    text = _NOT_ASCII_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return text if text.isascii() else _WORD.sub(_in_latin, text)


def _unseen(letter: str) -> bool:
    return letter > "~" and (unicodedata.category(letter) in _UNSEEN or letter in _FILLERS)


def _in_latin(found: re.Match[str]) -> str:
    """A word that has Latin letters or a dot in it, and else only what looks like them, is spelt with those."""
    if found[0].isascii() or not _MIXED.search(found[0]):
        return found[0]
    latin = found[0].lower().translate(_ALIKE)
    return latin if latin.isascii() else found[0]


# Links.

_END = r"[^\S\n]*(?:\Z|[\n,;!?)]|-\s|\.(?:\s|\Z))"
"""Nothing more is said in this sentence."""


def _link(low: str) -> bool:
    """Whether something is in it that is an address by its look alone."""
    return any(_has(low, *signs) and look.search(low) for signs, look in _LOOKS)


_LOOKS: Final = (
    (("://",), re.compile(r"[a-z]\s?://\S")),
    (("www",), re.compile(r"\bwww\d?\s?\.\s?[a-z0-9]")),
    (
        ("http", "hxxp", "mailto:", "magnet:", "javascript:"),
        re.compile(r"\b(?:hxxps?|mailto|magnet|javascript):\S|\bhttps?\s?:"),
    ),
    (("](", "] ("), re.compile(r"\]\s?\([^()\s]{0,200}[./#:]")),
    (("<a ",), re.compile(r"<a\s+href")),
    (
        (":",),
        re.compile(
            r"(?<![\w.:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"
            r"|(?<![\w.:])(?=[a-f:]{0,20}\d)(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{0,4}(?![\w:])"
        ),
    ),
    (
        (".",),
        re.compile(
            r"(?<![\w.:])(?<!version )(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d)"
        ),
    ),
)
_DOTTED = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)+")
_SENTENCE = re.compile(r"[^\S\n]+[^\W_]")
_PATH = re.compile(r"[/?#]\S|:\d")


def _is_site(line: str, dotted: re.Match[str]) -> bool:
    """Whether these words are a domain: by the ending, and where that is a word as well, by what is around it."""
    whole = dotted[0].lower()
    *labels, ending = whole.split(".")
    if not words.SURE.isdisjoint([*labels[1:], ending]):
        return whole not in words.NO_SITES
    if ending not in words.ENDINGS and not ending.startswith("xn--"):
        return False
    if _PATH.match(line, dotted.end()):
        return True
    label, several = labels[-1], len(labels[-1]) > 3 and any(len(part) > 1 for part in labels[:-1])
    if label.isdigit() and not several:
        return False
    written = dotted[0][-len(ending) :]
    goes_on = _SENTENCE.match(line, dotted.end()) is not None
    if written[0].isupper() and not written.isupper() and goes_on:
        return False
    if goes_on and (label in words.TALK or len(label) < 3):
        return False
    if ending not in words.ENDINGS_AND_WORDS:
        return ending not in words.FILES
    if words.TALK.issuperset(labels):
        return False
    if (several and len(ending) == 2) or "-" in label or any(map(str.isdigit, label)):
        return True
    return len(label) > 2 and not written[0].isupper() and ending not in ("no", "so") and not goes_on


_DOT_WORDS: Final = ("dot", "d0t", "punkt", "point", "punto", "ponto", "точка", "[", "(", "{", "<")
_SPELT_DOT = r"\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|точка|\.)\s?[\])}>]\s?"
_SPELT = re.compile(
    rf"(?<=[\w\s]){_SPELT_DOT}(?P<any>[a-z]{{2,18}})\b"
    r"|\b(?P<label>[\w-]{2,40}?)[\s*_~|-]{1,3}(?:"
    r"d[o0]t[\s*_~|-]{1,3}(?:com|net|org|info|io|de|uk|co|fr|ch|eu|edu|gov|app|dev|gg|ly|nl|pl)"
    r"|punkt\s+(?:com|net|org|info|de|at|ch|eu|io)|point\s+(?:com|org|fr)|punto\s+(?:com|org|net|it)"
    r"|ponto\s+(?:com|org|net|pt|br)|точка\s+(?:ру|рф|ком|com|ru))\b"
    rf"|[a-z0-9]\s\.\s?(?:com|net|org|io|de|co\.uk)(?:\s?/|{_END})"
    rf"|[a-z0-9](?:\s?,|\s?\.\s)(?:(?:com|org|net)(?:\s?/|{_END})|(?:de|io)/)"
)


def _spelt_out(low: str) -> bool:
    """Whether a domain's dot is written as a word, in brackets, or with a space."""
    return _has(low, *_DOT_WORDS, " .", ",com", ",org", ",net", ". com", ". org", ". net") and any(
        found["any"] in words.ENDINGS if found["any"] else (found["label"] or "") not in words.BEFORE_DOT_COM
        for found in _SPELT.finditer(low)
    )


# Handles.

_MENTION = re.compile(
    r"(?<![\w.])(?:t|telegram)\.(?:me|dog)\s?/|\btg://|<[@#][!&]?\d+>"
    r"|[@#!][\w.=/+-]{1,80}:[\w-]{1,63}\.\w"
    r"|(?<=[\w.]\w)#\d{4}(?!\w)"
    r"|(?<![\w@])@ ?\w{0,30}_\w"
)
_AT = re.compile(r"(?<![\w.@+-])@([\w.]{2,64})")


def _handle(low: str) -> bool:
    """Whether somebody or some room is named in a way that a platform makes a way there."""
    if not _has(low, "@", "#", "!", ".me", ".dog", "tg:"):
        return False
    return _MENTION.search(low) is not None or any(map(_is_handle, _AT.finditer(low)))


def _is_handle(found: re.Match[str]) -> bool:
    name = found[1].strip("._")
    return len(name) > 1 and not name[0].isdigit() and name not in words.PLACES


_MAIL = re.compile(
    r"[\w+-] ?@ ?[\w-]{1,63} ?\. ?[a-z]|\w@(?:gmail|googlemail|hotmail|outlook|yahoo|gmx|proton(?:mail)?|icloud)\b"
    r"|\w ?[\[({<] ?(?:at|ät|@|arroba) ?[\])}>] ?\w"
    r"|\w (?:at|ät|@|arroba|chiocciola|arobase|klammeraffe|собака) [\w-]{2,63} ?"
    r"(?: (?:dot|punkt|point|punto|ponto|точка) |[\[({] ?(?:dot|punkt|\.) ?[\])}]) ?([a-z]{2,18})\b"
    r"|\w (?:at|ät|arroba) (?:gmail|googlemail|hotmail|gmx|protonmail)\b|\b(?:gmail|hotmail|gmx) (?:com|de|net)\b"
)


def _mails(low: str) -> bool:
    """Whether somebody's mail address is in it, with the sign or with the word for it."""
    return _has(low, "@", "mail", "gmx", *_DOT_WORDS) and any(
        found[1] is None or found[1] in words.SURE_TO_MAIL for found in _MAIL.finditer(low)
    )


_HANDLE = r"(?<![\w.@])@?(?P<{}>[\w.]{{3,40}})"
_IS = r"(?:is|ist|heißt|es|est|è|lautet|jest|é)"
_ANY_SERVICE = re.compile(rf"\b{words.SERVICE}\b")
_SERVICE = re.compile(
    rf"(?:\b(?P<my>my|mein|meine|mi|mon|mia|mio|meu)\s+)?(?<!\w){words.SERVICE}(?!\w)"
    r"(?:[\s-]{0,2}(?:name|handle|id|user|username|account|nick|tag|nummer|number|profil|profile))?"
    rf"(?:\s?(?P<sign>[:=]|->|→)\s?|\s+(?P<is>{_IS}|as|under|als|unter|como|sous|come)\s+|(?P<s>'s)\s+|\s+|\s?[-(,]\s?)"
    rf"{_HANDLE.format('handle')}(?P<after>{_END}|\s+(?:and|und|y|et|e|or|if|falls|wenn)\b)?"
)
_ON_SERVICE = re.compile(
    rf"(?P<am>\b(?:i'?m|i am|its?|it's|ich bin|ich heiße|soy|je suis|sono)\s+)?{_HANDLE.format('handle')}"
    rf"\s+(?:on|auf|bei|en|sur|su|no)\s+(?:my\s+)?{words.SERVICE}(?!\w)"
)
_SHAPE = re.compile(r"[^\W\d_][\w.]*(?:_|\d|\.[^\W\d_])[\w.]*\Z")


def _named_service(low: str) -> bool:
    """Whether a service is named together with what somebody is called there."""
    return _ANY_SERVICE.search(low) is not None and (
        any(map(_called, _SERVICE.finditer(low))) or any(map(_called_there, _ON_SERVICE.finditer(low)))
    )


def _called(found: re.Match[str]) -> bool:
    handle = found["handle"].rstrip(".")
    mine = found["my"] and (found["is"] or found["s"])
    said = found["sign"] or found["is"] in ("as", "under", "als", "unter", "como", "sous")
    if _SHAPE.match(handle):
        return bool(mine or said or found["my"] or found["is"] or found["s"] or "_" in handle or handle[-1].isdigit())
    return bool((mine or said) and found["after"] is not None and not _ordinary(handle))


def _called_there(found: re.Match[str]) -> bool:
    handle = found["handle"].rstrip(".")
    if _SHAPE.match(handle):
        return len(handle) > 3
    return found["am"] is not None and not _ordinary(handle)


def _ordinary(word: str) -> bool:
    return word in words.ORDINARY or word.isdigit() or word.endswith(("ly", "ing", "ed", "lich", "mente"))


# Numbers.

_DATE = re.compile(
    r"(?<![\d./-])(?:\d{1,2}([./-])\s?\d{1,2}\1\s?(?:19|20)?\d\d|(?:1\d|20)\d\d([./-])\d{1,2}\2\d{1,2})(?!\d|[./-]\d)"
    r"|(?<![\d.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\.?\d)"
)
_CLUSTER = re.compile(r"(?<!\d)(?<!\d[.,])[+(]?\(?\d(?:[ .()/_-]{0,3}\d){6,}")
_SPACED_WORDS = re.compile(r"[^\W\d_]+")
_CUE = re.compile(
    r"\b(?:call|text|ring|phone|tel|telephone|mobile|cell|handy|handynummer|telefon|telefonnummer|nummer|whatsapp"
    r"|signal|m[oó]vil|tel[eé]fono|t[eé]l[eé]phone|portable|n[uú]mero|num[eé]ro|cellulare|my number)\b[^\d\n]{0,30}"
    r"(\d(?:[ .()/_-]{0,3}\d){5,14})(?!\d)"
)
_PHONES: Final = frozenset(
    {(3, 3, 4), (3, 3, 3), (4, 3, 3), (3, 4, 4), (1, 3, 3, 4), (1, 3, 3, 2, 2), (5, 6), (5, 5), (3, 7), (3, 6, 2)}
)
"""How people group a number that begins with no 0: North America, Spain, Poland, Australia, China, India."""
_IBAN = re.compile(r"\b[a-z]{2}\d\d(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,3})?\b")
_COORDINATES = re.compile(r"\b\d{1,3}\.\d{4,}\s?[,;/ ]\s?-?\d{1,3}\.\d{4,}")


def _numbers(low: str) -> bool:
    """Whether a number is in it that somebody could be called, found or paid by."""
    if sum(map(low.count, "0123456789")) < 6 and words.DIGITS.keys().isdisjoint(_SPACED_WORDS.findall(low)):
        return False
    if _COORDINATES.search(low) or any(_is_iban(found[0]) for found in _IBAN.finditer(low)):
        return True
    line = _DATE.sub(" ; ", low)
    if any(_is_number(found[0]) for found in _CLUSTER.finditer(line)):
        return True
    if any(not _is_talk(re.findall(r"\d+", found[1])) for found in _CUE.finditer(line)):
        return True
    spelt = _SPACED_WORDS.sub(lambda word: words.DIGITS.get(word[0], word[0]), line)
    return spelt != line and any(_is_dictated(found[0]) for found in _CLUSTER.finditer(spelt.replace(",", " ")))


def _is_number(cluster: str) -> bool:
    """Whether digits that stand together are a phone's or a card's, by how many and how they are grouped."""
    groups = re.findall(r"\d+", cluster)
    digits, first = "".join(groups), groups[0]
    if _is_talk(groups):
        return False
    if 13 <= len(digits) <= 19 and _adds_up(digits) and {len(group) for group in groups[:-1]} <= {4, 5, 6}:
        return True
    if _dialled_later(groups):
        return True
    if len(digits) > 15:
        return False
    if cluster.startswith(("+", "(+")) or (first.startswith("00") and (len(first) == 2 or len(first) > 3)):
        return len(digits) > 7
    if first.startswith("0") and first[:2] != "00" and len(first) > 1:
        return len(digits) > 7
    if len(groups) == 1 and len(digits) > 8:
        return not digits.endswith("00000")
    if tuple(map(len, groups)) in _PHONES:
        return len(digits) > 9 or (first > "399" and not all(group.endswith("0") for group in groups))
    return _is_dictated(cluster)


def _dialled_later(groups: list[str]) -> bool:
    """Whether a number with its area's 0 stands behind another number."""
    return any(
        group.startswith("0") and len(group) > 2 and group[1] != "0" and 9 <= sum(map(len, groups[at:])) <= 13
        for at, group in enumerate(groups[:6])
        if at and not groups[-1].endswith("000")
    )


def _is_talk(groups: list[str]) -> bool:
    """Years, counting, binary jokes, a date with spaces."""
    years = all(len(group) == 4 and "1000" <= group < "2200" for group in groups)
    date = [len(group) for group in groups] == [2, 2, 4] and groups[0] < "32" and groups[1] < "13"
    digits = "".join(groups)
    return years or (date and "1900" < groups[2] < "2100") or set(digits) <= {"0", "1"} or _counts(digits)


_UP: Final = "01234567890123456789"
_ON: Final = "".join(map(str, range(1, 31)))


def _counts(digits: str) -> bool:
    return digits in _UP or digits in _UP[::-1] or _ON.startswith(digits)


def _is_dictated(cluster: str) -> bool:
    """Whether these are seven digits or more, one by one and evenly apart, and not counted out."""
    digits = re.findall(r"\d", cluster)
    apart = {gap.strip() for gap in re.findall(r"\D+", cluster.strip("+() "))}
    each = re.fullmatch(r"\D*\d(?:\D+\d)*", cluster)
    return len(digits) > 6 and each is not None and len(apart) == 1 and not _counts("".join(digits))


def _adds_up(digits: str) -> bool:
    """Whether the last digit is what a card's number says it is (Luhn)."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[::-2]))) % 10 == 0


def _is_iban(found: str) -> bool:
    account = re.sub(r"\s", "", found)
    return len(account) > 14 and int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1


# Addresses, where they are plain.


def _address(seen: str, low: str) -> bool:
    """Whether a street is in it, with the number of a house."""
    return _has(low, *"0123456789") and bool(_ADDRESS.search(seen) or _HOUSE.search(low))


_ADDRESS = re.compile(
    r"\b\d{1,5}[a-z]?,?\s(?:[A-Z][\w'-]{1,20}\s){1,3}(?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|[Dd]rive"
    r"|[Bb]oulevard|[Bb]lvd|[Cc]rescent|[Tt]errace)\b"
)
_HOUSE = re.compile(
    rf"(?<=[^\W\d_][^\W\d_][^\W\d_])(?:straße|strasse|str\.?|gasse|weg|allee|(?<!lieblings)(?<!spiel)(?<!sitz)(?<!park)platz|ufer|damm)\s\d{{1,4}}\s?[a-h]?(?:(?={_END})|(?=\s?in\b))"
    r"|\b\d{1,4}(?:\sbis)?,?\s(?:rue|avenue|boulevard|chemin)\s(?:de\b|du\b|des\b|d'|la\b|le\b|[a-z])"
    rf"|\b(?:calle|avenida|via|rua|rue|ulica|ul\.)\s(?:[^\W\d_]{{2,20}}\s){{1,3}}(?:n[ºo.]?\s?)?\d{{1,4}}(?={_END})"
)
