"""What people come for, and how they take what they are asked. A habit is a class and its place in `HABITS`.

`begins` is what a visit may begin with, `answers` what is done about a message; None leaves it to the next habit. They
know a message by the moments of `prompts/` it is made of, as a person knows it by reading it.
"""

from __future__ import annotations

from typing import Final

from bot.core.tokens import COMMAND, NO_ROUND, read_token
from bot.model.event import Arrived
from bot.model.message import Button
from bot.shells.simulate.gathering import IN_A_ROOM
from bot.shells.simulate.known import ABROAD
from bot.shells.simulate.person import NOTHING, Doing, Habit, Person, Seen, button_for, presses, types


def _yes_or_no(person: Person, seen: Seen, agrees: float) -> Doing:
    wanted = "yes" if person.likely(agrees) else "no"
    button = button_for(seen, COMMAND + wanted)
    return presses(button) if button and person.likely(0.6) else types(wanted)


class Greeting:
    """Comes in, reads who speaks, and mostly says yes."""

    weight = 0.0

    def begins(self, person: Person) -> Doing | None:
        return Doing(Arrived()) if person.likely(0.5) else types("hello")

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if not any(moment.startswith("greeting") for moment in seen.moments):
            return None
        person.greeted |= seen.place == person.address
        return _yes_or_no(person, seen, 0.95) if person.likely(0.95) else types(person.sentence())


class Guests:
    """Lays tables for friends, brings codes, and says who they are."""

    weight = 16.0

    def begins(self, person: Person) -> Doing | None:
        if person.invitations:
            code = person.invitations.popleft()
            return types(f"join {code}") if person.likely(0.8) else Doing(Arrived(f"join-{code}"))
        return types(person.chance.choice(("not-date", "not-date", "not-date", "table for 3", "table for 4")))

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "table.laid" in seen.moments:
            person.codes.append((str(seen.gaps["code"]), int(str(seen.gaps["others"]))))
            return NOTHING
        if "table.which-name" in seen.moments or "table.no-name" in seen.moments:
            return types("skip") if person.likely(0.2) else types(f"Io {person.marked()}")
        if "table.invited" in seen.moments or "table.sit-down" in seen.moments:
            return _yes_or_no(person, seen, 0.85)
        return None


class Company:
    """Asks to be introduced to somebody."""

    weight = 20.0

    def begins(self, person: Person) -> Doing | None:
        return types("find me someone")

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "lobby.may-i" in seen.moments:
            keys = ("find-with", "find-with", "find-without", "no")
            button = button_for(seen, COMMAND + person.chance.choice(keys))
            return presses(button) if button else NOTHING
        if "lobby.sit-down" not in seen.moments:
            return None
        roll = person.chance.random()
        if roll < 0.12:
            return NOTHING
        if roll < 0.24:
            return types("nobody, thanks")
        button = button_for(seen, f"{COMMAND}sit")
        return presses(button) if button and roll < 0.7 else types("sit down")


class AtTheTable:
    """Talks, takes the next card, gets up, blocks, reports, and tries to hand out an address too early."""

    weight = 0.0
    _TALK: Final = frozenset({"table.says", "table.over-to", "table.over-to.long"})

    def begins(self, person: Person) -> Doing | None:
        return None

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "table.hear-again" in seen.moments or "table.yes-or-no" in seen.moments:
            return _yes_or_no(person, seen, 0.75) if person.likely(0.9) else types(person.sentence())
        if "table.by-what" in seen.moments or "table.by-what.short" in seen.moments:
            return types(f"write to {person.marked()}{ABROAD}") if person.likely(0.9) else types("no")
        if "table.waiting" in seen.moments or "table.nothing-carried" in seen.moments:
            return types(person.sentence()) if person.likely(0.05) else NOTHING
        return self._talks(person, seen) if seen.moments & self._TALK else None

    def _talks(self, person: Person, seen: Seen) -> Doing:
        roll = person.chance.random()
        for upto, word in ((0.01, "leave"), (0.025, "block"), (0.04, "report"), (0.05, "lighter"), (0.06, "deeper")):
            if roll < upto:
                return types(word)
        if roll < 0.10:
            return types(f"write to {person.marked()}{ABROAD}")
        if roll < 0.40:
            button = button_for(seen, f"{COMMAND}next")
            return presses(button) if button else types("next")
        return NOTHING if roll < 0.55 else types(person.sentence())


class Quiet:
    """Pauses, stops, looks for company no more, and comes back."""

    weight = 7.0
    _WORDS: Final = ("pause", "pause 2 hours", "pause 1 day", "stop", "stop", "nobody, thanks", "resume", "leave")

    def begins(self, person: Person) -> Doing | None:
        # Somebody has to be there for what is reported.
        return None if person.moderator else types(person.chance.choice(self._WORDS))

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        return NOTHING if seen.moments & {"stop", "pause", "declined"} else None


class Forgotten:
    """Wants to be forgotten, mostly, and may come back as a stranger."""

    weight = 1.5

    def begins(self, person: Person) -> Doing | None:
        return types("forget me")

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "forget.sure" in seen.moments:
            button = button_for(seen, f"{COMMAND}forget-yes")
            return presses(button) if button and person.likely(0.7) else types("yes" if person.likely(0.8) else "no")
        if "forget.done" in seen.moments:
            person.greeted = False
            return NOTHING
        return None


class Named:
    """Goes by another name from now on."""

    weight = 2.0

    def begins(self, person: Person) -> Doing | None:
        return types(f"call me Io {person.marked()}")

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        return None


class Opened:
    """The moderator turns introductions on; and, now and then, off for a while."""

    weight = 3.0

    def begins(self, person: Person) -> Doing | None:
        if not person.moderator:
            return None
        if person.opened and person.likely(0.2):
            return types("introductions off")
        return types("introductions on, all adults")

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if person.moderator and "lobby.opened" in seen.moments:
            person.opened = True
            return NOTHING
        if person.moderator and "lobby.shut" in seen.moments:
            return types("introductions on, all adults")
        return NOTHING if "report.new" in seen.moments else None


class Daily:
    """Wishes for a question a day, moves its hour, lives elsewhere for a while; and often leaves it lying."""

    weight = 10.0
    _WISHES: Final = (
        "daily at 9", "daily at 9", "weekdays at 8 from little-things", "daily at 23:30", "every day at 21:00",
        "daily at 7:15 from the long table", "weekends at 12:30 from not-date, little-things", "daily",
    )  # fmt: skip
    _CHANGES: Final = (
        *_WISHES, "zone Berlin", "zone New York", "zone Tokyo", "zone nowhere at all", "quiet 22-8", "quiet hours 0-6",
        "quiet 13-15", "quiet off", "quiet on", "daily off", "daily off", "settings", "settings", "daily at dawn",
    )  # fmt: skip

    def begins(self, person: Person) -> Doing | None:
        if person.daily and person.likely(0.5):
            return types(person.chance.choice(self._CHANGES))
        person.daily = True
        return types(person.chance.choice(self._WISHES))

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        if "settings" in seen.moments and person.likely(0.6):
            return presses(person.chance.choice(seen.buttons)) if seen.buttons else NOTHING
        if "daily.question" in seen.moments:
            return NOTHING if person.likely(0.5) else None
        return NOTHING if any(moment.startswith(self._HOURS) for moment in seen.moments) else None

    _HOURS: Final = ("daily.", "zone.", "quiet.", "settings")


class Evening:
    """Alone with a deck: answers, skips, shares, takes back, and lets the evening end. What nobody else answers, this
    habit does."""

    weight = 60.0
    _WORDS: Final = (
        *("skip",) * 8, *("never",) * 2, *("share",) * 6, *("unshare",) * 2, *("take that back",) * 2,
        "lighter", "deeper", "my list", "help", "what do you know about me", "who are you", "decks", "again", "told",
        "stay",
    )  # fmt: skip
    _ENDS: Final = frozenset({"closing.good-night", "closing.tomorrow", "closing.on-return", "told", "table.mutual"})

    def begins(self, person: Person) -> Doing | None:
        roll = person.chance.random()
        if roll < 0.3:
            return Doing(Arrived())
        return types(person.chance.choice(("decks", "resume", "hello again", "deck little-things", "start", "again")))

    def answers(self, person: Person, seen: Seen) -> Doing | None:
        roll = person.chance.random()
        if roll < 0.03 or seen.moments & self._ENDS:
            return NOTHING
        if roll < 0.14:
            return types(person.chance.choice(self._WORDS))
        loud = [button for button in seen.buttons if not button.quiet]
        if not loud:
            return types(person.sentence()) if seen.buttons else NOTHING
        if _is_general(loud[0]) and roll < 0.9:
            return presses(person.chance.choice(seen.buttons))
        if roll < 0.6:
            return presses(person.chance.choice(loud))
        return types(f"{person.chance.choice(loud).label}, {person.marked()}")


def _is_general(button: Button) -> bool:
    pressed = read_token(button.token)
    return pressed is not None and pressed.round == NO_ROUND


GREETING: Final = Greeting()
"""What a stranger begins with."""
OPENED: Final = Opened()
"""What a moderator begins with."""
GUESTS: Final = Guests()
"""What is done with a friend's code."""
HABITS: Final[tuple[Habit, ...]] = (
    GREETING,
    IN_A_ROOM,
    Forgotten(),
    Quiet(),
    GUESTS,
    Company(),
    AtTheTable(),
    Named(),
    OPENED,
    Daily(),
    Evening(),
)
"""In this order a message is looked at."""
