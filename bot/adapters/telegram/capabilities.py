"""What Telegram can do, by its Bot API 10.0 (core.telegram.org/bots) and its server's code."""

from typing import Final

from bot.model.enclosure import PHOTO, VOICE
from bot.model.ids import Platform
from bot.model.message import Capabilities, Pace, Scope, Unit

PLATFORM: Final = Platform("telegram")

CAPABILITIES: Final = Capabilities(
    text_limit=4_096,
    unit=Unit.CODE_POINTS,
    buttons=100,
    buttons_per_row=8,
    label_limit=64,
    payload_bytes=64,
    emphasis=True,
    edit=True,
    threads=True,
    files=True,
    reactions=True,
    fetches=(PHOTO, VOICE),
    shows=(PHOTO, VOICE),
    reaches=True,
    paces=(Pace(Scope.PLACE, 1, 1.0), Pace(Scope.GROUP, 20, 60.0), Pace(Scope.EVERYTHING, 30, 1.0)),
)
"""Text is counted in code points, entity offsets in UTF-16. No limit of a label is documented; 64 fit a phone."""


def door_of(username: str) -> str:
    """The link that opens a private chat with a bot of that name, in which Start says what it carries (at most 64 of
    A-Z, a-z, 0-9, `_` and `-`)."""
    return f"https://t.me/{username}?start={{code}}" if username else ""


UPDATES: Final = ("message", "callback_query", "my_chat_member", "message_reaction")
"""The kinds of updates that are asked for; others are never sent, and so never lost. Reactions in a group are sent to
its administrators alone."""
LONG_POLL: Final = 25
"""Seconds that a call for updates waits at the server, which allows 50."""
AT_ONCE: Final = 100
"""Updates of one call; the server gives no more."""
WORDS: Final = (
    ("skip", "Another question instead"),
    ("lighter", "Something lighter"),
    ("deeper", "Something deeper"),
    ("decks", "The sets of questions"),
    ("my_list", "Today's questions, to keep"),
    ("share", "Let others read your last answer"),
    ("take_that_back", "Delete your last answer"),
    ("what_do_you_know_about_me", "What is kept"),
    ("forget_me", "Delete all of it"),
    ("daily", "A question a day"),
    ("settings", "What holds for you, and how to change it"),
    ("pause", "Keep quiet for a while"),
    ("resume", "Go on"),
    ("stop", "Ask nothing more"),
    ("circle", "In a group: one question to everybody"),
    ("reveal", "Turn the answers to it over"),
    ("link", "Use this bot as one person elsewhere"),
    ("help", "All the words that work"),
)
"""Commands in Telegram's menu: name (1 to 32 of a-z, 0-9 and _) and description (1 to 256)."""
OURS_ALONE: Final = frozenset(name for name, _what in WORDS) - {"help", "settings", "stop", "share"}
"""Commands that in a group mean us even without our name; the others every bot has."""
COMMANDS: Final = frozenset({name.replace("_", " ") for name, _what in WORDS} - {"link"}) | {
    "never", "unshare", "told", "again", "stay", "unlink", "whoami",
}  # fmt: skip
"""Words that are commands to tap wherever we name them; `allow` and `link` are said elsewhere than where they stand."""
