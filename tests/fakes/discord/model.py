"""What Discord keeps: accounts, guilds, channels, messages and interactions. Plain state, no rules."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Json = dict[str, Any]
Place = Literal["message", "interaction", "followup"]

TEXT: Final = 0
DM: Final = 1
PUBLIC_THREAD: Final = 11
PRIVATE_THREAD: Final = 12

EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
COMPONENTS_V2: Final = 1 << 15

PERMISSIONS: Final = {
    "ADMINISTRATOR": 1 << 3,
    "MANAGE_GUILD": 1 << 5,
    "ADD_REACTIONS": 1 << 6,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "MANAGE_MESSAGES": 1 << 13,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MENTION_EVERYONE": 1 << 17,
    "USE_APPLICATION_COMMANDS": 1 << 31,
    "MANAGE_THREADS": 1 << 34,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "CREATE_PRIVATE_THREADS": 1 << 36,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
}
"""The permission bits the double knows (developers/topics/permissions)."""

_SPECIAL: Final = frozenset({"ADMINISTRATOR", "MANAGE_GUILD", "MANAGE_MESSAGES", "MANAGE_THREADS"})
EVERYDAY: Final = sum(bit for name, bit in PERMISSIONS.items() if name not in _SPECIAL)
ALL: Final = sum(PERMISSIONS.values())


@dataclass(slots=True, eq=False)
class Account:
    """A user or the bot."""

    id: int
    name: str
    bot: bool = False
    takes_dms: bool = True
    locale: str = "en-US"
    installed: bool = False
    """Whether she added the app to her own account, and so may write to it without a shared guild."""

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(slots=True, eq=False)
class Member:
    account: Account
    joined: float
    permissions: int = EVERYDAY
    nick: str | None = None
    roles: list[int] = field(default_factory=list)
    timed_out: float | None = None
    """Until when she may only read."""


@dataclass(slots=True, eq=False)
class Guild:
    id: int
    name: str
    owner: Account
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    powers: dict[int, int] = field(default_factory=dict)
    """The permissions of roles that have any."""
    managed: dict[int, int] = field(default_factory=dict)
    """Roles that Discord made for a bot, and whose they are."""


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, a DM with the bot, or a thread; `denied` are names of permissions the bot lacks in it."""

    id: int
    kind: int
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    person: Account | None = None
    owner: Account | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    archived: bool = False
    locked: bool = False
    archive_minutes: int = 1440
    since: float = 0.0

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)

    def allows(self, *names: str) -> bool:
        """Whether the bot has all of these permissions here; a thread inherits its parent's."""
        denied = self.denied | (self.parent.denied if self.parent else set())
        return not denied.intersection(names)


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message notified: ids of users and roles."""

    everyone: bool = False
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everyone or bool(self.users) or bool(self.roles)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message became, and when (seconds since 1970)."""

    content: str
    components: list[Json]
    at: float
    allowed_mentions: Json | None = None


@dataclass(slots=True, eq=False)
class Message:
    """A message as it is now; `edits` is how it came to be so, `wire` the body that created it."""

    id: int
    channel: Channel
    author: Account
    at: float
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    nonce: str | None = None
    allowed_mentions: Json | None = None
    reply_to: Message | None = None
    reference: Json | None = None
    flags: int = 0
    kind: int = 0
    place: Place = "message"
    pings: Pings = Pings()
    mentions: list[Account] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    reactions: dict[str, list[Account]] = field(default_factory=dict)
    deleted: bool = False
    only_for: Account | None = None
    interaction: Interaction | None = None
    thread: Channel | None = None
    wire: Json = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        return self.only_for is not None

    def buttons(self) -> list[Json]:
        """Every button and select, in reading order, at whatever depth."""
        return [part for part in walk(self.components) if part.get("type") in (2, 3, 5, 6, 7, 8)]

    @property
    def labels(self) -> list[str]:
        return [part["label"] for part in self.buttons() if part.get("label")]


def walk(components: list[Json]) -> list[Json]:
    """The components and all that they hold, in reading order."""
    found: list[Json] = []
    for part in components:
        found.append(part)
        found += walk(part.get("components") or [])
        for key in ("accessory", "component"):
            if part.get(key):
                found += walk([part[key]])
    return found


COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL_SUBMIT: Final = 5

OUTCOMES: Final = {4: "message", 5: "deferred", 6: "deferred update", 7: "update", 8: "choices", 9: "modal"}
"""Callback types by number (developers/interactions/receiving-and-responding#interaction-callback-type)."""


@dataclass(slots=True, eq=False)
class Interaction:
    """One press, command or submitted form, and how the bot answered it.

    `after` is seconds from creation to the accepted first answer; `refused` are the codes of refused first answers.
    """

    id: int
    token: str
    kind: int
    by: Account
    channel: Channel
    created: float
    data: Json
    message: Message | None = None
    callback: int | None = None
    after: float | None = None
    original: Message | None = None
    modal: Json | None = None
    choices: list[Json] | None = None
    followups: list[Message] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    loading: bool = False
    void: bool = False
    delivered: bool = False
    first: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> bool:
        return self.callback is not None

    @property
    def outcome(self) -> str:
        """`message`, `deferred`, `deferred update`, `update`, `choices`, `modal`; `failed` or `waiting` without one."""
        if self.callback is not None:
            return OUTCOMES[self.callback]
        return "failed" if self.void else "waiting"

    async def settled(self, timeout: float = 5.0) -> Interaction:
        """The promise of a deferred answer is kept: the message was filled, edited or followed up."""
        await asyncio.wait_for(self.done.wait(), timeout)
        return self
