"""A person, as far as the bot must know them."""

from __future__ import annotations

from enum import StrEnum

from bot.model.ids import ConversationId, MemberId
from bot.model.noun import Noun


class Member(Noun, frozen=True):
    """A member's row: read by any step, changed only by a record, compare-and-set on `version`.

    `asked`, `never` and `counted` (the answer stands in the counts) are sets of question numbers, as bits of one
    integer in hex (`"0"` is the empty set).
    Times are milliseconds UTC; `paused_until` 0 means not paused.
    """

    id: MemberId
    version: int = 0
    ceiling: int = 3
    asked: str = "0"
    never: str = "0"
    counted: str = "0"
    paused_until: int = 0
    stopped: bool = False
    zone: str = ""
    """The name of a time zone; empty where the installation's holds."""
    told: int = 0
    greeted_at: int = 0
    last_seen: int = 0
    name: str = ""
    called: str = ""
    """What they would like to be called, where it is not `name`."""
    quiet_from: int = -1
    """Quiet hours, in minutes of their local day; -1: the usual ones. Two equal times are none at all."""
    quiet_until: int = -1
    hinted_at: int = 0
    """When they read last that they may suggest a question, milliseconds UTC."""
    callable: bool = False
    """A circle may call on them by that name for what they answered there."""
    language: str = ""
    """The language that they read, as a BCP 47 tag; empty where they have not chosen, and the installation's holds."""


class Rank(StrEnum):
    """What somebody may do: in a group place, by that platform's own roles; alone with the bot, in the community.

    Each may do what those before it may. Nobody is a host by a platform's roles: the operator names them.
    """

    MEMBER = "member"
    HOST = "host"
    MODERATOR = "moderator"
    OWNER = "owner"


class Deputyship(Noun, frozen=True):
    """A moderator is away until then (milliseconds UTC), and somebody stands in for them; with a `code`, whoever says
    that first will. `mine`: it is whoever asks who is away."""

    giver: MemberId
    until: int
    code: str = ""
    deputy: MemberId = MemberId(0)
    mine: bool = False
    told: tuple[ConversationId, ConversationId] = (ConversationId(0), ConversationId(0))
    """Where whoever is away, and whoever stands in, read what becomes of it."""


class Standing(Noun, frozen=True):
    """A person's rank in the place they spoke in, or in the community where they are alone with the bot: read from
    `source` at `read_at`, milliseconds UTC."""

    rank: Rank
    source: str
    read_at: int
    stands_in: bool = False
    """By somebody else's word, for as long as they are away."""
