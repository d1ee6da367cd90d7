"""The state of the double, and every change to it: what REST and people do meets here, and becomes events."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.errors import error
from tests.fakes.discord.faults import Faults
from tests.fakes.discord.mentions import mentioned_users, pings
from tests.fakes.discord.model import (
    ALL,
    COMPONENTS_V2,
    DM,
    EPHEMERAL,
    LOADING,
    Account,
    Channel,
    Edit,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    Place,
)
from tests.fakes.discord.payloads import (
    channel_json,
    guild_create_json,
    interaction_json,
    member_json,
    message_json,
    user_json,
    without_content,
)
from tests.fakes.discord.ratelimits import RateLimits
from tests.fakes.discord.sessions import GUILD_MEMBERS, MESSAGE_CONTENT, PRIVILEGED, Session, Sessions
from tests.fakes.discord.snowflake import Snowflakes

NONCE_SECONDS = 180.0
"""`enforce_nonce` looks back "the past few minutes"; Discord publishes no number."""

SIGNED_FOR = 86_400
"""Seconds for which the address of an attachment is good."""


@dataclass(frozen=True, slots=True)
class Call:
    """One REST call as it was answered; `status` is 0 if the connection was dropped."""

    method: str
    path: str
    route: str
    status: int
    at: float


@dataclass(slots=True, eq=False)
class Hub:
    """All that outlives a connection. `token` is the bot's; `portal` are the privileged intents it may ask for."""

    token: str = "bot-token"
    clock: Clock = field(default_factory=Clock)
    portal: int = PRIVILEGED
    nonce_seconds: float = NONCE_SECONDS
    revoked: bool = False
    accounts: dict[int, Account] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    interactions: dict[int, Interaction] = field(default_factory=dict)
    commands: dict[int | None, list[Json]] = field(default_factory=dict)
    sent: list[Message] = field(default_factory=list)
    typing: list[tuple[Channel, float]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    cdn: str = ""
    faults: Faults = field(default_factory=Faults)
    ids: Snowflakes = field(init=False)
    limits: RateLimits = field(init=False)
    sessions: Sessions = field(init=False)
    bot: Account = field(init=False)
    tokens: dict[str, Interaction] = field(default_factory=dict)
    _dms: dict[int, Channel] = field(default_factory=dict)
    _nonces: dict[tuple[int, str], Message] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.ids = Snowflakes(self.clock)
        self.limits = RateLimits(self.clock)
        self.sessions = Sessions(self.clock)
        self.bot = self.account("not-date", bot=True)

    # people and places

    def account(self, name: str, *, bot: bool = False) -> Account:
        account = Account(self.ids.strike(), name, bot)
        self.accounts[account.id] = account
        return account

    def add_guild(self, name: str, owner: Account) -> Guild:
        guild = Guild(self.ids.strike(), name, owner)
        self.guilds[guild.id] = guild
        guild.members[owner.id] = Member(owner, self.clock.now(), ALL)
        return guild

    def add_channel(self, guild: Guild, name: str) -> Channel:
        channel = Channel(self.ids.strike(), 0, name, guild, since=self.clock.now())
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell("CHANNEL_CREATE", channel, channel_json(channel, self.bot))
        return channel

    def add_bot(self, guild: Guild) -> None:
        """The bot joins, with a role of its own and of its name: GUILD_CREATE to whoever listens."""
        role = self.ids.strike()
        guild.roles[role], guild.managed[role] = self.bot.name, self.bot.id
        guild.members[self.bot.id] = Member(self.bot, self.clock.now(), roles=[role])
        self.sessions.dispatch("GUILD_CREATE", lambda session: self.guild_create(guild, session), direct=False)

    def remove_bot(self, guild: Guild) -> None:
        """The bot leaves or is thrown out: GUILD_DELETE without `unavailable`."""
        left = guild.members.pop(self.bot.id, None)
        for role in left.roles if left else ():
            guild.roles.pop(role, None)
            guild.managed.pop(role, None)
        self.sessions.dispatch("GUILD_DELETE", lambda _: {"id": str(guild.id)}, direct=False)

    def guild_create(self, guild: Guild, session: Session) -> Json:
        return guild_create_json(guild, self.bot, all_members=bool(session.intents & GUILD_MEMBERS))

    def join(self, guild: Guild, account: Account) -> Member:
        """The account is a member; GUILD_MEMBER_ADD if it was not one before."""
        member = guild.members.get(account.id)
        if member is None:
            member = guild.members[account.id] = Member(account, self.clock.now())
            self._tell_guild("GUILD_MEMBER_ADD", guild, member_json(member) | {"guild_id": str(guild.id)})
        return member

    def leave(self, guild: Guild, account: Account) -> None:
        if guild.members.pop(account.id, None) is not None:
            data = {"guild_id": str(guild.id), "user": user_json(account)}
            self._tell_guild("GUILD_MEMBER_REMOVE", guild, data)

    def has_bot(self, guild: Guild) -> bool:
        return self.bot.id in guild.members

    def bot_guilds(self) -> list[Guild]:
        return [guild for guild in self.guilds.values() if self.has_bot(guild)]

    def dm(self, person: Account) -> Channel:
        """The one DM between the bot and `person`. Bots get no CHANNEL_CREATE for DMs since API v8 (change log)."""
        channel = self._dms.get(person.id)
        if channel is None:
            channel = Channel(self.ids.strike(), DM, "", person=person, since=self.clock.now())
            self.channels[channel.id] = self._dms[person.id] = channel
        return channel

    def reachable(self, person: Account) -> bool:
        """The bot and the person share a guild, or the app is installed for her account."""
        return person.installed or any(person.id in guild.members for guild in self.bot_guilds())

    def open_thread(
        self, parent: Channel, name: str, kind: int, owner: Account, from_message: Message | None
    ) -> Channel:
        """A thread of a message has that message's id; THREAD_CREATE says `newly_created`."""
        id_ = from_message.id if from_message else self.ids.strike()
        now = self.clock.now()
        thread = Channel(id_, kind, name, parent.guild, parent, owner=owner, since=now)
        assert parent.guild is not None
        parent.guild.channels[id_] = self.channels[id_] = thread
        if from_message:
            from_message.thread = thread
        self.tell("THREAD_CREATE", thread, channel_json(thread, self.bot) | {"newly_created": True})
        return thread

    def forget_channel(self, channel: Channel) -> None:
        """The channel is gone: 10003 from now on, CHANNEL_DELETE to listeners."""
        self.tell("CHANNEL_DELETE", channel, channel_json(channel, self.bot))
        self.channels.pop(channel.id, None)
        if channel.guild:
            channel.guild.channels.pop(channel.id, None)

    # events

    def tell(self, event: str, channel: Channel, data: Json) -> None:
        """The event reaches sessions that listen, if the bot can see the channel."""
        if channel.guild is None:
            self.sessions.dispatch(event, lambda _: data, direct=True)
        elif self.has_bot(channel.guild) and channel.allows("VIEW_CHANNEL"):
            self.sessions.dispatch(event, lambda _: data, direct=False)
        self.changed()

    def _tell_guild(self, event: str, guild: Guild, data: Json) -> None:
        if self.has_bot(guild):
            self.sessions.dispatch(event, lambda _: data, direct=False)

    def _tell_message(self, event: str, message: Message) -> None:
        """Ephemeral messages come as if they were DMs: no `guild_id`, DIRECT_MESSAGES intent (api-docs #4557)."""
        channel = message.channel
        direct = channel.guild is None or message.ephemeral
        if not direct and not (self._visible(channel)):
            return
        data = message_json(message, self.bot)
        if not direct and channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
            member = channel.guild.members.get(message.author.id)
            if member is not None:
                data["member"] = member_json(member, with_user=False)

        def for_session(session: Session) -> Json:
            if session.intents & MESSAGE_CONTENT:
                return data
            return without_content(data, self.bot, direct=channel.guild is None)

        self.sessions.dispatch(event, for_session, direct=direct)

    def _visible(self, channel: Channel) -> bool:
        return channel.guild is not None and self.has_bot(channel.guild) and channel.allows("VIEW_CHANNEL")

    def changed(self) -> None:
        """Whoever waits for something looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, predicate: Callable[[], Any], timeout: float = 5.0) -> Any:
        """The first true value of `predicate`, looked at after every change; TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while not (value := predicate()):
                event = self._changed
                try:
                    await asyncio.wait_for(event.wait(), 0.05)
                except TimeoutError:
                    continue
        return value

    # messages

    def post(self, message: Message, *, body: Json | None = None) -> Message:
        """The message stands in its channel, its pings are known, and listeners got MESSAGE_CREATE."""
        message.wire = body or {}
        self._read_mentions(message)
        if not message.ephemeral:
            message.channel.messages[message.id] = message
        if message.nonce is not None:
            self._nonces[(message.author.id, message.nonce)] = message
        if message.author is self.bot and not message.flags & LOADING:
            self.sent.append(message)
        self._tell_message("MESSAGE_CREATE", message)
        self.changed()
        return message

    def earlier(self, author: Account, nonce: str) -> Message | None:
        """The message that the same author sent with this nonce in the past few minutes, even a deleted one."""
        found = self._nonces.get((author.id, nonce))
        if found is not None and self.clock.now() - found.at <= self.nonce_seconds:
            return found
        return None

    def _read_mentions(self, message: Message) -> None:
        regular = message.place == "message"
        answers = message.reply_to if regular else None
        replied = None if answers is None or answers.deleted else answers.author
        message.pings = pings(message.content, message.allowed_mentions, replied, everyone_by_default=regular)
        named = [self.accounts[id_] for id_ in mentioned_users(message.content) if id_ in self.accounts]
        if replied is not None and replied.id in message.pings.users and replied not in named:
            named.append(replied)
        message.mentions = named

    def edit(self, message: Message, body: Json, added: list[Json] | None = None) -> Message:
        """What `body` names is replaced; MESSAGE_UPDATE. A loading answer that is filled becomes a sent message.

        `attachments` in the body names those that stay; `added` are the uploaded ones.
        """
        message.content = (body.get("content") or "") if "content" in body else message.content
        message.components = (body.get("components") or []) if "components" in body else message.components
        message.embeds = (body.get("embeds") or []) if "embeds" in body else message.embeds
        if "attachments" in body:
            kept = {str(each.get("id")) for each in body["attachments"] or []}
            message.attachments = [each for each in message.attachments if each["id"] in kept]
        message.attachments = message.attachments + (added or [])
        if message.flags & LOADING:
            message.flags &= ~LOADING
            message.wire = body
            self.sent.append(message)
        if "flags" in body:
            message.flags = (body["flags"] or 0) | (message.flags & (EPHEMERAL | COMPONENTS_V2))
        if "allowed_mentions" in body:
            message.allowed_mentions = body["allowed_mentions"]
        at = self.clock.now()
        message.edits.append(Edit(message.content, message.components, at, body.get("allowed_mentions")))
        self._read_mentions(message)
        self._tell_message("MESSAGE_UPDATE", message)
        self.changed()
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild is not None and not message.ephemeral:
            data["guild_id"] = str(message.channel.guild.id)
        self.tell("MESSAGE_DELETE", message.channel, data)

    def react(self, message: Message, emoji: str, by: Account, *, away: bool = False) -> None:
        people = message.reactions.setdefault(emoji, [])
        if (by in people) is not away:
            return
        if away:
            people.remove(by)
        else:
            people.append(by)
        self._tell_reaction("MESSAGE_REACTION_REMOVE" if away else "MESSAGE_REACTION_ADD", message, emoji, by)

    def _tell_reaction(self, event: str, message: Message, emoji: str, by: Account) -> None:
        channel = message.channel
        data: Json = {
            "user_id": str(by.id),
            "channel_id": str(channel.id),
            "message_id": str(message.id),
            "message_author_id": str(message.author.id),
            "emoji": {"id": None, "name": emoji},
            "burst": False,
            "type": 0,
        }
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
            if event.endswith("ADD") and by.id in channel.guild.members:
                data["member"] = member_json(channel.guild.members[by.id])
        self.tell(event, channel, data)

    def attach(self, name: str, data: bytes, content_type: str) -> Json:
        """The file can be fetched at its `url`, for a day."""
        id_ = str(self.ids.strike())
        self.files[id_] = (content_type, data)
        body: Json = {"id": id_, "filename": name, "size": len(data), "content_type": content_type}
        return self.signed(body)

    def signed(self, attachment: Json) -> Json:
        """The attachment with an address that is good for a day from now (reference#signed-attachment-cdn-urls)."""
        until = int(self.clock.now()) + SIGNED_FOR
        at = (
            f"{self.cdn}/attachments/{attachment['id']}/{attachment['filename']}?ex={until:x}&is={until - SIGNED_FOR:x}"
        )
        return attachment | {"url": f"{at}&hm=0", "proxy_url": f"{at}&hm=0"}

    # interactions

    def interact(
        self, kind: int, by: Account, channel: Channel, data: Json, message: Message | None = None
    ) -> Interaction:
        """INTERACTION_CREATE; `delivered` says whether anybody was connected to hear it."""
        now = self.clock.now()
        id_ = self.ids.strike()
        interaction = Interaction(id_, secrets.token_urlsafe(48), kind, by, channel, now, data, message)
        self.interactions[id_] = self.tokens[interaction.token] = interaction
        shown = None
        if message is not None:
            shown = message_json(message, self.bot)
        member = None if channel.guild is None else self.join(channel.guild, by)
        body = interaction_json(interaction, self.bot, member, shown)
        if channel.guild is None or self.has_bot(channel.guild):
            reached = self.sessions.dispatch("INTERACTION_CREATE", lambda _: body, direct=channel.guild is None)
            interaction.delivered = reached > 0
        return interaction

    # lookups that refuse as Discord does

    def channel(self, id_: str) -> Channel:
        """The channel, or 10003; 50001 if the bot may not see it."""
        found = self.channels.get(int(id_)) if id_.isdigit() else None
        if found is None:
            raise error(10003)
        if found.guild is not None and not self._visible(found):
            raise error(50001)
        return found

    def message(self, channel: Channel, id_: str) -> Message:
        found = channel.messages.get(int(id_)) if id_.isdigit() else None
        if found is None:
            raise error(10008)
        return found

    def guild(self, id_: str) -> Guild:
        """The guild, or 10004; 50001 if the bot is not in it."""
        found = self.guilds.get(int(id_)) if id_.isdigit() else None
        if found is None:
            raise error(10004)
        if not self.has_bot(found):
            raise error(50001)
        return found

    def new_message(self, channel: Channel, author: Account, body: Json, place: Place = "message") -> Message:
        """A message made from a create body, not yet posted."""
        flags = int(body.get("flags") or 0)
        nonce = body.get("nonce")
        return Message(
            self.ids.strike(),
            channel,
            author,
            self.clock.now(),
            body.get("content") or "",
            body.get("components") or [],
            body.get("embeds") or [],
            nonce=None if nonce is None else str(nonce),
            allowed_mentions=body.get("allowed_mentions"),
            flags=flags,
            place=place,
        )
