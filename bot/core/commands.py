"""The words that always work. A command is the whole message; a word that is an offered choice is the choice."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from bot.core.hours import parse_quiet
from bot.core.plain import hidden_marks, western_digits
from bot.core.schedule import parse
from bot.model.event import Words
from bot.model.noun import Noun
from bot.model.spans import DAY, HOUR, MINUTE, WEEK


class Command(StrEnum):
    SKIP = "skip"
    NEVER = "never"
    DEEPER = "deeper"
    LIGHTER = "lighter"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    SHARE = "share"
    UNSHARE = "unshare"
    TAKE_BACK = "take that back"
    TOLD = "told"
    RATE = "good one"
    MY_LIST = "my list"
    DECKS = "decks"
    KNOWN = "what do you know about me"
    FORGET = "forget me"
    HELP = "help"
    STAY = "stay"
    AGAIN = "again"
    START = "start"
    WHO = "who are you"
    WHOAMI = "whoami"
    LINK = "link"
    UNLINK = "unlink"
    ALLOW = "allow"
    DISALLOW = "disallow"
    TABLE = "not-date"
    JOIN = "join"
    LEAVE = "leave"
    BLOCK = "block"
    REPORT = "report"
    CALL_ME = "call me"
    FIND = "find me someone"
    NO_COMPANY = "nobody, thanks"
    SIT_DOWN = "sit down"
    INTRODUCE = "introductions"
    DAILY = "daily"
    ZONE = "zone"
    QUIET = "quiet"
    SETTINGS = "settings"
    CIRCLE = "circle"
    REVEAL = "reveal"
    CIRCLES = "circles"
    ANSWER = "answer"
    CALL_ON = "call on me"
    TALKS = "talks"
    REST = "pause here"
    SUGGEST = "suggest"
    REWORD = "suggest instead"
    SUGGESTED = "my suggestions"
    UNSUGGEST = "take back"
    LANGUAGE = "language"


class Said(Noun, frozen=True):
    """A command as it was said; `span` is a pause's length in milliseconds, `argument` what followed a name. Of a
    suggestion `number` says which, and `at` is the character of the text at which the argument begins."""

    command: Command
    span: int = 0
    argument: str = ""
    number: int = 0
    at: int = 0


_ALIASES: Final = {
    Command.SKIP: ("skip", "skip it", "skip this", "skip that", "pass", "next", "next question", "next one"),
    Command.NEVER: ("never", "never again", "never ask me this again", "never ask this again", "never ask again",
                    "never ask me that again", "do not ask me this again", "don't ask me this again"),
    Command.DEEPER: ("deeper", "go deeper", "something deeper", "a deeper one"),
    Command.LIGHTER: ("lighter", "go lighter", "something lighter", "a lighter one", "easier"),
    Command.PAUSE: ("pause",),
    Command.REST: ("pause here",),
    Command.RESUME: ("resume", "continue", "unpause"),
    Command.STOP: ("stop", "quit", "unsubscribe", "leave me alone", "end"),
    Command.SHARE: ("share", "share it", "share that", "share this"),
    Command.UNSHARE: ("unshare", "unshare it", "unshare that", "don't share", "don't share that"),
    Command.TAKE_BACK: ("take that back", "take it back", "i take that back", "undo"),
    Command.TOLD: ("told", "i told somebody", "i told someone", "i asked somebody", "i asked someone", "asked"),
    Command.MY_LIST: ("my list", "list", "mylist"),
    Command.DECKS: ("decks", "deck", "other decks", "change deck"),
    Command.KNOWN: ("what do you know about me", "what do you know", "my data", "about me", "export my data"),
    Command.FORGET: ("forget me", "forgetme", "delete me", "delete my data", "forget everything"),
    Command.HELP: ("help", "commands", "?help", "what can you do", "for example", "example"),
    Command.STAY: ("stay", "stay here"),
    Command.AGAIN: ("again", "start again", "from the beginning"),
    Command.START: ("start",),
    Command.WHO: ("who are you", "who is this", "who's this", "what are you"),
    Command.WHOAMI: ("whoami", "who am i to you", "who am i here"),
    Command.LINK: ("link", "link me", "link my accounts", "link accounts"),
    Command.UNLINK: ("unlink", "unlink me", "unlink this account"),
    Command.ALLOW: ("allow", "allow here", "allow the bot"),
    Command.DISALLOW: ("disallow", "disallow here", "disallow the bot"),
    Command.TABLE: ("not-date", "a not-date", "not date", "lay a table", "a table for two", "table for two",
                    "invite somebody", "invite someone", "invite a friend"),
    Command.FIND: ("find me someone", "find me somebody", "find someone for me", "find somebody for me"),
    Command.NO_COMPANY: ("nobody, thanks", "nobody thanks", "no company", "stop looking", "look for nobody"),
    Command.SIT_DOWN: ("sit down", "i'll sit down", "i sit down"),
    Command.LEAVE: ("leave", "leave the table", "get up", "leave table"),
    Command.BLOCK: ("block", "block them", "block him", "block her", "block this person"),
    Command.CIRCLE: ("circle", "a circle", "call a circle", "new circle"),
    Command.REVEAL: ("reveal", "turn over", "turn them over"),
    Command.CALL_ON: ("call on me", "you can call on me", "you may call on me"),
    Command.REPORT: ("report", "report this", "report them", "report him", "report her"),
    Command.DAILY: ("daily", "daily question", "a daily question", "daily on"),
    Command.ZONE: ("zone", "my zone", "time zone", "timezone", "my time zone", "my timezone"),
    Command.QUIET: ("quiet hours", "my quiet hours"),
    Command.SETTINGS: ("settings", "my settings", "preferences"),
    Command.SUGGEST: ("suggest", "suggest a question", "i have a question for the list", "suggest something"),
    Command.REWORD: ("suggest instead",),
    Command.SUGGESTED: ("my suggestions", "my suggestion", "suggestions"),
    Command.LANGUAGE: ("language", "languages", "my language", "change language", "other languages"),
}  # fmt: skip
GOOD: Final = "good"
_RATINGS: Final = {"good one": GOOD, "good question": GOOD, "not for me": "", "bad question": ""}
"""What somebody may say of a question that was asked; never of an answer."""
_WORDS: Final = {alias: command for command, aliases in _ALIASES.items() for alias in aliases}


OPENERS: Final = frozenset({
    "circles", "talks", "pause", "resume", "unpause", "end", "stop", "no", "cancel", "my", "zone", "timezone", "time",
    "language", "speak", "quiet", "introductions",
})  # fmt: skip
"""First words of what the expressions below read that is for somebody to decide; what begins with `EACH` is, too."""


def aliases() -> tuple[str, ...]:
    """Every word, and every other way to say it, that is a command when it is the whole message."""
    return (*_WORDS, *_RATINGS)


_UNITS: Final = {"minute": MINUTE, "min": MINUTE, "hour": HOUR, "h": HOUR, "day": DAY, "d": DAY,
                 "week": WEEK, "w": WEEK, "month": 30 * DAY}  # fmt: skip
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
                   "eight": 8, "nine": 9, "ten": 10, "couple of": 2, "a couple of": 2, "a few": 3}  # fmt: skip
_PAUSE: Final = re.compile(
    r"pause(?: me)?(?P<here> here)?(?: for)? (?P<count>\d{1,9}|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r") ?(?P<unit>minute|min|hour|h|day|d|week|w|month)s?"
)
AT_A_TABLE: Final = frozenset({Command.LEAVE, Command.BLOCK, Command.REPORT})
"""Words that are commands at a table; elsewhere only with a slash, since they may be answers."""
IN_A_ROOM: Final = frozenset({Command.CIRCLE, Command.REVEAL, Command.CIRCLES, Command.TALKS, Command.REST})
"""Words that are commands in a group place; elsewhere only with a slash, since they may be answers."""
ABOUT_A_PLACE: Final = frozenset({Command.DAILY, Command.ZONE, Command.QUIET, Command.SETTINGS, Command.LANGUAGE})
"""Words that in a group place are about the place, and elsewhere about oneself."""
_CIRCLE: Final = re.compile(r"circle (?P<deck>\w[\w '-]{0,39})")
_CIRCLES: Final = re.compile(r"(?P<what>circles|talks) (?P<how>on|off)")
_ANSWER: Final = re.compile(r"answer:? (?P<code>[0-9a-z]{4}[- ]?[0-9a-z]{4})")
_CALL_ON_NO_MORE: Final = re.compile(r"(?:do not|don't|dont|never) call on me(?: any ?more| again)?")
_TABLE: Final = re.compile(
    r"(?:(?:a )?not-date|(?:lay )?(?:a )?table|invite) (?P<how>(?:[a-z0-9-]{1,40} )?for [a-z0-9]{1,5})"
)
_INTRODUCE: Final = re.compile(r"introductions:? (?P<how>on|off|on, all adults)")
_JOIN: Final = re.compile(r"join:? (?P<code>[0-9a-z]{4}[- ]?[0-9a-z]{4})")
_LED_HERE: Final = re.compile(r"start (?P<what>join|answer)-(?P<code>[0-9a-z]{4}-?[0-9a-z]{4})")
"""What somebody says who follows a link that carries a code."""
_CALL_ME: Final = re.compile(r"(?:!nd |/)?call[ _]me:? (?P<name>\S.{0,39})", re.IGNORECASE)
_ZONE: Final = re.compile(r"(?:my )?(?:time ?)?zone:? (?:is )?(?P<place>\S.*)")
_LANGUAGE: Final = re.compile(r"(?:my )?language:? (?:is )?(?P<name>\S.{0,39})|speak (?P<spoken>\w{2,20}) to me")
_DAILY_OFF: Final = re.compile(r"(?:stop|end|no|cancel)(?: the| my)? daily(?: questions?)?")
_FROM: Final = re.compile(r" ?\bfrom (?P<decks>[^,]{1,40}(?:,[^,]{1,40})*)$")
EACH: Final = ("daily", "every", "each", "weekday", "workday", "weekend", "weekly", "monthly", "fortnightly")
"""With these begins what may be a schedule."""
_SUGGEST: Final = re.compile(
    r"\s*(?:!nd |/)?suggest(?P<instead> instead(?: (?P<number>\d{1,6}))?)?:?(?:\s+(?P<what>\S.*?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_UNSUGGEST: Final = re.compile(r"take back (?:suggestion |number )?(?P<number>\d{1,6})")
_LINK: Final = re.compile(r"link:? (?P<code>[0-9a-z]{4}[- ]?[0-9a-z]{4})")
USUAL_PAUSE: Final = 3 * DAY
LONGEST_PAUSE: Final = 365 * DAY


_GO_ON_HERE: Final = frozenset({"resume here", "unpause here", "end the pause here"})
_LONGEST_ASIDE: Final = 100
"""Characters of a sentence that may still be a word of ours said politely."""
_IT: Final = r"(?:it|this|that|this one|that one|this question|that question)"
_TELL: Final = (
    rf"(?:(?:say|tell|answer|share|discuss)(?: you)?(?: {_IT})?|talk(?: about {_IT})?|go there|get into {_IT}"
    rf"|answering(?: {_IT})?|talking about {_IT})"
)
_POLITE_SKIP: Final = re.compile(
    r"(?:(?:sorry|hmm|um|no|nah)[, ]+)?(?:"
    rf"(?:(?:i'd|id|i would) )?(?:rather|prefer) not(?: to)?(?: {_TELL})?"
    rf"|i (?:do not|don't|dont) (?:want|wish|feel like|care)(?: to)? {_TELL}"
    rf"|(?:can|could|may|shall) (?:i|we|you) (?:please )?(?:skip|pass)(?: (?:on )?{_IT})?"
    rf"|let's skip(?: {_IT})?|pass on {_IT}|no comment"
    r"|(?:(?:well|hmm),? )?(?:that's|thats|that is|it's|its|this is) (?:a bit |a little |kind of |rather |(?:way )?too "
    r"|very |quite )?(?:private|personal)|none of your (?:business|concern)"
    r"|(?:next|another) (?:one|question)|next,? please"
    r"|(?:(?:can|could|may|shall) (?:we|you|i) |let's |lets )(?:please )?(?:talk about|ask(?: me)?|do|try)"
    r" something else|(?:please )?ask(?: me)? something else"
    r"|(?:(?:can|could|shall) we |let's |lets )change (?:the )?(?:subject|topic)"
    r"|(?:skip|pass),? (?:next one|next|this one|that one))"
    r"(?:,? (?:please|pls|plz|then|now|here|today|thanks|thank you|if i may|if that's ok|if that's okay))*"
    r"|(?:skip|pass),? (?:please|pls|plz)"
)
_POLITE_STOP: Final = re.compile(
    r"(?:(?:ok|okay|right|well|sorry|hey|thanks|thank you|thx|ty|cheers)[, ]+)*(?:i think |i guess )?(?:"
    r"(?:that's|thats|that is|that was|that will be|that'll be|this is) (?:enough|all|it) (?:for|from) "
    r"(?:now|today|tonight|this evening|me)"
    r"|(?:that's|thats|that is|that was|that will be|that'll be) enough"
    r"|enough (?:questions )?(?:for )?(?:now|today|tonight)|(?:let's|lets) (?:stop|leave it) (?:here|there|now|at that)"
    r"|i(?:'m| am|m) (?:done|finished) (?:for )?(?:now|today|tonight)"
    r"|i(?:'ll| will) (?:stop|leave it) (?:here|there|at that)"
    r"|(?:i )?(?:have to|need to|must|got to|gotta|should) (?:go|leave|stop|run)(?: now)?|bye|goodbye|bye bye"
    r")(?:[,.!]? (?:now|today|tonight|for now|for today|for tonight|thanks|thank you|bye|goodbye|good night|sorry|then"
    r"|very much|so much|bot|please))*"
)
_MACHINE: Final = r"(?:a |an )?(?:real|human|person|bot|robot|ai|machine|alive|chatgpt|gpt)\b"
_TAIL: Final = (
    r"(?:,? (?:or|and|just|a|an|the|real|human|person|bot|robot|ai|machine|here|there|anyway|then|exactly|really"
    r"|actually|btw|by|way|me|this|that|these|those|all|so|many|to|with|talking|behind|you|am|i|question|questions"
    r"|lol|haha|please))*"
)
_WHO: Final = re.compile(
    r"(?:(?:wait|sorry|hey|hang on),? )?(?:"
    rf"(?:are|r) (?:you|u) (?:actually |really |even )?{_MACHINE}"
    rf"|(?:is this|am i talking to) {_MACHINE}"
    r"|who(?: is|'s|s| are|'re) (?:this|asking|you|running this|behind this)\b"
    r"|why (?:do you|are you) (?:want to know|asking|ask)\b)"
    rf"{_TAIL}"
)


def said_in(words: Words) -> Said | None:
    """The command that the words are, in English or as their language means it; or nothing."""
    said = recognise(words.means or words.text)
    if said is None or not said.at or not words.means:
        return said
    # What is suggested stands in their own line, which is the one that is kept.
    return replace(said, at=max(words.text.rfind(said.argument), 0))


# Asked of each message when it is known what the step must be told, and again by whatever in the step wants to know.
@lru_cache(maxsize=16)
def recognise(text: str) -> Said | None:
    """The command that the whole message is, or nothing. Case, a leading `/` or `!nd`, and end punctuation are free."""
    if (said := _suggests(text)) is not None:
        return said
    if len(text) > _LONGEST_ASIDE:
        return None
    text = western_digits(hidden_marks(text))
    plain = " ".join(text.casefold().replace("’", "'").split())
    plain = plain.removeprefix("!nd ").removeprefix("/").rstrip(".!?… ").replace("_", " ")
    command = _WORDS.get(plain) or _said_again(plain)
    if command is Command.PAUSE or command is Command.REST:
        return Said(command, span=USUAL_PAUSE)
    if plain in _GO_ON_HERE:
        return Said(Command.REST)
    if command is not None:
        return Said(command)
    if plain in _RATINGS:
        return Said(Command.RATE, argument=_RATINGS[plain])
    if plain.startswith("pause") and (match := _PAUSE.fullmatch(plain)):
        count = match["count"]
        many = int(count) if count.isdigit() else _NUMBERS[count]
        span = min(max(many, 1) * _UNITS[match["unit"]], LONGEST_PAUSE)
        return Said(Command.REST if match["here"] else Command.PAUSE, span=span)
    if match := _UNSUGGEST.fullmatch(plain):
        return Said(Command.UNSUGGEST, number=int(match["number"]))
    if match := _LINK.fullmatch(plain):
        return Said(Command.LINK, argument=match["code"])
    if match := _JOIN.fullmatch(plain):
        return Said(Command.JOIN, argument=match["code"])
    if match := _LED_HERE.fullmatch(plain):
        return Said(Command.JOIN if match["what"] == "join" else Command.ANSWER, argument=match["code"])
    if match := _INTRODUCE.fullmatch(plain):
        return Said(Command.INTRODUCE, argument=match["how"])
    if match := _CIRCLES.fullmatch(plain):
        return Said(Command.CIRCLES if match["what"] == "circles" else Command.TALKS, argument=match["how"])
    if match := _CIRCLE.fullmatch(plain):
        return Said(Command.CIRCLE, argument=match["deck"])
    if match := _ANSWER.fullmatch(plain):
        return Said(Command.ANSWER, argument=match["code"])
    if _CALL_ON_NO_MORE.fullmatch(plain):
        return Said(Command.CALL_ON, argument="no")
    if match := _TABLE.fullmatch(plain):
        return Said(Command.TABLE, argument=match["how"])
    if plain.startswith("call me ") and (match := _CALL_ME.fullmatch(" ".join(text.split()))):
        # A name keeps its capitals.
        return Said(Command.CALL_ME, argument=match["name"])
    if match := _LANGUAGE.fullmatch(plain):
        return Said(Command.LANGUAGE, argument=match["name"] or match["spoken"])
    if (said := _about_hours(plain)) is not None:
        return said
    if plain.startswith(("deck ", "start ")) and len(plain) < 60:
        return Said(Command.DECKS if plain.startswith("deck ") else Command.START, argument=plain.split(" ", 1)[1])
    return _in_other_words(plain)


def _said_again(plain: str) -> Command | None:
    """The word that is said twice or more in a row by somebody who was not heard soon enough: "skip skip"."""
    first, *more = plain.replace(",", " ").split() or [""]
    command = _WORDS.get(first) if more and set(more) == {first} else None
    return command if command in (Command.SKIP, Command.STOP) else None


def _suggests(text: str) -> Said | None:
    """A question for the list, of any length: it is judged where it can be answered. Capitals stay, and line ends."""
    if "suggest" not in text[:16].casefold() or (match := _SUGGEST.fullmatch(text)) is None:
        return None
    what, number = match["what"] or "", int(match["number"] or 0)
    if match["instead"]:
        return Said(Command.REWORD, argument=what, number=number, at=match.start("what") if what else 0)
    if not what or what.casefold().rstrip(".!?… ") in _NO_QUESTION:
        return None
    return Said(Command.SUGGEST, argument=what, at=match.start("what"))


_NO_QUESTION: Final = frozenset({"a question", "something"})
"""What follows `suggest` without being what is suggested."""


def _in_other_words(plain: str) -> Said | None:
    """A skip, a goodbye or a "who are you" that a person puts politely: only sentences that can be no answer."""
    if _POLITE_SKIP.fullmatch(plain):
        return Said(Command.SKIP)
    if _POLITE_STOP.fullmatch(plain):
        return Said(Command.STOP)
    return Said(Command.WHO) if _WHO.fullmatch(plain) else None


# When something comes by itself


def _about_hours(plain: str) -> Said | None:
    """A schedule, a zone or quiet hours: only what can be read as one, and begins with a word of ours."""
    if match := _ZONE.fullmatch(plain):
        return Said(Command.ZONE, argument=match["place"])
    if plain.startswith("quiet") and (plain == "quiet on" or parse_quiet(plain) is not None):
        return Said(Command.QUIET, argument=plain)
    if _DAILY_OFF.fullmatch(plain):
        return Said(Command.DAILY, argument="daily off")
    if plain.startswith(EACH):
        when, decks = named_decks(plain)
        if parse(when) is not None or (decks and when == "daily") or _MISREAD.match(when):
            return Said(Command.DAILY, argument=plain)
    return None


_MISREAD: Final = re.compile(r"daily(?: question)? at [0-9]")
"""Nobody's answer, even where no time of day can be made out."""


def named_decks(plain: str) -> tuple[str, tuple[str, ...]]:
    """What comes before "from", and the names after it: "daily at 9", and "little-things" and "long-table"."""
    match = _FROM.search(plain)
    if match is None:
        return plain, ()
    names = re.split(r",| and ", match["decks"])
    return plain[: match.start()], tuple(name.strip() for name in names if name.strip())


def is_marked(text: str) -> bool:
    """It is written as a command, with a `/` or a `!` before it: what else is an answer is none then."""
    return text.lstrip().startswith(("/", "!"))


def may_be_an_answer(text: str, said: Said) -> bool:
    """It may as well answer a question that is open: "every day" does, "weekdays at 8" says when."""
    if said.command is not Command.DAILY or not said.argument or is_marked(text):
        return False
    return not said.argument.startswith("daily") and _TIMED.search(said.argument) is None


_TIMED: Final = re.compile(r"\bat\b|[0-9] ?[:.h] ?[0-9]|[0-9] ?[ap]m\b")
