"""Times, days and numbers as they are said in German and in Arabic, in what a schedule is read by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.core.plain import plainly

_DE_NUMBERS: Final = {
    "null": 0, "ein": 1, "eins": 1, "eine": 1, "einen": 1, "einer": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "paar": 3,
    "vierzehn": 14, "zwanzig": 20, "dreissig": 30,
}  # fmt: skip
_AR_NUMBERS: Final = {
    "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5,
    "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10,
    "الأول": 1, "الثاني": 2, "الثالث": 3,
}  # fmt: skip
_UNITS: Final[Mapping[str, Mapping[str, str]]] = {
    "de": {
        **dict.fromkeys(("minute", "minuten", "min"), "minute"), **dict.fromkeys(("stunde", "stunden", "std"), "hour"),
        **dict.fromkeys(("tag", "tage", "tagen"), "day"), **dict.fromkeys(("woche", "wochen"), "week"),
        **dict.fromkeys(("monat", "monate", "monaten"), "month"),
    },
    "ar": {
        **dict.fromkeys(("دقيقة", "دقائق", "دقايق"), "minute"), **dict.fromkeys(("ساعة", "ساعات"), "hour"),
        **dict.fromkeys(("يوم", "أيام", "يوما"), "day"), **dict.fromkeys(("أسبوع", "أسابيع", "أسبوعا"), "week"),
        **dict.fromkeys(("شهر", "أشهر", "شهور", "شهرا"), "month"),
        # The dual says the number along.
        "يومين": "2 day", "ساعتين": "2 hour", "أسبوعين": "2 week", "شهرين": "2 month", "دقيقتين": "2 minute",
    },
}  # fmt: skip
_DAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "de": {
        **dict.fromkeys(("mo", "montag", "montags"), "monday"),
        **dict.fromkeys(("di", "dienstag", "dienstags"), "tuesday"),
        **dict.fromkeys(("mi", "mittwoch", "mittwochs"), "wednesday"),
        **dict.fromkeys(("do", "donnerstag", "donnerstags"), "thursday"),
        **dict.fromkeys(("fr", "freitag", "freitags"), "friday"),
        **dict.fromkeys(("sa", "samstag", "samstags", "sonnabend", "sonnabends"), "saturday"),
        **dict.fromkeys(("so", "sonntag", "sonntags"), "sunday"),
        **dict.fromkeys(("und", "&", "+"), ","), "bis": "-", "-": "-", "am": "",
        **dict.fromkeys(("werktags", "wochentags"), "weekdays"), "wochenends": "weekends",
    },
    "ar": {
        **dict.fromkeys(("الاثنين", "الإثنين", "اثنين"), "monday"), "الثلاثاء": "tuesday", "ثلاثاء": "tuesday",
        **dict.fromkeys(("الأربعاء", "أربعاء"), "wednesday"), **dict.fromkeys(("الخميس", "خميس"), "thursday"),
        **dict.fromkeys(("الجمعة", "جمعة"), "friday"), **dict.fromkeys(("السبت", "سبت"), "saturday"),
        **dict.fromkeys(("الأحد", "أحد"), "sunday"), "و": ",", "يوم": "", "إلى": "-", "حتى": "-",
    },
}  # fmt: skip


def _plain(words: Mapping[str, str], tag: str) -> dict[str, str]:
    return {plainly(word, tag): meant for word, meant in words.items()}


_NUMBER: Final = {
    "de": {plainly(word, "de"): value for word, value in _DE_NUMBERS.items()},
    "ar": {plainly(word, "ar"): value for word, value in _AR_NUMBERS.items()},
}
_UNIT: Final = {tag: _plain(words, tag) for tag, words in _UNITS.items()}
_DAY: Final = {tag: _plain(words, tag) for tag, words in _DAYS.items()}


def numbers(tag: str) -> tuple[str, ...]:
    """The words for numbers, spelt plainly."""
    return tuple(_NUMBER.get(tag, ()))


def days(tag: str) -> tuple[str, ...]:
    """The words that days may begin with, spelt plainly."""
    return tuple(_DAY.get(tag, ()))


def number(said: str, tag: str) -> str:
    """The number in figures; empty where it is none."""
    if said.isdigit() and said.isascii():
        return said
    found = _NUMBER.get(tag, {}).get(said)
    return "" if found is None else str(found)


def unit(said: str, tag: str) -> str:
    """The unit in English (`2 day` where the word says the number along); empty where it is none."""
    return _UNIT.get(tag, {}).get(said, "")


def day_name(said: str, tag: str) -> str:
    """The days of the week in English: `monday , friday`; empty where something else stands among them."""
    words = said.replace(",", " , ").split()
    days = _DAY.get(tag, {})
    # In Arabic "and" is written onto the next day.
    split = [part for word in words for part in ((word,) if word in days or word[:1] != "و" else ("و", word[1:]))]
    read = [days.get(word) if word != "," else "," for word in split]
    if None in read or not any(one and one.isalpha() for one in read):
        return ""
    return " ".join(one for one in read if one)


_MONTHS: Final[Mapping[str, str]] = {
    plainly(word, "de"): english
    for words, english in (
        ("januar jänner jan", "january"), ("februar feber feb", "february"), ("märz mär", "march"),
        ("april apr", "april"), ("mai", "may"), ("juni jun", "june"), ("juli jul", "july"), ("august aug", "august"),
        ("september sept sep", "september"), ("oktober okt", "october"), ("november nov", "november"),
        ("dezember dez", "december"),
    )
    for word in words.split()
}  # fmt: skip
_DE_DATE: Final = re.compile(r"(?P<day>[0-9]{1,2})\.? ?(?P<month>[a-z]{3,9})\.?(?: (?P<year>[0-9]{4}))?")
_DE_SOON: Final = {"heute": "today", "heute abend": "tonight", "morgen": "tomorrow"}
_DE_LEADS: Final = re.compile(r"(?:(?:zum|am|den|dem|naechsten|nachsten|kommenden|einschliesslich) )+")


def date_of(said: str, tag: str) -> str:
    """The day in the words that `core.absence` reads, so far for German: `24 december`, `friday`, `24.12.`; empty where
    it is none."""
    if tag != "de":
        return ""
    said = _DE_LEADS.sub("", said, count=1) if _DE_LEADS.match(said) else said
    if said in _DE_SOON:
        return _DE_SOON[said]
    if said[:1].isdigit() and all(one.isdigit() or one in ".- " for one in said):
        return said
    match = _DE_DATE.fullmatch(said)
    if match and match["month"] in _MONTHS:
        return f"{match['day']} {_MONTHS[match['month']]}{' ' + match['year'] if match['year'] else ''}"
    days = day_name(said, tag)
    return days if days.isalpha() else ""


def time_of(said: str, tag: str) -> str:
    """The time of day as `09:30`; empty where it is none."""
    found = _german(said) if tag == "de" else _arabic_time(said)
    return "" if found is None or not 0 <= found < 24 * 60 else f"{found // 60:02}:{found % 60:02}"


_DE_CLOCK: Final = re.compile(
    r"(?:um )?(?:(?P<part>halb|viertel nach|viertel vor|dreiviertel) )?(?P<hour>[0-9]{1,2}|[a-z]+)"
    r"(?:(?P<mark>[:.])(?P<minute>[0-9]{2}))?(?: uhr(?: (?P<past>[0-9]{1,2}))?)?"
    r"(?: (?P<half>morgens|frueh|fruh|vormittags|am morgen|nachmittags|am nachmittag|abends|am abend|nachts))?"
)
_DE_NAMED: Final = {"mittag": 720, "mittags": 720, "mitternacht": 0, "um mitternacht": 0, "am mittag": 720}
_DE_PARTS: Final = {"halb": -30, "viertel nach": 15, "viertel vor": -15, "dreiviertel": -15}


def _german(said: str) -> int | None:
    if said in _DE_NAMED:
        return _DE_NAMED[said]
    match = _DE_CLOCK.fullmatch(said)
    if match is None:
        return None
    hour = number(match["hour"], "de")
    minute = int(match["minute"] or match["past"] or 0)
    if not hour or int(hour) > 24 or minute > 59:
        return None
    clock = int(hour) * 60 + minute + _DE_PARTS.get(match["part"] or "", 0)
    return _in_half(clock, int(hour), match["half"] or "", _DE_AFTER, _DE_NIGHT)


_DE_AFTER: Final = frozenset({"nachmittags", "am nachmittag", "abends", "am abend"})
_DE_NIGHT: Final = frozenset({"nachts"})


def _in_half(clock: int, hour: int, half: str, after: frozenset[str], night: frozenset[str]) -> int | None:
    if half in after and hour < 12:
        return clock + 720
    if half in night and hour == 12:
        return clock - 720
    return clock % 1440


_AR_HOURS: Final = {
    plainly(word, "ar"): hour
    for hour, word in enumerate(
        ("الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة"),
        1,
    )
}
_AR_CLOCK: Final = re.compile(
    r"(?:الساعه )?(?:عند )?(?P<hour>[0-9]{1,2}|\w+)(?:[:.](?P<minute>[0-9]{2}))?"
    r"(?: (?P<part>والنصف|والربع|والثلث|الا ربعا?|الا ثلثا?))?"
    r"(?: (?P<half>صباحا|الصبح|ص|فجرا|ظهرا|الظهر|عصرا|العصر|مساء|المسا|م|ليلا))?"
)
_AR_PARTS: Final = {"والنصف": 30, "والربع": 15, "والثلث": 20, "الا ربع": -15, "الا ربعا": -15, "الا ثلث": -20,
                    "الا ثلثا": -20}  # fmt: skip
_AR_NAMED: Final = {"الظهر": 720, "ظهرا": 720, "منتصف النهار": 720, "منتصف الليل": 0}
_AR_AFTER: Final = frozenset({"ظهرا", "الظهر", "عصرا", "العصر", "مساء", "المسا", "م", "ليلا"})


def _arabic_time(said: str) -> int | None:
    named = _AR_NAMED.get(said.removeprefix("الساعه "))
    if named is not None:
        return named
    match = _AR_CLOCK.fullmatch(said)
    if match is None:
        return None
    hour = int(match["hour"]) if match["hour"].isdigit() else _AR_HOURS.get(match["hour"])
    minute = int(match["minute"] or 0)
    if hour is None or hour > 24 or minute > 59:
        return None
    clock = hour * 60 + minute + _AR_PARTS.get(match["part"] or "", 0)
    return _in_half(clock, hour, match["half"] or "", _AR_AFTER, frozenset())
